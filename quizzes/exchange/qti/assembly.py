"""The test that puts items in order, and the manifest that lists what there is."""

from itertools import groupby
from typing import Any

from lxml import etree

from quizzes.exchange.qti.building import identifier, new_root, paragraph, put
from quizzes.exchange.qti.items import words_in
from quizzes.exchange.xml_files import Element, add, inside
from quizzes.media import files_shown
from quizzes.quiz import Quiz
from quizzes.text import collapsed

_PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_IMAGE = "IMAGE-"


def write_test(quiz: Quiz) -> Element:
    """One part with one section, and in it a section for each run of a scenario."""
    root = new_root(
        "qti-assessment-test", identifier=identifier(quiz.key), title=quiz.title
    )
    part = put(
        root,
        "qti-test-part",
        identifier="PART",
        navigation_mode="nonlinear",
        submission_mode="simultaneous",
    )
    section = _section(part, "QUESTIONS", quiz.title)
    if quiz.shuffle_questions:
        put(section, "qti-ordering", shuffle="true")
    told = put(section, "qti-rubric-block", use="instructions", view="candidate")
    paragraph(put(told, "qti-content-body"), quiz.introduction)
    titles = {scenario.key: scenario.title for scenario in quiz.scenarios}
    runs = groupby(quiz.questions, key=lambda question: question.scenario)
    for number, (scenario, questions) in enumerate(runs, start=1):
        inner = section
        if scenario is not None:
            inner = _section(section, f"SCENARIO-{number}", titles[scenario])
            inner.set("keep-together", "true")
        for question in questions:
            put(
                inner,
                "qti-assessment-item-ref",
                identifier=identifier(question.key),
                href=f"items/{question.key}.xml",
            )
    return root


def read_test(root: Element) -> dict[str, Any]:
    """What a test says of itself."""
    settings: dict[str, Any] = {"title": collapsed(root.get("title", ""))}
    for block in inside(root, "qti-rubric-block"):
        if "candidate" in block.get("view", "").split():
            settings["introduction"] = words_in(block).text
            break
    orderings = inside(root, "qti-ordering")
    settings["shuffle_questions"] = any(
        each.get("shuffle") == "true" for each in orderings
    )
    return settings


def write_manifest(quiz: Quiz) -> Element:
    """Every file of the package, and what each of them needs."""
    root = etree.Element(f"{{{_PACKAGE}}}manifest", nsmap={None: _PACKAGE})
    root.set("identifier", f"MANIFEST-{quiz.key}")
    metadata = _put(root, "metadata")
    _put(metadata, "schema", "QTI Package")
    _put(metadata, "schemaversion", "3.0.0")
    _put(root, "organizations")
    resources = _put(root, "resources")
    items = [f"ITEM-{question.key}" for question in quiz.questions]
    _resource(resources, "TEST", "imsqti_test_xmlv3p0", "test.xml", items)
    for question in quiz.questions:
        needs = [_IMAGE + each.file for each in question.images]
        if question.scenario is not None:
            needs.insert(0, f"STIMULUS-{question.scenario}")
        path = f"items/{question.key}.xml"
        ident = f"ITEM-{question.key}"
        _resource(resources, ident, "imsqti_item_xmlv3p0", path, needs)
    for scenario in quiz.scenarios:
        needs = [_IMAGE + each.file for each in scenario.images]
        path = f"stimuli/{scenario.key}.xml"
        ident = f"STIMULUS-{scenario.key}"
        _resource(resources, ident, "imsqti_stimulus_xmlv3p0", path, needs)
    for name in sorted({name for _, name in files_shown(quiz)}):
        _resource(resources, _IMAGE + name, "webcontent", f"images/{name}", [])
    return root


def _section(parent: Element, ident: str, title: str) -> Element:
    return put(
        parent,
        "qti-assessment-section",
        identifier=ident,
        title=title,
        visible="true",
    )


def _resource(
    parent: Element, ident: str, kind: str, path: str, needs: list[str]
) -> None:
    resource = _put(parent, "resource", identifier=ident, type=kind, href=path)
    _put(resource, "file", href=path)
    for each in needs:
        _put(resource, "dependency", identifierref=each)


def _put(parent: Element, name: str, text: str | None = None, /, **given: str) -> Any:
    return add(parent, f"{{{_PACKAGE}}}{name}", text, **given)
