"""The policies that come with the library, on the worked dates of the procedure."""

import tomllib
from datetime import date

import attrs
import pytest

from caseledger.complaint import Acknowledge, DeadlineName, Terms
from caseledger.policies import PRESETS, BadPolicy, policy_file, preset, preset_file
from caseledger.rules import Procedure, policy_in_force
from given import RECEIVED, day, given

CORPORATE = attrs.evolve(RECEIVED, procedure=Procedure.CORPORATE)


def terms(name: str) -> Terms:
    return Terms(policies=preset(name))


def stage_1(name: str, received: str, *acknowledged: str) -> tuple[date, date | None]:
    """Return the day on which stage 1 is due, and the latest, of a corporate case."""
    asked = attrs.evolve(CORPORATE, on=day(received))
    steps = [Acknowledge(on=day(one)) for one in acknowledged]
    deadline = given(asked, *steps, terms=terms(name)).stands.stage_1.deadline
    assert deadline is not None
    return deadline.due_on, deadline.latest_on


def stage_2(
    name: str, asked: str, acknowledged: str | None = None
) -> tuple[date, date | None]:
    """Return the same of stage 2."""
    start = terms(name).clock_start(
        Procedure.CORPORATE,
        2,
        asked_on=day(asked),
        acknowledged_on=day(acknowledged) if acknowledged else None,
    )
    deadline = terms(name).deadline(
        DeadlineName.STAGE_2_RESPONSE, Procedure.CORPORATE, counted_from=start
    )
    return deadline.due_on, deadline.latest_on


class TestFromReceipt:
    def test_e41_stage_1(self) -> None:
        due_on, _ = stage_1("westminster-2022", "Tue 31 May 2022")
        assert day("Thu 16 Jun 2022") == due_on

    def test_an_acknowledgement_moves_nothing(self) -> None:
        due_on, _ = stage_1("westminster-2022", "Tue 31 May 2022", "Wed 1 Jun 2022")
        assert day("Thu 16 Jun 2022") == due_on

    def test_e43_stage_2(self) -> None:
        due_on, _ = stage_2("westminster-2022", "Mon 5 Sep 2022")
        assert day("Tue 4 Oct 2022") == due_on


class TestFromAcknowledgement:
    def test_e42_stage_1(self) -> None:
        """Acknowledged on the fifth working day after Tue 31 May 2022."""
        told = stage_1("westminster-code", "Tue 31 May 2022", "Thu 9 Jun 2022")
        assert day("Thu 23 Jun 2022") == told[0]

    def test_an_earlier_acknowledgement_makes_it_earlier(self) -> None:
        """Wed 1 Jun 2022 and 10: 6 to 10 June make 5, 13 to 17 June 10."""
        told = stage_1("westminster-code", "Tue 31 May 2022", "Wed 1 Jun 2022")
        assert day("Fri 17 Jun 2022") == told[0]

    @pytest.mark.parametrize("acknowledged", [(), ("Fri 10 Jun 2022",)])
    def test_failing_to_acknowledge_stops_no_clock(
        self, acknowledged: tuple[str, ...]
    ) -> None:
        """At the latest (receipt and 5) and 10, acknowledged late or not at all."""
        told = stage_1("westminster-code", "Tue 31 May 2022", *acknowledged)
        assert day("Thu 23 Jun 2022") == told[0]

    @pytest.mark.parametrize("acknowledged", ["Mon 12 Sep 2022", None])
    def test_e44_and_e45_stage_2_and_its_longest(
        self, acknowledged: str | None
    ) -> None:
        """The fifth working day after Mon 5 Sep 2022 is Mon 12 Sep."""
        assert (day("Tue 11 Oct 2022"), day("Tue 8 Nov 2022")) == stage_2(
            "westminster-code", "Mon 5 Sep 2022", acknowledged
        )

    def test_e46_the_longest_of_stage_1(self) -> None:
        """Acknowledged on Thu 14 Dec 2023, within 5 of Mon 11 Dec."""
        told = stage_1("westminster-code", "Mon 11 Dec 2023", "Thu 14 Dec 2023")
        assert day("Tue 16 Jan 2024") == told[1]


class TestTheOmbudsmanSCode:
    """It came in on Thu 1 Feb 2024."""

    def test_complaints_of_the_day_before_run_from_receipt(self) -> None:
        """Wed 31 Jan 2024 and 10: 1 and 2, 5 to 9, 12 to 14 Feb."""
        told = stage_1("ombudsman-code", "Wed 31 Jan 2024", "Fri 2 Feb 2024")
        assert day("Wed 14 Feb 2024") == told[0]

    def test_complaints_of_the_day_run_from_acknowledgement(self) -> None:
        """Acknowledged on Fri 2 Feb 2024: 5 to 9 and 12 to 16 Feb make 10."""
        told = stage_1("ombudsman-code", "Thu 1 Feb 2024", "Fri 2 Feb 2024")
        assert day("Fri 16 Feb 2024") == told[0]

    def test_its_limits_cite_it(self) -> None:
        deadline = terms("ombudsman-code").deadline(
            DeadlineName.STAGE_1_RESPONSE,
            Procedure.CORPORATE,
            counted_from=day("Fri 2 Feb 2024"),
        )
        assert "Complaint Handling Code (2024), corporate.stage_1" == deadline.paragraph

    def test_an_extension_names_the_ombudsman_and_may_be_longer(self) -> None:
        code = preset("ombudsman-code")
        told = [
            (one.extension_names_ombudsman, one.longer_for_good_reason)
            for on in ("Wed 31 Jan 2024", "Thu 1 Feb 2024")
            for one in [policy_in_force(code, on=day(on))]
        ]
        assert [(False, False), (True, True)] == told


class TestWestminsterSReports:
    @pytest.mark.parametrize(
        ("on", "target", "role"),
        [
            ("Thu 1 Apr 2021", None, "Executive Director"),
            ("Fri 31 Mar 2023", None, "Executive Director"),
            ("Sat 1 Apr 2023", 90, "Director of Children's Services"),
        ],
    )
    def test_the_target_and_who_signs_stage_3_change_together(
        self, on: str, target: int | None, role: str
    ) -> None:
        policy = policy_in_force(preset("westminster-2022"), on=day(on))
        assert (target, (role,)) == (
            policy.target_percent,
            policy.roles(Procedure.STATUTORY, 3),
        )
        assert policy.officer_must_be_external
        assert ("Director",) == policy.roles(Procedure.CORPORATE, 2)

    def test_an_acknowledgement_is_due_in_three_days(self) -> None:
        """E1: received Thu 6 Apr 2023."""
        deadline = terms("westminster-2022").deadline(
            DeadlineName.ACKNOWLEDGEMENT,
            Procedure.STATUTORY,
            counted_from=day("Thu 6 Apr 2023"),
        )
        assert day("Thu 13 Apr 2023") == deadline.due_on

    def test_its_newest_pages_leave_twelve_months_for_stage_2(self) -> None:
        [policy] = preset("westminster-code")
        assert 12 == policy.corporate_stage_2_window


@pytest.mark.parametrize("name", PRESETS)
class TestEveryPreset:
    def test_runs_the_statutory_procedure_as_the_law_does(self, name: str) -> None:
        told = given(RECEIVED, terms=terms(name)).stands.stage_1.deadline
        assert given(RECEIVED).stands.stage_1.deadline == told

    def test_says_where_each_edition_is_from(self, name: str) -> None:
        """Each value is told with a comment on its line, or above it."""
        text = preset_file(name).read_text(encoding="utf-8")
        editions = tomllib.loads(text)["edition"]
        _, *parts = text.split("[[edition]]")

        assert len(parts) == len(editions)
        for part in parts:
            assert part.lstrip().startswith("#")
            for line in part.splitlines():
                if line.startswith(("acknowledgement", "stage_2_ack", "target")):
                    assert "#" in line, line


def test_there_are_three() -> None:
    assert ("ombudsman-code", "westminster-2022", "westminster-code") == PRESETS


def test_another_is_refused_with_their_names() -> None:
    with pytest.raises(BadPolicy, match=r"no such preset; the presets are ombudsman-"):
        preset("westminster")
    with pytest.raises(BadPolicy, match=r"neither such a file nor such a preset; the"):
        policy_file("westminster")
