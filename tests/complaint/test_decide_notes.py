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
