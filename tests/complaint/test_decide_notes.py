"""Facts that are noted, and facts put right: what is said in the events."""

import pytest

from caseledger.complaint import (
    Correct,
    Note,
    Subject,
)
from caseledger.complaint.details import (
    CorrectionDetails,
    NotedDetails,
)
from caseledger.complaint.events import (
    Corrected,
    Noted,
)
from caseledger.complaint.facts import DATE, FACTS, IDS, MONEY, TEXT, YES_NO
from complaint.stories import (
    AGREE_ACTION,
    OFFER,
    REFER,
)
from given import RECEIVED, given

ITEMS = (RECEIVED, REFER, OFFER, AGREE_ACTION)


class TestNotesAndCorrections:
    def test_a_fact_without_a_day_is_noted(self) -> None:
        answer = given(RECEIVED).when(Note(fact="team", value="Early Help"))

        answer.then(
            Noted(subject=Subject.COMPLAINT, number=0, fact="team", value="Early Help"),
        )
        assert answer.details is None

    def test_a_personal_one_is_kept_apart(self) -> None:
        note = Note(
            fact="description", value="A canary.", subject=Subject.REMEDY, number=1
        )
        answer = given(RECEIVED, OFFER).when(note)

        answer.then(
            Noted(subject=Subject.REMEDY, number=1, fact="description", value=None),
        )
        assert NotedDetails(value="A canary.") == answer.details

    def test_a_correction_says_what_was_what_is_and_why(self) -> None:
        correct = Correct(fact="theme", was="Delay", now="Quality", because="Misread.")
        answer = given(RECEIVED).when(correct)

        answer.then(
            Corrected(
                subject=Subject.COMPLAINT,
                number=0,
                fact="theme",
                was="Delay",
                now="Quality",
            ),
        )
        assert answer.details == CorrectionDetails(
            because="Misread.", was=None, now=None
        )

    def test_a_personal_one_keeps_all_three_apart(self) -> None:
        correct = Correct(
            fact="owner",
            was="A",
            now="B",
            because="Misread.",
            subject=Subject.ACTION,
            number=1,
        )
        answer = given(RECEIVED, AGREE_ACTION).when(correct)

        answer.then(
            Corrected(
                subject=Subject.ACTION, number=1, fact="owner", was=None, now=None
            ),
        )
        assert answer.details == CorrectionDetails(because="Misread.", was="A", now="B")

    @pytest.mark.parametrize("number", [-1, 0, 2])
    @pytest.mark.parametrize(
        ("subject", "fact", "value"),
        [
            (Subject.REMEDY, "amount_gbp", "400"),
            (Subject.ACTION, "due_on", "2024-03-01"),
            (Subject.REFERRAL, "ombudsman_decided_on", "2024-03-01"),
        ],
        ids=["remedy", "action", "referral"],
    )
    def test_not_of_what_is_not_there(
        self, subject: Subject, fact: str, value: str, number: int
    ) -> None:
        correct = Correct(
            fact=fact,
            was=value,
            now=value,
            because="Misread.",
            subject=subject,
            number=number,
        )

        given(*ITEMS).when(correct).refused_by(
            "UnknownItem", item=str(subject), number=number
        )


# What belongs to no step; all else is recorded by the step that it belongs to.
OF_NO_STEP = {
    Subject.COMPLAINT: {
        *("team", "channel", "complainant", "complainant_id", "theme"),
        *("grounds_arose_on", "function", "oral", "child_is_complainant"),
        *("duplicate_of", "suspension_reason", "s2_extension_reason"),
    },
    Subject.REFERRAL: set(),
    Subject.REMEDY: {"remedy_id", "source", "kind", "amount_gbp", "description"},
    Subject.ACTION: {
        *("action_id", "source", "recommendation", "action", "owner", "due_on"),
        "evidence",
    },
}
# A value of each kind, as the register writes it.
WRITTEN = {DATE: "2023-04-05", MONEY: "400", YES_NO: "yes", TEXT: "A", IDS: "A;B"}
EVERY_FACT = [
    (subject, fact, 0 if subject is Subject.COMPLAINT else 1)
    for subject, facts in FACTS.items()
    for fact in facts
]


def written(subject: Subject, fact: str) -> str:
    """Return a value that a fact may have."""
    codes = {
        "procedure": "corporate",
        "function": "adoption",
        "source": "stage_1",
        "kind": "apology",
        "status": "accepted",
        "not_accepted_reason": "duplicate",
        "s1_extension_reason": "complexity",
        "s2_basis": "dissatisfied",
        "ombudsman_decision": "upheld",
        "ombudsman_not_investigated_reason": "premature",
        **{f"s{number}_outcome": "upheld" for number in (1, 2, 3)},
    }
    return codes.get(fact) or WRITTEN[FACTS[subject][fact].kind]


class TestWhatBelongsToAStep:
    """It is told by that step, and so meets the step's rules."""

    @pytest.mark.parametrize(("subject", "fact", "number"), EVERY_FACT)
    def test_is_not_noted_by_itself(
        self, subject: Subject, fact: str, number: int
    ) -> None:
        note = Note(
            fact=fact, value=written(subject, fact), subject=subject, number=number
        )
        answer = given(*ITEMS).when(note)

        if fact in OF_NO_STEP[subject]:
            assert answer.refusal is None
        else:
            answer.refused_by(
                "StepNotNoted",
                f"{fact} is recorded by the step that it belongs to.",
                fact=fact,
            )

    @pytest.mark.parametrize(
        "fact",
        ["s1_responded_on", "s2_requested_on", "withdrawn_on", "s3_panel_met_on"],
    )
    def test_is_not_corrected_before_it_is_told(self, fact: str) -> None:
        """Only what was recorded can have been recorded wrongly."""
        correct = Correct(
            fact=fact, was="2023-04-05", now="2023-04-06", because="Misread."
        )

        given(RECEIVED).when(correct).refused_by(
            "NothingToCorrect", f"Nothing is recorded of {fact}.", fact=fact
        )

    def test_is_told_by_history_all_the_same(self) -> None:
        """A register tells a reason without the day of its step."""
        note = Note(fact="s1_extension_reason", value="complexity")
        [event] = given(RECEIVED).told(note).events

        assert event == Noted(
            subject=Subject.COMPLAINT,
            number=0,
            fact="s1_extension_reason",
            value="complexity",
        )
