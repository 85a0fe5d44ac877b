"""What a refusal says in the case at hand: which step, which stage, which day."""

import pytest

from caseledger.complaint import (
    Acknowledge,
    AppointAdvocate,
    Close,
    Command,
    Correct,
    Reinstate,
    SettleRemedy,
    Subject,
    Suspend,
    Terms,
    relate,
)
from caseledger.complaint.vocabulary import (
    Function,
    NotAcceptedReason,
    RemedyStatus,
    SuspensionGround,
)
from caseledger.rules import Policy, Procedure, Signatories
from complaint import in_full
from complaint.stories import (
    ACCEPT_LATE,
    ACKNOWLEDGE,
    AGREE_ACTION,
    AGREE_STATEMENT,
    ANSWERED_1,
    ANSWERED_2,
    ARRANGE,
    AT_STAGE_1,
    AT_STAGE_2,
    AT_STAGE_3,
    CLOSE,
    COMPLETE,
    COMPLY,
    CONVENE,
    CORPORATE,
    CORPORATE_ANSWERED_2,
    CORPORATE_AT_STAGE_2,
    CORPORATE_RESPOND_1,
    DECIDE_INTEREST,
    DECISION,
    DECLINE,
    DEFER,
    DO_NOT_ACCEPT,
    ESCALATE_2,
    ESCALATE_3,
    EXTEND_2,
    INVESTIGATED,
    LONGEST,
    OFFER,
    PANEL_MET,
    PANEL_REPORTED,
    RECLASSIFY,
    REFER,
    REFER_EARLY,
    REINSTATE,
    REOPEN,
    REPORT,
    REPORT_OFFICER,
    REQUEST_ADVOCATE,
    RESOLVE,
    RESPOND_1,
    RESPOND_2,
    RESPOND_3,
    RESUME,
    SEND_PAPERS,
    SETTLE,
    SUSPEND,
    WITHDRAW,
    but,
    skip,
)
from given import RECEIVED, Given, day, given

Case = tuple[tuple[Command, ...], Command, str]

REINSTATED = (RECEIVED, WITHDRAW, REINSTATE)
WAITING = but(
    DO_NOT_ACCEPT,
    reason=NotAcceptedReason.CONCURRENT_PROCEEDINGS,
    proceedings="Family court, care order.",
)
FOR_ADVOCATE = Suspend(
    on=day("Tue 4 Apr 2023"),
    ground=SuspensionGround.ADVOCATE,
    reason="One is being found.",
)
PAY = SettleRemedy(on=day("Thu 7 Dec 2023"), remedy=1, status=RemedyStatus.PAID)


def on(command: Command, written: str) -> Command:
    return but(command, on=day(written))


# R10: which step, and which one it answers (procedure, 6.3).
OUT_OF_SEQUENCE: list[Case] = [
    (
        (),
        but(RECEIVED, grounds_arose_on=day("Tue 4 Apr 2023")),
        "receipt on 2023-04-03 precedes the grounds on 2023-04-04",
    ),
    (
        (RECEIVED,),
        on(ACKNOWLEDGE, "Fri 31 Mar 2023"),
        "this step on 2023-03-31 precedes receipt on 2023-04-03",
    ),
    (
        REINSTATED,
        on(ACKNOWLEDGE, "Thu 13 Apr 2023"),
        "this step on 2023-04-13 precedes the reinstatement on 2023-04-14",
    ),
    (
        REINSTATED,
        on(WITHDRAW, "Fri 14 Apr 2023"),
        "withdrawal on 2023-04-14 precedes reinstatement on 2023-04-14",
    ),
    (
        REINSTATED,
        on(DO_NOT_ACCEPT, "Fri 14 Apr 2023"),
        "not accepting on 2023-04-14 precedes reinstatement on 2023-04-14",
    ),
    (
        (RECEIVED,),
        but(WITHDRAW, confirmed_on=day("Mon 10 Apr 2023")),
        "confirming it on 2023-04-10 precedes the withdrawal on 2023-04-11",
    ),
    (
        (RECEIVED, WITHDRAW),
        on(REINSTATE, "Mon 10 Apr 2023"),
        "reinstatement on 2023-04-10 precedes the end on 2023-04-11",
    ),
    (
        (RECEIVED, WAITING),
        but(REINSTATE, proceedings_ended_on=day("Mon 17 Apr 2023")),
        "reinstatement on 2023-04-14 precedes the proceedings' end on 2023-04-17",
    ),
    (
        (RECEIVED, SUSPEND, RESUME),
        on(SUSPEND, "Thu 13 Apr 2023"),
        "suspension on 2023-04-13 precedes resumption on 2023-04-14",
    ),
    (
        (RECEIVED, REQUEST_ADVOCATE),
        FOR_ADVOCATE,
        "suspension on 2023-04-04 precedes asking for an advocate on 2023-04-05",
    ),
    (
        (RECEIVED, SUSPEND),
        on(RESUME, "Thu 6 Apr 2023"),
        "resumption on 2023-04-06 precedes suspension on 2023-04-11",
    ),
    (
        (RECEIVED, REQUEST_ADVOCATE),
        AppointAdvocate(on=day("Tue 4 Apr 2023")),
        "the advocate on 2023-04-04 precedes the request on 2023-04-05",
    ),
    (
        AT_STAGE_1,
        but(RESPOND_1, received_on=day("Wed 3 May 2023")),
        "its receipt on 2023-05-03 precedes the response on 2023-05-04",
    ),
    (
        ANSWERED_1,
        on(RESOLVE, "Wed 3 May 2023"),
        "the resolution on 2023-05-03 precedes the response on 2023-05-04",
    ),
    (
        ANSWERED_1,
        on(CLOSE, "Wed 3 May 2023"),
        "closing on 2023-05-03 precedes the response on 2023-05-04",
    ),
    (
        ANSWERED_1,
        on(ESCALATE_2, "Wed 3 May 2023"),
        "the request on 2023-05-03 precedes the response on 2023-05-04",
    ),
    (
        AT_STAGE_2,
        Acknowledge(on=day("Fri 12 May 2023"), stage=2),
        "the acknowledgement on 2023-05-12 precedes the request on 2023-05-15",
    ),
    (
        AT_STAGE_2,
        on(EXTEND_2, "Fri 12 May 2023"),
        "the extension on 2023-05-12 precedes the request on 2023-05-15",
    ),
    (
        AT_STAGE_2,
        on(DEFER, "Fri 12 May 2023"),
        "deferral on 2023-05-12 precedes the request on 2023-05-15",
    ),
    (
        AT_STAGE_2,
        but(DEFER, until=day("Wed 17 May 2023")),
        "the agreed day on 2023-05-17 precedes the deferral on 2023-05-17",
    ),
    (
        AT_STAGE_2,
        on(AGREE_STATEMENT, "Fri 12 May 2023"),
        "the statement on 2023-05-12 precedes the request on 2023-05-15",
    ),
    (
        AT_STAGE_2,
        on(REPORT_OFFICER, "Fri 12 May 2023"),
        "the report on 2023-05-12 precedes the request on 2023-05-15",
    ),
    (
        (*AT_STAGE_2, AGREE_STATEMENT),
        on(REPORT_OFFICER, "Thu 18 May 2023"),
        "the report on 2023-05-18 precedes the statement of complaint on 2023-05-19",
    ),
    (
        INVESTIGATED,
        on(RESPOND_2, "Fri 12 May 2023"),
        "the response on 2023-05-12 precedes its request on 2023-05-15",
    ),
    (
        INVESTIGATED,
        on(RESPOND_2, "Thu 27 Jul 2023"),
        "the response on 2023-07-27 precedes the officer's report on 2023-07-28",
    ),
    (
        INVESTIGATED,
        on(RESPOND_2, "Thu 3 Aug 2023"),
        "the response on 2023-08-03 precedes the independent report on 2023-08-04",
    ),
    (
        ANSWERED_2,
        on(ESCALATE_3, "Mon 14 Aug 2023"),
        "the request on 2023-08-14 precedes the response on 2023-08-15",
    ),
    (
        ANSWERED_2,
        but(DECLINE, requested_on=day("Mon 14 Aug 2023")),
        "the request on 2023-08-14 precedes the response on 2023-08-15",
    ),
    (
        ANSWERED_2,
        on(DECLINE, "Wed 13 Sep 2023"),
        "declining it on 2023-09-13 precedes the request on 2023-09-14",
    ),
    (
        ANSWERED_2,
        on(REFER_EARLY, "Mon 14 Aug 2023"),
        "early referral on 2023-08-14 precedes the response on 2023-08-15",
    ),
    (
        AT_STAGE_3,
        on(ARRANGE, "Tue 12 Sep 2023"),
        "arranging the panel on 2023-09-12 precedes the request on 2023-09-13",
    ),
    (
        AT_STAGE_3,
        on(SEND_PAPERS, "Tue 12 Sep 2023"),
        "arranging the panel on 2023-09-12 precedes the request on 2023-09-13",
    ),
    (
        AT_STAGE_3,
        but(ARRANGE, meets_on=day("Tue 12 Sep 2023")),
        "the meeting on 2023-09-12 precedes the request on 2023-09-13",
    ),
    (
        AT_STAGE_3,
        on(CONVENE, "Tue 12 Sep 2023"),
        "the panel on 2023-09-12 precedes the request on 2023-09-13",
    ),
    (
        PANEL_MET,
        on(REPORT, "Tue 24 Oct 2023"),
        "the panel's report on 2023-10-24 precedes its meeting on 2023-10-25",
    ),
    (
        PANEL_MET,
        but(REPORT, sent_on=day("Tue 24 Oct 2023")),
        "sending the report on 2023-10-24 precedes the panel's meeting on 2023-10-25",
    ),
    (
        PANEL_MET,
        but(REPORT, sent_on=day("Thu 2 Nov 2023")),
        "the panel's report on 2023-11-01 precedes its sending on 2023-11-02",
    ),
    (
        PANEL_REPORTED,
        on(REOPEN, "Tue 31 Oct 2023"),
        "stage 2 reopened on 2023-10-31 precedes the panel's report on 2023-11-01",
    ),
    (
        (*LONGEST, CLOSE, Reinstate(on=day("Tue 28 Nov 2023"))),
        Close(on=day("Tue 28 Nov 2023")),
        "closing on 2023-11-28 precedes reinstatement on 2023-11-28",
    ),
    (
        (*LONGEST, REFER),
        on(DECISION, "Thu 30 Nov 2023"),
        "the decision on 2023-11-30 precedes the referral on 2023-12-01",
    ),
    (
        (*LONGEST, REFER, DECISION),
        on(COMPLY, "Thu 29 Feb 2024"),
        "compliance on 2024-02-29 precedes the decision on 2024-03-01",
    ),
    (
        (*LONGEST, OFFER),
        on(SETTLE, "Thu 30 Nov 2023"),
        "the settlement on 2023-11-30 precedes the offer on 2023-12-01",
    ),
    (
        (*LONGEST, OFFER, SETTLE),
        PAY,
        "the settlement on 2023-12-07 precedes its acceptance on 2023-12-08",
    ),
    (
        (*LONGEST, AGREE_ACTION),
        on(COMPLETE, "Thu 30 Nov 2023"),
        "the action on 2023-11-30 precedes its agreement on 2023-12-01",
    ),
]


@pytest.mark.parametrize(("story", "command", "told"), OUT_OF_SEQUENCE)
def test_a_step_before_its_time_is_told_which_step_it_answers(
    story: tuple[Command, ...], command: Command, told: str
) -> None:
    given(*story).when(command).refused_by("R10", f"Out of sequence: {told}.")


NO_LATER = but(RECEIVED, grounds_arose_on=day("Sun 3 Apr 2022"))
INTERESTED = (RECEIVED, DECIDE_INTEREST)
ALL_CONDITIONS = (
    "the complainant's agreement, the authority's agreement, a very robust report, "
    "a complete adjudication, all significant points upheld, a clear action plan, "
    "most desired outcomes met"
)

# What is missing or contradicted, which stage is meant, and which day bound.
IN_THE_CASE: list[Case] = [
    (
        (NO_LATER,),
        ACCEPT_LATE,
        "The complaint is in time: 2023-04-03 was the last day to make it.",
    ),
    (
        (NO_LATER,),
        but(
            DO_NOT_ACCEPT,
            reason=NotAcceptedReason.OUT_OF_TIME,
            earlier_was_reasonable=True,
            fair_consideration_possible=False,
        ),
        "The complaint is in time: 2023-04-03 was the last day to make it.",
    ),
    (
        (RECEIVED,),
        but(ACCEPT_LATE, reason=None),
        "Give the reasons for accepting it late.",
    ),
    (
        (RECEIVED,),
        but(DECIDE_INTEREST, sufficient=False),
        "Give the reasons for finding no sufficient interest.",
    ),
    (
        (RECEIVED,),
        but(RECLASSIFY, reason=None),
        "Give the reasons for changing the procedure.",
    ),
    (
        (RECEIVED,),
        but(DO_NOT_ACCEPT, reason=None),
        "Give the reasons for not accepting the complaint.",
    ),
    (
        (RECEIVED,),
        but(DO_NOT_ACCEPT, reason=NotAcceptedReason.DUPLICATE),
        (
            "Give the reasons for not accepting the complaint: name the one that it "
            "repeats."
        ),
    ),
    (
        (RECEIVED,),
        but(DO_NOT_ACCEPT, notified_on=None),
        (
            "Say on which day the complainant was told in writing of not accepting "
            "the complaint."
        ),
    ),
    (
        (RECEIVED,),
        but(SUSPEND, notified_on=None),
        "Say on which day the complainant was told in writing of the suspension.",
    ),
    (
        ANSWERED_1,
        but(RESOLVE, terms=None),
        "Give the reasons for closing stage 1: the terms of the resolution.",
    ),
    (
        (CORPORATE,),
        but(in_full.EXTEND_1, on=CORPORATE.on, reason=None, reason_told=None),
        "Give the reasons for the extension.",
    ),
    (
        (RECEIVED,),
        but(RECLASSIFY, procedure=Procedure.STATUTORY),
        "The complaint is already under the statutory procedure.",
    ),
    (
        ANSWERED_2,
        on(RECLASSIFY, "Wed 16 Aug 2023"),
        (
            "Stage 1 was answered; a complaint changes procedure after that only when "
            "the Ombudsman directs it."
        ),
    ),
    (
        INTERESTED,
        but(DO_NOT_ACCEPT, reason=NotAcceptedReason.NO_SUFFICIENT_INTEREST),
        (
            "The complaint is recorded as one of sufficient interest: it cannot be "
            "turned away as no sufficient interest."
        ),
    ),
    (
        (but(RECEIVED, function=Function.CHILDREN_ACT_PART_3),),
        DO_NOT_ACCEPT,
        (
            "The complaint is recorded as about children act part 3: it cannot be "
            "turned away as outside procedure."
        ),
    ),
    (
        (but(RECEIVED, function=Function.ADOPTION),),
        but(DO_NOT_ACCEPT, reason=NotAcceptedReason.NOT_CHILDRENS_SERVICES),
        (
            "The complaint is recorded as about adoption: it cannot be turned away as "
            "not childrens services."
        ),
    ),
    (
        ANSWERED_1,
        on(DO_NOT_ACCEPT, "Fri 5 May 2023"),
        "The authority cannot refuse stage 2: reg 17 / reg 19(1) say 'must'.",
    ),
    (
        ANSWERED_2,
        on(DO_NOT_ACCEPT, "Wed 16 Aug 2023"),
        "The authority cannot refuse stage 3: reg 17 / reg 19(1) say 'must'.",
    ),
    (
        ANSWERED_2,
        but(DECLINE, requested_on=day("Wed 13 Sep 2023")),
        "The authority cannot refuse stage 3: reg 17 / reg 19(1) say 'must'.",
    ),
    (
        in_full.CORPORATE_ANSWERED_1,
        but(
            DECLINE,
            to_stage=2,
            on=day("Mon 5 Sep 2022"),
            requested_on=day("Mon 5 Sep 2022"),
        ),
        "The request for stage 2 came in time; take it up.",
    ),
    (
        (RECEIVED, skip(day("Tue 11 Apr 2023"))),
        on(DO_NOT_ACCEPT, "Wed 12 Apr 2023"),
        "The authority cannot refuse stage 2: reg 17 / reg 19(1) say 'must'.",
    ),
    (
        ANSWERED_1,
        on(CLOSE, "Mon 5 Jun 2023"),
        "The complainant may go on until 2023-06-05, unless they are content.",
    ),
    (
        ANSWERED_2,
        on(CLOSE, "Wed 13 Sep 2023"),
        "The complainant may go on until 2023-09-13, unless they are content.",
    ),
    (AT_STAGE_1, on(RESOLVE, "Fri 5 May 2023"), "Stage 1 is not open."),
    (AT_STAGE_2, on(RESOLVE, "Tue 16 May 2023"), "Stage 1 is not open."),
    (AT_STAGE_2, on(ESCALATE_2, "Tue 16 May 2023"), "Stage 1 is not open."),
    (AT_STAGE_3, on(ESCALATE_3, "Thu 14 Sep 2023"), "Stage 2 is not open."),
    (AT_STAGE_3, DECLINE, "Stage 2 is not open."),
    (ANSWERED_2, but(ESCALATE_3, to_stage=4), "Stage 4 is not open."),
    (ANSWERED_2, but(DECLINE, to_stage=4), "Stage 4 is not open."),
    (ANSWERED_2, Acknowledge(on=REPORT.on, stage=4), "Stage 4 is not open."),
    (ANSWERED_2, but(RESPOND_3, stage=4), "Stage 4 is not open."),
    (ANSWERED_1, on(DEFER, "Fri 5 May 2023"), "Stage 2 is not open."),
    (LONGEST, on(DEFER, "Fri 24 Nov 2023"), "Stage 3 is not open."),
    (INVESTIGATED, REFER_EARLY, "Stage 2 is not open."),
    (AT_STAGE_3, on(REFER_EARLY, "Thu 14 Sep 2023"), "Stage 3 is not open."),
    (PANEL_MET, on(ARRANGE, "Thu 26 Oct 2023"), "Stage 3 is not open."),
    (AT_STAGE_3, REPORT, "Stage 3 is not open."),
    (CORPORATE_ANSWERED_2, on(DO_NOT_ACCEPT, "Wed 5 Oct 2022"), "Stage 1 is not open."),
    (AT_STAGE_2, on(CLOSE, "Tue 16 May 2023"), "Stage 2 is not answered."),
    (
        ANSWERED_2,
        but(
            REFER_EARLY,
            complainant_agreed=False,
            authority_agreed=False,
            robust_report=False,
            complete_adjudication=False,
            significant_points_upheld=False,
            clear_action_plan=False,
            desired_outcomes_met=False,
        ),
        (
            "Early referral needs both parties' agreement and all criteria; otherwise "
            f"hold the panel. Missing: {ALL_CONDITIONS}."
        ),
    ),
    (
        (*LONGEST, REFER),
        COMPLY,
        "The complaint has no decision number 1.",
    ),
    (
        LONGEST,
        DECISION,
        "The complaint has no referral number 1.",
    ),
    (
        LONGEST,
        COMPLY,
        "The complaint has no referral number 1.",
    ),
    (
        LONGEST,
        SETTLE,
        "The complaint has no remedy number 1.",
    ),
    (
        LONGEST,
        COMPLETE,
        "The complaint has no action number 1.",
    ),
    (
        (*LONGEST, OFFER, SETTLE),
        but(SETTLE, status=RemedyStatus.REJECTED),
        "A remedy that is accepted does not become rejected.",
    ),
    (
        (RECEIVED,),
        RESUME,
        "The complaint is not suspended.",
    ),
    (
        (RECEIVED,),
        REINSTATE,
        "The complaint has not ended.",
    ),
]


@pytest.mark.parametrize(("story", "command", "sentence"), IN_THE_CASE)
def test_a_refusal_speaks_of_the_case_at_hand(
    story: tuple[Command, ...], command: Command, sentence: str
) -> None:
    refusal = given(*story).when(command).refusal

    assert refusal is not None
    assert sentence == refusal.sentence


@pytest.mark.parametrize(
    ("story", "command", "right"),
    [
        (AT_STAGE_1, RESPOND_1, "stage 2"),
        (INVESTIGATED, RESPOND_2, "a review panel within 20 working days"),
        (PANEL_REPORTED, RESPOND_3, "go to the Ombudsman"),
        ((CORPORATE,), CORPORATE_RESPOND_1, "stage 2"),
        (CORPORATE_AT_STAGE_2, CORPORATE_ANSWERED_2[-1], "go to the Ombudsman"),
    ],
)
def test_each_answer_states_the_next_right(
    story: tuple[Command, ...], command: Command, right: str
) -> None:
    """Regs 15(2), 17 and 20(3); stage 2 of the corporate procedure is the last."""
    refusal = given(*story).when(but(command, next_right_stated=False)).refusal

    assert refusal is not None
    assert f"The response must state the complainant's right to {right}." == (
        refusal.sentence
    )


def test_the_roles_that_may_sign_are_named() -> None:
    both = Signatories(
        procedure=Procedure.STATUTORY, stage=1, roles=("Head", "Director")
    )
    terms = Terms(policies=(Policy(name="Either signs.", signatories=(both,)),))
    refusal = given(*AT_STAGE_1, terms=terms).when(RESPOND_1).refusal

    assert refusal is not None
    assert "Stage 1 is signed by Head or Director." == refusal.sentence


def test_an_item_is_judged_by_its_own_past_alone() -> None:
    """The first is undecided, or later: the second goes on."""
    two = (*LONGEST, REFER, but(REFER, referral=2), but(DECISION, referral=2))

    assert None is given(*two).when(but(COMPLY, referral=2)).refusal


def test_what_is_recorded_of_an_item_may_be_corrected() -> None:
    correct = Correct(
        fact="offered_on",
        was="2023-12-01",
        now="2023-12-04",
        because="Misread.",
        subject=Subject.REMEDY,
        number=1,
    )
    assert None is given(*LONGEST, OFFER).when(correct).refusal


@pytest.mark.parametrize(
    ("story", "last", "next_day"),
    [
        (ANSWERED_1, "Mon 5 Jun 2023", "Tue 6 Jun 2023"),
        (ANSWERED_2, "Wed 13 Sep 2023", "Thu 14 Sep 2023"),
    ],
)
def test_the_time_to_go_on_is_counted_for_history_as_well(
    story: tuple[Command, ...], last: str, next_day: str
) -> None:
    """Nobody was told of it then, so it is not recorded."""
    _, complaint = relate(None, story, terms=Terms())
    history = Given(complaint, Terms())

    history.when(on(CLOSE, last)).refused_by("WindowStillOpen", until=day(last))
    assert None is history.when(on(CLOSE, next_day)).refusal


def test_after_the_last_stage_nothing_is_waited_for() -> None:
    """Not even the time in which the last stage might have been asked for."""
    asked = on(ESCALATE_3, "Wed 16 Aug 2023")
    met = on(CONVENE, "Thu 17 Aug 2023")
    reported, answered = on(REPORT, "Fri 18 Aug 2023"), on(RESPOND_3, "Mon 21 Aug 2023")
    story = given(*ANSWERED_2, asked, met, reported, answered)
    assert None is story.when(on(CLOSE, "Tue 22 Aug 2023")).refusal

    # Within twelve months of stage 1.
    corporate = given(*in_full.CORPORATE_ANSWERED_2, terms=in_full.UNDER_CODE)
    assert None is corporate.when(on(CLOSE, "Wed 5 Oct 2022")).refusal
