"""A complaint that ends or is suspended, and is taken up again."""

import attrs
import pytest

from caseledger.complaint import Command, DeadlineName, Suspend, Withdraw
from caseledger.complaint.details import SuspensionDetails
from caseledger.complaint.events import (
    Moved,
    Reinstated,
    Resumed,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.vocabulary import SuspensionGround
from complaint.stories import (
    AT_STAGE_2,
    CORPORATE,
    DO_NOT_ACCEPT,
    FORWARD,
    LONGEST,
    REINSTATE,
    RESPOND_1,
    RESUME,
    SUSPEND,
    WITHDRAW,
    but,
    deadline,
    named,
)
from given import RECEIVED, day, given

SUSPENDED_STEPS = [command for command in FORWARD if command is not SUSPEND]


def reinstated(on: str, acknowledge_by: str, due: str, latest: str) -> Reinstated:
    """Return what taking a complaint up again on a day begins."""
    return Reinstated(
        occurred_on=day(on),
        deadline=deadline(
            DeadlineName.STAGE_1_RESPONSE, day(on), 10, day(due), day(latest)
        ),
        milestones=(
            deadline(DeadlineName.ACKNOWLEDGEMENT, day(on), 3, day(acknowledge_by)),
        ),
    )


class TestTheEnd:
    @pytest.mark.parametrize("command", FORWARD, ids=named)
    def test_nothing_goes_forward_after_withdrawal(self, command: Command) -> None:
        given(RECEIVED, WITHDRAW).when(command).refused_by(
            "R32",
            "Complaint was withdrawn on 2023-04-11; reinstate first.",
            how="withdrawn",
            on=day("Tue 11 Apr 2023"),
        )

    @pytest.mark.parametrize("command", FORWARD, ids=named)
    def test_nothing_goes_forward_once_turned_away(self, command: Command) -> None:
        given(RECEIVED, DO_NOT_ACCEPT).when(command).refused_by(
            "R32",
            "Complaint was not accepted on 2023-04-11; reinstate first.",
            how="not accepted",
            on=day("Tue 11 Apr 2023"),
        )

    def test_a_complaint_is_withdrawn_once(self) -> None:
        given(RECEIVED, WITHDRAW).when(WITHDRAW).refused_by("R32")

    @pytest.mark.parametrize("stage", [(RECEIVED,), AT_STAGE_2, LONGEST])
    def test_it_may_be_withdrawn_at_any_stage(self, stage: tuple[Command, ...]) -> None:
        on = day("Fri 1 Dec 2023")

        given(*stage).when(Withdraw(on=on)).then(Withdrawn(occurred_on=on))

    @pytest.mark.parametrize("end", [WITHDRAW, DO_NOT_ACCEPT], ids=named)
    def test_reinstated_it_begins_stage_1_anew(self, end: Command) -> None:
        """
        Taken up Fri 14 Apr 2023: due Fri 28 Apr, at most Tue 16 May.

        It is to be acknowledged by Wed 19 Apr, and the earlier pass is kept.
        """
        given(RECEIVED, end).when(REINSTATE).then(
            reinstated(
                *("Fri 14 Apr 2023", "Wed 19 Apr 2023"),
                *("Fri 28 Apr 2023", "Tue 16 May 2023"),
            ),
        )
        before = given(RECEIVED, end).stands
        after = given(RECEIVED, end, REINSTATE).stands
        answered = given(RECEIVED, end, REINSTATE, RESPOND_1).stands

        assert [before.stage_1] == [past.stage_1 for past in after.earlier_rounds]
        assert day("Fri 28 Apr 2023") == after.stage_1.due_on()
        assert day("Thu 4 May 2023") == answered.stage_1.responded_on

    @pytest.mark.parametrize("end", [WITHDRAW, DO_NOT_ACCEPT], ids=named)
    def test_it_is_not_reinstated_before_its_end(self, end: Command) -> None:
        """On the day itself it may be, on the day before it may not."""
        same_day = attrs.evolve(REINSTATE, on=day("Tue 11 Apr 2023"))
        day_before = attrs.evolve(REINSTATE, on=day("Mon 10 Apr 2023"))

        given(RECEIVED, end).when(same_day).then(
            reinstated(
                *("Tue 11 Apr 2023", "Fri 14 Apr 2023"),
                *("Tue 25 Apr 2023", "Thu 11 May 2023"),
            ),
        )
        given(RECEIVED, end).when(day_before).refused_by("R10")

    def test_the_end_that_counts_is_the_one_that_stands(self) -> None:
        """Withdrawn, reinstated, turned away: an earlier day takes nothing up."""
        turned_away = attrs.evolve(DO_NOT_ACCEPT, on=day("Fri 28 Apr 2023"))
        too_early = attrs.evolve(REINSTATE, on=day("Thu 27 Apr 2023"))

        given(RECEIVED, WITHDRAW, REINSTATE, turned_away).when(too_early).refused_by(
            "R10"
        )

    @pytest.mark.parametrize(
        "story",
        [(RECEIVED,), (RECEIVED, SUSPEND), (RECEIVED, WITHDRAW, REINSTATE)],
        ids=["at stage 1", "suspended", "reinstated"],
    )
    def test_what_has_not_ended_needs_no_reinstatement(
        self, story: tuple[Command, ...]
    ) -> None:
        given(*story).when(REINSTATE).refused_by(
            "NothingToTakeUp", "The complaint has not ended.", what="has not ended"
        )

    @pytest.mark.parametrize(
        ("end", "step"),
        [(WITHDRAW, "withdrawal"), (DO_NOT_ACCEPT, "not accepting")],
        ids=["withdrawn", "not accepted"],
    )
    def test_it_ends_again_on_the_day_after_its_reinstatement(
        self, end: Command, step: str
    ) -> None:
        """
        Which of two turns on one day, Fri 14 Apr 2023, came last is not known.

        On the day before, no step of the pass that began then was taken at all.
        """
        day_after = but(end, on=day("Sat 15 Apr 2023"))
        story = (RECEIVED, WITHDRAW, REINSTATE)

        ended = given(*story, day_after).stands
        assert ended.withdrawn or ended.not_accepted
        for on, what, answers in (
            ("Fri 14 Apr 2023", step, "reinstatement"),
            ("Thu 13 Apr 2023", "this step", "the reinstatement"),
        ):
            given(*story).when(but(end, on=day(on))).refused_by(
                "R10",
                f"Out of sequence: {what} on {day(on)} precedes {answers} on "
                "2023-04-14.",
                step=what,
                on=day(on),
                answers=answers,
                answered_on=day("Fri 14 Apr 2023"),
            )

    def test_a_resumption_puts_no_end_off(self) -> None:
        """Resumed Fri 14 Apr 2023, and withdrawn on the same day."""
        same_day = attrs.evolve(WITHDRAW, on=day("Fri 14 Apr 2023"))

        assert given(RECEIVED, SUSPEND, RESUME, same_day).stands.withdrawn


def suspended(on: str) -> Suspended:
    """Return the suspension for proceedings of which notice was given on 11 April."""
    return Suspended(
        occurred_on=day(on),
        ground=SuspensionGround.PROCEEDINGS,
        notified_on=day("Tue 11 Apr 2023"),
    )


class TestSuspension:
    def test_the_reason_is_kept_apart(self) -> None:
        answer = given(RECEIVED).when(SUSPEND)

        answer.then(suspended("Tue 11 Apr 2023"))
        assert answer.details == SuspensionDetails(
            reason="The same facts are before the court.",
            proceedings="Family court, care order.",
        )

    @pytest.mark.parametrize("unsaid", ["ground", "proceedings", "reason"])
    def test_what_it_waits_for_and_why_is_said(self, unsaid: str) -> None:
        """D4: without reasons, as for workload, a pause is fault."""
        given(RECEIVED).when(but(SUSPEND, **{unsaid: None})).refused_by(
            "R03",
            "Specify the concurrent proceedings and why consideration would prejudice "
            "them (reg 8).",
        )

    def test_the_complainant_is_told_in_writing(self) -> None:
        given(RECEIVED).when(attrs.evolve(SUSPEND, notified_on=None)).refused_by(
            "NoticeMissing",
            "Say on which day the complainant was told in writing of the suspension.",
            step="the suspension",
        )

    def test_told_late_without_a_reason_there_is_nothing_to_keep(self) -> None:
        """A register has suspensions without a ground; no clock stands still then."""
        answer = given(RECEIVED).told(Suspend(on=day("Tue 11 Apr 2023")))

        answer.then(Suspended(occurred_on=day("Tue 11 Apr 2023")))
        assert answer.details is None
        assert [False] == [
            pause.stops_clocks
            for pause in given(RECEIVED, *answer.events).stands.suspensions
        ]

    @pytest.mark.parametrize("command", SUSPENDED_STEPS, ids=named)
    def test_nothing_goes_forward_meanwhile(self, command: Command) -> None:
        given(RECEIVED, SUSPEND).when(command).refused_by(
            "R33",
            "Suspended for concurrent proceedings since 2023-04-11; resume first.",
            what="concurrent proceedings",
            on=day("Tue 11 Apr 2023"),
        )

    def test_nor_where_a_register_does_not_say_for_what(self) -> None:
        told = given(RECEIVED).told(Suspend(on=day("Tue 11 Apr 2023"))).events

        given(RECEIVED, *told).when(RESPOND_1).refused_by(
            "R33",
            "Suspended for an unnamed reason since 2023-04-11; resume first.",
        )

    def test_the_complainant_may_withdraw_meanwhile(self) -> None:
        """
        Reg 7: at any time.

        Reinstated, the complaint begins anew and waits no longer. Where only the day
        is told, as in a register, it is suspended as before.
        """
        given(RECEIVED, SUSPEND).when(WITHDRAW).then(
            Withdrawn(occurred_on=day("Tue 11 Apr 2023")),
        )
        both = (RECEIVED, SUSPEND, WITHDRAW)

        given(*both).when(WITHDRAW).refused_by("R32")
        assert given(*both, REINSTATE).stands.suspended is None
        assert 1 == len(given(*both, REINSTATE).when(RESPOND_1).events)
        told = given(*both).told(REINSTATE).events
        given(*both, *told).when(RESPOND_1).refused_by("R33")

    @pytest.mark.parametrize(
        "story", [AT_STAGE_2, LONGEST[:-1], (CORPORATE,)], ids=["2", "3", "corporate"]
    )
    def test_any_stage_of_either_procedure_is_suspended(
        self, story: tuple[Command, ...]
    ) -> None:
        """D4: on both procedures, not only at stage 1."""
        suspend = attrs.evolve(SUSPEND, on=day("Fri 3 Nov 2023"))

        given(*story).when(suspend).then(suspended("Fri 3 Nov 2023"))

    def test_resumed_it_goes_on_with_what_was_left(self) -> None:
        """
        4, 5, 6 and 11 Apr 2023 were four days of ten: six are left on Fri 14 Apr.

        They end on Mon 24 Apr. Of twenty, sixteen are left: to Fri 28 Apr there are
        ten, 2 to 5 May make fourteen, and without 8 May sixteen end on Wed 10 May. The
        day to acknowledge by had passed.
        """
        given(RECEIVED, SUSPEND).when(RESUME).then(
            Resumed(
                occurred_on=day("Fri 14 Apr 2023"),
                moved=(
                    Moved(
                        deadline=deadline(
                            DeadlineName.STAGE_1_RESPONSE,
                            day("Mon 3 Apr 2023"),
                            10,
                            day("Mon 24 Apr 2023"),
                            day("Wed 10 May 2023"),
                        ),
                    ),
                ),
            ),
        )
        answered = given(RECEIVED, SUSPEND, RESUME, RESPOND_1).stands

        assert day("Thu 4 May 2023") == answered.stage_1.responded_on

    def test_it_is_not_resumed_before_its_suspension(self) -> None:
        same_day = attrs.evolve(RESUME, on=day("Tue 11 Apr 2023"))
        day_before = attrs.evolve(RESUME, on=day("Mon 10 Apr 2023"))

        given(RECEIVED, SUSPEND).when(same_day).then(
            Resumed(occurred_on=day("Tue 11 Apr 2023")),
        )
        given(RECEIVED, SUSPEND).when(day_before).refused_by("R10")

    @pytest.mark.parametrize(
        "story",
        [(RECEIVED,), (RECEIVED, SUSPEND, RESUME)],
        ids=["at stage 1", "resumed"],
    )
    def test_what_is_not_suspended_is_not_resumed(
        self, story: tuple[Command, ...]
    ) -> None:
        given(*story).when(RESUME).refused_by(
            "NothingToTakeUp",
            "The complaint is not suspended.",
            what="is not suspended",
        )

    @pytest.mark.parametrize(
        "story",
        [(RECEIVED, WITHDRAW), (RECEIVED, SUSPEND, WITHDRAW)],
        ids=["never suspended", "suspended"],
    )
    def test_what_was_withdrawn_is_reinstated_and_not_resumed(
        self, story: tuple[Command, ...]
    ) -> None:
        given(*story).when(RESUME).refused_by(
            "R32", "Complaint was withdrawn on 2023-04-11; reinstate first."
        )

    def test_it_is_suspended_again_on_the_day_of_its_resumption(self) -> None:
        """Resumed Fri 14 Apr 2023: each suspension has an end of its own."""
        same_day = attrs.evolve(SUSPEND, on=day("Fri 14 Apr 2023"))
        day_before = attrs.evolve(SUSPEND, on=day("Thu 13 Apr 2023"))
        story = (RECEIVED, SUSPEND, RESUME)

        assert given(*story, same_day).stands.suspended
        given(*story).when(day_before).refused_by(
            "R10",
            "Out of sequence: suspension on 2023-04-13 precedes resumption on "
            "2023-04-14.",
            step="suspension",
            on=day("Thu 13 Apr 2023"),
            answers="resumption",
            answered_on=day("Fri 14 Apr 2023"),
        )

    def test_it_is_suspended_after_the_one_that_was_told_last(self) -> None:
        """A register may tell them in any order."""
        later = (
            but(SUSPEND, on=day("Mon 24 Apr 2023"), notified_on=day("Mon 24 Apr 2023")),
            but(RESUME, on=day("Fri 28 Apr 2023")),
        )
        events = given(RECEIVED).told(*later, SUSPEND, RESUME).events
        between = attrs.evolve(SUSPEND, on=day("Mon 17 Apr 2023"))

        assert given(RECEIVED, *events, between).stands.suspended

    def test_a_reinstatement_puts_no_suspension_off(self) -> None:
        same_day = attrs.evolve(SUSPEND, on=day("Fri 14 Apr 2023"))

        assert given(RECEIVED, WITHDRAW, REINSTATE, same_day).stands.suspended
