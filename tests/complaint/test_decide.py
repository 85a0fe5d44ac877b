"""From receipt to the end of a complaint, and the steps of any stage."""

from datetime import date
from typing import Any

import attrs
import pytest

from caseledger.calendar import OutsideCalendar
from caseledger.complaint import (
    AcceptLate,
    Command,
    DeadlineName,
    DoNotAccept,
    Terms,
    Withdraw,
    decide,
)
from caseledger.complaint.details import NotAcceptedDetails, ReceivedDetails
from caseledger.complaint.events import (
    Acknowledged,
    Deferred,
    Moved,
    NotAccepted,
    Received,
    Withdrawn,
)
from caseledger.complaint.vocabulary import Function, NotAcceptedReason
from caseledger.rules import Procedure
from complaint.stories import (
    ACKNOWLEDGE,
    AT_STAGE_1,
    AT_STAGE_2,
    CORPORATE,
    CORPORATE_RESPOND_1,
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
        """
        Received Mon 3 Apr 2023: due Wed 19 Apr, at most Thu 4 May.

        It is to be acknowledged by Thu 6 Apr.
        """
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
                milestones=(
                    deadline(
                        DeadlineName.ACKNOWLEDGEMENT,
                        day("Mon 3 Apr 2023"),
                        3,
                        day("Thu 6 Apr 2023"),
                    ),
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
            function=Function.CHILDREN_ACT_PART_3,
            oral=True,
            child_is_complainant=False,
            secondary_themes=("Communication",),
            duplicate_of="CF-2",
            linked_to=("CF-3",),
        )
        [event] = given().when(command).events
        apart = {"on", *attrs.fields_dict(ReceivedDetails)}
        told = attrs.asdict(command, filter=lambda field, _: field.name not in apart)

        stands = given(command).stands
        kept = {**attrs.asdict(stands), **attrs.asdict(stands.intake)}

        assert None not in told.values()
        assert told.items() <= attrs.asdict(event).items()
        assert told.items() <= kept.items()

    def test_what_is_personal_at_receipt_is_kept_apart(self) -> None:
        personal = {
            "desired_outcome": "An apology.",
            "age_band": "35 to 44",
            "gender": "female",
            "disability": "none",
            "ethnicity": "Black British",
            "sexual_orientation": "not said",
        }
        answer = given().when(but(RECEIVED, **personal))

        assert given().when(RECEIVED).events == answer.events
        assert ReceivedDetails(**personal) == answer.details
        assert given().when(RECEIVED).details is None

    @pytest.mark.parametrize(("example", "received", "due"), worked("acknowledgement"))
    def test_it_is_to_be_acknowledged_by_the_day_of_the_worked_example(
        self, example: str, received: date, due: date
    ) -> None:
        """3 working days after receipt."""
        stage = given(attrs.evolve(RECEIVED, on=received)).stands.stage_1
        [milestone] = stage.milestones

        assert due == milestone.due_on, example

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
        before = given(RECEIVED).stands.stage_1
        after = given(*AT_STAGE_1).stands.stage_1

        assert attrs.evolve(before, acknowledged_on=day("Thu 6 Apr 2023")) == after

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


# Grounds of more than a year before receipt, which was on Mon 3 Apr 2023.
LATE = attrs.evolve(RECEIVED, grounds_arose_on=day("Sat 2 Apr 2022"))
# What each reason for turning a complaint away must say, besides notice of it.
SAID: dict[NotAcceptedReason, dict[str, Any]] = {
    NotAcceptedReason.NOT_CHILDRENS_SERVICES: {
        "reasoning": "It is about a parking place.",
    },
    NotAcceptedReason.DUPLICATE: {
        "reasoning": "The same points were answered in March.",
        "duplicate_of": "CF-2",
    },
    NotAcceptedReason.OUT_OF_TIME: {
        "reasoning": "The people concerned have left.",
        "earlier_was_reasonable": True,
        "fair_consideration_possible": False,
    },
    NotAcceptedReason.CONCURRENT_PROCEEDINGS: {
        "reasoning": "The same facts are before the court.",
        "proceedings": "Family court, care order.",
    },
    NotAcceptedReason.NO_SUFFICIENT_INTEREST: {
        "reasoning": "They do not know the child.",
    },
    NotAcceptedReason.OUTSIDE_PROCEDURE: {"reasoning": "It is about a court report."},
    NotAcceptedReason.OTHER: {"reasoning": "It is about a decision of the court."},
}
ON_TUESDAY = day("Tue 11 Apr 2023")


class TestNotAccepting:
    @pytest.mark.parametrize("reason", NotAcceptedReason)
    def test_a_complaint_is_turned_away_for_a_reason(
        self, reason: NotAcceptedReason
    ) -> None:
        """Before or after its acknowledgement; the reasoning is kept apart."""
        said = SAID[reason]
        command = DoNotAccept(
            on=ON_TUESDAY,
            reason=reason,
            notified_on=ON_TUESDAY,
            ombudsman_signposted=True,
            **said,
        )
        event = NotAccepted(
            occurred_on=ON_TUESDAY,
            reason=reason,
            notified_on=ON_TUESDAY,
            ombudsman_signposted=True,
            earlier_was_reasonable=said.get("earlier_was_reasonable"),
            fair_consideration_possible=said.get("fair_consideration_possible"),
            duplicate_of=said.get("duplicate_of"),
        )
        accepted = AcceptLate(
            on=RECEIVED.on,
            earlier_was_reasonable=False,
            fair_consideration_possible=True,
            reason="They were in hospital.",
        )
        details = NotAcceptedDetails(
            reason=said.get("reasoning"), proceedings=said.get("proceedings")
        )

        corporate = attrs.evolve(LATE, procedure=Procedure.CORPORATE)
        stories: tuple[tuple[Command, ...], ...] = (
            (LATE,),
            (LATE, accepted, ACKNOWLEDGE),
        )
        if reason is NotAcceptedReason.OTHER:
            # The statutory procedure knows its grounds, and no others (section 2).
            given(LATE).when(command).refused_by("NoGroundToTurnAway")
            stories = ((corporate,), (corporate, ACKNOWLEDGE))
        for story in stories:
            answer = given(*story).when(command)
            answer.then(event)
            assert details == answer.details

    @pytest.mark.parametrize("reason", [*NotAcceptedReason, None])
    def test_not_without_the_reasons_in_words(
        self, reason: NotAcceptedReason | None
    ) -> None:
        """Section 7: the reasoning is required, whatever the reason."""
        silent = attrs.evolve(DO_NOT_ACCEPT, reason=reason, reasoning=None)

        waits = reason is NotAcceptedReason.CONCURRENT_PROCEEDINGS

        given(LATE).when(silent).refused_by("R03" if waits else "ReasonMissing")

    @pytest.mark.parametrize(
        "further", [(RESPOND_1,), (RESPOND_1, ESCALATE_2)], ids=["answered", "stage 2"]
    )
    def test_not_once_stage_1_is_over(self, further: tuple[Command, ...]) -> None:
        """From then on the complainant decides (procedure, section 2)."""
        late = attrs.evolve(
            DO_NOT_ACCEPT,
            on=day("Tue 16 May 2023"),
            notified_on=day("Tue 16 May 2023"),
        )

        given(RECEIVED, *further).when(late).refused_by(
            "R23",
            "The authority cannot refuse stage 2: reg 17 / reg 19(1) say 'must'.",
            stage=2,
        )

    def test_a_corporate_one_not_once_stage_1_is_over_either(self) -> None:
        late = attrs.evolve(DO_NOT_ACCEPT, notified_on=None)

        given(CORPORATE, CORPORATE_RESPOND_1).when(late).refused_by(
            "R18", "Stage 1 is not open.", stage=1
        )


class TestDeferral:
    def test_stage_2_is_put_off_to_the_day_agreed(self) -> None:
        """
        Due Tue 20 Jun 2023, with 23 of 25 days left on Wed 17 May.

        They run on from Fri 30 Jun: to Fri 28 Jul there are 20, and 23 end on
        Wed 2 Aug. Of the 65 days 63 are left: to Fri 25 Aug there are 40, and without
        28 Aug 63 end on Thu 28 Sep.
        """
        given(*AT_STAGE_2).when(DEFER).then(
            Deferred(
                occurred_on=day("Wed 17 May 2023"),
                until=day("Fri 30 Jun 2023"),
                complainant_agreed=True,
                moved=(
                    Moved(
                        deadline=deadline(
                            DeadlineName.STAGE_2_RESPONSE,
                            day("Mon 15 May 2023"),
                            25,
                            day("Wed 2 Aug 2023"),
                            day("Thu 28 Sep 2023"),
                        ),
                    ),
                ),
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
