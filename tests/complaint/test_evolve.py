"""What each event leaves behind, and that every event can be replayed on any state."""

from typing import Any, get_args

import attrs
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from caseledger.complaint import (
    Complaint,
    Event,
    Stage,
    Step,
    evolve,
    fold,
)
from caseledger.complaint.events import (
    ActionDone,
    Escalated,
    IrregularityReviewed,
    NotAccepted,
    OmbudsmanComplied,
    Received,
    Reinstated,
    Resumed,
    ReviewPanelConvened,
    Stage2Reopened,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.vocabulary import (
    Basis,
    NotAcceptedReason,
)
from complaint.effects import (
    EFFECTS,
    FULL,
    FURTHER,
    LATER,
    LATER_STILL,
    ON,
    PLANTED,
    RICH,
    STAGE_2,
)
from complaint.stories import (
    AGREE_ACTION,
    LONGEST,
    PANEL,
    REFER,
    but,
    receive,
    without_milestones,
)
from given import RECEIVED, day, given, history


@pytest.mark.parametrize(("event", "changes"), EFFECTS)
def test_an_event_changes_what_it_tells_and_nothing_else(
    event: Event, changes: dict[str, Any]
) -> None:
    assert attrs.evolve(RICH, **changes) == evolve(RICH, event)


def test_no_event_is_left_out() -> None:
    assert {*get_args(Event)} - {Received} == {type(event) for event in FURTHER}


class TestReceipt:
    def test_begins_a_complaint_at_stage_1(self) -> None:
        [event] = given().when(RECEIVED).events
        assert isinstance(event, Received)

        assert evolve(None, event) == Complaint(
            reference="CF-1",
            procedure=RECEIVED.procedure,
            service="Children and Family Services",
            team=None,
            channel=None,
            capacity=None,
            theme=None,
            complainant_id=None,
            grounds_arose_on=None,
            received_on=day("Mon 3 Apr 2023"),
            stage_1=Stage(
                requested_on=day("Mon 3 Apr 2023"),
                deadline=event.deadline,
                milestones=event.milestones,
            ),
        )

    @pytest.mark.parametrize("event", FURTHER)
    def test_comes_first(self, event: Event) -> None:
        said = f"begins with Received, not {type(event).__name__}$"
        with pytest.raises(ValueError, match=said):
            evolve(None, event)

    def test_a_second_one_starts_anew(self) -> None:
        """Only a history holds it: asked today, it is refused (R08)."""
        [event] = given().when(receive("Tue 4 Apr 2023")).events

        assert evolve(None, event) == evolve(RICH, event)
        assert evolve(None, event) == fold([*FULL, event])

    def test_of_nothing_there_is_nothing(self) -> None:
        assert fold([]) is None


class TestWhatIsNotSaid:
    """A step told without a fact leaves the fact that was known."""

    def test_a_basis(self) -> None:
        event = Escalated(occurred_on=ON, to_stage=2, basis=None, deadline=STAGE_2)

        assert Basis.DISSATISFIED is evolve(RICH, event).stage_2.basis

    def test_a_reason_for_turning_away(self) -> None:
        known = evolve(
            RICH, NotAccepted(occurred_on=ON, reason=NotAcceptedReason.DUPLICATE)
        )
        event = NotAccepted(occurred_on=LATER, reason=None)

        assert NotAcceptedReason.DUPLICATE is evolve(known, event).not_accepted_reason

    def test_the_members_of_a_panel(self) -> None:
        event = ReviewPanelConvened(occurred_on=ON, members=(), deadline=None)

        assert PANEL == evolve(RICH, event).panel.members


class TestWhichOne:
    """Of two, a step is about the one with its number."""

    TWO = given(
        *LONGEST,
        *(REFER, but(REFER, on=day("Mon 4 Dec 2023"), referral=2)),
        *(AGREE_ACTION, but(AGREE_ACTION, due_on=day("Mon 4 Mar 2024"))),
    ).stands

    @pytest.mark.parametrize("number", [1, 2])
    def test_of_the_referrals(self, number: int) -> None:
        complied = OmbudsmanComplied(occurred_on=ON, referral=number)
        referrals = list(self.TWO.referrals)
        referrals[number - 1] = attrs.evolve(referrals[number - 1], complied_on=ON)

        assert attrs.evolve(self.TWO, referrals=tuple(referrals)) == (
            evolve(self.TWO, complied)
        )

    @pytest.mark.parametrize("number", [1, 2])
    def test_of_the_actions(self, number: int) -> None:
        done = ActionDone(occurred_on=ON, action=number)
        actions = list(self.TWO.actions)
        actions[number - 1] = attrs.evolve(actions[number - 1], done_on=ON)

        assert attrs.evolve(self.TWO, actions=tuple(actions)) == evolve(self.TWO, done)

    @pytest.mark.parametrize("number", [1, 2, 3])
    def test_of_the_responses(self, number: int) -> None:
        """No rule marks another response than that of stage 3 today."""
        judged = IrregularityReviewed(
            step=Step.RESPONSE, stage=number, number=0, was=(), now=("R99",)
        )
        stage = attrs.evolve(self.TWO.stage(number), response_broken=("R99",))
        changes: dict[str, Any] = {f"stage_{number}": stage}

        assert attrs.evolve(self.TWO, **changes) == evolve(self.TWO, judged)


def test_a_new_stage_2_may_be_followed_by_all_that_followed_the_first() -> None:
    """What was agreed or declined after the first investigation is over."""
    was = attrs.evolve(RICH, early_referral_on=ON, declined_on=ON)
    again = Stage2Reopened(occurred_on=LATER, attempt=2, deadline=STAGE_2)

    assert evolve(RICH, again) == evolve(was, again)


class TestStanding:
    """A complaint has ended, or is suspended, until a later day takes it up."""

    @pytest.mark.parametrize(
        ("end", "standing"),
        [
            (Withdrawn(occurred_on=ON), "withdrawn"),
            (NotAccepted(occurred_on=ON, reason=None), "not_accepted"),
        ],
        ids=["withdrawn", "not accepted"],
    )
    def test_ended_until_reinstated(
        self, end: Withdrawn | NotAccepted, standing: str
    ) -> None:
        back = Reinstated(occurred_on=LATER)
        ended = evolve(RICH, end)
        again = evolve(evolve(ended, back), attrs.evolve(end, occurred_on=LATER_STILL))

        assert [False, True, False, True] == [
            getattr(one, standing) for one in (RICH, ended, evolve(ended, back), again)
        ]

    def test_suspended_until_resumed(self) -> None:
        suspended = evolve(RICH, Suspended(occurred_on=ON))
        resumed = evolve(suspended, Resumed(occurred_on=LATER))
        again = evolve(resumed, Suspended(occurred_on=LATER_STILL))

        assert [False, True, False, True] == [
            one.suspended is not None for one in (RICH, suspended, resumed, again)
        ]


class TestReplay:
    @for_all(st.lists(st.sampled_from(FURTHER), max_size=12))
    def test_any_event_may_follow_any_other(self, events: list[Event]) -> None:
        """What is recorded happened: replaying it never fails."""
        complaint = fold([*FULL, *events])

        assert complaint is not None
        assert {found.rule for found in complaint.irregularities} <= PLANTED

    @for_all(st.lists(st.sampled_from(FURTHER), max_size=12), st.data())
    def test_it_goes_on_from_any_point(
        self, events: list[Event], data: st.DataObject
    ) -> None:
        """A replay of all is a replay of a part, and then of the rest."""
        whole = [*FULL, *events]
        split = data.draw(st.integers(0, len(whole)))
        complaint = fold(whole[:split])
        for event in whole[split:]:
            complaint = evolve(complaint, event)

        assert fold(whole) == complaint

    @for_all(st.sampled_from(FURTHER))
    def test_it_edits_nothing(self, event: Event) -> None:
        before = repr(RICH)
        evolve(RICH, event)

        assert before == repr(RICH)

    def test_the_longest_case_ends_as_it_was_decided(self) -> None:
        """But for the milestones, of which history told late knows nothing."""
        told = fold(history(*LONGEST))
        assert told is not None

        assert without_milestones(given(*LONGEST).stands) == told

    def test_extensions_of_stage_2_are_counted_from_one_again(self) -> None:
        """The first investigation keeps its own."""
        reopened = evolve(
            RICH, Stage2Reopened(occurred_on=ON, attempt=2, deadline=STAGE_2)
        )

        assert () == reopened.stage_2.extensions
        assert 1 == len(reopened.earlier_rounds[0].stage_2.extensions)
        assert {"officer", "independent"} == reopened.earlier_investigators
