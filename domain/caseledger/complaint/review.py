"""Which rules the recorded steps broke, and what moves once facts were put right."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from caseledger.complaint import breaches
from caseledger.complaint.clocks import (
    extensions_of,
    extensions_reach,
    other_reading,
)
from caseledger.complaint.deadlines import (
    Terms,
    asked_for_on,
    due_after_extension,
    pauses_of,
    recorded,
)
from caseledger.complaint.details import Details
from caseledger.complaint.events import (
    Deadline,
    DeadlineName,
    DeadlineRecomputed,
    Escalated,
    Event,
    Extended,
    IrregularityReviewed,
    Responded,
    ReviewPanelConvened,
    Standing,
    Step,
)
from caseledger.complaint.evolve import evolve
from caseledger.complaint.recorded import Decided
from caseledger.complaint.refusals import Refusal
from caseledger.complaint.state import Complaint, Stage

_Place = tuple[Step, int, int]


@attrs.frozen(kw_only=True)
class Finding:
    """A step that broke a rule: which step, on which day, and the rule's refusal."""

    step: Step
    stage: int
    number: int
    on: date
    refusal: Refusal


def findings(complaint: Complaint) -> Iterator[Finding]:
    """Judge every step of a complaint by all that is known of it."""
    one, found = _judged(complaint.stage_1, 1)
    yield from found
    two, three = complaint.stage_2, complaint.stage_3
    yield from _judged(two, 2)[1]
    if two.requested_on is not None:
        yield from _found(
            (Step.ESCALATION, 2, 0),
            two.requested_on,
            breaches.of_escalation(
                one,
                requested_on=two.requested_on,
                basis=two.basis,
            ),
        )
    if complaint.panel.met_on is not None:
        yield from _found(
            (Step.REVIEW_PANEL, 3, 0),
            complaint.panel.met_on,
            breaches.of_panel(complaint, complaint.panel.members),
        )
    if three.responded_on is not None:
        yield from _found(
            (Step.RESPONSE, 3, 0),
            three.responded_on,
            breaches.of_stage_3_response(complaint, on=three.responded_on),
        )


def _judged(stage: Stage, number: int) -> tuple[Stage, list[Finding]]:
    """Return a stage with its extensions judged, and what was found."""
    findings: list[Finding] = []
    judged = attrs.evolve(stage, extensions=()) if stage.extensions else stage
    for n, extension in enumerate(stage.extensions, start=1):
        if extension.notified_on is None or extension.extended_to is None:
            continue
        # Each is judged by the due date that those before it leave.
        refusals = tuple(
            breaches.of_extension(
                judged,
                number,
                notified_on=extension.notified_on,
                extended_to=extension.extended_to,
                good_reason=extension.good_reason,
            ),
        )
        place = (Step.EXTENSION, number, n)
        findings += _found(place, extension.notified_on, refusals)
        broken = tuple(refusal.rule for refusal in refusals)
        told = attrs.evolve(extension, broken=broken)
        judged = attrs.evolve(judged, extensions=(*judged.extensions, told))
    return judged, findings


def _found(place: _Place, on: date, refusals: Iterable[Refusal]) -> Iterator[Finding]:
    step, stage, number = place
    for refusal in refusals:
        yield Finding(step=step, stage=stage, number=number, on=on, refusal=refusal)


def review(
    complaint: Complaint,
    terms: Terms,
    *,
    before: Complaint | None,
) -> Iterator[DeadlineRecomputed | IrregularityReviewed]:
    """
    Tell which due dates move and which steps turn out irregular, or regular.

    A due date moves only if the day that it is counted from, the procedure that it
    belongs to, or a pause is not what it was `before`: today's rules move no old
    deadline.
    """
    while True:
        for moved in _all_recomputed(complaint, terms, before=before):
            yield moved
            complaint = evolve(complaint, moved)
        reviewed = tuple(_reviewed(complaint))
        for event in reviewed:
            yield event
            complaint = evolve(complaint, event)
        # One that turns out lawful reaches as far as the pauses move it, and so may
        # leave those after it another day to keep.
        if all(event.step is not Step.EXTENSION for event in reviewed):
            return


def _all_recomputed(
    complaint: Complaint,
    terms: Terms,
    *,
    before: Complaint | None,
) -> Iterator[DeadlineRecomputed]:
    for name in DeadlineName:
        moved = _recomputed(complaint, terms, name, before=before)
        if moved is not None:
            yield moved
            complaint = evolve(complaint, moved)


def _reviewed(complaint: Complaint) -> Iterator[IrregularityReviewed]:
    marked: dict[_Place, list[str]] = {}
    for irregular in complaint.irregularities:
        place = (irregular.step, irregular.stage, irregular.number)
        marked.setdefault(place, []).append(irregular.rule)
    broken: dict[_Place, list[str]] = {}
    for finding in findings(complaint):
        place = (finding.step, finding.stage, finding.number)
        broken.setdefault(place, []).append(finding.refusal.rule)
    for place in sorted(marked.keys() | broken.keys()):
        was, now = tuple(marked.get(place, ())), tuple(broken.get(place, ()))
        if was != now:
            step, stage, number = place
            yield IrregularityReviewed(
                step=step,
                stage=stage,
                number=number,
                was=was,
                now=now,
            )


def _recomputed(
    complaint: Complaint,
    terms: Terms,
    name: DeadlineName,
    *,
    before: Complaint | None,
) -> DeadlineRecomputed | None:
    counted_from = terms.start_of(complaint, name)
    standing = recorded(complaint, name)
    # A recommended day that nobody was told is not made up afterwards.
    owed = standing is not None or name.standing is Standing.LIMIT
    if counted_from is None or not owed:
        return None
    if not terms.knows(name, complaint.procedure, on=counted_from):
        # The other procedure sets no such day; what was told stays as it was.
        return None
    deadline = _due_now(complaint, terms, name, counted_from, before)
    extensions = extensions_reach(complaint, name, terms)
    reached = tuple(one.reaches for one in extensions_of(complaint, name))
    other = other_reading(complaint, name, terms)
    shown = None if other is None else complaint.stage_2.other_reading
    # What nothing that it is counted from has changed for stays; a deadline that is
    # counted anew takes its extensions with it, by the same pauses.
    if before is None or (
        deadline == standing and _told(before, name) == _told(complaint, name)
    ):
        extensions = reached
    if before is None or _read(before, name) == _read(complaint, name):
        other = shown
    if deadline is None or (
        (deadline, extensions, other) == (standing, reached, shown)
    ):
        return None
    return DeadlineRecomputed(
        was_due_on=None if standing is None else standing.due_on,
        deadline=deadline,
        extensions=() if extensions == reached else extensions,
        other_reading=None if other == shown else other,
    )


def _told(complaint: Complaint, name: DeadlineName) -> object:
    """Return what the reach of a deadline's extensions depends on."""
    told = [
        (extension.notified_on, extension.extended_to, extension.broken)
        for extension in extensions_of(complaint, name)
    ]
    return complaint.procedure, pauses_of(complaint, name), told


def _read(complaint: Complaint, name: DeadlineName) -> object:
    """Return what the other reading of stage 2 depends on."""
    return (
        pauses_of(complaint, name),
        complaint.investigation.statement_agreed_on,
        complaint.stage_2.requested_on,
    )


def _due_now(
    complaint: Complaint,
    terms: Terms,
    name: DeadlineName,
    counted_from: date,
    before: Complaint | None,
) -> Deadline | None:
    standing, procedure = recorded(complaint, name), complaint.procedure
    pauses = pauses_of(complaint, name)
    if standing is not None:
        same_start = counted_from == standing.counted_from or (
            before is not None and terms.start_of(before, name) == counted_from
        )
        same_procedure = before is None or before.procedure is procedure
        if same_start and same_procedure:
            if before is None or pauses_of(before, name) == pauses:
                return standing
            return terms.again(
                standing,
                procedure,
                asked_on=asked_for_on(complaint, name),
                pauses=pauses,
            )
    return terms.deadline(
        name,
        procedure,
        counted_from=counted_from,
        asked_on=asked_for_on(complaint, name),
        pauses=pauses,
    )


@attrs.define
class Telling:
    """
    Steps told together: each is marked in the light of all, as history allows.

    A response may be told before the panel's report that it should have waited for.
    `complaint` is the state that the steps told so far leave.
    """

    complaint: Complaint | None
    before: Complaint | None = attrs.field(init=False)
    happened: list[Decided[Event, Details]] = attrs.field(factory=list, init=False)
    _places: dict[_Place, int] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.before = self.complaint

    def add(self, one: Decided[Event, Details]) -> None:
        """Take in the next step."""
        place = _place_of(self.complaint, one.event)
        if place is not None:
            self._places[place] = len(self.happened)
        self.complaint = evolve(self.complaint, one.event)
        self.before = self.before or self.complaint
        self.happened.append(one)

    def settle(self, terms: Terms) -> None:
        """
        Mark the steps by all that was told.

        What follows for steps recorded earlier comes as events of its own.
        """
        if self.complaint is None:
            return
        for event in tuple(review(self.complaint, terms, before=self.before)):
            self.complaint = evolve(self.complaint, event)
            if isinstance(event, IrregularityReviewed):
                told = self._places.get((event.step, event.stage, event.number))
                if told is not None:
                    self.happened[told] = _marked(self.happened[told], event.now)
                    continue
            self.happened.append(Decided(event))


def _place_of(complaint: Complaint | None, event: Event) -> _Place | None:
    match event:
        case Extended(stage=stage) if complaint is not None:
            known = complaint.stage(stage).extensions
            dated = [one for one in known if one.notified_on is not None]
            return Step.EXTENSION, stage, len(dated) + 1
        case Escalated(to_stage=2):
            return Step.ESCALATION, 2, 0
        case ReviewPanelConvened():
            return Step.REVIEW_PANEL, 3, 0
        case Responded(stage=3):
            return Step.RESPONSE, 3, 0
        case _:
            return None


def _marked(
    one: Decided[Event, Details],
    broken: tuple[str, ...],
) -> Decided[Event, Details]:
    event = one.event
    match event:
        case Escalated() | ReviewPanelConvened() | Responded():
            return attrs.evolve(one, event=attrs.evolve(event, broken=broken))
        case Extended(previously_due_on=was, extended_to=to):
            now = due_after_extension(was, to, broken=broken)
            marked = attrs.evolve(event, broken=broken, now_due_on=now)
            return attrs.evolve(one, event=marked)
        case _:
            return one
