"""QTI packages read: which items there are, in which order, with which shared texts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from quizzes.exchange.archives import SIGNATURE, Archive, beside
from quizzes.exchange.errors import BankRefused
from quizzes.exchange.report import Remark, remark
from quizzes.exchange.xml_files import (
    Element,
    child,
    children,
    inside,
    line_of,
    name_of,
    parse_xml,
)

MANIFEST = "imsmanifest.xml"
ITEM, TEST, STIMULUS = (
    "qti-assessment-item",
    "qti-assessment-test",
    "qti-assessment-stimulus",
)
_RESOURCES = ("imsqti_item_", "imsqti_test_", "imsqti_stimulus_")
_VERSION = "xmlv3p0"
_OLDER = ("assessmentItem", "assessmentTest", "questestinterop")


@dataclass(slots=True)
class Package:
    """What is in a package, or in a single file that holds one item.

    ``items`` are in the order of the test, those that no test names at the end;
    ``stimuli`` in the order of the manifest. All by their paths.
    """

    read: Callable[[str], bytes]
    contains: Callable[[str], bool]
    test: Element | None = None
    items: dict[str, Element] = field(default_factory=dict)
    stimuli: dict[str, Element] = field(default_factory=dict)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)

    def picture(self, path: str) -> Callable[[str], bytes | None]:
        """Finds the pictures that the file at this path shows."""

        def find(source: str) -> bytes | None:
            there = beside(path, source.partition("?")[0])
            return self.read(there) if self.contains(there) else None

        return find


def open_package(data: bytes) -> Package:
    """The package, or ``BankRefused`` where it is none of QTI 3.0."""
    if not data.startswith(SIGNATURE):
        return _single(data)
    archive = Archive(data)
    if MANIFEST not in archive:
        why = remark("The package has no imsmanifest.xml, so it is not of QTI.")
        raise BankRefused(why)
    package = Package(archive.read, archive.__contains__)
    manifest = parse_xml(archive.read(MANIFEST), MANIFEST)
    tests: dict[str, Element] = {}
    items: dict[str, Element] = {}
    for path, line in _resources(manifest):
        if path not in archive:
            raise BankRefused(
                remark("It names '%(path)s', which is not in the package.", path=path),
                line,
                MANIFEST,
            )
        root = parse_xml(archive.read(path), path)
        # Some packages call a shared text a test: the file itself knows better.
        held = {ITEM: items, TEST: tests, STIMULUS: package.stimuli}.get(name_of(root))
        if held is None:
            raise _not_ours(root, path)
        held[path] = root
    _put_in_order(package, tests, items)
    return package


def _single(data: bytes) -> Package:
    """A file that is one item by itself."""
    root = parse_xml(data)
    if name_of(root) != ITEM:
        raise _not_ours(root, None)
    package = Package(lambda path: b"", lambda path: False)
    package.items[""] = root
    return package


def _resources(manifest: Element) -> Iterator[tuple[str, int]]:
    """The path of each resource that is of QTI, with its line."""
    for resource in inside(manifest, "resource"):
        kind = resource.get("type", "")
        if not kind.startswith(_RESOURCES):
            continue
        if not kind.endswith(_VERSION):
            raise BankRefused(
                remark(
                    "The package is of an older QTI ('%(kind)s'). Only 3.0 is read.",
                    kind=kind,
                ),
                line_of(resource),
                MANIFEST,
            )
        href = resource.get("href") or ""
        yield beside(MANIFEST, href), line_of(resource)


def _put_in_order(
    package: Package, tests: dict[str, Element], items: dict[str, Element]
) -> None:
    """The items as the test has them, each once; then those that it does not name."""
    for path, test in tests.items():
        if package.test is not None:
            package.remarks.append((1, remark("Its tests were made one quiz.")))
        package.test = test if package.test is None else package.test
        for reference in inside(test, "qti-assessment-item-ref"):
            there = beside(path, reference.get("href", ""))
            if there not in items:
                raise BankRefused(
                    remark(
                        "It names '%(path)s', which is not an item of the package.",
                        path=there,
                    ),
                    line_of(reference),
                    path,
                )
            package.items[there] = items[there]
        if any(True for _ in inside(test, "qti-selection")):
            package.remarks.append(
                (1, remark("All questions are asked, not some of a section."))
            )
    package.items.update(
        {path: root for path, root in items.items() if path not in package.items}
    )


def stimulus_of(item: Element, path: str) -> str | None:
    """The path of the text that an item shares with others."""
    reference = child(item, "qti-assessment-stimulus-ref")
    return None if reference is None else beside(path, reference.get("href", ""))


def has_several_stimuli(item: Element) -> bool:
    """Whether an item belongs to more than one text."""
    return len(children(item, "qti-assessment-stimulus-ref")) > 1


def _not_ours(root: Element, path: str | None) -> BankRefused:
    name = name_of(root)
    if name in _OLDER:
        why = remark(
            "This is of an older QTI (<%(name)s>). Only 3.0 is read.", name=name
        )
    else:
        why = remark("This is not QTI 3.0: it begins with <%(name)s>.", name=name)
    return BankRefused(why, line_of(root), path)
