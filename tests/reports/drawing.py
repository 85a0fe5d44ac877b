"""Reports drawn at random whose figures belong together, as compiled ones do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import attrs
from hypothesis import strategies as st

from caseledger.annual_report import (
    ActionFigures,
    AdvocacyFigures,
    ComplimentFigures,
    ExtensionFigures,
    Flow,
    Intake,
    Limits,
    OmbudsmanFigures,
    Period,
    Report,
    Share,
    StageFigures,
    Timeliness,
)
from reports.making import (
    LIMITS,
    NOBODY,
    OUTCOMES,
    grouped,
    money,
    named,
    settled,
    some,
    stage,
    year,
)
from reports.samples import SERVICE

PROCEDURES = ("statutory", "corporate")
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
ANSWERS, WAITS = LIMITS[:3], LIMITS[3:]
FOUND = [one for one in OUTCOMES if one != "pending"]


@attrs.frozen(kw_only=True)
class Drawn:
    """One complaint at a stage."""

    procedure: str
    outcome: str
    kept: str
    quarter: str
    team: str
    theme: str
    capacity: str
    within_maximum: bool


_few = st.integers(0, 7)
# Some of each kind are rare, so that small numbers stand beside large ones.
_team = st.sampled_from(("A", "A", "A", "A", "B", "B", "C", "D"))


@st.composite
def _complaints(draw: st.DrawFn, most: int) -> list[Drawn]:
    return [
        Drawn(
            procedure=draw(st.sampled_from(("corporate", "corporate", "statutory"))),
            outcome=draw(st.sampled_from(FOUND if answered else ["pending"])),
            kept=draw(st.sampled_from(ANSWERS if answered else WAITS)),
            quarter=draw(st.sampled_from(QUARTERS)),
            team=draw(_team),
            theme=draw(_team),
            capacity=draw(_team),
            within_maximum=answered and draw(st.booleans()),
        )
        for answered in draw(
            st.lists(st.sampled_from((True, True, True, False)), max_size=most)
        )
    ]


def _limits(found: Sequence[Drawn], *, maximum: bool) -> Limits:
    kept = Counter(one.kept for one in found)
    return Limits(
        population=some(len(found)),
        **{key: some(kept[key]) for key in LIMITS},
        within_maximum=some(sum(one.within_maximum for one in found))
        if maximum
        else None,
    )


def _duty(number: int, found: Sequence[Drawn]) -> Timeliness:
    def limits(some: Iterable[Drawn]) -> Limits:
        return _limits(list(some), maximum=number == 2)

    return Timeliness(
        duty=f"stage_{number}_response",
        limits=limits(found),
        by_procedure={
            name: limits(one for one in found if one.procedure == name)
            for name in PROCEDURES
        },
        by_quarter={
            name: limits(one for one in found if one.quarter == name)
            for name in QUARTERS
        },
        target_percent=90,
    )


def _at(number: int, found: Sequence[Drawn]) -> StageFigures:
    procedures = Counter(one.procedure for one in found)
    outcomes = Counter(one.outcome for one in found)
    counts = (procedures["statutory"], procedures["corporate"])
    return stage(number, counts, [outcomes[one] for one in OUTCOMES])


def _flow(draw: st.DrawFn, number: int, begun: int) -> Flow:
    before, still = draw(_few), draw(_few)
    still = min(still, before + begun)
    withdrawn = min(draw(_few), before + begun - still)
    return Flow(
        stage=number,
        open_at_start=some(before),
        begun=some(begun),
        during=some(before + begun),
        ended={
            "answered": some(before + begun - still - withdrawn),
            "withdrawn": some(withdrawn),
        },
        open_at_end=some(still),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a report that is true to itself: its sums come out as compiled ones do."""
    at_1, at_2 = draw(_complaints(40)), draw(_complaints(14))
    answered = [one for one in at_1 if one.outcome != "pending"]
    refused, withdrawn, skipped = draw(_few), draw(_few), draw(_few)
    received = len(at_1) + refused + withdrawn + skipped
    went = draw(st.integers(0, len(answered)))
    capacities = Counter(one.capacity for one in at_1)
    capacities["Not recorded"] = received - len(at_1)
    often = draw(st.integers(2, 9)) if received >= 9 else 0
    reasons = Counter(draw(st.lists(_team, max_size=8)))
    investigated, undecided = draw(_few), draw(_few)
    paid, rejected, open_ones = draw(_few), draw(_few), draw(_few)
    done, not_done, still = draw(_few), draw(_few), draw(_few)
    praised = Counter(draw(st.lists(_team, max_size=30)))
    lawful, broken = draw(_few), draw(_few)
    procedures = Counter(one.procedure for one in answered)
    return Report(
        service=SERVICE,
        period=Period.named("2023-24"),
        as_at=date(2024, 11, 30),
        intake=Intake(
            received=some(received),
            not_accepted=some(refused),
            withdrawn=some(withdrawn),
            skipped=some(skipped),
            responded=some(len(answered)),
            awaiting_response=some(len(at_1) - len(answered)),
            not_accepted_reasons=grouped({"duplicate": refused} if refused else {}),
            other_services={},
        ),
        stages=(_at(1, at_1), _at(2, at_2), stage(3, (0, 0))),
        flows=(
            _flow(draw, 1, received),
            _flow(draw, 2, len(at_2)),
            _flow(draw, 3, 0),
        ),
        timeliness=(_duty(1, at_1), _duty(2, at_2)),
        extensions=tuple(
            ExtensionFigures(
                stage=number,
                granted=some(lawful + broken),
                lawful=some(lawful),
                broken=some(broken),
            )
            for number in (1, 2)
        ),
        not_escalated=Share(some(len(answered) - went), some(len(answered))),
        to_stage_2=Share(some(went), some(len(answered))),
        by_team=named(Counter(one.team for one in answered), len(answered)),
        by_theme=named(Counter(one.theme for one in answered), len(answered)),
        by_capacity=named(+capacities, received),
        largest_complainant=Share(some(often), some(received)),
        advocacy=AdvocacyFigures(
            asked=some(min(received, draw(_few))), appointed=NOBODY
        ),
        equality={"disability": named(+capacities, received)} if received else {},
        ombudsman=OmbudsmanFigures(
            referred=some(investigated + undecided + reasons.total()),
            investigated=some(investigated),
            undecided=some(undecided),
            upheld=some(min(investigated, draw(_few))),
            not_investigated_reasons=grouped(reasons),
        ),
        remedies=settled(
            offered=money(100, paid + rejected + open_ones),
            paid=money(60, paid),
            rejected=money(40, rejected),
        ),
        actions=ActionFigures(
            agreed=some(done + not_done + still),
            done=some(done),
            not_done=some(not_done),
            open=some(still),
        ),
        compliments=ComplimentFigures(
            total=some(praised.total()), by_team=grouped(praised)
        ),
        years=(
            *(
                [year("2023-24", procedures["statutory"], procedures["corporate"])]
                if answered
                else []
            ),
            year("2022-23", draw(_few), 20),
        ),
        findings=(),
        reconciliation=(),
    )
