"""Questions taken one by one from what a reader found: whole, or not at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.exchange.exchange_format import Found, FoundBank
from quizzes.exchange.names import key_from, numbered
from quizzes.exchange.report import Entry, Kind, Outcome, Remark, Report, remark
from quizzes.exchange.trial import faults_of_question, faults_of_scenario
from quizzes.question import QuestionSchema
from quizzes.schemas import is_key

NO_FEEDBACK = "There is no explanation of this question yet."

_EDITED = remark(
    "It was changed after it was exported: what the file says now was taken, and some "
    "settings of ours were left out."
)
_MOST_PARAGRAPHS = 12
_COMMON = frozenset(QuestionSchema().fields)
_NO_FEEDBACK = remark("There is no general feedback, so a line says so. Write one.")


class Taking:
    """One import at work: what is taken so far, and what is to be told of it."""

    def __init__(self, bank: FoundBank, lesson: str | None) -> None:
        self.questions: list[dict[str, Any]] = []
        self._bank = bank
        self._lesson = lesson
        self._question_keys: set[str] = set()
        self._scenario_keys: set[str] = set()
        self._scenarios: dict[int, dict[str, Any]] = {}
        self._entries: list[Entry] = []
        self._of_file: list[tuple[int, Remark]] = list(bank.remarks)

    @property
    def scenarios(self) -> list[dict[str, Any]]:
        """The scenarios that a question belongs to."""
        used = {question.get("scenario") for question in self.questions}
        return [one for one in self._scenarios.values() if one["key"] in used]

    def take_all(self) -> None:
        """Take every question that can be taken, in the order of the source."""
        for found in self._bank.found:
            if found.is_scenario:
                self._take_scenario(found)
            else:
                self._take_question(found)

    def say(self, template: str, **values: object) -> None:
        """Note a change of the quiz as a whole."""
        self._of_file.append((1, remark(template, **values)))

    def report(self) -> Report:
        """What became of everything so far."""
        of_file = [
            Entry("file", line, "", "changed", (each,)) for line, each in self._of_file
        ]
        return Report((*of_file, *self._entries))

    def _take_scenario(self, found: Found) -> None:
        faults: list[str] = []
        for candidate in _candidates(found):
            key = _key_for(found, candidate, self._scenario_keys)
            data = {**_shortened(found, candidate), "key": key}
            faults = self._faults(data) or faults_of_scenario(data)
            if not faults:
                self._scenario_keys.add(key)
                self._scenarios[id(found)] = data
                self._tell(found, key)
                return
        self._refuse(found, found.refused or _in_words(faults))

    def _take_question(self, found: Found) -> None:
        scenario = self._scenarios.get(id(found.scenario))
        if found.scenario is not None and scenario is None and not found.refused:
            found.refused = remark("It belongs to a scenario that cannot be taken.")
        faults: list[str] = []
        for candidate in _candidates(found):
            key = _key_for(found, candidate, self._question_keys)
            data = {**self._with_lesson(candidate), "key": key}
            if scenario is not None:
                data["scenario"] = scenario["key"]
            faults = self._faults(data) or faults_of_question(data, scenario)
            if not faults:
                self._question_keys.add(key)
                self.questions.append(data)
                self._tell(found, key)
                return
        self._refuse(found, found.refused or _in_words(faults))

    def _with_lesson(self, data: dict[str, Any]) -> dict[str, Any]:
        if self._lesson and "lesson" not in data:
            return {**data, "lesson": self._lesson}
        return data

    def _faults(self, data: dict[str, Any]) -> list[str]:
        """What the schemas cannot see."""
        images = data.get("images", ())
        shown = images if isinstance(images, list | tuple) else ()
        files = [each.get("file") for each in shown if isinstance(each, dict)]
        return [
            f"images: there is no picture {file!r} in the source."
            for file in files
            if file not in self._bank.images
        ]

    def _tell(self, found: Found, key: str) -> None:
        outcome: Outcome = "changed" if found.remarks else "taken"
        self._note(found, outcome, tuple(found.remarks), key)

    def _refuse(self, found: Found, why: Remark) -> None:
        self._note(found, "refused", (why,))

    def _note(
        self,
        found: Found,
        outcome: Outcome,
        remarks: tuple[Remark, ...],
        key: str | None = None,
    ) -> None:
        kind: Kind = "scenario" if found.is_scenario else "question"
        self._entries.append(
            Entry(kind, found.line, found.name, outcome, remarks, found.file, key)
        )


def _candidates(found: Found) -> Iterator[dict[str, Any]]:
    """What to try: with our own aside, and where that no longer fits, without it."""
    if found.refused:
        return
    if found.aside is not None:
        with_aside, was_edited = found.aside.applied_to(found.data)
        if was_edited:
            found.say(_EDITED)
        elif found.aside.instead:
            # It was not read as what it is, so what was told of it is not so either.
            found.remarks.clear()
        yield _with_feedback(found, with_aside)
        found.say(_EDITED)
        yield _with_feedback(found, {**found.data, **_common(found.aside.fields)})
    yield _with_feedback(found, found.data)


def _common(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that every question has, whatever it has become."""
    return {name: fields[name] for name in fields if name in _COMMON}


def _shortened(found: Found, data: dict[str, Any]) -> dict[str, Any]:
    """A scenario with as many paragraphs as one may have; the last holds the rest."""
    paragraphs = data.get("paragraphs")
    if not isinstance(paragraphs, list) or len(paragraphs) <= _MOST_PARAGRAPHS:
        return data
    found.say(
        remark(
            "Its last paragraphs were joined: %(most)d are the most.",
            most=_MOST_PARAGRAPHS,
        )
    )
    kept, rest = paragraphs[: _MOST_PARAGRAPHS - 1], paragraphs[_MOST_PARAGRAPHS - 1 :]
    return {**data, "paragraphs": [*kept, " ".join(map(str, rest))]}


def _with_feedback(found: Found, data: dict[str, Any]) -> dict[str, Any]:
    if found.is_scenario or data.get("feedback"):
        return data
    found.say(_NO_FEEDBACK)
    return {**data, "feedback": NO_FEEDBACK}


def _key_for(found: Found, data: Mapping[str, Any], taken: set[str]) -> str:
    """A key like the one that the source gives, and nobody else's."""
    given = data.get("key")
    text = given if isinstance(given, str) else found.name
    otherwise = "scenario" if found.is_scenario else "question"
    key = text if is_key(text) else key_from(text, otherwise)
    free = next(each for each in numbered(key) if each not in taken)
    if free != key and key == text:
        found.say(
            remark(
                "The key '%(key)s' is another's already, so it is '%(free)s'.",
                key=key,
                free=free,
            )
        )
    return free


def _in_words(faults: list[str]) -> Remark:
    return remark("%(faults)s", faults=" ".join(faults))
