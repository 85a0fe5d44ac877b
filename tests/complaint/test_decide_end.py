"""A complaint that ends or is suspended, and is taken up again."""

import attrs
import pytest

from caseledger.complaint import Command, Withdraw
from caseledger.complaint.details import SuspensionDetails
from caseledger.complaint.events import (
    Reinstated,
    Resumed,
    Suspended,
    Withdrawn,
)
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
    named,
)
from given import RECEIVED, day, given

SUSPENDED_STEPS = [command for command in FORWARD if command is not SUSPEND]


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
    def test_reinstated_it_goes_on(self, end: Command) -> None:
        given(RECEIVED, end).when(REINSTATE).then(
            Reinstated(occurred_on=day("Fri 14 Apr 2023")),
        )
        answered = given(RECEIVED, end, REINSTATE, RESPOND_1).stands

        assert day("Thu 4 May 2023") == answered.stage_1.responded_on

    @pytest.mark.parametrize("end", [WITHDRAW, DO_NOT_ACCEPT], ids=named)
    def test_it_is_not_reinstated_before_its_end(self, end: Command) -> None:
        """On the day itself it may be, on the day before it may not."""
        same_day = attrs.evolve(REINSTATE, on=day("Tue 11 Apr 2023"))
        day_before = attrs.evolve(REINSTATE, on=day("Mon 10 Apr 2023"))

        given(RECEIVED, end).when(same_day).then(
            Reinstated(occurred_on=day("Tue 11 Apr 2023")),
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
        """Which of two turns on one day, Fri 14 Apr 2023, came last is not known."""
        day_after = but(end, on=day("Sat 15 Apr 2023"))
        story = (RECEIVED, WITHDRAW, REINSTATE)

        ended = given(*story, day_after).stands
        assert ended.withdrawn or ended.not_accepted
        for on in (day("Fri 14 Apr 2023"), day("Thu 13 Apr 2023")):
            given(*story).when(but(end, on=on)).refused_by(
                "R10",
                f"Out of sequence: {step} on {on} precedes reinstatement on "
                "2023-04-14.",
                step=step,
                on=on,
                answers="reinstatement",
                answered_on=day("Fri 14 Apr 2023"),
            )

    def test_a_resumption_puts_no_end_off(self) -> None:
        """Resumed Fri 14 Apr 2023, and withdrawn on the same day."""
        same_day = attrs.evolve(WITHDRAW, on=day("Fri 14 Apr 2023"))

        assert given(RECEIVED, SUSPEND, RESUME, same_day).stands.withdrawn


class TestSuspension:
    def test_the_reason_is_kept_apart(self) -> None:
        answer = given(RECEIVED).when(SUSPEND)

        answer.then(Suspended(occurred_on=day("Tue 11 Apr 2023")))
        assert SuspensionDetails(reason="Family court.") == answer.details

    def test_without_a_reason_there_is_nothing_to_keep(self) -> None:
        answer = given(RECEIVED).when(attrs.evolve(SUSPEND, reason=None))

        assert answer.details is None

    @pytest.mark.parametrize("command", SUSPENDED_STEPS, ids=named)
    def test_nothing_goes_forward_meanwhile(self, command: Command) -> None:
        given(RECEIVED, SUSPEND).when(command).refused_by(
            "R33",
            "Suspended since 2023-04-11; resume first.",
            on=day("Tue 11 Apr 2023"),
        )

    def test_the_complainant_may_withdraw_meanwhile(self) -> None:
        """Reg 7: at any time. Reinstated, the complaint is suspended as before."""
        given(RECEIVED, SUSPEND).when(WITHDRAW).then(
            Withdrawn(occurred_on=day("Tue 11 Apr 2023")),
        )
        both = (RECEIVED, SUSPEND, WITHDRAW)

        given(*both).when(WITHDRAW).refused_by("R32")
        given(*both, REINSTATE).when(RESPOND_1).refused_by("R33")

    @pytest.mark.parametrize(
        "story", [AT_STAGE_2, LONGEST[:-1], (CORPORATE,)], ids=["2", "3", "corporate"]
    )
    def test_any_stage_of_either_procedure_is_suspended(
        self, story: tuple[Command, ...]
    ) -> None:
        on = day("Fri 3 Nov 2023")

        given(*story).when(attrs.evolve(SUSPEND, on=on)).then(
            Suspended(occurred_on=on),
        )

    def test_resumed_it_goes_on(self) -> None:
        given(RECEIVED, SUSPEND).when(RESUME).then(
            Resumed(occurred_on=day("Fri 14 Apr 2023")),
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
        [(RECEIVED,), (RECEIVED, WITHDRAW), (RECEIVED, SUSPEND, RESUME)],
        ids=["at stage 1", "withdrawn", "resumed"],
    )
    def test_what_is_not_suspended_is_not_resumed(
        self, story: tuple[Command, ...]
    ) -> None:
        given(*story).when(RESUME).refused_by(
            "NothingToTakeUp",
            "The complaint is not suspended.",
            what="is not suspended",
        )

    def test_it_is_suspended_again_on_the_day_after_its_resumption(self) -> None:
        """Resumed Fri 14 Apr 2023: on that day it is not known which came last."""
        day_after = attrs.evolve(SUSPEND, on=day("Sat 15 Apr 2023"))
        story = (RECEIVED, SUSPEND, RESUME)

        assert given(*story, day_after).stands.suspended
        for on in (day("Fri 14 Apr 2023"), day("Thu 13 Apr 2023")):
            given(*story).when(attrs.evolve(SUSPEND, on=on)).refused_by(
                "R10",
                f"Out of sequence: suspension on {on} precedes resumption on "
                "2023-04-14.",
                step="suspension",
                on=on,
                answers="resumption",
                answered_on=day("Fri 14 Apr 2023"),
            )

    def test_a_reinstatement_puts_no_suspension_off(self) -> None:
        same_day = attrs.evolve(SUSPEND, on=day("Fri 14 Apr 2023"))

        assert given(RECEIVED, WITHDRAW, REINSTATE, same_day).stands.suspended
