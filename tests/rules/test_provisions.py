"""The rules as dated values: what they say, where, and how well that was read."""

from datetime import date

import attrs
import pytest

from caseledger.complaint import Correct, Event, Receive, Terms, evolve
from caseledger.complaint.events import Corrected, DeadlineRecomputed, Standing
from caseledger.rules import (
    ALL_PROVISIONS,
    DEFAULT_POLICY,
    Checked,
    Citation,
    Edition,
    Policy,
    Provision,
    TimeLimit,
    Unit,
    corporate,
    each_edition,
    statutory,
)
from given import RECEIVED, Given, day, given

# Each edition's first day, and of it the paragraph and the tag.
Told = dict[date, tuple[str, str]]
# Since when a value stands in a text: the Regulations, and the Code of February 2024.
# Local practice is known from no earlier day than the Regulations.
REGULATIONS, CODE = date(2006, 9, 1), date(2024, 2, 1)
# How old the instruments are that are cited. Of the guidance only the year is known,
# and local practice is known from the Regulations on.
CAME = {
    "SI 2006/1738": REGULATIONS,
    "Local corporate complaints procedure": REGULATIONS,
    "Local practice": REGULATIONS,
    "Getting the Best from Complaints (DfES 2006)": REGULATIONS,
    "Local Government Act 1974": date(1974, 1, 1),
    "Complaint Handling Code (2024)": CODE,
}


def law(value: int, regulation: str, tag: str) -> tuple[int, Unit, Told]:
    return value, Unit.WORKING_DAYS, {REGULATIONS: (f"reg {regulation}", tag)}


def code(value: int, paragraph: str, tag: str) -> tuple[int, Unit, Told]:
    return value, Unit.WORKING_DAYS, {CODE: (paragraph, tag)}


def advice(value: int, paragraph: str, tag: str) -> tuple[int, Unit, Told]:
    return value, Unit.WORKING_DAYS, {REGULATIONS: (paragraph, tag)}


# The law's and the procedures' values (procedure, sections 1.3, 6.1, 6.2 and 11), and
# the surest tag that section 1.3 or, for the corporate ones, 3.1 and 4 give the
# paragraph. Code 6.4 was read, but the twenty days from receipt are made out of it.
# Milestones are those of section 2, local practice that of section 4, and the year in
# which the Ombudsman looks at a complaint that of section 3.
VALUES: dict[str, tuple[int, Unit, Told]] = {
    "statutory.limitation": (12, Unit.MONTHS, {REGULATIONS: ("reg 9", "R")}),
    "statutory.resubmission": (12, Unit.MONTHS, {REGULATIONS: ("reg 8", "R")}),
    "statutory.stage_1_response": law(10, "14", "S"),
    "statutory.stage_1_ceiling": law(20, "14", "S"),
    "statutory.stage_2_response": law(25, "17", "S"),
    "statutory.stage_2_ceiling": law(65, "17", "S"),
    "statutory.review_request": law(20, "18", "R"),
    "statutory.panel_members": (3, Unit.PEOPLE, {REGULATIONS: ("reg 19(2)", "V")}),
    "statutory.review_panel": law(30, "19(4)", "V"),
    "statutory.panel_report": law(5, "20(2)", "S"),
    "statutory.stage_3_response": law(15, "20(3)", "S"),
    "corporate.stage_1_response": (
        *(10, Unit.WORKING_DAYS),
        {REGULATIONS: ("stage 1", "S")},
    ),
    "corporate.stage_1_ceiling": (
        *(20, Unit.WORKING_DAYS),
        {REGULATIONS: ("stage 1", "S"), CODE: ("6.4", "S")},
    ),
    "corporate.stage_2_response": (
        *(20, Unit.WORKING_DAYS),
        {REGULATIONS: ("stage 2", "S")},
    ),
    "corporate.stage_2_ceiling": (
        *(40, Unit.WORKING_DAYS),
        {REGULATIONS: ("stage 2", "R"), CODE: ("part 6, stage 2", "S")},
    ),
    "corporate.code_acknowledgement": code(5, "6.2", "V"),
    "corporate.code_stage_1_response": code(10, "6.3", "V"),
    "corporate.code_stage_1_ceiling": code(20, "6.4", "S"),
    "corporate.code_stage_2_response": code(20, "part 6, stage 2", "S"),
    "corporate.code_stage_2_ceiling": code(40, "part 6, stage 2", "S"),
    "guidance.acknowledgement": advice(3, "Westminster", "S"),
    "guidance.stage_2_request": advice(20, "3.5.8", "R"),
    "guidance.panel_acknowledgement": advice(2, "chapter 3", "R"),
    "guidance.panel_chair": advice(10, "chapter 3", "R"),
    "guidance.panel_papers": advice(10, "chapter 3", "R"),
    "guidance.ombudsman": (12, Unit.MONTHS, {date(2008, 4, 1): ("s 26B", "V")}),
}
# What governs only where an authority's policy chose the Code, which came in 2024.
CHOSEN = {key for key in VALUES if key.startswith("corporate.code_")}
SURENESS = "RSV"
READ_IN_FULL = ("reg 2", "reg 10", "reg 19")

EDITIONS = [*each_edition(ALL_PROVISIONS)]
each = pytest.mark.parametrize(
    ("provision", "edition"),
    EDITIONS,
    ids=[f"{rule.key} of {edition.since}" for rule, edition in EDITIONS],
)
each_rule = pytest.mark.parametrize(
    "provision", ALL_PROVISIONS, ids=lambda one: one.key
)


def test_these_are_all() -> None:
    """In the order in which a complaint meets them, each with all its editions."""
    assert [(key, [*told]) for key, (_, _, told) in VALUES.items()] == [
        (provision.key, [edition.since for edition in provision.editions])
        for provision in ALL_PROVISIONS
    ]


@each
def test_a_value_is_the_law_s(provision: Provision, edition: Edition) -> None:
    value, unit, told = VALUES[provision.key]
    paragraph, _ = told[edition.since]

    assert (value, unit) == (edition.value, provision.unit)
    assert edition.citation.paragraph.startswith(paragraph)


@each
def test_no_value_is_quoted_as_surer_than_it_was_read(
    provision: Provision, edition: Edition
) -> None:
    """V: read in the primary text; S: in a secondary source; R: recalled."""
    _, _, told = VALUES[provision.key]
    _, tag = told[edition.since]

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


@each
def test_no_edition_is_older_than_what_it_cites(
    provision: Provision, edition: Edition
) -> None:
    assert CAME[edition.citation.instrument] <= edition.since, provision.key


@each_rule
def test_a_case_of_2023_cites_nothing_younger_than_itself(
    provision: Provision,
) -> None:
    """
    On any day of it, from the first to the last.

    What a policy must choose first is measured by its first edition on a day before.
    """
    if provision.key in CHOSEN:
        assert provision not in in_force_by_default()
        return
    for on in (date(2023, 1, 1), date(2023, 7, 3), date(2023, 12, 31)):
        assert CAME[provision.in_force(on=on).citation.instrument] <= on


def in_force_by_default() -> list[Provision]:
    """Return the provisions of an authority that made no choice."""
    found: list[Provision] = []
    for field in attrs.fields(Policy):
        match getattr(DEFAULT_POLICY, field.name):
            case Provision() as provision:
                found.append(provision)
            case TimeLimit(response=response, ceiling=ceiling):
                found += [response, *([ceiling] if ceiling else [])]
            case _:
                pass
    return found


def test_without_a_choice_all_but_the_code_is_in_force() -> None:
    """Limits, ceilings and milestones; the rest bounds what the model decides."""
    bounds = {
        *("statutory.limitation", "statutory.resubmission"),
        *("statutory.panel_members", "guidance.ombudsman"),
    }
    governing = {provision.key for provision in in_force_by_default()}

    assert VALUES.keys() - CHOSEN - bounds == governing


@pytest.mark.parametrize(
    ("provision", "value", "paragraph"),
    [
        (corporate.STAGE_1_CEILING, 20, "6.4"),
        (corporate.STAGE_2_CEILING, 40, "part 6, stage 2"),
    ],
    ids=["stage 1", "stage 2"],
)
def test_the_code_gives_the_ceilings_their_ground_and_not_their_value(
    provision: Provision, value: int, paragraph: str
) -> None:
    """In force since Thu 1 Feb 2024, and not on the day before."""
    before = provision.in_force(on=day("Wed 31 Jan 2024"))
    since = provision.in_force(on=day("Thu 1 Feb 2024"))

    assert [value, value] == [before.value, since.value]
    assert "Local corporate complaints procedure" == before.citation.instrument
    assert f"Complaint Handling Code (2024), {paragraph}" == str(since.citation)


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
    policies=(
        Policy(
            name="amended",
            statutory_stage_1=TimeLimit(
                response=changed(statutory.STAGE_1_RESPONSE, 8),
                ceiling=changed(statutory.STAGE_1_CEILING, 15),
            ),
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


# The same limit of stage 1, under a key of the authority's own.
RENAMED = Terms(
    policies=(
        Policy(
            name="renamed",
            statutory_stage_1=TimeLimit(
                response=attrs.evolve(
                    statutory.STAGE_1_RESPONSE, key="local.stage_1_response"
                ),
                ceiling=statutory.STAGE_1_CEILING,
            ),
        ),
    ),
)


class TestAPolicyWithAKeyOfItsOwn:
    """Received Mon 3 Apr 2023 under the default policy: due Wed 19 Apr."""

    BEFORE = given(RECEIVED).stands

    def correct(self, fact: str, now: str) -> list[Event]:
        command = Correct(fact=fact, was="?", now=now, because="Misread.")
        asked = Given(self.BEFORE, RENAMED)
        events = asked.when(command).events
        assert events == asked.told(command).events
        return events

    def moved(self, fact: str, now: str) -> list[tuple[str, date]]:
        return [
            (event.deadline.provision, event.deadline.due_on)
            for event in self.correct(fact, now)
            if isinstance(event, DeadlineRecomputed)
            and event.deadline.name.standing is Standing.LIMIT
        ]

    @pytest.mark.parametrize(
        ("fact", "now"),
        [
            ("theme", "Delay"),
            ("received_on", "2023-04-03"),
            ("procedure", "statutory"),
        ],
    )
    def test_moves_no_old_deadline(self, fact: str, now: str) -> None:
        [event] = self.correct(fact, now)

        assert isinstance(event, Corrected)

    def test_counts_a_corrected_day_anew(self) -> None:
        """Received Thu 27 Apr 2023: due Mon 15 May (E9)."""
        assert [("local.stage_1_response", day("Mon 15 May 2023"))] == self.moved(
            "received_on", "2023-04-27"
        )

    def test_counts_a_corrected_procedure_anew(self) -> None:
        assert [("corporate.stage_1_response", day("Wed 19 Apr 2023"))] == self.moved(
            "procedure", "corporate"
        )


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
            statutory.STAGE_1_RESPONSE.editions[0].value = 8  # type: ignore[misc] # a frozen value, on purpose
