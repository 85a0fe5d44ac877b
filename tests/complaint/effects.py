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
    Corrected,
    DeadlineRecomputed,
    Deferred,
    Escalated,
    Extended,
    InvestigatorsAppointed,
    IrregularityReviewed,
    NotAccepted,
    Noted,
    OmbudsmanDecided,
    PanelReported,
    ReferredToOmbudsman,
    Reinstated,
    RemedyOffered,
    RemedySettled,
    Responded,
    Resumed,
    ReviewPanelConvened,
    Stage2Reopened,
    StatementOfComplaintAgreed,
    Subject,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.state import (
    Action,
    Extension,
    Referral,
    Remedy,
    Round,
    Settlement,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    NotAcceptedReason,
    OmbudsmanDecision,
    Outcome,
    RemedyKind,
    RemedyStatus,
    Source,
)
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
    return deadline(name, ON, 1, LATER, None)


STAGE_1, STAGE_2, REVIEW_PANEL, PANEL_REPORT, STAGE_3 = map(clock, DeadlineName)

RICH = given(*LONGEST, REFER, OFFER, AGREE_ACTION).stands
EXTENSION = Extension(
    notified_on=day("Wed 19 Apr 2023"),
    extended_to=day("Thu 4 May 2023"),
    reason=ExtensionReason.COMPLEXITY,
)
[REMEDY] = RICH.remedies
[ACTION] = RICH.actions


# Each event beside all that it changes in `RICH`, which has one of everything.
EFFECTS: list[tuple[Event, dict[str, Any]]] = [
    (Acknowledged(occurred_on=ON), {"acknowledged_on": ON}),
    (
        NotAccepted(occurred_on=ON, reason=NotAcceptedReason.OTHER),
        {"not_accepted_on": ON, "not_accepted_reason": NotAcceptedReason.OTHER},
    ),
    (
        Extended(
            occurred_on=ON,
            stage=1,
            extended_to=LATER,
            reason=None,
            previously_due_on=None,
            now_due_on=LATER,
            broken=("R11",),
        ),
        {
            "stage_1": attrs.evolve(
                RICH.stage_1,
                extensions=(
                    EXTENSION,
                    Extension(notified_on=ON, extended_to=LATER, broken=("R11",)),
                ),
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
    (
        Escalated(
            occurred_on=ON,
            to_stage=2,
            basis=Basis.NO_RESPONSE,
            deadline=STAGE_2,
            broken=("R19",),
        ),
        {
            "stage_2": attrs.evolve(
                RICH.stage_2,
                requested_on=ON,
                basis=Basis.NO_RESPONSE,
                request_broken=("R19",),
                deadline=STAGE_2,
            ),
        },
    ),
    (
        Escalated(occurred_on=ON, to_stage=3, basis=None, deadline=REVIEW_PANEL),
        {
            "stage_3": attrs.evolve(RICH.stage_3, requested_on=ON),
            "panel_deadline": REVIEW_PANEL,
        },
    ),
    (StatementOfComplaintAgreed(occurred_on=ON), {"statement_agreed_on": ON}),
    (
        InvestigatorsAppointed(
            occurred_on=None, investigating_officer="A", independent_person="B"
        ),
        {"investigating_officer": "A", "independent_person": "B"},
    ),
    (
        ReviewPanelConvened(
            occurred_on=ON, members=("A",), deadline=PANEL_REPORT, broken=("R25",)
        ),
        {
            "panel_met_on": ON,
            "panel_members": ("A",),
            "panel_report_deadline": PANEL_REPORT,
            "panel_broken": ("R25",),
        },
    ),
    (
        PanelReported(occurred_on=ON, deadline=STAGE_3),
        {
            "panel_reported_on": ON,
            "stage_3": attrs.evolve(RICH.stage_3, deadline=STAGE_3),
        },
    ),
    (
        Stage2Reopened(occurred_on=ON, attempt=2, deadline=STAGE_2),
        {
            "earlier_rounds": (
                Round(
                    stage_2=RICH.stage_2,
                    stage_3=RICH.stage_3,
                    investigators=("officer", "independent"),
                ),
            ),
            "stage_2": Stage(requested_on=ON, deadline=STAGE_2),
            "stage_3": Stage(),
            "statement_agreed_on": None,
            "investigating_officer": None,
            "independent_person": None,
            "panel_met_on": None,
            "panel_members": (),
            "panel_deadline": None,
            "panel_broken": (),
            "panel_reported_on": None,
            "panel_report_deadline": None,
        },
    ),
    (Withdrawn(occurred_on=ON), {"withdrawn_on": ON}),
    (Reinstated(occurred_on=ON), {"reinstated_on": ON}),
    (Suspended(occurred_on=ON), {"suspended_on": ON}),
    (Resumed(occurred_on=ON), {"resumed_on": ON}),
    (
        Deferred(occurred_on=ON, until=LATER),
        {"deferred_on": ON, "deferred_to": LATER},
    ),
    (
        ReferredToOmbudsman(occurred_on=ON, referral=2),
        {"referrals": (*RICH.referrals, Referral(referred_on=ON))},
    ),
    (
        OmbudsmanDecided(
            occurred_on=ON,
            referral=1,
            decision=OmbudsmanDecision.UPHELD,
            investigated=True,
            not_investigated_reason=None,
        ),
        {
            "referrals": (
                Referral(
                    referred_on=day("Fri 1 Dec 2023"),
                    decided_on=ON,
                    decision=OmbudsmanDecision.UPHELD,
                    investigated=True,
                ),
            ),
        },
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
            occurred_on=ON, action=2, action_id="A-2", source=None, due_on=LATER
        ),
        {
            "actions": (
                ACTION,
                Action(action_id="A-2", source=None, agreed_on=ON, due_on=LATER),
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
        {"referrals": (*RICH.referrals, Referral(investigated=True))},
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
        (DeadlineRecomputed(was_due_on=None, deadline=moved), changes)
        for moved, changes in (
            (STAGE_1, {"stage_1": attrs.evolve(RICH.stage_1, deadline=STAGE_1)}),
            (STAGE_2, {"stage_2": attrs.evolve(RICH.stage_2, deadline=STAGE_2)}),
            (STAGE_3, {"stage_3": attrs.evolve(RICH.stage_3, deadline=STAGE_3)}),
            (REVIEW_PANEL, {"panel_deadline": REVIEW_PANEL}),
            (PANEL_REPORT, {"panel_report_deadline": PANEL_REPORT}),
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
            (Step.REVIEW_PANEL, 3, 0, {"panel_broken": ("R99",)}),
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
