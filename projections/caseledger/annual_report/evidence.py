"""What the report is made from: the read models' rows, and what a day knew of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType

import attrs

from caseledger.annual_report.period import Period
from caseledger.complaint.state import Ending
from caseledger.read_models import (
    ActionRow,
    AdvocacyRow,
    ComplaintRow,
    ComplimentRow,
    EndingRow,
    ExtensionRow,
    IrregularityRow,
    ReferralRow,
    RemedyRow,
    StageRow,
)
from caseledger.read_models.endings import TAKEN_UP

STAGE_2 = 2


@attrs.frozen(kw_only=True)
class Evidence:
    """
    Every row of the read models that the report needs, of all services and years.

    `equality` has, by stream and question, what complainants told for equality
    monitoring; no read model keeps it.
    """

    complaints: Sequence[ComplaintRow]
    stages: Sequence[StageRow]
    endings: Sequence[EndingRow]
    extensions: Sequence[ExtensionRow]
    irregularities: Sequence[IrregularityRow]
    referrals: Sequence[ReferralRow]
    remedies: Sequence[RemedyRow]
    actions: Sequence[ActionRow]
    compliments: Sequence[ComplimentRow]
    advocacy: Sequence[AdvocacyRow] = ()
    equality: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    @property
    def services(self) -> list[str]:
        """Return the services that a complaint or a compliment names, sorted."""
        named = {row.service for row in self.complaints}
        return sorted(named | {row.service for row in self.compliments})


@attrs.define(slots=False)
class Case:
    """One complaint as known on a day: nothing dated later is in it."""

    row: ComplaintRow
    as_at: date
    stages: list[StageRow] = attrs.field(factory=list)
    extended: dict[tuple[int, int], date] = attrs.field(factory=dict)
    endings: dict[str, list[date]] = attrs.field(factory=dict)

    @property
    def reference(self) -> str:
        """Return the authority's own reference."""
        return self.row.reference

    def ended(self, how: Ending) -> date | None:
        """Return the day on which the complaint ended so, not taken up again since."""
        again = max(self.endings.get(TAKEN_UP, ()), default=None)
        days = self.endings.get(how, ())
        return min((day for day in days if again is None or again < day), default=None)

    def left(self, stage: StageRow, how: Ending) -> date | None:
        """Return the day on which the complaint ended so while at a stage."""
        anew = stage.begun_anew_on
        if stage.ended_by == how and anew is not None and anew <= self.as_at:
            return stage.ended_on
        return self.ended(how)

    @cached_property
    def stage_1(self) -> StageRow | None:
        """Return stage 1, the latest where it was begun anew."""
        begun = [one for one in self.stages if one.stage == 1 and one.begun_on]
        return begun[-1] if begun else None

    def end_of(self, stage: StageRow) -> tuple[date, str] | None:
        """Return the day on which a stage ended, and how; None if it is open."""
        days = [(day, how) for how, day in self._ends(stage) if day is not None]
        return min(days, key=_first, default=None)

    def _ends(self, stage: StageRow) -> Iterator[tuple[str, date | None]]:
        yield "answered", stage.responded_on
        yield "withdrawn", self.left(stage, Ending.WITHDRAWN)
        yield "not accepted", self.left(stage, Ending.NOT_ACCEPTED)
        if stage.stage == 1:
            yield from (("skipped", day) for day in self.skipped_on)
            return
        for other in self.stages:
            if other.stage == stage.stage and other.attempt > stage.attempt:
                yield "begun again", other.begun_on

    @cached_property
    def went_to_stage_2(self) -> bool:
        """Say whether stage 2 had been asked for."""
        return any(one.stage == STAGE_2 and one.begun_on for one in self.stages)

    @cached_property
    def fate(self) -> str:
        """
        Return what became of the complaint, the first that fits.

        One of not_accepted, responded, withdrawn, skipped, awaiting_response.
        """
        if self.ended(Ending.NOT_ACCEPTED):
            return "not_accepted"
        if self.stage_1 is not None and self.stage_1.responded_on:
            return "responded"
        if self.ended(Ending.WITHDRAWN):
            return "withdrawn"
        return "skipped" if any(self.skipped_on) else "awaiting_response"

    @cached_property
    def skipped_on(self) -> list[date]:
        """Return the days on which stage 1, as it last began, was left out."""
        present = 1 if self.stage_1 is None else self.stage_1.in_pass
        return [
            one.begun_on
            for one in self.stages
            if one.begun_on and one.basis == "agreed_skip" and one.in_pass >= present
        ]

    def due_on(self, stage: StageRow) -> date | None:
        """Return a stage's due date with the extensions known on the day."""
        if stage.due_on is None:
            return None
        extended = self.extended.get((stage.stage, stage.attempt), stage.due_on)
        return max(stage.due_on, extended)


# Of several ends on one day: as a register's columns stand, withdrawal last.
_ORDER = ("not accepted", "answered", "skipped", "begun again", "withdrawn")


def _first(end: tuple[date, str]) -> tuple[date, int]:
    day, how = end
    return day, _ORDER.index(how)


@attrs.define(slots=False)
class Year:
    """The evidence of one service for one year, as known on a day."""

    evidence: Evidence
    service: str
    period: Period
    as_at: date

    def knows(self, day: date | None) -> bool:
        """Say whether something dated on a day was known."""
        return day is not None and day <= self.as_at

    def dated(self, day: date | None) -> bool:
        """Say whether something is dated in the year and was known."""
        return self.knows(day) and day in self.period

    @cached_property
    def cases(self) -> dict[str, Case]:
        """Return the service's complaints known on the day, by stream."""
        found = {
            row.stream: Case(row, self.as_at)
            for row in self.evidence.complaints
            if row.service == self.service and self.knows(row.received_on)
        }
        for stage in self.evidence.stages:
            case = found.get(stage.stream)
            if case is not None:
                case.stages.append(self._as_known(stage))
        for ending in self.evidence.endings:
            case = found.get(ending.stream)
            if case is not None and self.knows(ending.happened_on):
                case.endings.setdefault(ending.what, []).append(ending.happened_on)
        for extension in self.evidence.extensions:
            case = found.get(extension.stream)
            if case and extension.counts and self.knows(extension.notified_on):
                place = extension.stage, extension.attempt
                to = extension.reaches
                case.extended[place] = max(to, case.extended.get(place, to))
        return found

    def _as_known(self, stage: StageRow) -> StageRow:
        begun = self.knows(stage.begun_on)
        answered = self.knows(stage.responded_on)
        if (begun or not stage.begun_on) and answered:
            return stage
        return attrs.evolve(
            stage,
            begun_on=stage.begun_on if begun else None,
            responded_on=stage.responded_on if answered else None,
            outcome=stage.outcome if answered else None,
        )

    @cached_property
    def received(self) -> list[Case]:
        """Return the service's complaints received in the year."""
        return [
            case for case in self.cases.values() if self.dated(case.row.received_on)
        ]

    @cached_property
    def responded(self) -> list[Case]:
        """Return those of them that were answered at stage 1."""
        return [case for case in self.received if case.fate == "responded"]
