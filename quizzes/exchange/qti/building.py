"""Building QTI items: declarations, response processing, feedback."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from quizzes.exchange.xml_files import Element, add, xml_text

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
XML = "http://www.w3.org/XML/1998/namespace"

RESPONSE = "RESPONSE"
GENERAL = "GENERAL"
CHOSEN = "CHOSEN"
_FEEDBACK = "FEEDBACK"


def identifier(key: str) -> str:
    """The key as an identifier of QTI, which may not begin with a digit."""
    return f"_{key}" if key[0].isdigit() else key


def new_root(name: str, **given: str) -> Element:
    """The root of a document in the namespace of QTI."""
    root = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})
    for key, value in given.items():
        root.set(key.replace("_", "-"), xml_text(value))
    return root


def put(
    parent: Element, name: str, text: str | None = None, /, **given: str
) -> Element:
    """A new last child in the namespace of QTI."""
    return add(parent, f"{{{NAMESPACE}}}{name}", text, **given)


def paragraph(parent: Element, text: str) -> Element:
    """A paragraph of plain text."""
    return put(parent, "p", text)


class Item:
    """An item in the making: its parts come in the order that the standard wants."""

    def __init__(self, data: dict[str, Any], language: str) -> None:
        key = identifier(data["key"])
        self.data = data
        self.root = new_root(
            "qti-assessment-item",
            identifier=key,
            title=data["key"],
            adaptive="false",
            time_dependent="false",
        )
        self.root.set(f"{{{XML}}}lang", language)
        self.body = etree.Element(f"{{{NAMESPACE}}}qti-item-body")
        self._processing = etree.Element(f"{{{NAMESPACE}}}qti-response-processing")
        self._choices_speak: str | None = None

    def declare(
        self,
        cardinality: str,
        base_type: str,
        correct: Iterable[str] = (),
        *,
        name: str = RESPONSE,
        worth: dict[str, object] | None = None,
        **mapping: str,
    ) -> None:
        """What may be answered, what is right, and what single answers are worth."""
        declaration = put(
            self.root,
            "qti-response-declaration",
            identifier=name,
            cardinality=cardinality,
            base_type=base_type,
        )
        values = list(correct)
        if values:
            right = put(declaration, "qti-correct-response")
            for value in values:
                put(right, "qti-value", value)
        if worth is not None:
            case = mapping.pop("case_sensitive", None)
            table = put(declaration, "qti-mapping", **mapping)
            for key, one in worth.items():
                entry = put(table, "qti-map-entry", map_key=key, mapped_value=str(one))
                if case:
                    entry.set("case-sensitive", case)

    def show_pictures(self) -> None:
        """The pictures of the question, where its text begins."""
        for each in self.data.get("images", ()):
            address = f"../images/{each['file']}"
            put(put(self.body, "p"), "img", src=address, alt=each["alt"])

    def speak_on_choices(self, cardinality: str) -> None:
        """Show the feedback of whatever choice was made."""
        self._choices_speak = cardinality

    def score(self, expression: Element) -> None:
        """The points are what the expression comes to."""
        put_into = put(self._processing, "qti-set-outcome-value", identifier="SCORE")
        put_into.append(expression)

    def score_if(self, condition: Element, points: int, *, adds: bool = False) -> None:
        """So many points where the condition holds, perhaps besides others."""
        begin = put(self._processing, "qti-response-condition")
        then = put(begin, "qti-response-if")
        then.append(condition)
        outcome = put(then, "qti-set-outcome-value", identifier="SCORE")
        if adds:
            outcome.append(
                expression(
                    "qti-sum", variable("SCORE"), base_value("float", str(points))
                )
            )
        else:
            outcome.append(base_value("float", str(points)))

    def finish(self) -> Element:
        """The whole item, with its outcomes and the feedback on the question."""
        points = str(self.data["points"])
        for name, start in (("SCORE", "0"), ("MAXSCORE", points)):
            outcome = self._outcome(name, "single", "float")
            put(put(outcome, "qti-default-value"), "qti-value", start)
            if name == "SCORE" and self.data["type"] == "free-text":
                outcome.set("external-scored", "human")
        self._outcome(_FEEDBACK, "single", "identifier")
        if self._choices_speak:
            self._outcome(CHOSEN, self._choices_speak, "identifier")
            chosen = put(self._processing, "qti-set-outcome-value", identifier=CHOSEN)
            chosen.append(variable(RESPONSE))
        spoken = put(self._processing, "qti-set-outcome-value", identifier=_FEEDBACK)
        spoken.append(base_value("identifier", GENERAL))
        if scenario := self.data.get("scenario"):
            put(
                self.root,
                "qti-assessment-stimulus-ref",
                identifier=identifier(scenario),
                href=f"../stimuli/{scenario}.xml",
            )
        self.root.append(self.body)
        self.root.append(self._processing)
        feedback = put(
            self.root,
            "qti-modal-feedback",
            outcome_identifier=_FEEDBACK,
            identifier=GENERAL,
            show_hide="show",
        )
        paragraph(put(feedback, "qti-content-body"), self.data["feedback"])
        return self.root

    def _outcome(self, name: str, cardinality: str, base_type: str) -> Element:
        return put(
            self.root,
            "qti-outcome-declaration",
            identifier=name,
            cardinality=cardinality,
            base_type=base_type,
        )


def expression(name: str, *inner: Element, **given: str) -> Element:
    """An expression around others."""
    element = etree.Element(f"{{{NAMESPACE}}}{name}")
    for key, value in given.items():
        element.set(key.replace("_", "-"), value)
    element.extend(inner)
    return element


def variable(name: str) -> Element:
    """What was answered."""
    return expression("qti-variable", identifier=name)


def base_value(base_type: str, text: str) -> Element:
    """A value by itself."""
    element = expression("qti-base-value", base_type=base_type)
    element.text = text
    return element


def is_correct(name: str = RESPONSE) -> Element:
    """Whether the answer is the right one."""
    right = expression("qti-correct", identifier=name)
    return expression("qti-match", variable(name), right)


def worth_of(name: str = RESPONSE) -> Element:
    """What the answer is worth by its mapping."""
    return expression("qti-map-response", identifier=name)
