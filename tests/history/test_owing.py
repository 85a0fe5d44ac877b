"""What each event made due, by which rule, and what became of it."""

from datetime import date

import pytest

from case_file import samples
from caseledger.complaint import (
    Acknowledge,
    Command,
    Correct,
    Escalate,
    Extend,
    Respond,
    Resume,
    Standing,
    Suspend,
    Withdraw,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Outcome,
    SuspensionGround,
)
from caseledger.history import Due, history_lines, named_duties
from caseledger.testing import a_received_complaint, casework_for_tests, day

ANSWERED = Respond(on=day("Wed 19 Apr 2023"), stage=1, outcome=Outcome.NOT_UPHELD)
SUSPENDED = Suspend(
    on=day("Fri 14 Apr 2023"),
    ground=SuspensionGround.PROCEEDINGS,
    proceedings="Family court",
    reason="The same facts",
    notified_on=day("Fri 14 Apr 2023"),
)


def made_due(*commands: Command) -> dict[tuple[int, str], Due]:
    """Return what was made due, by the event's version and the name."""
    casework = casework_for_tests(a_received_complaint(), *commands)
    return {
        (line.version, due.name): due
        for line in history_lines(casework.history("CF-1"))
        for due in line.made_due
    }


RESPONSE = (1, "stage 1 response")


@pytest.mark.parametrize(
    ("commands", "fate"),
    [
        ((), "not met yet"),
        ((ANSWERED,), "met in time on 2023-04-19"),
        ((Withdraw(on=day("Tue 11 Apr 2023")),), "fell away on 2023-04-11"),
        ((SUSPENDED,), "paused"),
        (
            (SUSPENDED, Resume(on=day("Mon 24 Apr 2023"))),
            "moved to 2023-04-27 by event 3",
        ),
        (
            (
                Extend(
                    on=day("Wed 19 Apr 2023"),
                    stage=1,
                    extended_to=day("Thu 4 May 2023"),
                    reason=ExtensionReason.COMPLEXITY,
                ),
            ),
            "moved to 2023-05-04 by event 2",
        ),
        (
            (
                Correct(
                    fact="received_on",
                    was="2023-04-03",
                    now="2023-03-31",
                    because="Misread.",
                ),
            ),
            "moved to 2023-04-18 by event 4",
        ),
    ],
    ids=["open", "met", "ended", "paused", "resumed", "extended", "corrected"],
)
def test_what_became_of_the_response_due_on_19_april(
    commands: tuple[Command, ...], fate: str
) -> None:
    """Three days were left on Fri 14 Apr 2023: 25, 26 and 27 April are they."""
    due = made_due(*commands)[RESPONSE]

    assert (day("Wed 19 Apr 2023"), fate) == (due.due_on, due.fate)


def test_the_rule_the_edition_and_the_calendar() -> None:
    due = made_due()[RESPONSE]

    assert (
        "SI 2006/1738, reg 14",
        date(2006, 9, 1),
        "2026-11-22.1",
        Standing.LIMIT,
    ) == (due.paragraph, due.edition, due.calendar, due.standing)


def test_what_sets_no_day_made_nothing_due() -> None:
    found = made_due(Acknowledge(on=day("Wed 5 Apr 2023")), ANSWERED)

    assert not [version for version, _ in found if version == 2]
    assert {"stage 2 request"} == {name for version, name in found if version == 3}


def test_the_same_day_by_another_rule_is_counted_anew() -> None:
    """Ten working days by either procedure, from the same receipt."""
    lines = history_lines(samples.recorded("CF-2"))
    set_, moved = [
        due for line in lines for due in line.made_due if "stage 1 resp" in due.name
    ][:2]

    assert [day("Wed 19 Apr 2023")] * 2 == [set_.due_on, moved.due_on]
    assert "counted anew by event 3" == set_.fate
    assert "SI 2006/1738, reg 14" == set_.paragraph != moved.paragraph


def test_a_request_makes_the_next_response_due() -> None:
    """Asked for on Mon 15 May 2023, stage 2 is due on Tue 20 Jun (section 8)."""
    asked = Escalate(on=day("Mon 15 May 2023"), to_stage=2, basis=Basis.DISSATISFIED)
    due = made_due(ANSWERED, asked)[3, "stage 2 response"]

    assert (day("Tue 20 Jun 2023"), "not met yet") == (due.due_on, due.fate)


def test_a_further_pass_has_a_name_of_its_own() -> None:
    """What a panel sends back begins again with stage 2, not with the request."""
    complaint = samples.told().case("CF-1")

    names = [name for name in named_duties(complaint) if name.startswith("stage 2")]
    assert sorted(names) == [
        "stage 2 request",
        "stage 2 response",
        "stage 2 response, pass 2",
    ]


def test_earlier_passes_keep_what_became_of_them() -> None:
    """The first investigation was due on Wed 26 Jul 2023, deferral included."""
    lines = history_lines(samples.recorded("CF-1"))
    fates = {due.name: due.fate for line in lines for due in line.made_due}

    assert "met in time on 2023-07-14" == fates["stage 2 response"]
    assert "met in time on 2023-10-27" == fates["stage 2 response, pass 2"]
    assert "met in time on 2023-05-15" == fates["stage 2 request"]
