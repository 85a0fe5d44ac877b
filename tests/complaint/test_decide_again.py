"""Stage 2 done again, as the panel recommended: a new clock and new people."""

import attrs
import pytest

from caseledger.complaint import (
    AppointInvestigators,
    Command,
    DeadlineName,
    Step,
)
from caseledger.complaint.events import (
    Stage2Reopened,
)
from caseledger.complaint.vocabulary import Outcome
from complaint.in_full import paused
from complaint.stories import (
    CONVENE,
    ESCALATE_3,
    LONGEST,
    PANEL_MET,
    PANEL_REPORTED,
    REOPEN,
    REPORT_INDEPENDENT,
    REPORT_OFFICER,
    RESPOND_2,
    RESPOND_3,
    but,
    deadline,
    marks,
)
from given import day, given


class TestDoneAgain:
    """The panel's recommendation is accepted and stage 2 starts anew."""

    AGAIN = AppointInvestigators(
        on=day("Tue 28 Nov 2023"),
        investigating_officer="other officer",
        independent_person="other independent",
    )
    REPORTS = (
        attrs.evolve(REPORT_OFFICER, on=day("Thu 21 Dec 2023")),
        attrs.evolve(REPORT_INDEPENDENT, on=day("Fri 22 Dec 2023")),
    )

    def test_the_clock_starts_afresh(self) -> None:
        """
        Reopened Mon 27 Nov 2023: due Thu 4 Jan 2024, at most Thu 29 Feb.

        19 working days end on Fri 22 Dec; 27 to 29 Dec make 22, 2 to 4 Jan 25;
        Fri 5 Jan makes 26, seven full weeks 61, 26 to 29 Feb 65.
        """
        given(*LONGEST).when(REOPEN).then(
            Stage2Reopened(
                occurred_on=day("Mon 27 Nov 2023"),
                attempt=2,
                deadline=deadline(
                    DeadlineName.STAGE_2_RESPONSE,
                    day("Mon 27 Nov 2023"),
                    25,
                    day("Thu 4 Jan 2024"),
                    day("Thu 29 Feb 2024"),
                ),
            ),
        )

    def test_the_clock_stands_still_in_a_pause_told_before(self) -> None:
        """
        On Thu 30 Nov 2023 three of 25 days are gone; the rest follow Mon 4 Dec.

        5 to 8 Dec (4), 11-15 (9), 18-22 (14), 27-29 (17), 2-5 Jan (21), Mon 8 Jan.
        """
        pause = paused("Thu 30 Nov 2023", "Mon 4 Dec 2023")
        known = given(*LONGEST).told(*pause).events
        [reopened, *_] = given(*LONGEST, *known).told(REOPEN).events

        assert isinstance(reopened, Stage2Reopened)
        assert day("Mon 8 Jan 2024") == reopened.deadline.due_on

    @pytest.mark.parametrize("story", [PANEL_REPORTED, LONGEST])
    def test_on_the_day_of_the_report_at_the_earliest(
        self, story: tuple[Command, ...]
    ) -> None:
        same_day = attrs.evolve(REOPEN, on=day("Wed 1 Nov 2023"))
        day_before = attrs.evolve(REOPEN, on=day("Tue 31 Oct 2023"))

        assert 1 == len(given(*story).when(same_day).events)
        given(*story).when(day_before).refused_by("R10")

    def test_not_without_a_report(self) -> None:
        given(*PANEL_MET).when(REOPEN).refused_by("R30")

    @pytest.mark.parametrize(
        "outcome", [one for one in Outcome if one is not Outcome.REINVESTIGATE]
    )
    def test_not_after_another_outcome_at_stage_3(self, outcome: Outcome) -> None:
        """Before the answer, or with one that says so, it is."""
        other = attrs.evolve(RESPOND_3, outcome=outcome)

        given(*PANEL_REPORTED, other).when(REOPEN).refused_by(
            "ReinvestigationNotRecommended",
            "Stage 3 was answered, and not with investigating again.",
        )
        assert 1 == len(given(*PANEL_REPORTED).when(REOPEN).events)
        assert 1 == len(given(*LONGEST).when(REOPEN).events)

    @pytest.mark.parametrize("person", ["officer", "independent"])
    def test_nobody_of_the_first_investigation_sits_on_the_second_panel(
        self, person: str
    ) -> None:
        """R28; told as history, the panel met and is marked."""
        story = (
            *(*LONGEST, REOPEN, self.AGAIN, *self.REPORTS),
            attrs.evolve(RESPOND_2, on=day("Thu 4 Jan 2024")),
            attrs.evolve(ESCALATE_3, on=day("Mon 8 Jan 2024")),
        )
        panel = attrs.evolve(CONVENE, on=day("Mon 5 Feb 2024"))
        acted = attrs.evolve(panel, members=("chair", person, "third"))
        [told] = given(*story).told(acted).events

        assert 1 == len(given(*story).when(panel).events)
        given(*story).when(acted).refused_by(
            "R28", "Somebody on the panel has already acted in this complaint."
        )
        assert [(Step.REVIEW_PANEL, 3, 0, "R28")] == marks(given(*story, told))

    @pytest.mark.parametrize("person", ["officer", "independent"])
    def test_nobody_of_the_first_investigation_does_the_second(
        self, person: str
    ) -> None:
        """In neither of the two roles."""
        sentence = (
            "A re-run stage 2 needs a new investigating officer and independent person."
        )
        for role in ("investigating_officer", "independent_person"):
            again = but(self.AGAIN, **{role: person})
            given(*LONGEST, REOPEN).when(again).refused_by("R31", sentence)

    def test_new_people_take_it_to_an_answer(self) -> None:
        """Without them there is no independent person."""
        answer = attrs.evolve(RESPOND_2, on=day("Thu 4 Jan 2024"))
        story = (*LONGEST, REOPEN)

        given(*story).when(answer).refused_by("R24")
        assert 1 == len(given(*story, self.AGAIN, *self.REPORTS).when(answer).events)

    def test_the_first_reports_are_none_of_the_second_investigation(self) -> None:
        answer = attrs.evolve(RESPOND_2, on=day("Thu 4 Jan 2024"))

        given(*LONGEST, REOPEN, self.AGAIN).when(answer).refused_by(
            "ReportsMissing",
            "The report of the investigating officer has not been received.",
            whose="investigating officer",
        )
