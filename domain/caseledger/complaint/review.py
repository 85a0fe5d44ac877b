"""Which rules the recorded steps broke, and what moves once facts were put right."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from caseledger.complaint import breaches
from caseledger.complaint.deadlines import (
    Terms,
    due_after_extension,
    recorded,
    started_by,
)
from caseledger.complaint.details import Details
from caseledger.complaint.events import (
    DeadlineRecomputed,
    Escalated,
    Event,
    Extended,
    IrregularityReviewed,
    Responded,
    ReviewPanelConvened,
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
    if complaint.panel_met_on is not None:
        yield from _found(
            (Step.REVIEW_PANEL, 3, 0),
            complaint.panel_met_on,
            breaches.of_panel(complaint, complaint.panel_members),
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

    A due date moves only if the day that it is counted from, or the procedure that
    it belongs to, is not what it was `before`: today's rules move no old deadline.
    """
    reclassified = before is not None and before.procedure is not complaint.procedure
    for name, counted_from in started_by(complaint):
        standing = recorded(complaint, name)
        unmoved = standing is not None and standing.counted_from == counted_from
        if unmoved and not reclassified:
            continue
        procedure = complaint.procedure
        moved = DeadlineRecomputed(
            was_due_on=None if standing is None else standing.due_on,
            deadline=terms.deadline(name, procedure, counted_from=counted_from),
        )
        if moved.deadline == standing:
            continue
        yield moved
        complaint = evolve(complaint, moved)
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
