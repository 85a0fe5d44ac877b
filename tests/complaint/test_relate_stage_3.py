"""Stage 3 told late: irregular panels and answers are marked, and took place."""

import attrs
import pytest

from caseledger.complaint import (
    Command,
    ConvenePanel,
    Respond,
    Step,
)
from caseledger.complaint.events import (
    IrregularityReviewed,
    Responded,
    ReviewPanelConvened,
)
from caseledger.complaint.vocabulary import Outcome
from complaint.stories import (
    AT_STAGE_3,
    CONVENE,
    PANEL,
    PANEL_MET,
    PANEL_REPORTED,
    REPORT,
    marks,
)
from given import day, given


class TestThePanel:
    @pytest.mark.parametrize(
        ("members", "broken"),
        [
            (PANEL, ()),
            (PANEL[:2], ("R25",)),
            ((*PANEL, "fourth"), ("R25",)),
            (("chair", "second", "second"), ("R25",)),
            (("chair", "second", "independent"), ("R26",)),
            (("officer", "second", "third"), ("R28",)),
            (("officer", "independent", "third"), ("R26", "R28")),
            (("independent", "officer"), ("R25", "R26", "R28")),
            ((), ()),
        ],
        ids=[
            *("in order", "two", "four", "one twice", "independent person"),
            *("officer", "both", "all at once", "not known"),
        ],
    )
    def test_is_marked_with_each_rule_that_it_broke(
        self, members: tuple[str, ...], broken: tuple[str, ...]
    ) -> None:
        """It met all the same: its report is due by Wed 1 Nov 2023."""
        [event] = given(*AT_STAGE_3).told(attrs.evolve(CONVENE, members=members)).events

        assert isinstance(event, ReviewPanelConvened)
        assert broken == event.broken
        assert event.deadline is not None
        assert day("Wed 1 Nov 2023") == event.deadline.due_on
        assert [(Step.REVIEW_PANEL, 3, 0, rule) for rule in broken] == marks(
            given(*AT_STAGE_3, event)
        )

    def test_counts_nowhere_without_a_day(self) -> None:
        panel = ConvenePanel(on=None, members=PANEL[:2])

        assert [] == marks(given(*AT_STAGE_3, *given(*AT_STAGE_3).told(panel).events))

    def test_is_judged_once_its_day_is_known(self) -> None:
        """The two members were known before."""
        panel = ConvenePanel(on=None, members=PANEL[:2])
        before = (*AT_STAGE_3, *given(*AT_STAGE_3).told(panel).events)
        dated = ConvenePanel(on=day("Wed 25 Oct 2023"), members=())
        after = given(*before, *given(*before).told(dated).events)

        assert [(Step.REVIEW_PANEL, 3, 0, "R25")] == marks(after)
        assert PANEL[:2] == after.stands.panel.members


def at_stage_3(written: str) -> Respond:
    return Respond(on=day(written), stage=3, outcome=Outcome.NOT_UPHELD)


class TestTheAnswerAtStage3:
    """R30: the panel met on Wed 25 Oct 2023 and reported on Wed 1 Nov."""

    @pytest.mark.parametrize(
        ("story", "answer", "broken"),
        [
            (PANEL_REPORTED, "Tue 31 Oct 2023", ("R30",)),
            (PANEL_REPORTED, "Wed 1 Nov 2023", ()),
            (PANEL_MET, "Tue 24 Oct 2023", ("R30",)),
            (PANEL_MET, "Wed 25 Oct 2023", ()),
            (AT_STAGE_3, "Wed 13 Sep 2023", ()),
        ],
        ids=[
            "before the report",
            "on its day",
            "before the meeting, with no report known",
            "on the day of the meeting, with no report known",
            "with neither known",
        ],
    )
    def test_waits_for_the_report_or_else_for_the_meeting(
        self, story: tuple[Command, ...], answer: str, broken: tuple[str, ...]
    ) -> None:
        [event] = given(*story).told(at_stage_3(answer)).events

        assert isinstance(event, Responded)
        assert broken == event.broken
        assert day(answer) == given(*story, event).stands.stage_3.responded_on

    def test_is_marked_by_a_report_told_after_it(self) -> None:
        """Told together in the order of their days, the answer itself is marked."""
        answer = at_stage_3("Thu 26 Oct 2023")
        told = given(*AT_STAGE_3).told(CONVENE, answer, REPORT).events

        assert [("R30",)] == [
            event.broken for event in told if isinstance(event, Responded)
        ]
        assert 3 == len(told)

    def test_is_judged_again_when_the_report_is_told_later(self) -> None:
        """What stands recorded is not edited: a review follows the report."""
        answer = given(*PANEL_MET).told(at_stage_3("Thu 26 Oct 2023")).events
        report, review = given(*PANEL_MET, *answer).told(REPORT).events
        after = given(*PANEL_MET, *answer, report, review)

        assert review == IrregularityReviewed(
            step=Step.RESPONSE, stage=3, number=0, was=(), now=("R30",)
        )
        assert [(Step.RESPONSE, 3, 0, "R30")] == marks(after)
