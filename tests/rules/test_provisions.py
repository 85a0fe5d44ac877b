"""The rules as dated values: what they say, where, and how well that was read."""

from datetime import date

import attrs
import pytest

from caseledger.complaint import Correct, Receive, Terms, evolve
from caseledger.complaint.events import Corrected
from caseledger.rules import (
    ALL_PROVISIONS,
    Checked,
    Citation,
    Edition,
    Policy,
    Provision,
    TimeLimit,
    Unit,
    each_edition,
    statutory,
)
from given import RECEIVED, Given, day, given

# The law's and the procedures' values (procedure, sections 1.3, 6.1, 6.2 and 11), and
# the surest tag that section 1.3, or 3.1 for the Code, gives the paragraph.
VALUES = {
    "statutory.limitation": (12, Unit.MONTHS, "reg 9", "R"),
    "statutory.stage_1_response": (10, Unit.WORKING_DAYS, "reg 14", "S"),
    "statutory.stage_1_ceiling": (20, Unit.WORKING_DAYS, "reg 14", "S"),
    "statutory.stage_2_response": (25, Unit.WORKING_DAYS, "reg 17", "S"),
    "statutory.stage_2_ceiling": (65, Unit.WORKING_DAYS, "reg 17", "S"),
    "statutory.review_request": (20, Unit.WORKING_DAYS, "reg 18", "R"),
    "statutory.panel_members": (3, Unit.PEOPLE, "reg 19(2)", "V"),
    "statutory.review_panel": (30, Unit.WORKING_DAYS, "reg 19(4)", "V"),
    "statutory.panel_report": (5, Unit.WORKING_DAYS, "reg 20(2)", "S"),
    "statutory.stage_3_response": (15, Unit.WORKING_DAYS, "reg 20(3)", "S"),
    "corporate.stage_1_response": (10, Unit.WORKING_DAYS, "stage 1", "S"),
    "corporate.stage_1_ceiling": (20, Unit.WORKING_DAYS, "6.4", "V"),
    "corporate.stage_2_response": (20, Unit.WORKING_DAYS, "stage 2", "S"),
    "corporate.stage_2_ceiling": (40, Unit.WORKING_DAYS, "part 6, stage 2", "S"),
}
SURENESS = "RSV"
READ_IN_FULL = ("reg 2", "reg 10", "reg 19")

EDITIONS = [*each_edition(ALL_PROVISIONS)]
each = pytest.mark.parametrize(
    ("provision", "edition"), EDITIONS, ids=[rule.key for rule, _ in EDITIONS]
)


def test_these_are_all() -> None:
    """In the order in which a complaint meets them."""
    assert [*VALUES] == [provision.key for provision in ALL_PROVISIONS]


@each
def test_a_value_is_the_law_s(provision: Provision, edition: Edition) -> None:
    value, unit, paragraph, _ = VALUES[provision.key]

    assert (value, unit) == (edition.value, provision.unit)
    assert edition.citation.paragraph.startswith(paragraph)


@each
def test_no_value_is_quoted_as_surer_than_it_was_read(
    provision: Provision, edition: Edition
) -> None:
    """V: read in the primary text; S: in a secondary source; R: recalled."""
    tag = VALUES[provision.key][-1]

    assert SURENESS.index(edition.citation.checked) <= SURENESS.index(tag)


@each
def test_of_the_regulations_only_three_are_quoted(
    provision: Provision, edition: Edition
) -> None:
    """Regulations 2, 10 and 19 were read in the primary text."""
    statutory_rule = provision in statutory.PROVISIONS
    quoted = edition.citation.checked is Checked.VERBATIM

    assert not (statutory_rule and quoted) or (
        edition.citation.paragraph.startswith(READ_IN_FULL)
    )


@each
def test_a_value_cites_where_it_stands_and_who_looked_when(
    provision: Provision, edition: Edition
) -> None:
    citation = edition.citation

    assert citation.instrument
    assert citation.paragraph
    assert citation.url.startswith("https://")
    assert citation.checked in Checked
    assert date(2026, 1, 1) <= citation.checked_on
    assert f"{citation.instrument}, {citation.paragraph}" == str(citation)
    assert provision.sentence.endswith(".")


@each
def test_a_regulation_is_linked_to_itself(
    provision: Provision, edition: Edition
) -> None:
    if provision in statutory.PROVISIONS:
        number = edition.citation.paragraph.removeprefix("reg ").split("(")[0]

        assert edition.citation.url == (
            f"https://www.legislation.gov.uk/uksi/2006/1738/regulation/{number}"
        )


# From Mon 17 Apr 2023 stage 1 has 8 working days instead of 10, and at most 15.
CHANGE = day("Mon 17 Apr 2023")


def changed(provision: Provision, value: int) -> Provision:
    citation = Citation(
        instrument="An instrument that amends",
        paragraph="reg 2",
        url="https://www.legislation.gov.uk/",
        checked=Checked.VERBATIM,
        checked_on=CHANGE,
    )
    newer = Edition(value=value, since=CHANGE, citation=citation)
    return attrs.evolve(provision, editions=(*provision.editions, newer))


TERMS = Terms(
    policy=Policy(
        name="amended",
        statutory_stage_1=TimeLimit(
            response=changed(statutory.STAGE_1_RESPONSE, 8),
            ceiling=changed(statutory.STAGE_1_CEILING, 15),
        ),
    ),
)


def received(written: str) -> Receive:
    return attrs.evolve(RECEIVED, on=day(written))


class TestALimitThatChanges:
    @pytest.mark.parametrize(
        ("on", "working_days", "due", "latest", "source"),
        [
            # Ten days end on 28 Apr; 2 to 5 May make 14, 9 to 12 May 18, 16 May 20.
            (
                *("Fri 14 Apr 2023", 10, "Fri 28 Apr 2023", "Tue 16 May 2023"),
                (date(2006, 9, 1), "SI 2006/1738, reg 14"),
            ),
            # Eight days end on 27 Apr; 28 Apr and 2 to 5 May make 13, 10 May 15.
            (
                *("Mon 17 Apr 2023", 8, "Thu 27 Apr 2023", "Wed 10 May 2023"),
                (CHANGE, "An instrument that amends, reg 2"),
            ),
        ],
        ids=["yesterday's case keeps the old", "tomorrow's gets the new"],
    )
    def test_gives_each_case_the_limit_of_its_own_day(
        self,
        on: str,
        working_days: int,
        due: str,
        latest: str,
        source: tuple[date, str],
    ) -> None:
        told = given(received(on), terms=TERMS).stands.stage_1.deadline
        assert told is not None

        assert (working_days, day(due), day(latest)) == (
            told.working_days,
            told.due_on,
            told.latest_on,
        )
        assert source == (told.edition, told.paragraph)

    def test_moves_no_deadline_when_some_fact_is_put_right(self) -> None:
        """Received Mon 24 Apr 2023 under the old limit: due Wed 10 May."""
        before = given(received("Mon 24 Apr 2023")).stands
        theme = Correct(fact="theme", was="?", now="Delay", because="Misread.")
        [event] = Given(before, TERMS).when(theme).events

        assert isinstance(event, Corrected)
        assert day("Wed 10 May 2023") == evolve(before, event).stage_1.due_on()


class TestEditions:
    def test_a_day_before_the_first_is_measured_by_the_first(self) -> None:
        rule = changed(statutory.STAGE_1_RESPONSE, 8)

        assert [10, 10, 10, 8, 8] == [
            rule.in_force(on=on).value
            for on in (
                date(2000, 1, 1),
                date(2006, 9, 1),
                day("Sun 16 Apr 2023"),
                CHANGE,
                date(2030, 1, 1),
            )
        ]

    @pytest.mark.parametrize("since", [date(2006, 9, 1), date(2006, 8, 31)])
    def test_they_are_in_order_each_from_a_day_of_its_own(self, since: date) -> None:
        first = statutory.STAGE_1_RESPONSE.editions[0]

        with pytest.raises(ValueError, match="in order"):
            attrs.evolve(
                statutory.STAGE_1_RESPONSE,
                editions=(first, attrs.evolve(first, since=since)),
            )

    def test_there_is_at_least_one(self) -> None:
        with pytest.raises(ValueError, match="editions"):
            attrs.evolve(statutory.STAGE_1_RESPONSE, editions=())

    def test_none_is_edited(self) -> None:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            statutory.STAGE_1_RESPONSE.editions[0].value = 8  # type: ignore[misc]
