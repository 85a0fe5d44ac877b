"""History told late: what broke a rule is recorded, marked, and without its effect."""

import attrs
import pytest

from caseledger.complaint import (
    Acknowledge,
    Command,
    Escalate,
    Event,
    Extend,
    Note,
    ReceivePanelReport,
    Respond,
    Step,
    Withdraw,
)
from caseledger.complaint.events import (
    Escalated,
    Extended,
    Received,
    Responded,
)
from caseledger.complaint.refusals import NotReceived
from caseledger.complaint.vocabulary import Basis, ExtensionReason, Outcome
from complaint.stories import (
    ACKNOWLEDGE,
    ANSWERED_1,
    ANSWERED_2,
    APPOINT,
    AT_STAGE_2,
    AT_STAGE_3,
    CONVENE,
    CORPORATE,
    CORPORATE_AT_STAGE_2,
    ESCALATE_2,
    ESCALATE_3,
    EXTEND_1,
    EXTEND_2,
    LONGEST,
    RESPOND_1,
    RESPOND_2,
    marks,
    receive,
    skip,
)
from given import RECEIVED, day, given, history

CORPORATE_EXTEND = Extend(
    on=day("Thu 16 Jun 2022"), stage=1, extended_to=day("Thu 30 Jun 2022")
)
CORPORATE_EXTEND_2 = Extend(
    on=day("Tue 4 Oct 2022"), stage=2, extended_to=day("Tue 1 Nov 2022")
)


@attrs.frozen
class Open:
    """A stage that may still be extended: how it came there, until when it is due."""

    story: tuple[Command, ...]
    extend: Extend
    due: str

    @property
    def stage(self) -> int:
        return self.extend.stage


# At the latest: Thu 4 May, Tue 15 Aug 2023; Thu 30 Jun, Tue 1 Nov 2022.
ONE = Open((RECEIVED,), EXTEND_1, "Wed 19 Apr 2023")
TWO = Open(AT_STAGE_2, EXTEND_2, "Tue 20 Jun 2023")
CORPORATE_1 = Open((CORPORATE,), CORPORATE_EXTEND, "Thu 16 Jun 2022")
CORPORATE_2 = Open(CORPORATE_AT_STAGE_2, CORPORATE_EXTEND_2, "Tue 4 Oct 2022")


class TestAnIrregularExtension:
    """It moves no deadline, not even as far as the law would have let it."""

    @pytest.mark.parametrize(
        ("stage", "on", "to", "broken"),
        [
            (ONE, "Thu 20 Apr 2023", "Thu 4 May 2023", ("R11",)),
            (ONE, "Wed 19 Apr 2023", "Fri 5 May 2023", ("R12",)),
            (ONE, "Thu 20 Apr 2023", "Fri 5 May 2023", ("R11", "R12")),
            (TWO, "Wed 21 Jun 2023", "Tue 15 Aug 2023", ("R11",)),
            (TWO, "Tue 20 Jun 2023", "Wed 16 Aug 2023", ("R15",)),
            (TWO, "Wed 21 Jun 2023", "Wed 16 Aug 2023", ("R11", "R15")),
            (CORPORATE_1, "Fri 17 Jun 2022", "Thu 30 Jun 2022", ("R11",)),
            (CORPORATE_1, "Thu 16 Jun 2022", "Fri 1 Jul 2022", ("R12",)),
            (CORPORATE_2, "Wed 5 Oct 2022", "Tue 1 Nov 2022", ("R11",)),
            (CORPORATE_2, "Tue 4 Oct 2022", "Wed 2 Nov 2022", ("R15",)),
        ],
    )
    def test_is_recorded_and_marked(
        self, stage: Open, on: str, to: str, broken: tuple[str, ...]
    ) -> None:
        told = attrs.evolve(stage.extend, on=day(on), extended_to=day(to))
        [event] = given(*stage.story).told(told).events
        after = given(*stage.story, event).stands.stage(stage.stage)

        assert isinstance(event, Extended)
        assert broken == event.broken
        assert day(to) == event.extended_to
        assert day(stage.due) == event.previously_due_on == event.now_due_on
        assert day(stage.due) == after.due_on()

    def test_leaves_room_for_a_lawful_one(self) -> None:
        """A further extension is measured by the due date that stood."""
        too_long = attrs.evolve(EXTEND_2, extended_to=day("Wed 16 Aug 2023"))
        events = given(*AT_STAGE_2).told(too_long, EXTEND_2).events

        assert [("R15",), ()] == [
            event.broken for event in events if isinstance(event, Extended)
        ]
        assert day("Tue 15 Aug 2023") == (
            given(*AT_STAGE_2, *events).stands.stage_2.due_on()
        )


class TestALawfulExtension:
    @pytest.mark.parametrize(
        ("stage", "due"),
        [
            (ONE, "Thu 4 May 2023"),
            (TWO, "Tue 15 Aug 2023"),
            (CORPORATE_1, "Thu 30 Jun 2022"),
            (CORPORATE_2, "Tue 1 Nov 2022"),
        ],
    )
    def test_on_the_last_day_to_the_last_day_moves_the_deadline(
        self, stage: Open, due: str
    ) -> None:
        [event] = given(*stage.story).told(stage.extend).events
        after = given(*stage.story, event).stands.stage(stage.stage)

        assert isinstance(event, Extended)
        assert () == event.broken
        assert day(due) == event.now_due_on == after.due_on()


def no_response(written: str) -> Escalate:
    return Escalate(on=day(written), to_stage=2, basis=Basis.NO_RESPONSE)


def answered(written: str) -> Respond:
    return Respond(on=day(written), stage=1, outcome=Outcome.UPHELD)


class TestGoingOnForWantOfAnAnswer:
    """R19: stage 1 is due Wed 19 Apr 2023, or by extension Thu 4 May."""

    TOO_LONG = attrs.evolve(EXTEND_1, extended_to=day("Fri 5 May 2023"))
    TOO_LATE = attrs.evolve(EXTEND_1, on=day("Thu 20 Apr 2023"))

    @pytest.mark.parametrize(
        "story",
        [
            (no_response("Wed 19 Apr 2023"),),
            (no_response("Mon 3 Apr 2023"),),
            (EXTEND_1, no_response("Thu 20 Apr 2023")),
            (EXTEND_1, no_response("Thu 4 May 2023")),
            (no_response("Wed 19 Apr 2023"), answered("Thu 20 Apr 2023")),
        ],
        ids=[
            "on the due date",
            "on the day of receipt",
            "within a lawful extension",
            "on the day to which it was lawfully extended",
            "answered on the day after",
        ],
    )
    def test_is_irregular_while_in_time(self, story: tuple[Command, ...]) -> None:
        events = history(RECEIVED, *story)

        assert [(Step.ESCALATION, 2, 0, "R19")] == marks(given(*events))

    @pytest.mark.parametrize(
        "story",
        [
            (no_response("Thu 20 Apr 2023"),),
            (EXTEND_1, no_response("Fri 5 May 2023")),
            (answered("Tue 18 Apr 2023"), no_response("Wed 19 Apr 2023")),
            (answered("Wed 19 Apr 2023"), no_response("Wed 19 Apr 2023")),
            (skip(day("Tue 11 Apr 2023")),),
            (Escalate(on=day("Tue 11 Apr 2023"), to_stage=2),),
            (
                Escalate(
                    on=day("Tue 11 Apr 2023"), to_stage=2, basis=Basis.DISSATISFIED
                ),
            ),
        ],
        ids=[
            "on the day after the due date",
            "after the extension",
            "answered by then",
            "answered that day",
            "by agreement",
            "on no known basis",
            "dissatisfied",
        ],
    )
    def test_is_regular_otherwise(self, story: tuple[Command, ...]) -> None:
        assert [] == marks(given(*history(RECEIVED, *story)))

    @pytest.mark.parametrize(
        ("extension", "rule"), [(TOO_LONG, "R12"), (TOO_LATE, "R11")]
    )
    def test_is_not_kept_in_time_by_an_unlawful_extension(
        self, extension: Extend, rule: str
    ) -> None:
        events = history(RECEIVED, extension, no_response("Thu 20 Apr 2023"))

        assert [(Step.EXTENSION, 1, 1, rule)] == marks(given(*events))

    def test_still_starts_stage_2(self) -> None:
        """It took place: 25 working days from Wed 19 Apr 2023 end on Fri 26 May."""
        [event] = given(RECEIVED).told(no_response("Wed 19 Apr 2023")).events

        assert isinstance(event, Escalated)
        assert ("R19",) == event.broken
        assert day("Fri 26 May 2023") == event.deadline.due_on


# What stands in neither of the two lists of the formats (section 1) goes unmarked.
UNMARKED = {
    "in time, to the last day of every limit": LONGEST,
    "answered a year late": (RECEIVED, answered("Mon 15 Apr 2024")),
    "received on a Sunday, acknowledged on a Saturday": (
        receive("Sun 2 Apr 2023"),
        Acknowledge(on=day("Sat 8 Apr 2023")),
    ),
    "grounds more than a year old": (
        attrs.evolve(RECEIVED, grounds_arose_on=day("Fri 1 Jan 2021")),
        RESPOND_1,
    ),
    "acknowledged after the answer": (
        RECEIVED,
        RESPOND_1,
        Acknowledge(on=day("Fri 5 May 2023")),
    ),
    "acknowledged twice": (RECEIVED, ACKNOWLEDGE, ACKNOWLEDGE),
    "extended without a ground": (RECEIVED, attrs.evolve(EXTEND_1, reason=None)),
    "extended twice": (
        RECEIVED,
        attrs.evolve(EXTEND_1, extended_to=day("Fri 28 Apr 2023")),
        EXTEND_1,
    ),
    "extended to before the due date": (
        RECEIVED,
        attrs.evolve(EXTEND_1, extended_to=day("Mon 17 Apr 2023")),
    ),
    "stage 2 extended without a reason told": (
        *AT_STAGE_2,
        attrs.evolve(EXTEND_2, reason_told=None),
    ),
    "stage 1 answered after the move to stage 2": (
        RECEIVED,
        no_response("Thu 20 Apr 2023"),
        answered("Fri 28 Apr 2023"),
    ),
    "stage 2 answered with no independent person": (*AT_STAGE_2, RESPOND_2),
    "corporate with investigators": (
        *CORPORATE_AT_STAGE_2,
        attrs.evolve(APPOINT, on=None),
    ),
    "a panel asked for after 21 working days": (
        *ANSWERED_2,
        attrs.evolve(ESCALATE_3, on=day("Thu 14 Sep 2023")),
    ),
    "the panel met late": (
        *AT_STAGE_3,
        attrs.evolve(CONVENE, on=day("Fri 1 Dec 2023")),
    ),
    "a panel with no stage 2 answer known": (*AT_STAGE_2, ESCALATE_3, CONVENE),
    "stage 2 with no stage 1 answer known": (RECEIVED, ESCALATE_2),
    "answered on the day of withdrawal": (
        RECEIVED,
        Withdraw(on=day("Thu 4 May 2023")),
        RESPOND_1,
    ),
}


@pytest.mark.parametrize("story", UNMARKED.values(), ids=UNMARKED)
def test_nothing_else_is_marked(story: tuple[Command, ...]) -> None:
    events = history(*story)

    assert [] == marks(given(*events))
    assert len(story) == len(events)


def test_an_extension_of_a_stage_that_has_not_begun_moves_nothing() -> None:
    """There is no due date yet, so none is broken or moved."""
    [event] = given(*ANSWERED_1).told(EXTEND_2).events

    assert isinstance(event, Extended)
    assert () == event.broken
    assert (None, None) == (event.previously_due_on, event.now_due_on)


def test_a_reason_noted_first_belongs_to_the_extension() -> None:
    """The ground was known before its dates were."""
    [told] = given(RECEIVED).told(attrs.evolve(EXTEND_1, reason=None)).events
    noted = (
        given(RECEIVED)
        .told(Note(fact="s1_extension_reason", value="complexity"))
        .events
    )
    stage = given(RECEIVED, *noted, told).stands.stage_1

    assert [ExtensionReason.COMPLEXITY] == [one.reason for one in stage.extensions]


def test_history_begins_with_receipt() -> None:
    with pytest.raises(NotReceived):
        given().told(ReceivePanelReport(on=day("Wed 1 Nov 2023")))


def test_a_live_command_that_breaks_a_rule_is_refused_all_the_same() -> None:
    """What was recorded as irregular changes nothing for what is asked today."""
    too_long = attrs.evolve(EXTEND_2, extended_to=day("Wed 16 Aug 2023"))
    events = given(*AT_STAGE_2).told(too_long).events

    given(*AT_STAGE_2, *events).when(too_long).refused_by("R15")
    assert 1 == len(given(*AT_STAGE_2, *events).when(EXTEND_2).events)


def test_the_same_story_gives_the_same_events_told_or_asked() -> None:
    """
    A history that breaks no rule is recorded as if it had been recorded then.

    Only the milestones are left out, which bind nobody.
    """
    asked: list[Event] = []
    for command in LONGEST:
        asked += given(*asked).when(command).events

    told = [without_milestones_set(event) for event in asked]
    assert told == history(*LONGEST)
    assert told != asked
    assert given(*LONGEST).stands == given(*asked).stands


def without_milestones_set(event: Event) -> Event:
    """Return an event as it is told late: nobody was given a milestone then."""
    match event:
        case Received() | Responded() | Escalated():
            return attrs.evolve(event, milestones=())
        case _:
            return event
