"""
What each event does to a complaint that has one of everything.

`EFFECTS` has every event but the first, beside all that it changes in `RICH`.
"""

from typing import Any

import attrs

from caseledger.complaint import (
    Deadline,
    DeadlineName,
    Event,
    Stage,
    Step,
)
from caseledger.complaint.events import (
    Acknowledged,
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    AdvocateAppointed,
    AdvocateRequested,
    Closed,
    ComplaintsLinked,
    Corrected,
    DeadlineRecomputed,
    Deferred,
    EarlyReferralAgreed,
    Escalated,
    EscalationDeclined,
    Extended,
    IndependentPersonReported,
    InvestigationReported,
    InvestigatorsAppointed,
    IrregularityReviewed,
    LateComplaintAccepted,
    Moved,
    NotAccepted,
    Noted,
    OmbudsmanComplied,
    OmbudsmanDecided,
    OmbudsmanRemedy,
    PanelArranged,
    PanelPapersSent,
    PanelReported,
    Point,
    ProcedureReclassified,
    Recommendation,
    ReferredToOmbudsman,
    Reinstated,
    RemedyOffered,
    RemedySettled,
    ResolutionAgreed,
    Responded,
    Resumed,
    ReviewPanelConvened,
    Stage2Reopened,
    StatementOfComplaintAgreed,
    Subject,
    SufficientInterestDecided,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.state import (
    Action,
    Advocacy,
    Ending,
    Extension,
    Intake,
    Investigation,
    Panel,
    Pause,
    Referral,
    Remedy,
    Round,
    Settlement,
)
from caseledger.complaint.vocabulary import (
    AdvocateSource,
    Basis,
    ExtensionReason,
    NotAcceptedReason,
    OmbudsmanDecision,
    Outcome,
    PointFinding,
    RecommendationKind,
    ReferredBy,
    RemedyKind,
    RemedyStatus,
    Source,
    SuspensionGround,
)
from caseledger.rules import Procedure
from complaint.stories import (
    AGREE_ACTION,
    AT_STAGE_1,
    EXTEND_1,
    LONGEST,
    OFFER,
    REFER,
    deadline,
)
from given import day, given, history

ON = day("Mon 5 Jun 2023")
LATER = day("Mon 10 Jul 2023")
LATER_STILL = day("Fri 1 Sep 2023")


def clock(name: DeadlineName) -> Deadline:
    return deadline(name, ON, 1, LATER, rule=("a.rule", "An instrument, 1"))


ACKNOWLEDGEMENT = clock(DeadlineName.ACKNOWLEDGEMENT)
STAGE_1 = clock(DeadlineName.STAGE_1_RESPONSE)
STAGE_2_REQUEST = clock(DeadlineName.STAGE_2_REQUEST)
STAGE_2_ACKNOWLEDGEMENT = clock(DeadlineName.STAGE_2_ACKNOWLEDGEMENT)
STAGE_2 = clock(DeadlineName.STAGE_2_RESPONSE)
REVIEW_REQUEST = clock(DeadlineName.REVIEW_REQUEST)
PANEL_ACKNOWLEDGEMENT = clock(DeadlineName.PANEL_ACKNOWLEDGEMENT)
PANEL_CHAIR = clock(DeadlineName.PANEL_CHAIR)
PANEL_PAPERS = clock(DeadlineName.PANEL_PAPERS)
REVIEW_PANEL = clock(DeadlineName.REVIEW_PANEL)
PANEL_REPORT = clock(DeadlineName.PANEL_REPORT)
STAGE_3 = clock(DeadlineName.STAGE_3_RESPONSE)
OTHER_STAGE_2 = attrs.evolve(STAGE_2, counted_from=LATER, due_on=LATER_STILL)

RICH = given(*LONGEST, REFER, OFFER, AGREE_ACTION).stands
EXTENSION = Extension(
    notified_on=day("Wed 19 Apr 2023"),
    extended_to=day("Thu 4 May 2023"),
    reason=ExtensionReason.COMPLEXITY,
)
# What was set live: to acknowledge and to ask for stage 2; for a review; for a panel.
[ACKNOWLEDGE_BY, ASK_BY] = RICH.stage_1.milestones
[REVIEW_BY] = RICH.stage_2.milestones
[ACKNOWLEDGE_PANEL_BY, CHAIR_BY] = RICH.stage_3.milestones
[EXTENSION_2] = RICH.stage_2.extensions
[REMEDY] = RICH.remedies
[ACTION] = RICH.actions
[REFERRAL] = RICH.referrals
POINT = Point(number=1, finding=PointFinding.UPHELD, remedy=RemedyKind.APOLOGY)
RECOMMENDATION = Recommendation(number=1, kind=RecommendationKind.REMEDY)


# Each event beside all that it changes in `RICH`, which has one of everything.
EFFECTS: list[tuple[Event, dict[str, Any]]] = [
    (
        Acknowledged(occurred_on=ON),
        {"stage_1": attrs.evolve(RICH.stage_1, acknowledged_on=ON)},
    ),
    (
        Acknowledged(occurred_on=ON, stage=2, deadline=STAGE_2),
        {
            "stage_2": attrs.evolve(RICH.stage_2, acknowledged_on=ON, deadline=STAGE_2),
        },
    ),
    (
        LateComplaintAccepted(
            occurred_on=ON,
            earlier_was_reasonable=False,
            fair_consideration_possible=True,
        ),
        {"intake": Intake(accepted_late_on=ON)},
    ),
    (
        SufficientInterestDecided(
            occurred_on=ON, sufficient=False, child_consulted=None
        ),
        {"intake": Intake(sufficient_interest=False)},
    ),
    (
        ComplaintsLinked(occurred_on=ON, linked_to="CF-2"),
        {"intake": Intake(linked_to=("CF-2",))},
    ),
    (
        ProcedureReclassified(
            occurred_on=ON,
            was=Procedure.STATUTORY,
            now=Procedure.CORPORATE,
            directed_by_ombudsman=True,
            deadlines=(STAGE_1, ACKNOWLEDGEMENT),
        ),
        {
            "procedure": Procedure.CORPORATE,
            "intake": Intake(reclassified_on=ON),
            "stage_1": attrs.evolve(
                RICH.stage_1,
                deadline=STAGE_1,
                milestones=(ACKNOWLEDGEMENT, ASK_BY),
            ),
        },
    ),
    (
        NotAccepted(
            occurred_on=ON, reason=NotAcceptedReason.DUPLICATE, duplicate_of="CF-2"
        ),
        {
            "non_acceptances": (ON,),
            "not_accepted_reason": NotAcceptedReason.DUPLICATE,
            "intake": Intake(duplicate_of="CF-2"),
        },
    ),
    (
        AdvocateRequested(occurred_on=ON),
        {"advocacy": Advocacy(requested_on=ON)},
    ),
    (
        AdvocateAppointed(
            occurred_on=ON, advocate="advocate", source=AdvocateSource.LEGAL
        ),
        {
            "advocacy": Advocacy(
                appointed_on=ON, advocate="advocate", source=AdvocateSource.LEGAL
            ),
        },
    ),
    (
        Extended(
            occurred_on=ON,
            stage=1,
            extended_to=LATER,
            reason=ExtensionReason.ADVOCATE,
            previously_due_on=None,
            now_due_on=LATER,
            broken=("R11",),
            good_reason=True,
        ),
        {
            "stage_1": attrs.evolve(
                RICH.stage_1,
                extensions=(
                    EXTENSION,
                    Extension(
                        notified_on=ON,
                        extended_to=LATER,
                        reason=ExtensionReason.ADVOCATE,
                        broken=("R11",),
                        good_reason=True,
                    ),
                ),
            ),
        },
    ),
    (
        Responded(
            occurred_on=ON,
            stage=1,
            outcome=Outcome.UPHELD,
            received_on=LATER,
            points=(POINT,),
            signed_by="head",
            milestones=(STAGE_2_REQUEST,),
        ),
        {
            "stage_1": attrs.evolve(
                RICH.stage_1,
                responded_on=ON,
                received_on=LATER,
                outcome=Outcome.UPHELD,
                points=(POINT,),
                signed_by="head",
                milestones=(ACKNOWLEDGE_BY, STAGE_2_REQUEST),
            ),
        },
    ),
    (
        Responded(occurred_on=ON, stage=3, outcome=Outcome.UPHELD, broken=("R30",)),
        {
            "stage_3": attrs.evolve(
                RICH.stage_3,
                responded_on=ON,
                outcome=Outcome.UPHELD,
                response_broken=("R30",),
            ),
        },
    ),
    (ResolutionAgreed(occurred_on=ON), {"resolved_on": ON}),
    (
        Escalated(
            occurred_on=ON,
            to_stage=2,
            basis=Basis.NO_RESPONSE,
            deadline=STAGE_2,
            broken=("R19",),
            accepted_late=True,
            milestones=(STAGE_2_ACKNOWLEDGEMENT,),
        ),
        {
            "stage_2": attrs.evolve(
                RICH.stage_2,
                requested_on=ON,
                basis=Basis.NO_RESPONSE,
                request_broken=("R19",),
                accepted_late=True,
                deadline=STAGE_2,
                milestones=(REVIEW_BY, STAGE_2_ACKNOWLEDGEMENT),
            ),
        },
    ),
    (
        Escalated(occurred_on=ON, to_stage=3, basis=None, deadline=REVIEW_PANEL),
        {
            "stage_3": attrs.evolve(RICH.stage_3, requested_on=ON),
            "panel": attrs.evolve(RICH.panel, deadline=REVIEW_PANEL),
        },
    ),
    (
        EscalationDeclined(occurred_on=ON, to_stage=3, requested_on=ON),
        {"declined_on": ON},
    ),
    (
        StatementOfComplaintAgreed(occurred_on=ON),
        {"investigation": attrs.evolve(RICH.investigation, statement_agreed_on=ON)},
    ),
    (
        StatementOfComplaintAgreed(occurred_on=ON, points=2, deadline=STAGE_2),
        {
            "investigation": attrs.evolve(RICH.investigation, statement_agreed_on=ON),
            "stage_2": attrs.evolve(RICH.stage_2, other_reading=STAGE_2),
        },
    ),
    (
        StatementOfComplaintAgreed(occurred_on=ON, deadline=STAGE_2, governs=True),
        {
            "investigation": attrs.evolve(
                RICH.investigation, statement_agreed_on=ON, statement_governs=True
            ),
            "stage_2": attrs.evolve(
                RICH.stage_2,
                deadline=STAGE_2,
                other_reading=RICH.stage_2.deadline,
            ),
        },
    ),
    (
        InvestigatorsAppointed(
            occurred_on=None, investigating_officer="A", independent_person="B"
        ),
        {
            "investigation": attrs.evolve(
                RICH.investigation, officer="A", independent_person="B"
            ),
        },
    ),
    (
        InvestigationReported(occurred_on=ON),
        {"investigation": attrs.evolve(RICH.investigation, officer_reported_on=ON)},
    ),
    (
        IndependentPersonReported(occurred_on=ON),
        {
            "investigation": attrs.evolve(
                RICH.investigation, independent_person_reported_on=ON
            ),
        },
    ),
    (EarlyReferralAgreed(occurred_on=ON), {"early_referral_on": ON}),
    (
        PanelArranged(
            occurred_on=ON, chair="A", meets_on=LATER, milestones=(PANEL_PAPERS,)
        ),
        {
            "panel": attrs.evolve(RICH.panel, chair_appointed_on=ON, meets_on=LATER),
            "stage_3": attrs.evolve(
                RICH.stage_3,
                milestones=(ACKNOWLEDGE_PANEL_BY, CHAIR_BY, PANEL_PAPERS),
            ),
        },
    ),
    (
        PanelPapersSent(occurred_on=ON),
        {"panel": attrs.evolve(RICH.panel, papers_sent_on=ON)},
    ),
    (
        ReviewPanelConvened(
            occurred_on=ON, members=("A",), deadline=PANEL_REPORT, broken=("R25",)
        ),
        {
            "panel": attrs.evolve(
                RICH.panel,
                met_on=ON,
                members=("A",),
                report_deadline=PANEL_REPORT,
                broken=("R25",),
            ),
        },
    ),
    (
        PanelReported(
            occurred_on=ON, deadline=STAGE_3, recommendations=(RECOMMENDATION,)
        ),
        {
            "panel": attrs.evolve(
                RICH.panel, reported_on=ON, recommendations=(RECOMMENDATION,)
            ),
            "stage_3": attrs.evolve(RICH.stage_3, deadline=STAGE_3),
        },
    ),
    (
        Stage2Reopened(occurred_on=ON, attempt=2, deadline=STAGE_2),
        {
            "earlier_rounds": (
                Round(
                    ended_on=ON,
                    stage_2=RICH.stage_2,
                    stage_3=RICH.stage_3,
                    investigation=RICH.investigation,
                    panel=RICH.panel,
                ),
            ),
            "stage_2": Stage(requested_on=ON, deadline=STAGE_2),
            "stage_3": Stage(),
            "investigation": Investigation(),
            "panel": Panel(),
        },
    ),
    (Withdrawn(occurred_on=ON), {"withdrawals": (ON,)}),
    (Reinstated(occurred_on=ON), {"reinstatements": (ON,)}),
    (
        Reinstated(occurred_on=ON, deadline=STAGE_1, milestones=(ACKNOWLEDGEMENT,)),
        {
            "reinstatements": (ON,),
            "earlier_rounds": (
                # `RICH` had not ended, so its round has no day on which it did.
                Round(
                    ended_by=Ending.NOT_ACCEPTED,
                    stage_1=RICH.stage_1,
                    stage_2=RICH.stage_2,
                    stage_3=RICH.stage_3,
                    investigation=RICH.investigation,
                    panel=RICH.panel,
                ),
            ),
            "stage_1": Stage(
                requested_on=ON, deadline=STAGE_1, milestones=(ACKNOWLEDGEMENT,)
            ),
            "stage_2": Stage(),
            "stage_3": Stage(),
            "investigation": Investigation(),
            "panel": Panel(),
        },
    ),
    (Suspended(occurred_on=ON), {"suspensions": (Pause(began_on=ON),)}),
    (
        Suspended(occurred_on=ON, ground=SuspensionGround.ADVOCATE),
        {
            "suspensions": (
                Pause(began_on=ON, ground=SuspensionGround.ADVOCATE, stops_clocks=True),
            ),
        },
    ),
    (Resumed(occurred_on=ON), {"suspensions": (Pause(ended_on=ON),)}),
    (
        Resumed(
            occurred_on=ON,
            moved=(Moved(deadline=STAGE_1, extensions=(LATER,)),),
        ),
        {
            "suspensions": (Pause(ended_on=ON),),
            "stage_1": attrs.evolve(
                RICH.stage_1,
                deadline=STAGE_1,
                extensions=(attrs.evolve(EXTENSION, moved_to=LATER),),
            ),
        },
    ),
    (
        Resumed(
            occurred_on=ON,
            moved=(
                Moved(
                    deadline=STAGE_2,
                    extensions=(LATER_STILL,),
                    other_reading=OTHER_STAGE_2,
                ),
            ),
        ),
        {
            "suspensions": (Pause(ended_on=ON),),
            "stage_2": attrs.evolve(
                RICH.stage_2,
                deadline=STAGE_2,
                extensions=(attrs.evolve(EXTENSION_2, moved_to=LATER_STILL),),
                other_reading=OTHER_STAGE_2,
            ),
        },
    ),
    (
        Deferred(occurred_on=ON, until=LATER),
        {"deferrals": (Pause(began_on=ON, ended_on=LATER),)},
    ),
    (
        Deferred(
            occurred_on=ON,
            until=LATER,
            complainant_agreed=True,
            moved=(Moved(deadline=REVIEW_PANEL),),
        ),
        {
            "deferrals": (Pause(began_on=ON, ended_on=LATER, stops_clocks=True),),
            "panel": attrs.evolve(RICH.panel, deadline=REVIEW_PANEL),
        },
    ),
    (Closed(occurred_on=ON), {"closed_on": ON}),
    (
        ReferredToOmbudsman(
            occurred_on=ON,
            referral=2,
            by=ReferredBy.COMPLAINANT,
            local_stage=1,
            premature=True,
        ),
        {
            "referrals": (
                REFERRAL,
                Referral(
                    referred_on=ON,
                    by=ReferredBy.COMPLAINANT,
                    local_stage=1,
                    premature=True,
                ),
            ),
        },
    ),
    (
        OmbudsmanDecided(
            occurred_on=ON,
            referral=1,
            decision=OmbudsmanDecision.UPHELD,
            investigated=True,
            not_investigated_reason=None,
            fault=True,
            injustice=False,
            remedies=(OmbudsmanRemedy(kind=RemedyKind.PAYMENT, amount_pence=30_000),),
            compliance_due_on=LATER,
            satisfactory_remedy_already=False,
        ),
        {
            "referrals": (
                Referral(
                    referred_on=day("Fri 1 Dec 2023"),
                    local_stage=3,
                    premature=False,
                    decided_on=ON,
                    decision=OmbudsmanDecision.UPHELD,
                    investigated=True,
                    fault=True,
                    injustice=False,
                    remedies=(
                        OmbudsmanRemedy(kind=RemedyKind.PAYMENT, amount_pence=30_000),
                    ),
                    compliance_due_on=LATER,
                    satisfactory_remedy_already=False,
                ),
            ),
        },
    ),
    (
        OmbudsmanComplied(occurred_on=ON, referral=1),
        {"referrals": (attrs.evolve(REFERRAL, complied_on=ON),)},
    ),
    (
        RemedyOffered(
            occurred_on=ON,
            remedy=2,
            remedy_id="R-2",
            source=Source.STAGE_1,
            kind=RemedyKind.APOLOGY,
            amount_pence=None,
        ),
        {
            "remedies": (
                REMEDY,
                Remedy(
                    remedy_id="R-2",
                    source=Source.STAGE_1,
                    kind=RemedyKind.APOLOGY,
                    amount_pence=None,
                    offered_on=ON,
                ),
            ),
        },
    ),
    (
        RemedySettled(occurred_on=ON, remedy=1, status=RemedyStatus.PAID),
        {
            "remedies": (
                attrs.evolve(
                    REMEDY, settlements=(Settlement(status=RemedyStatus.PAID, on=ON),)
                ),
            ),
        },
    ),
    (
        ActionAgreed(
            occurred_on=ON,
            action=2,
            action_id="A-2",
            source=Source.STAGE_1,
            due_on=LATER,
            theme="Delay",
        ),
        {
            "actions": (
                ACTION,
                Action(
                    action_id="A-2",
                    source=Source.STAGE_1,
                    agreed_on=ON,
                    due_on=LATER,
                    theme="Delay",
                ),
            ),
        },
    ),
    (
        ActionDone(occurred_on=ON, action=1),
        {"actions": (attrs.evolve(ACTION, done_on=ON),)},
    ),
    (
        ActionNotDone(occurred_on=None, action=1),
        {"actions": (attrs.evolve(ACTION, not_done=True),)},
    ),
    (
        ActionNotDone(occurred_on=ON, action=1),
        {"actions": (attrs.evolve(ACTION, not_done=True, not_done_on=ON),)},
    ),
    (
        Noted(subject=Subject.COMPLAINT, number=0, fact="team", value="Early Help"),
        {"team": "Early Help"},
    ),
    (
        Noted(subject=Subject.ACTION, number=1, fact="not_done_reason", value=None),
        {"actions": (attrs.evolve(ACTION, not_done=True),)},
    ),
    (
        Noted(
            subject=Subject.REFERRAL,
            number=2,
            fact="ombudsman_investigated",
            value="yes",
        ),
        {"referrals": (REFERRAL, Referral(investigated=True))},
    ),
    (
        Corrected(
            subject=Subject.REMEDY, number=1, fact="amount_gbp", was="400", now="250"
        ),
        {"remedies": (attrs.evolve(REMEDY, amount_pence=25_000),)},
    ),
    (
        Corrected(
            subject=Subject.COMPLAINT,
            number=0,
            fact="received_on",
            was="2023-04-03",
            now="2023-06-05",
        ),
        {"received_on": ON, "stage_1": attrs.evolve(RICH.stage_1, requested_on=ON)},
    ),
    (
        Corrected(
            subject=Subject.COMPLAINT,
            number=0,
            fact="s1_extended_to",
            was="2023-05-04",
            now="2023-07-10",
        ),
        {
            "stage_1": attrs.evolve(
                RICH.stage_1,
                extensions=(attrs.evolve(EXTENSION, extended_to=LATER),),
            ),
        },
    ),
    *(
        (
            Corrected(
                subject=Subject.COMPLAINT,
                number=0,
                fact=fact,
                was=None,
                now="2023-06-05",
            ),
            # The other reading follows by DeadlineRecomputed.
            changes,
        )
        for fact, changes in (
            (
                "s2_requested_on",
                {
                    "stage_2": attrs.evolve(RICH.stage_2, requested_on=ON),
                },
            ),
            (
                "s2_statement_agreed_on",
                {
                    "investigation": attrs.evolve(
                        RICH.investigation, statement_agreed_on=ON
                    ),
                },
            ),
        )
    ),
    *(
        (DeadlineRecomputed(was_due_on=None, deadline=moved), changes)
        for moved, changes in (
            (STAGE_1, {"stage_1": attrs.evolve(RICH.stage_1, deadline=STAGE_1)}),
            (STAGE_2, {"stage_2": attrs.evolve(RICH.stage_2, deadline=STAGE_2)}),
            (STAGE_3, {"stage_3": attrs.evolve(RICH.stage_3, deadline=STAGE_3)}),
            (REVIEW_PANEL, {"panel": attrs.evolve(RICH.panel, deadline=REVIEW_PANEL)}),
            (
                PANEL_REPORT,
                {"panel": attrs.evolve(RICH.panel, report_deadline=PANEL_REPORT)},
            ),
        )
    ),
    # An extension that reaches the day that was told is not moved.
    *(
        (
            DeadlineRecomputed(
                was_due_on=None,
                deadline=STAGE_1,
                extensions=(reaches,),
            ),
            {
                "stage_1": attrs.evolve(
                    RICH.stage_1,
                    deadline=STAGE_1,
                    extensions=(attrs.evolve(EXTENSION, moved_to=moved_to),),
                ),
            },
        )
        for reaches, moved_to in (
            (LATER, LATER),
            (EXTENSION.extended_to, None),
            (None, None),
        )
    ),
    (
        DeadlineRecomputed(
            was_due_on=None, deadline=STAGE_2, other_reading=OTHER_STAGE_2
        ),
        {
            "stage_2": attrs.evolve(
                RICH.stage_2, deadline=STAGE_2, other_reading=OTHER_STAGE_2
            ),
        },
    ),
    *(
        (
            DeadlineRecomputed(was_due_on=None, deadline=moved),
            {
                f"stage_{number}": attrs.evolve(
                    RICH.stage(number), milestones=milestones
                ),
            },
        )
        for moved, number, milestones in (
            (ACKNOWLEDGEMENT, 1, (ACKNOWLEDGEMENT, ASK_BY)),
            (STAGE_2_REQUEST, 1, (ACKNOWLEDGE_BY, STAGE_2_REQUEST)),
            (STAGE_2_ACKNOWLEDGEMENT, 2, (REVIEW_BY, STAGE_2_ACKNOWLEDGEMENT)),
            (REVIEW_REQUEST, 2, (REVIEW_REQUEST,)),
            (PANEL_ACKNOWLEDGEMENT, 3, (PANEL_ACKNOWLEDGEMENT, CHAIR_BY)),
            (PANEL_CHAIR, 3, (ACKNOWLEDGE_PANEL_BY, PANEL_CHAIR)),
            (PANEL_PAPERS, 3, (ACKNOWLEDGE_PANEL_BY, CHAIR_BY, PANEL_PAPERS)),
        )
    ),
    *(
        (
            IrregularityReviewed(
                step=step, stage=number, number=n, was=(), now=("R99",)
            ),
            changes,
        )
        for step, number, n, changes in (
            (
                Step.EXTENSION,
                1,
                1,
                {
                    "stage_1": attrs.evolve(
                        RICH.stage_1,
                        extensions=(attrs.evolve(EXTENSION, broken=("R99",)),),
                    ),
                },
            ),
            (
                Step.ESCALATION,
                2,
                0,
                {"stage_2": attrs.evolve(RICH.stage_2, request_broken=("R99",))},
            ),
            (
                Step.REVIEW_PANEL,
                3,
                0,
                {"panel": attrs.evolve(RICH.panel, broken=("R99",))},
            ),
            (
                Step.RESPONSE,
                3,
                0,
                {"stage_3": attrs.evolve(RICH.stage_3, response_broken=("R99",))},
            ),
        )
    ),
]
PLANTED = {"R11", "R19", "R25", "R30", "R99"}
FURTHER = [event for event, _ in EFFECTS]
# A history that has something for every event to be about.
FULL = history(*AT_STAGE_1, EXTEND_1, REFER, OFFER, AGREE_ACTION)
