"""Which recommendation an agreed action carries out (procedure 5.1; reg 20(3))."""

import pytest

from caseledger.complaint import AgreeAction, Command, Event, Subject
from caseledger.complaint.commands import (
    PointAnswered,
    RecommendationAnswered,
    Recommended,
)
from caseledger.complaint.events import (
    ActionAgreed,
    ActionDone,
    Noted,
    OmbudsmanRemedy,
)
from caseledger.complaint.evolve import evolve
from caseledger.complaint.recommended import recommended_at
from caseledger.complaint.state import RecommendedAt
from caseledger.complaint.vocabulary import (
    Outcome,
    PointFinding,
    RecommendationKind,
    RemedyKind,
    Source,
)
from complaint.stories import (
    AGREE_ACTION,
    APPOINT,
    AT_STAGE_1,
    CONVENE,
    DECISION,
    ESCALATE_2,
    ESCALATE_3,
    EXTEND_1,
    LONGEST,
    PANEL_MET,
    REFER,
    REINSTATE,
    REOPEN,
    REPORT,
    REPORT_INDEPENDENT,
    REPORT_OFFICER,
    RESPOND_1,
    RESPOND_2,
    RESPOND_3,
    WITHDRAW,
    but,
)
from given import RECEIVED, day, given

AGREED = AgreeAction(on=day("Wed 22 Nov 2023"), source=Source.STAGE_3)
SENT_BACK = (
    *PANEL_MET,
    but(
        REPORT,
        recommendations=(
            Recommended(kind=RecommendationKind.REINVESTIGATE),
            Recommended(kind=RecommendationKind.SERVICE),
        ),
    ),
    but(
        RESPOND_3,
        answers=(
            RecommendationAnswered(recommendation=1, accepted=True),
            RecommendationAnswered(recommendation=2, accepted=True),
        ),
    ),
)
# Reopened on Mon 27 Nov 2023, and before a second panel in the spring.
SENT_BACK_AGAIN = (
    *(*SENT_BACK, REOPEN),
    but(
        APPOINT,
        on=day("Mon 27 Nov 2023"),
        investigating_officer="io-2",
        independent_person="ip-2",
    ),
    but(REPORT_OFFICER, on=day("Wed 13 Dec 2023")),
    but(REPORT_INDEPENDENT, on=day("Fri 15 Dec 2023")),
    but(RESPOND_2, on=day("Wed 3 Jan 2024")),
    but(ESCALATE_3, on=day("Mon 8 Jan 2024")),
    but(CONVENE, on=day("Mon 5 Feb 2024")),
    but(
        REPORT,
        on=day("Mon 12 Feb 2024"),
        recommendations=(Recommended(kind=RecommendationKind.REMEDY),),
    ),
)
POINTS = (
    *(*AT_STAGE_1, EXTEND_1),
    but(
        RESPOND_1,
        outcome=Outcome.PARTIALLY_UPHELD,
        points=(
            PointAnswered(finding=PointFinding.NOT_UPHELD),
            PointAnswered(finding=PointFinding.UPHELD, recommended=True),
        ),
    ),
)
DECIDED = (
    *(*LONGEST, REFER),
    but(
        DECISION,
        remedies=(
            OmbudsmanRemedy(kind=RemedyKind.APOLOGY),
            OmbudsmanRemedy(kind=RemedyKind.SERVICE),
        ),
    ),
)

BEGUN_TWICE = (
    *(RECEIVED, WITHDRAW, REINSTATE, RESPOND_1, ESCALATE_2, APPOINT),
    *(REPORT_OFFICER, REPORT_INDEPENDENT),
    but(
        RESPOND_2,
        outcome=Outcome.UPHELD,
        points=(PointAnswered(finding=PointFinding.UPHELD, recommended=True),),
    ),
)


def carried_out(*story: Command) -> RecommendedAt | None:
    """Return what the last action of a story carries out."""
    return given(*story).stands.actions[-1].carries_out


class TestAnActionCarriesOut:
    @pytest.mark.parametrize(
        ("story", "numbers", "made"),
        [
            (SENT_BACK, (1, 2), (Source.STAGE_3, 1)),
            # The panel's, although stage 2 goes on anew.
            ((*SENT_BACK, REOPEN), (2,), (Source.STAGE_3, 1)),
            (SENT_BACK_AGAIN, (1,), (Source.STAGE_3, 2)),
            (POINTS, (2,), (Source.STAGE_1, 1)),
            (DECIDED, (1, 2), (Source.OMBUDSMAN, 1)),
            # Stage 2 is its first, though stage 1 was begun twice.
            (BEGUN_TWICE, (1,), (Source.STAGE_2, 1)),
        ],
        ids=[
            *("panel", "reopened", "second panel", "point", "ombudsman"),
            "stage 2 of a complaint begun twice",
        ],
    )
    def test_what_was_recommended_at_its_source_last(
        self,
        story: tuple[Command, ...],
        numbers: tuple[int, ...],
        made: tuple[Source, int],
    ) -> None:
        source, attempt = made
        agree = AgreeAction(
            on=day("Fri 1 Mar 2024"), source=source, carries_out=numbers
        )

        assert (
            RecommendedAt(source=source, attempt=attempt, numbers=numbers)
        ) == carried_out(*story, agree)

    def test_each_once_in_order(self) -> None:
        answer = given(*SENT_BACK).when(but(AGREED, carries_out=(2, 1, 2)))
        [agreed] = answer.events

        assert isinstance(agreed, ActionAgreed)
        assert (1, 2) == agreed.carries_out

    def test_nothing_that_it_does_not_name(self) -> None:
        assert carried_out(*SENT_BACK, AGREED) is None

    @pytest.mark.parametrize("source", [*Source, None])
    def test_nothing_where_nothing_was_recommended(self, source: Source | None) -> None:
        assert recommended_at(given(RECEIVED).stands, source) is None

    def test_what_was_named_though_its_source_is_corrected(self) -> None:
        """What it carries out was recommended where it was."""
        agreed = given(*SENT_BACK, but(AGREED, carries_out=(2,))).stands
        noted = Noted(
            subject=Subject.ACTION, number=1, fact="source", value="ombudsman"
        )
        [action] = evolve(agreed, noted).actions

        assert Source.OMBUDSMAN is action.source
        assert (
            RecommendedAt(source=Source.STAGE_3, attempt=1, numbers=(2,))
            == action.carries_out
        )


class TestItIsRefused:
    @pytest.mark.parametrize(
        ("story", "source", "number"),
        [
            (SENT_BACK, Source.STAGE_3, 3),
            (SENT_BACK, Source.STAGE_3, 0),
            (SENT_BACK, Source.STAGE_2, 1),
            (SENT_BACK, None, 1),
            (SENT_BACK_AGAIN, Source.STAGE_3, 2),
            (POINTS, Source.STAGE_1, 1),
            ((RECEIVED,), Source.STAGE_1, 1),
            (DECIDED, Source.OMBUDSMAN, 3),
            (DECIDED, Source.OMBUDSMAN, 0),
            ((*LONGEST, REFER), Source.OMBUDSMAN, 1),
        ],
    )
    def test_for_what_was_not_recommended(
        self, story: tuple[Command, ...], source: Source | None, number: int
    ) -> None:
        agree = but(AGREED, source=source, carries_out=(number,))
        given(*story).when(agree).refused_by(
            "UnknownItem",
            f"The complaint has no recommendation number {number}.",
            item="recommendation",
            number=number,
        )


class TestEvidence:
    """Whether there is any is told; what it is stays in the details."""

    DONE = day("Fri 1 Mar 2024")

    def evidenced(self, *events: Event) -> list[bool | None]:
        stands = given(RECEIVED, AGREE_ACTION).stands
        for event in events:
            stands = evolve(stands, event)
        return [action.evidenced for action in stands.actions]

    @pytest.mark.parametrize("said", [True, False, None])
    def test_is_there_as_the_event_says(self, *, said: bool | None) -> None:
        done = ActionDone(occurred_on=self.DONE, action=1, evidenced=said)

        assert [said] == self.evidenced(done)

    def test_may_be_noted_later(self) -> None:
        done = ActionDone(occurred_on=self.DONE, action=1, evidenced=False)
        noted = Noted(subject=Subject.ACTION, number=1, fact="evidence", value=None)

        assert [True] == self.evidenced(done, noted)
