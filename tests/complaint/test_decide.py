"""From receipt to the end of a complaint, and the steps of any stage."""

from datetime import date

import attrs
import pytest

from caseledger.calendar import OutsideCalendar
from caseledger.complaint import Command, DeadlineName, Terms, Withdraw, decide
from caseledger.complaint.events import (
    Acknowledged,
    Deferred,
    NotAccepted,
    Received,
    Withdrawn,
)
from caseledger.complaint.vocabulary import NotAcceptedReason
from caseledger.rules import Procedure
from complaint.stories import (
    ACKNOWLEDGE,
    AT_STAGE_1,
    AT_STAGE_2,
    CORPORATE,
    DEFER,
    DO_NOT_ACCEPT,
    ESCALATE_2,
    FORWARD,
    LONGEST,
    ONE_OF_EACH,
    RESPOND_1,
    but,
    deadline,
    named,
    receive,
    worked,
)
from given import RECEIVED, TODAY, day, given

TOMORROW = date(2024, 11, 30)
DATED = [command for command in ONE_OF_EACH if hasattr(command, "on")]


class TestReceipt:
    def test_receipt_starts_the_stage_1_clock(self) -> None:
        """Received Mon 3 Apr 2023: due Wed 19 Apr, at most Thu 4 May."""
        given().when(RECEIVED).then(
            Received(
                occurred_on=day("Mon 3 Apr 2023"),
                reference="CF-1",
                procedure=Procedure.STATUTORY,
                service="Children and Family Services",
                team=None,
                channel=None,
                capacity=None,
                theme=None,
                complainant_id=None,
                grounds_arose_on=None,
                deadline=deadline(
                    DeadlineName.STAGE_1_RESPONSE,
                    day("Mon 3 Apr 2023"),
                    10,
                    day("Wed 19 Apr 2023"),
                    day("Thu 4 May 2023"),
                ),
            ),
        )

    def test_all_that_is_told_at_receipt_is_kept(self) -> None:
        command = attrs.evolve(
            RECEIVED,
            team="Early Help",
            channel="letter",
            capacity="parent",
            theme="Delay",
            complainant_id="p-1",
            grounds_arose_on=day("Wed 1 Mar 2023"),
        )
        [event] = given().when(command).events
        told = attrs.asdict(command, filter=lambda field, _: field.name != "on")

        assert told.items() <= attrs.asdict(event).items()

    @pytest.mark.parametrize(("example", "received", "due"), worked("stage 1"))
    def test_stage_1_is_due_on_the_day_of_the_worked_example(
        self, example: str, received: date, due: date
    ) -> None:
        """10 working days after receipt, the day of receipt not counted."""
        stage = given(attrs.evolve(RECEIVED, on=received)).stands.stage_1

        assert due == stage.due_on(), example

    @pytest.mark.parametrize(
        ("example", "received", "latest"), worked("stage 1 extended")
    )
    def test_stage_1_ends_at_the_latest_on_the_day_of_the_worked_example(
        self, example: str, received: date, latest: date
    ) -> None:
        """20 working days after receipt."""
        stage = given(attrs.evolve(RECEIVED, on=received)).stands.stage_1
        assert stage.deadline is not None

        assert latest == stage.deadline.latest_on, example

    @pytest.mark.parametrize(
        ("example", "received", "due"), worked("corporate stage 1 (from receipt)")
    )
    def test_corporate_stage_1_is_due_on_the_day_of_the_worked_example(
        self, example: str, received: date, due: date
    ) -> None:
        """10 working days after receipt; the rule is the authority's own."""
        stage = given(attrs.evolve(CORPORATE, on=received)).stands.stage_1
        assert stage.deadline is not None

        assert due == stage.deadline.due_on, example
        assert "corporate.stage_1_response" == stage.deadline.provision

    def test_a_complaint_is_received_once(self) -> None:
        given(RECEIVED).when(RECEIVED).refused_by(
            "R08",
            "Complaint was already received on 2023-04-03.",
            on=day("Mon 3 Apr 2023"),
        )

    @pytest.mark.parametrize("command", ONE_OF_EACH[1:], ids=named)
    def test_nothing_happens_before_receipt(self, command: Command) -> None:
        given().when(command).refused_by("R08", "Complaint has not been received.")

    def test_receipt_is_never_refused_for_late_grounds(self) -> None:
        """Grounds of more than a year ago are a matter for what follows."""
        late = attrs.evolve(RECEIVED, grounds_arose_on=day("Sat 2 Apr 2022"))

        assert 1 == len(given().when(late).events)

    def test_grounds_on_the_day_of_receipt_are_in_order(self) -> None:
        same_day = attrs.evolve(RECEIVED, grounds_arose_on=RECEIVED.on)

        assert 1 == len(given().when(same_day).events)

    def test_grounds_after_receipt_are_out_of_sequence(self) -> None:
        later = attrs.evolve(RECEIVED, grounds_arose_on=day("Tue 4 Apr 2023"))

        given().when(later).refused_by("R10")

    def test_a_clock_that_leaves_the_calendar_is_not_guessed(self) -> None:
        """The bank holidays before 1995 are not known here."""
        with pytest.raises(OutsideCalendar):
            given().when(receive("Fri 30 Dec 1994"))


class TestToday:
    @pytest.mark.parametrize("command", DATED, ids=named)
    def test_no_step_is_recorded_ahead(self, command: Command) -> None:
        complaint = None if command is RECEIVED else RECEIVED
        before = () if complaint is None else (complaint,)
        ahead = but(command, on=TOMORROW)

        given(*before).when(ahead).refused_by(
            "FutureDate",
            "2024-11-30 is after today, 2024-11-29; record what has happened.",
            on=TOMORROW,
            today=TODAY,
        )

    def test_a_step_of_today_is_recorded_today(self) -> None:
        given(RECEIVED).when(Withdraw(on=TODAY)).then(Withdrawn(occurred_on=TODAY))

    @pytest.mark.parametrize("command", FORWARD, ids=named)
    def test_no_step_precedes_receipt(self, command: Command) -> None:
        """R10: the complaint was received on Mon 3 Apr 2023."""
        early = but(command, on=day("Sun 2 Apr 2023"))

        given(RECEIVED).when(early).refused_by(
            "R10",
            "Out of sequence: this step on 2023-04-02 precedes receipt on 2023-04-03.",
            step="this step",
            on=day("Sun 2 Apr 2023"),
            answers="receipt",
            answered_on=day("Mon 3 Apr 2023"),
        )


class TestAcknowledgement:
    def test_acknowledging_moves_no_clock(self) -> None:
        given(RECEIVED).when(ACKNOWLEDGE).then(
            Acknowledged(occurred_on=day("Thu 6 Apr 2023")),
        )
        before, after = given(RECEIVED).stands, given(*AT_STAGE_1).stands

        assert before.stage_1 == after.stage_1

    def test_it_may_come_on_the_day_of_receipt(self) -> None:
        on = day("Mon 3 Apr 2023")

        given(RECEIVED).when(attrs.evolve(ACKNOWLEDGE, on=on)).then(
            Acknowledged(occurred_on=on),
        )

    def test_a_complaint_is_acknowledged_once(self) -> None:
        given(*AT_STAGE_1).when(ACKNOWLEDGE).refused_by(
            "R09",
            "Already acknowledged on 2023-04-06.",
            on=day("Thu 6 Apr 2023"),
        )

    def test_it_is_a_duty_and_not_a_gate(self) -> None:
        """Stage 1 is answered without one, and one may still follow."""
        late = attrs.evolve(ACKNOWLEDGE, on=day("Fri 5 May 2023"))

        given(RECEIVED, RESPOND_1).when(late).then(
            Acknowledged(occurred_on=day("Fri 5 May 2023")),
        )


class TestNotAccepting:
    @pytest.mark.parametrize("reason", NotAcceptedReason)
    def test_a_complaint_is_turned_away_for_a_reason(
        self, reason: NotAcceptedReason
    ) -> None:
        """Before or after its acknowledgement."""
        command = attrs.evolve(DO_NOT_ACCEPT, reason=reason)
        event = NotAccepted(occurred_on=day("Tue 11 Apr 2023"), reason=reason)

        given(RECEIVED).when(command).then(event)
        given(*AT_STAGE_1).when(command).then(event)

    @pytest.mark.parametrize(
        "further", [(RESPOND_1,), (RESPOND_1, ESCALATE_2)], ids=["answered", "stage 2"]
    )
    def test_not_once_stage_1_is_over(self, further: tuple[Command, ...]) -> None:
        late = attrs.evolve(DO_NOT_ACCEPT, on=day("Tue 16 May 2023"))

        given(RECEIVED, *further).when(late).refused_by(
            "R18", "Stage 1 is not open.", stage=1
        )


class TestDeferral:
    def test_stage_2_is_put_off_to_the_day_agreed(self) -> None:
        given(*AT_STAGE_2).when(DEFER).then(
            Deferred(
                occurred_on=day("Wed 17 May 2023"),
                until=day("Fri 30 Jun 2023"),
            ),
        )


@pytest.mark.parametrize("command", ONE_OF_EACH, ids=named)
def test_asking_changes_nothing(command: Command) -> None:
    """Asked twice, the answer is the same, and the complaint stays as it was."""
    asked = given(*LONGEST)
    once, again = asked.when(command), asked.when(command)

    assert once.events == again.events
    assert str(once.refusal) == str(again.refusal)
    assert given(*LONGEST).stands == asked.stands


def test_a_decision_is_the_same_when_it_is_taken_later() -> None:
    """Today is an argument, and only keeps the future out."""
    next_year = date(2025, 1, 1)

    assert decide(None, RECEIVED, terms=Terms(), today=TODAY) == decide(
        None, RECEIVED, terms=Terms(), today=next_year
    )
