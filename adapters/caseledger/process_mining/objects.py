"""
The objects of a case, as OCEL has them: what they are, belong to, and become in time.

An object is there once its case says anything of it. Its id is made of the id of its
case, and stays the same however often the log is written. A stage that begins anew is
another object than the one before.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

import attrs

from caseledger.complaint import Complaint, Stage
from caseledger.complaint.events import (
    Corrected,
    Deadline,
    IndependentPersonReported,
    InvestigationReported,
    InvestigatorsAppointed,
    Noted,
    PanelArranged,
    PanelPapersSent,
    PanelReported,
    Point,
    Recommendation,
    ReviewPanelConvened,
    StatementOfComplaintAgreed,
    Subject,
)
from caseledger.complaint.state import (
    STAGES,
    Action,
    Investigation,
    Panel,
    Referral,
    Remedy,
    Round,
)
from caseledger.complaint.vocabulary import Source
from caseledger.process_mining.reading import Case, Happening
from caseledger.process_mining.values import Kind, Value, as_value, kinds_of, values_of

FROM_THE_START = datetime(1970, 1, 1, tzinfo=UTC)
"""The time that the standard gives to an object's first values."""


class ObjectType(StrEnum):
    """What there is in a case."""

    COMPLAINT = "complaint"
    STAGE = "stage"
    POINT = "point"
    REVIEW_PANEL = "review panel"
    RECOMMENDATION = "recommendation"
    REMEDY = "remedy"
    ACTION = "action"
    REFERRAL = "referral"


class Qualifier(StrEnum):
    """How an object takes part in an event, or belongs to another object."""

    BEGINS = "begins"
    CONCERNS = "concerns"
    STAGE_OF = "stage of"
    POINT_OF = "point of"
    PANEL_OF = "panel of"
    RECOMMENDED_BY = "recommended by"
    REMEDY_FOR = "remedy for"
    ACTION_FROM = "action from"
    CARRIES_OUT = "carries out"
    REFERRAL_OF = "referral of"


_COMPLAINT = {
    **dict.fromkeys(
        ("reference", "procedure", "service", "team", "channel", "capacity"),
        Kind.TEXT,
    ),
    **dict.fromkeys(("theme", "phase", "not_accepted_reason"), Kind.TEXT),
    "received_on": Kind.INSTANT,
}
_NUMBERED = {"number": Kind.NUMBER}

ATTRIBUTES: Mapping[ObjectType, Mapping[str, Kind]] = {
    ObjectType.COMPLAINT: _COMPLAINT,
    ObjectType.STAGE: {
        **_NUMBERED,
        "attempt": Kind.NUMBER,
        "due_on": Kind.INSTANT,
        **kinds_of(Stage),
        **kinds_of(Investigation),
    },
    ObjectType.POINT: kinds_of(Point),
    ObjectType.REVIEW_PANEL: {
        "due_on": Kind.INSTANT,
        "report_due_on": Kind.INSTANT,
        **kinds_of(Panel),
    },
    ObjectType.RECOMMENDATION: {**kinds_of(Recommendation), "accepted": Kind.YES_NO},
    ObjectType.REMEDY: {**_NUMBERED, **kinds_of(Remedy), "status": Kind.TEXT},
    ObjectType.ACTION: {**_NUMBERED, **kinds_of(Action), "theme": Kind.TEXT},
    ObjectType.REFERRAL: {**_NUMBERED, **kinds_of(Referral)},
}
"""What may be told of an object of each type, by name."""


@attrs.frozen
class Link:
    """The object to which something belongs, or which takes part in it, and how."""

    object_id: str
    qualifier: Qualifier


@attrs.frozen
class Change:
    """The value that an attribute of an object has from an instant on."""

    name: str
    value: Value
    at: datetime


@attrs.frozen(kw_only=True)
class CaseObject:
    """An object with its values in the order of their instants, and its relations."""

    id: str
    type: ObjectType
    links: tuple[Link, ...]
    changes: tuple[Change, ...]


@attrs.frozen(kw_only=True)
class Objects:
    """The objects of a case, and those that take part in each event by its version."""

    objects: list[CaseObject]
    taking_part: Mapping[int, list[Link]]


def objects_of(case: Case, *, with_reference: bool = False) -> Objects:
    """
    Return the objects of a case, as the events made and changed them.

    An event concerns the objects that it names, and those whose values it changed.
    A value counts from the day of its event, the first one of an object from the
    start; one that was recorded later than another never counts from before that.
    What is no longer told keeps its last value: the standard has none for that.
    """
    known: dict[str, CaseObject] = {}
    taking_part: dict[int, list[Link]] = {}
    for one in case.recorded:
        concerned = set(_named(case.id, one))
        begun: set[str] = set()
        for thing in _things(case.id, one.after, with_reference=with_reference):
            was = known.get(thing.id)
            if was is None:
                begun.add(thing.id)
            known[thing.id] = now = _followed(was, thing, max(one.at, FROM_THE_START))
            if now != was:
                concerned.add(thing.id)
        taking_part[one.version] = [
            Link(name, Qualifier.BEGINS if name in begun else Qualifier.CONCERNS)
            for name in known
            if name in concerned
        ]
    return Objects(objects=list(known.values()), taking_part=taking_part)


@attrs.frozen
class _Thing:
    """An object as it stands after an event."""

    id: str
    type: ObjectType
    values: dict[str, Value]
    links: tuple[Link, ...] = ()


@attrs.frozen(kw_only=True)
class _Held:
    """A stage, with the investigation and the panel of the same round."""

    id: str
    number: int
    attempt: int
    stage: Stage
    investigation: Investigation
    panel: Panel


def _followed(was: CaseObject | None, thing: _Thing, at: datetime) -> CaseObject:
    """Return an object with what became of it."""
    if was is None:
        first = [Change(name, v, FROM_THE_START) for name, v in thing.values.items()]
        return CaseObject(
            id=thing.id, type=thing.type, links=thing.links, changes=tuple(first)
        )
    last = {change.name: change for change in was.changes}
    changes, links = list(was.changes), was.links
    for name, value in thing.values.items():
        before = last.get(name)
        if before is not None and before.value == value:
            continue
        if before is not None and before.at >= at:
            # An attribute has one value at an instant.
            changes.remove(before)
            changes.append(attrs.evolve(before, value=value))
        else:
            changes.append(Change(name, value, at))
        if name == "source":
            # It was recorded to come from elsewhere, and that was corrected.
            links = thing.links
    return attrs.evolve(was, changes=tuple(changes), links=links)


def _things(case: str, stands: Complaint, *, with_reference: bool) -> Iterator[_Thing]:
    values = {name: getattr(stands, name) for name in ATTRIBUTES[ObjectType.COMPLAINT]}
    if not with_reference:
        values["reference"] = None
    yield _Thing(case, ObjectType.COMPLAINT, _recorded(values))
    for held in _stages(case, stands):
        yield from _of_stage(case, held)
    for number, remedy in enumerate(stands.remedies, start=1):
        yield _Thing(
            f"{case}:remedy-{number}",
            ObjectType.REMEDY,
            {"number": number, **values_of(remedy), "status": remedy.status},
            _origin(case, stands, remedy.source, Qualifier.REMEDY_FOR),
        )
    for number, action in enumerate(stands.actions, start=1):
        yield _Thing(
            f"{case}:action-{number}",
            ObjectType.ACTION,
            _recorded({"number": number, **values_of(action), "theme": action.theme}),
            (
                *_origin(case, stands, action.source, Qualifier.ACTION_FROM),
                *_carried_out(case, stands, action),
            ),
        )
    for number, referral in enumerate(stands.referrals, start=1):
        yield _Thing(
            f"{case}:referral-{number}",
            ObjectType.REFERRAL,
            {"number": number, **values_of(referral)},
            (Link(case, Qualifier.REFERRAL_OF),),
        )


def _of_stage(case: str, held: _Held) -> Iterator[_Thing]:
    """Go through a stage, its points, and the panel of stage 3."""
    stage, panel = held.stage, held.panel
    values = _recorded(
        {
            "number": held.number,
            "attempt": held.attempt,
            "due_on": stage.due_on(),
            **values_of(stage),
            **(values_of(held.investigation) if held.number == 2 else {}),
        }
    )
    yield _Thing(held.id, ObjectType.STAGE, values, (Link(case, Qualifier.STAGE_OF),))
    of_stage = (Link(held.id, Qualifier.POINT_OF),)
    for point in stage.points:
        point_id = f"{held.id}:point-{point.number}"
        yield _Thing(point_id, ObjectType.POINT, values_of(point), of_stage)
    if held.number != 3 or panel == Panel():
        return
    panel_id = f"{held.id}:panel"
    yield _Thing(
        panel_id,
        ObjectType.REVIEW_PANEL,
        {
            **values_of(panel),
            **_due("due_on", panel.deadline),
            **_due("report_due_on", panel.report_deadline),
        },
        (Link(held.id, Qualifier.PANEL_OF),),
    )
    accepted = {one.recommendation: one.accepted for one in stage.answers}
    for made in panel.recommendations:
        yield _Thing(
            f"{panel_id}:recommendation-{made.number}",
            ObjectType.RECOMMENDATION,
            _recorded({**values_of(made), "accepted": accepted.get(made.number)}),
            (Link(panel_id, Qualifier.RECOMMENDED_BY),),
        )


def _stages(case: str, stands: Complaint) -> Iterator[_Held]:
    """Go through the stages of which anything is known, each time that one was held."""
    attempts = Counter[int]()
    present = Round(
        stage_1=stands.stage_1,
        stage_2=stands.stage_2,
        stage_3=stands.stage_3,
        investigation=stands.investigation,
        panel=stands.panel,
    )
    for held in (*stands.earlier_rounds, present):
        stages = (held.stage_1, held.stage_2, held.stage_3)
        begun = (
            held.stage_1 not in {None, Stage()},
            held.stage_2 != Stage() or held.investigation != Investigation(),
            held.stage_3 != Stage() or held.panel != Panel(),
        )
        for number, stage, known in zip(STAGES, stages, begun, strict=True):
            if stage is None or not known:
                continue
            attempts[number] += 1
            yield _Held(
                id=f"{case}:stage-{number}:{attempts[number]}",
                number=number,
                attempt=attempts[number],
                stage=stage,
                investigation=held.investigation,
                panel=held.panel,
            )


def _present(case: str, stands: Complaint, number: int) -> str | None:
    """Return the id of a stage as it was held last, None if it was not."""
    held = [one.id for one in _stages(case, stands) if one.number == number]
    return held[-1] if held else None


_NUMBERS = {Source.STAGE_1: 1, Source.STAGE_2: 2, Source.STAGE_3: 3}


def _origin(
    case: str, stands: Complaint, source: Source | None, qualifier: Qualifier
) -> tuple[Link, ...]:
    """Return the complaint, and the stage at which something came about."""
    number = _NUMBERS.get(source) if source else None
    stage = _present(case, stands, number) if number else None
    return tuple(Link(one, qualifier) for one in (case, stage) if one is not None)


def _carried_out(case: str, stands: Complaint, action: Action) -> Iterator[Link]:
    """Go through the links to what was recommended, and an action carries out."""
    made = action.carries_out
    if made is None:
        return
    if made.source is Source.OMBUDSMAN:
        yield Link(f"{case}:referral-{made.attempt}", Qualifier.CARRIES_OUT)
        return
    number = _NUMBERS[made.source]
    held = [
        one.id
        for one in _stages(case, stands)
        if one.number == number and one.stage.requested_on is not None
    ]
    what = "panel:recommendation" if number == 3 else "point"
    for which in made.numbers:
        where = f"{held[made.attempt - 1]}:{what}-{which}"
        yield Link(where, Qualifier.CARRIES_OUT)


def _named(case: str, one: Happening) -> Iterator[str]:
    """Go through the ids of the objects that an event names."""
    event = one.event
    yield case
    number = getattr(event, "stage", None) or getattr(event, "to_stage", None)
    if number and (stage := _present(case, one.after, number)):
        yield stage
    for part in ("remedy", "action", "referral"):
        if number := getattr(event, part, None):
            yield f"{case}:{part}-{number}"
    match event:
        case Noted() | Corrected() if event.subject is not Subject.COMPLAINT:
            yield f"{case}:{event.subject}-{event.number}"
        case (
            StatementOfComplaintAgreed()
            | InvestigatorsAppointed()
            | InvestigationReported()
            | IndependentPersonReported()
        ):
            yield _present(case, one.after, 2) or case
        case (
            PanelArranged()
            | PanelPapersSent()
            | ReviewPanelConvened()
            | PanelReported()
        ):
            yield f"{_present(case, one.after, 3)}:panel"
        case _:
            pass


def _recorded(values: Mapping[str, Value | date | None]) -> dict[str, Value]:
    return {
        name: as_value(value) for name, value in values.items() if value is not None
    }


def _due(name: str, deadline: Deadline | None) -> dict[str, Value]:
    return {} if deadline is None else {name: as_value(deadline.due_on)}
