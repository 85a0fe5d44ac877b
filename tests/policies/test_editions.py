"""
A limit that changes: cases that began before keep theirs, those from the day on do not.

Whether the law changes it or the authority, the dates are the same. Stage 1 has 8
working days instead of 10, and at most 15 instead of 20, from Mon 17 Apr 2023.
"""

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from caseledger.complaint import (
    Correct,
    DeadlineName,
    Extend,
    Receive,
    Terms,
    evolve,
)
from caseledger.complaint.events import Corrected
from caseledger.complaint.vocabulary import ExtensionReason
from caseledger.policies import BadPolicy, load_policies
from caseledger.rules import (
    DEFAULT_POLICY,
    Checked,
    Citation,
    Clock,
    Edition,
    Policy,
    Procedure,
    Provision,
    TimeLimit,
    statutory,
)
from given import RECEIVED, Given, day, given
from policies.files import edition, terms, written

CHANGE = day("Mon 17 Apr 2023")
BEFORE, AFTER = "Fri 14 Apr 2023", "Mon 17 Apr 2023"


def amended(provision: Provision, value: int) -> Provision:
    citation = Citation(
        instrument="An instrument that amends",
        paragraph="reg 2",
        url="https://www.legislation.gov.uk/",
        checked=Checked.VERBATIM,
        checked_on=CHANGE,
    )
    newer = Edition(value=value, since=CHANGE, citation=citation)
    return attrs.evolve(provision, editions=(*provision.editions, newer))


def by_law(_folder: Path) -> Terms:
    return Terms(
        policies=(
            Policy(
                statutory_stage_1=TimeLimit(
                    response=amended(statutory.STAGE_1_RESPONSE, 8),
                    ceiling=amended(statutory.STAGE_1_CEILING, 15),
                ),
            ),
        ),
    )


LIMITS = "statutory = {stage_1 = 8, stage_1_longest = 15}"


def by_first_edition(folder: Path) -> Terms:
    return terms(folder, edition("2023-04-17", LIMITS))


def by_next_edition(folder: Path) -> Terms:
    return terms(folder, edition("2021-04-01"), edition("2023-04-17", LIMITS))


@pytest.fixture(params=[by_law, by_first_edition, by_next_edition])
def changing(request: pytest.FixtureRequest, tmp_path: Path) -> Terms:
    make: Callable[[Path], Terms] = request.param
    return make(tmp_path)


def received(written: str, procedure: Procedure = Procedure.STATUTORY) -> Receive:
    return attrs.evolve(RECEIVED, on=day(written), procedure=procedure)


class TestALimitThatChangesTomorrow:
    @pytest.mark.parametrize(
        ("on", "working_days", "due", "latest"),
        [
            # Ten days end on 28 Apr; 2 to 5 May make 14, 9 to 12 May 18, 16 May 20.
            (BEFORE, 10, "Fri 28 Apr 2023", "Tue 16 May 2023"),
            # Eight days end on 27 Apr; 28 Apr and 2 to 5 May make 13, 10 May 15.
            (AFTER, 8, "Thu 27 Apr 2023", "Wed 10 May 2023"),
        ],
        ids=["yesterday's case keeps the old", "tomorrow's gets the new"],
    )
    def test_gives_each_case_the_limit_of_its_own_day(
        self, changing: Terms, on: str, working_days: int, due: str, latest: str
    ) -> None:
        told = given(received(on), terms=changing).stands.stage_1.deadline
        assert told is not None

        assert (working_days, day(due), day(latest)) == (
            told.working_days,
            told.due_on,
            told.latest_on,
        )

    def test_lets_yesterday_s_case_be_extended_as_far_as_before(
        self, changing: Terms
    ) -> None:
        """Told on Thu 27 Apr, when the shorter limit is in force already."""
        extend = Extend(
            on=day("Thu 27 Apr 2023"),
            stage=1,
            extended_to=day("Tue 16 May 2023"),
            reason=ExtensionReason.COMPLEXITY,
        )
        assert (
            day("Tue 16 May 2023")
            == given(received(BEFORE), extend, terms=changing).stands.stage_1.due_on()
        )
        given(received(AFTER), terms=changing).when(extend).refused_by("R12")

    def test_moves_nothing_when_a_fact_of_yesterday_s_case_is_put_right(
        self, changing: Terms
    ) -> None:
        """Received under the old limit alone; corrected under the new one."""
        before = given(received(BEFORE)).stands
        theme = Correct(fact="theme", was="", now="Delay", because="Misread.")
        [event] = Given(before, changing).when(theme).events

        assert isinstance(event, Corrected)
        assert day("Fri 28 Apr 2023") == evolve(before, event).stage_1.due_on()

    @pytest.mark.parametrize(
        ("now", "due"),
        [
            # Thu 13 Apr 2023 and 10 days: 14, 17 to 21, 24 to 27 Apr.
            ("2023-04-13", "Thu 27 Apr 2023"),
            ("2023-04-17", "Thu 27 Apr 2023"),
            # Tue 18 Apr 2023 and 8 days: 19 to 21, 24 to 28 Apr.
            ("2023-04-18", "Fri 28 Apr 2023"),
        ],
    )
    def test_counts_a_corrected_day_by_the_limit_of_that_day(
        self, changing: Terms, now: str, due: str
    ) -> None:
        receipt = Correct(
            fact="received_on", was="2023-04-14", now=now, because="Misread."
        )
        events = given(received(BEFORE), terms=changing).when(receipt).events
        complaint = given(received(BEFORE), *events, terms=changing).stands

        assert day(due) == complaint.stage_1.due_on()


class TestAnOwnLimit:
    def test_cites_the_policy_and_the_paragraph_it_stands_under(
        self, tmp_path: Path
    ) -> None:
        told = terms(tmp_path, edition("2023-04-17", LIMITS)).deadline(
            DeadlineName.STAGE_1_RESPONSE, Procedure.STATUTORY, counted_from=CHANGE
        )
        assert (
            "Westborough, statutory.stage_1, under SI 2006/1738, reg 14"
            == told.paragraph
        )
        assert ("own.statutory.stage_1", CHANGE) == (told.provision, told.edition)

    def test_says_where_it_can_be_read_and_claims_no_more_than_it_knows(
        self, tmp_path: Path
    ) -> None:
        """The file tells the authority's policy: it is a source that cites it."""
        *_, policy = load_policies(written(tmp_path, edition("2023-04-17", LIMITS)))
        provision = policy.statutory_stage_1.response
        citation = provision.in_force(on=CHANGE).citation

        assert "https://www.westborough.gov.uk/complaints" == citation.url
        assert Checked.SECONDARY is citation.checked
        assert (
            "The authority's own, in place of this: Stage 1 is answered within "
            "10 working days of receipt." == provision.sentence
        )

    def test_keeps_every_value_it_has_had(self, tmp_path: Path) -> None:
        """So that a page about a year says which value held in which part of it."""
        *_, policy = load_policies(
            written(
                tmp_path,
                edition("2023-04-01", "statutory.stage_1 = 8\ncorporate.stage_1 = 15"),
                edition("2024-04-01", "statutory.stage_1 = 9"),
                edition("2025-04-01"),
            )
        )
        first, second, third = "2023-04-01", "2024-04-01", "2025-04-01"

        def values(provision: Provision) -> list[tuple[str, int]]:
            return [(str(one.since), one.value) for one in provision.editions]

        assert [("2006-09-01", 10), (first, 8), (second, 9), (third, 10)] == values(
            policy.statutory_stage_1.response
        )
        assert [("2006-09-01", 10), (first, 15), (second, 10)] == values(
            policy.corporate_stage_1.response
        )
        again = edition("2024-04-01", "statutory.stage_1 = 8")
        *_, policy = load_policies(
            written(tmp_path, edition("2023-04-01", "statutory.stage_1 = 8"), again)
        )
        assert [("2006-09-01", 10), (first, 8)] == values(
            policy.statutory_stage_1.response
        )
        # What no edition sets is the law's own provision.
        assert statutory.STAGE_2_RESPONSE is policy.statutory_stage_2.response


class TestEditions:
    def test_days_before_the_first_run_without_a_policy(self, tmp_path: Path) -> None:
        default, own = load_policies(
            written(
                tmp_path,
                edition(
                    "2024-02-01",
                    'corporate_clock = "acknowledgement"\n'
                    "milestones.stage_2_acknowledgement = 5",
                ),
            )
        )
        assert DEFAULT_POLICY == default
        assert ("2024-02-01", Clock.ACKNOWLEDGEMENT) == (
            str(own.since),
            own.corporate_clock,
        )

    @pytest.mark.parametrize("since", ["2006-09-01", "1998-01-01"])
    def test_a_first_edition_as_old_as_the_law_needs_none_before_it(
        self, tmp_path: Path, since: str
    ) -> None:
        [own] = load_policies(
            written(tmp_path, edition(since, "statutory.stage_1 = 8"))
        )
        assert since == str(own.since)
        assert {8} == {one.value for one in own.statutory_stage_1.response.editions}

    def test_each_is_whole(self, tmp_path: Path) -> None:
        """Nothing is taken over from the edition before it."""
        _, _, later = load_policies(
            written(
                tmp_path,
                edition(
                    "2021-04-01",
                    'service = "A"\nofficer_must_be_external = true\n'
                    "closure_days = [2021-12-29]\nmilestones.panel_chair = 5",
                ),
                edition("2023-04-01", "target_percent = 90"),
            )
        )
        assert (None, False, (), 90) == (
            later.service,
            later.officer_must_be_external,
            later.closure_days,
            later.target_percent,
        )
        assert 10 == later.panel_chair.in_force(on=later.since).value

    def test_a_closure_moves_corporate_counts_alone(self, tmp_path: Path) -> None:
        """From Mon 18 Dec 2023: 19 to 22 make 4, 27 to 29 7, 2 to 4 Jan 10."""
        closed = terms(
            tmp_path,
            edition("2023-04-01", "closure_days = [2023-12-27, 2023-12-28]"),
        )
        for procedure, due in (
            (Procedure.STATUTORY, "Thu 4 Jan 2024"),
            (Procedure.CORPORATE, "Mon 8 Jan 2024"),
        ):
            told = given(received("Mon 18 Dec 2023", procedure), terms=closed).stands
            assert day(due) == told.stage_1.due_on()


class TestALawThatTightensLater:
    """The law itself allows but 8 at stage 1, from Mon 17 Apr 2023."""

    @pytest.fixture(autouse=True)
    def _law(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stricter = TimeLimit(
            response=amended(statutory.STAGE_1_RESPONSE, 8),
            ceiling=statutory.STAGE_1_CEILING,
        )
        law = attrs.evolve(DEFAULT_POLICY, statutory_stage_1=stricter)
        monkeypatch.setattr("caseledger.policies.reading.DEFAULT_POLICY", law)

    def test_is_followed_by_an_older_edition(self, tmp_path: Path) -> None:
        own = terms(tmp_path, edition("2021-04-01", "statutory.stage_1 = 9"))

        def told(on: str) -> tuple[int, str]:
            deadline = own.deadline(
                DeadlineName.STAGE_1_RESPONSE, Procedure.STATUTORY, counted_from=day(on)
            )
            return deadline.working_days, deadline.paragraph

        assert (9, "Westborough, statutory.stage_1, under SI 2006/1738, reg 14") == (
            told(BEFORE)
        )
        assert (8, "An instrument that amends, reg 2") == told(AFTER)

    def test_refuses_a_newer_one(self, tmp_path: Path) -> None:
        with pytest.raises(BadPolicy, match=r"9 .* laxer than the law, which allows 8"):
            terms(tmp_path, edition("2023-04-17", "statutory.stage_1 = 9"))
        terms(tmp_path, edition("2023-04-16", "statutory.stage_1 = 9"))
