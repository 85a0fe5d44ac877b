"""What is shipped for the tests of others: it asserts, it is plausible, it is whole."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

import pytest
from hypothesis import HealthCheck, find, settings
from hypothesis import given as every
from hypothesis import strategies as st

from caseledger.calendar import ENGLAND, OutsideCalendar
from caseledger.casework import Casework
from caseledger.complaint import Command, Extend, Phase, Respond, Withdraw, duties
from caseledger.complaint.events import Withdrawn
from caseledger.complaint.vocabulary import ExtensionReason
from caseledger.rules import Policy, policy_in_force
from caseledger.testing import (
    TODAY,
    FixedClock,
    a_received_complaint,
    answered_at_stage_1,
    answered_at_stage_2,
    answered_at_stage_3,
    at_stage_2,
    at_stage_3,
    casework_for_tests,
    corporate_at_stage_2,
    day,
    given,
    strategies,
)

pytest_plugins = ["caseledger.testing.fixtures"]

WITHDRAW = Withdraw(on=day("Thu 6 Apr 2023"))
WITHDRAWN = Withdrawn(occurred_on=day("Thu 6 Apr 2023"))
TOO_LONG = Extend(
    on=day("Wed 19 Apr 2023"),
    stage=1,
    extended_to=day("Fri 5 May 2023"),
    reason=ExtensionReason.COMPLEXITY,
    reason_told="Complex.",
)


class TestGiven:
    """Each assertion can hold, and can fail."""

    def test_what_came_is_compared(self) -> None:
        answer = given(a_received_complaint()).when(WITHDRAW)
        answer.then(WITHDRAWN)
        with pytest.raises(AssertionError, match="expected these events"):
            answer.then()
        with pytest.raises(AssertionError, match="not refused"):
            answer.refused_by("R32")

    def test_a_refusal_is_compared(self) -> None:
        answer = given(a_received_complaint()).when(TOO_LONG)
        facts = {
            "extended_to": day("Fri 5 May 2023"),
            "latest_on": day("Thu 4 May 2023"),
        }
        sentence = (
            "Stage 1 cannot be extended to 2023-05-05: 2023-05-04 is the latest day "
            "allowed."
        )
        answer.refused_by("R12", sentence, **facts)
        with pytest.raises(AssertionError, match="expected this rule: 'R11'"):
            answer.refused_by("R11")
        with pytest.raises(AssertionError, match="expected these words"):
            answer.refused_by("R12", "No.")
        with pytest.raises(AssertionError, match="expected these facts"):
            answer.refused_by("R12", latest_on=day("Fri 5 May 2023"))
        with pytest.raises(type(answer.refusal or AssertionError())):
            answer.then()

    def test_the_day_of_the_command_can_be_told(self) -> None:
        story = given(a_received_complaint(), today=day("Wed 5 Apr 2023"))
        story.when(WITHDRAW).refused_by("FutureDate")

    def test_without_a_complaint_none_stands(self) -> None:
        with pytest.raises(AssertionError, match="no complaint was received"):
            _ = given().stands


@pytest.mark.parametrize(
    ("commands", "phase", "due"),
    [
        (answered_at_stage_1(), Phase.STAGE_1_RESPONDED, "Thu 4 May 2023"),
        (at_stage_2(), Phase.STAGE_2, "Tue 20 Jun 2023"),
        (answered_at_stage_2(), Phase.STAGE_2_RESPONDED, "Tue 15 Aug 2023"),
        (answered_at_stage_3(), Phase.STAGE_3_RESPONDED, "Wed 22 Nov 2023"),
        (corporate_at_stage_2(), Phase.STAGE_2, "Tue 4 Oct 2022"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_ready_made_case_is_where_it_says(
    commands: Sequence[Command], phase: Phase, due: str
) -> None:
    """By the dates of the procedure's section 8."""
    case = given(*commands).stands
    assert (phase, day(due)) == (case.phase, case.stage(case.present_stage).due_on())


def test_the_panel_of_the_longest_case_meets_by_its_day() -> None:
    case = given(*at_stage_3()).stands
    assert day("Wed 25 Oct 2023") in {duty.due_on for duty in duties(case)}


class TestCasework:
    """A casework in memory, the same on every run."""

    def test_it_holds_the_cases_it_was_given(self) -> None:
        casework = casework_for_tests(*at_stage_2("A"), *at_stage_3("B"))
        assert Phase.STAGE_2 is casework.case("A").phase
        assert Phase.STAGE_3_REQUESTED is casework.case("B").phase

    def test_each_run_records_the_same(self) -> None:
        one, two = (casework_for_tests(*at_stage_2()).history("CF-1") for _ in "12")
        assert one == two

    def test_the_policy_governs(self) -> None:
        none = Policy(corporate_stage_2_window=3)
        casework = casework_for_tests(policies=[none])
        assert (none,) == tuple(casework.terms.policies)

    def test_the_fixtures_share_their_clock(
        self, casework: Casework, clock: FixedClock
    ) -> None:
        assert TODAY == casework.clock.today()
        clock.day = date(2024, 12, 2)
        assert date(2024, 12, 2) == casework.clock.now().date()


class TestStrategies:
    """What is drawn is of every kind, and what must be valid is."""

    @every(strategies.histories())
    @settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50)
    def test_a_history_is_accepted_step_by_step(
        self, history: Sequence[Command]
    ) -> None:
        assert given(*history).stands.reference == "CF-1"

    def test_a_history_gets_as_far_as_the_answer_of_stage_2(self) -> None:
        assert find(
            strategies.histories(),
            lambda told: any(
                isinstance(one, Respond) and one.stage == 2 for one in told
            ),
            settings=settings(
                max_examples=2000, suppress_health_check=list(HealthCheck)
            ),
        )

    @every(strategies.histories(steps=6), strategies.commands())
    @settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50)
    def test_any_command_is_answered_by_events_or_a_refusal(
        self, history: Sequence[Command], asked: Command
    ) -> None:
        try:
            answer = given(*history).when(asked)
        except OutsideCalendar:
            return
        assert answer.happened or answer.refusal

    @pytest.mark.parametrize("kind", get_args(Command))
    @every(data=st.data())
    @settings(max_examples=5)
    def test_a_command_of_each_kind_is_drawn(
        self, kind: type[Command], data: st.DataObject
    ) -> None:
        assert kind is type(data.draw(strategies.commands(kind)))

    @every(strategies.policies(), strategies.days())
    def test_policies_govern_from_their_days(
        self, policies: Sequence[Policy], on: date
    ) -> None:
        assert policy_in_force(policies, on=on).since <= on
        assert sorted(policies, key=lambda one: one.since) == list(policies)

    @every(strategies.working_days())
    def test_working_days_are_worked(self, on: date) -> None:
        assert ENGLAND.is_working_day(on)
