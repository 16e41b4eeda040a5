"""The proof of where somebody stands to an award: the rule taken apart into its leaves.

``prove`` is pure and is the only judge there is: whether an award is earned, since
when and what is missing are all read off its leaves. Whoever is given the leaves can
reckon the verdict again without the record.
"""

from dataclasses import dataclass
from datetime import datetime

from course.evidence import Evidence, Row
from course.outline import AwardRule
from course.requirements import Finding, Outstanding


def percent_met(met: int, needed: int) -> int:
    """Share of a rule that is met, rounded down so that 100 means all of it."""
    return met * 100 // needed if needed else 0


@dataclass(frozen=True, slots=True)
class Proof:
    """One award: every criterion of its rule with what was observed.

    ``criteria`` holds those too that are not asked in a run of this ``mode``; the
    ``findings`` are those that are. ``run`` is the row that shows the mode.
    """

    kind: str
    title: str
    mode: str
    criteria: tuple[Finding, ...]
    run: Row | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The criteria that are asked."""
        return tuple(each for each in self.criteria if each.applies)

    @property
    def met(self) -> int:
        return sum(finding.met for finding in self.findings)

    @property
    def needed(self) -> int:
        return sum(finding.needed for finding in self.findings)

    @property
    def percent(self) -> int:
        """Share of the rule that is met, rounded down so that 100 means all of it."""
        return percent_met(self.met, self.needed)

    @property
    def outstanding(self) -> tuple[Outstanding, ...]:
        return tuple(each for one in self.findings for each in one.outstanding)

    @property
    def met_at(self) -> datetime | None:
        """The moment of the last thing that was needed, once nothing is missing."""
        findings = self.findings
        if not all(finding.is_met for finding in findings):
            return None
        moments = (finding.met_at for finding in findings)
        return max((each for each in moments if each is not None), default=None)


def prove(rule: AwardRule, evidence: Evidence) -> Proof:
    """Compare a rule with what was done. Pure."""
    return Proof(
        kind=rule.kind,
        title=rule.title,
        mode=evidence.mode,
        criteria=tuple(each.assess(evidence) for each in rule.requirements),
        run=evidence.run_row,
    )
