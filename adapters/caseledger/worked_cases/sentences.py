"""
Every sentence that a worked case can say: its pattern, what it becomes, an example.

STEPS are what happens or is asked for, each a command; CLAIMS are what must be true
then. A further sentence is a further row; `docs/worked-cases.md` is made from these.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import attrs

from caseledger.complaint import (
    AcceptLate,
    Acknowledge,
    AgreeAction,
    AgreeEarlyReferral,
    AgreeResolution,
    AgreeStatement,
    AppointAdvocate,
    AppointInvestigators,
    ArrangePanel,
    Close,
    CompleteAction,
    ComplyWithOmbudsman,
    ConvenePanel,
    Correct,
    DecideSufficientInterest,
    DeclineEscalation,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    LinkComplaint,
    Note,
    OfferRemedy,
    PointAnswered,
    Receive,
    ReceivePanelReport,
    Reclassify,
    RecommendationAnswered,
    Recommended,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Reinstate,
    ReopenStage2,
    ReportIndependentPerson,
    ReportInvestigation,
    RequestAdvocate,
    Respond,
    Resume,
    SendPanelPapers,
    SettleRemedy,
    Subject,
    Suspend,
    Withdraw,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Manner,
    PointFinding,
    Recipient,
    RecommendationKind,
    ReferredBy,
    SuspensionGround,
)
from caseledger.rules import Procedure
from caseledger.worked_cases import claims
from caseledger.worked_cases.case import Happens, Proclaimed
from caseledger.worked_cases.language import Clause, Sentence

Facts = Mapping[str, Any]


def _says(**facts: object) -> Callable[..., Facts]:
    """Give facts that a clause says by itself, beside those of its parts."""
    return lambda **parts: {**parts, **facts}


def _receive(**facts: Any) -> Receive:  # noqa: ANN401 - the facts of the sentence
    told: dict[str, Any] = {
        "reference": "CF-1",
        "procedure": Procedure.STATUTORY,
        "service": "Children and Family Services",
        **facts,
    }
    return Receive(**told)


def _undated(kind: Callable[..., Note | Correct], **facts: Any) -> Note | Correct:  # noqa: ANN401 - as above
    return kind(**{name: value for name, value in facts.items() if name != "on"})


def _point(finding: PointFinding) -> Facts:
    return {"points": (PointAnswered(finding=finding),)}


def _answer(number: int, reason: str | None = None) -> Facts:
    answered = RecommendationAnswered(
        recommendation=number, accepted=reason is None, reason=reason
    )
    return {"answers": (answered,)}


def _carried_out(number: int) -> Facts:
    return {"carries_out": (number,)}


def _recommended(recommendation: RecommendationKind) -> Facts:
    return {"recommendations": (Recommended(kind=recommendation),)}


def _about(subject: Subject) -> Callable[..., Facts]:
    return lambda number: {"subject": subject, "number": number}


_TOLD = (
    Clause("told in writing on {notified_on:day}"),
    Clause("told of the Ombudsman", _says(ombudsman_signposted=True)),
)
_BECAUSE = Clause("because {reason:words}")
_MANNER = (
    Clause("orally", _says(manner=Manner.ORAL)),
    Clause("in writing", _says(manner=Manner.WRITTEN)),
)
_LATE = Clause("late because {late_reason:words}")
_SIGNED = (
    Clause("signed by {signed_by:name}"),
    Clause("as {signatory_role:words}"),
)
_ITEMS = (
    Clause("of referral {number}", _about(Subject.REFERRAL)),
    Clause("of remedy {number}", _about(Subject.REMEDY)),
    Clause("of action {number}", _about(Subject.ACTION)),
)
# What an early referral needs, as the guidance has it; each can be said to lack.
_CONDITIONS = {
    "the complainant's agreement": "complainant_agreed",
    "the authority's agreement": "authority_agreed",
    "a robust report": "robust_report",
    "a complete adjudication": "complete_adjudication",
    "all significant points upheld": "significant_points_upheld",
    "a clear action plan": "clear_action_plan",
    "most desired outcomes met": "desired_outcomes_met",
}


def _early_referral(on: date, **lacking: bool) -> AgreeEarlyReferral:
    return AgreeEarlyReferral(
        on=on, **{**dict.fromkeys(_CONDITIONS.values(), True), **lacking}
    )


STEPS = (
    # Intake
    Sentence(
        pattern="received",
        becomes=_receive,
        example="received, orally, grounds arose on 2022-05-10",
        clauses=(
            Clause("orally", _says(oral=True)),
            Clause("in writing", _says(oral=False)),
            Clause("grounds arose on {grounds_arose_on:day}"),
            Clause("about {function}"),
            Clause("a duplicate of {duplicate_of:name}"),
            Clause("from {capacity:words}"),
            Clause("by the child", _says(child_is_complainant=True)),
        ),
    ),
    Sentence(
        pattern="accepted although late",
        becomes=partial(
            AcceptLate, earlier_was_reasonable=False, fair_consideration_possible=True
        ),
        example="accepted although late, because they were in hospital",
        clauses=(_BECAUSE,),
    ),
    Sentence(
        pattern="sufficient interest found",
        becomes=partial(DecideSufficientInterest, sufficient=True),
        example="sufficient interest found",
        clauses=(_BECAUSE,),
    ),
    Sentence(
        pattern="no sufficient interest found",
        becomes=partial(DecideSufficientInterest, sufficient=False),
        example="no sufficient interest found, because they are strangers",
        clauses=(_BECAUSE,),
    ),
    Sentence(
        pattern="linked to {linked_to:name}",
        becomes=LinkComplaint,
        example="linked to CF-2",
    ),
    Sentence(
        pattern="moved to the {procedure} procedure",
        becomes=Reclassify,
        example="moved to the corporate procedure, because it is about a court report",
        clauses=(
            _BECAUSE,
            Clause("as the Ombudsman directed", _says(directed_by_ombudsman=True)),
        ),
    ),
    Sentence(
        pattern="not accepted",
        becomes=DoNotAccept,
        example="not accepted, out of time, earlier was reasonable, "
        "no fair consideration possible, because the file is gone, "
        "told in writing on 2023-04-11, told of the Ombudsman",
        clauses=(
            Clause("{reason}"),
            Clause("because {reasoning:words}"),
            *_TOLD,
            Clause("earlier was reasonable", _says(earlier_was_reasonable=True)),
            Clause("earlier was not reasonable", _says(earlier_was_reasonable=False)),
            Clause(
                "fair consideration possible", _says(fair_consideration_possible=True)
            ),
            Clause(
                "no fair consideration possible",
                _says(fair_consideration_possible=False),
            ),
            Clause("for proceedings in {proceedings:words}"),
            Clause("a duplicate of {duplicate_of:name}"),
        ),
    ),
    Sentence(pattern="acknowledged", becomes=Acknowledge, example="acknowledged"),
    Sentence(
        pattern="stage {stage} request acknowledged",
        becomes=Acknowledge,
        example="stage 2 request acknowledged",
    ),
    Sentence(
        pattern="advocate asked for",
        becomes=RequestAdvocate,
        example="advocate asked for",
    ),
    Sentence(
        pattern="advocate appointed",
        becomes=AppointAdvocate,
        example="advocate appointed, ada",
        clauses=(Clause("{advocate:name}"),),
    ),
    # Stages
    Sentence(
        pattern="stage {stage} extended to {extended_to:day}",
        becomes=Extend,
        example="stage 1 extended to 2023-05-04, for complexity",
        clauses=(
            Clause("for complexity", _says(reason=ExtensionReason.COMPLEXITY)),
            Clause("for an advocate", _says(reason=ExtensionReason.ADVOCATE)),
            Clause("because {reason_told:words}"),
            Clause("in writing", _says(in_writing=True)),
            Clause("not in writing", _says(in_writing=False)),
            Clause("told of the Ombudsman", _says(ombudsman_details_given=True)),
            Clause("for good reason", _says(good_reason=True)),
        ),
    ),
    Sentence(
        pattern="stage {stage} answered",
        becomes=Respond,
        example="stage 1 answered, not upheld, received on 2023-05-05",
        clauses=(
            Clause("{outcome}"),
            Clause("point {finding}", _point),
            Clause("received on {received_on:day}"),
            *_SIGNED,
            Clause("next right stated", _says(next_right_stated=True)),
            Clause("next right not stated", _says(next_right_stated=False)),
            Clause(
                "independent person consulted", _says(independent_person_consulted=True)
            ),
            Clause(
                "independent person not consulted",
                _says(independent_person_consulted=False),
            ),
            Clause("recommendation {number} accepted", _answer),
            Clause("recommendation {number} rejected because {reason:words}", _answer),
        ),
    ),
    Sentence(
        pattern="resolved on terms confirmed",
        becomes=partial(AgreeResolution, terms="as confirmed"),
        example="resolved on terms confirmed",
    ),
    Sentence(pattern="resolved", becomes=AgreeResolution, example="resolved"),
    Sentence(
        pattern="stage {to_stage:stage} requested",
        becomes=Escalate,
        example="stage 2 requested, dissatisfied",
        clauses=(
            Clause("dissatisfied", _says(basis=Basis.DISSATISFIED)),
            Clause("for want of a response", _says(basis=Basis.NO_RESPONSE)),
            Clause("orally", _says(in_writing=False)),
            Clause("in writing", _says(in_writing=True)),
            Clause("because {reasons:words}"),
            _LATE,
        ),
    ),
    Sentence(
        pattern="stage 1 left out",
        becomes=partial(Escalate, to_stage=2, basis=Basis.AGREED_SKIP),
        example="stage 1 left out, both agreed",
        clauses=(
            Clause(
                "both agreed", _says(complainant_agreed=True, authority_agreed=True)
            ),
            Clause("the complainant agreed", _says(complainant_agreed=True)),
            Clause("the authority agreed", _says(authority_agreed=True)),
        ),
    ),
    Sentence(
        pattern="stage {to_stage:stage} declined that was requested on "
        "{requested_on:day}",
        becomes=DeclineEscalation,
        example="stage 3 declined that was requested on 2023-09-14, because too late",
        clauses=(_BECAUSE,),
    ),
    # Stage 2
    Sentence(
        pattern="statement of complaint agreed",
        becomes=AgreeStatement,
        example="statement of complaint agreed",
    ),
    Sentence(
        pattern="investigators appointed",
        becomes=AppointInvestigators,
        example="investigators appointed, officer dan, independent person eve",
        clauses=(
            Clause("officer {investigating_officer:name}"),
            Clause("independent person {independent_person:name}"),
            Clause("officer from outside", _says(officer_is_external=True)),
            Clause("officer an employee", _says(officer_is_external=False)),
            Clause("independence declared", _says(independence_declared=True)),
            Clause("independence not declared", _says(independence_declared=False)),
        ),
    ),
    Sentence(
        pattern="investigating officer reported",
        becomes=ReportInvestigation,
        example="investigating officer reported",
    ),
    Sentence(
        pattern="independent person reported",
        becomes=ReportIndependentPerson,
        example="independent person reported",
    ),
    Sentence(
        pattern="early referral agreed",
        becomes=_early_referral,
        example="early referral agreed, without a robust report",
        clauses=tuple(
            Clause(f"without {words}", _says(**{field: False}))
            for words, field in _CONDITIONS.items()
        ),
    ),
    # The review panel
    Sentence(
        pattern="panel arranged",
        becomes=ArrangePanel,
        example="panel arranged, chair ann, to meet on 2023-10-25",
        clauses=(Clause("chair {chair:name}"), Clause("to meet on {meets_on:day}")),
    ),
    Sentence(
        pattern="panel papers sent",
        becomes=SendPanelPapers,
        example="panel papers sent",
    ),
    Sentence(
        pattern="panel of {members:people} met",
        becomes=ConvenePanel,
        example="panel of ann and ben and cat met",
        clauses=(Clause("{not_independent:people} not independent"),),
    ),
    Sentence(
        pattern="panel met without members",
        becomes=partial(ConvenePanel, members=()),
        example="panel met without members",
    ),
    Sentence(
        pattern="panel reported",
        becomes=ReceivePanelReport,
        example="panel reported, recommending remedy, sent to everybody",
        clauses=(
            Clause("recommending {recommendation}", _recommended),
            Clause("sent on {sent_on:day}"),
            Clause("sent to everybody", _says(recipients=tuple(Recipient))),
            Clause(
                "sent to the authority alone",
                _says(recipients=(Recipient.AUTHORITY,)),
            ),
        ),
    ),
    Sentence(
        pattern="stage 2 reopened", becomes=ReopenStage2, example="stage 2 reopened"
    ),
    # Ends and pauses
    Sentence(
        pattern="withdrawn",
        becomes=Withdraw,
        example="withdrawn, orally, confirmed on 2023-04-12",
        clauses=(*_MANNER, Clause("confirmed on {confirmed_on:day}"), _BECAUSE),
    ),
    Sentence(
        pattern="reinstated",
        becomes=Reinstate,
        example="reinstated, proceedings ended on 2023-09-01",
        clauses=(Clause("proceedings ended on {proceedings_ended_on:day}"),),
    ),
    Sentence(
        pattern="suspended for proceedings",
        becomes=partial(Suspend, ground=SuspensionGround.PROCEEDINGS),
        example="suspended for proceedings, in the family court, "
        "because the facts are before it, told in writing on 2023-04-11",
        clauses=(
            Clause("in {proceedings:words}"),
            _BECAUSE,
            Clause("told in writing on {notified_on:day}"),
        ),
    ),
    Sentence(
        pattern="suspended for an advocate",
        becomes=partial(Suspend, ground=SuspensionGround.ADVOCATE),
        example="suspended for an advocate",
        clauses=(_BECAUSE,),
    ),
    Sentence(pattern="suspended", becomes=Suspend, example="suspended"),
    Sentence(pattern="resumed", becomes=Resume, example="resumed"),
    Sentence(
        pattern="deferred to {until:day}",
        becomes=Defer,
        example="deferred to 2023-06-30, as the complainant agreed",
        clauses=(
            Clause("as the complainant agreed", _says(complainant_agreed=True)),
            Clause("without agreement", _says(complainant_agreed=False)),
        ),
    ),
    Sentence(
        pattern="closed",
        becomes=Close,
        example="closed, the complainant is content",
        clauses=(
            Clause("the complainant is content", _says(complainant_content=True)),
        ),
    ),
    # Beside the stages
    Sentence(
        pattern="referred to the Ombudsman",
        becomes=ReferToOmbudsman,
        example="referred to the Ombudsman",
        clauses=(
            Clause("as referral {referral:number}"),
            Clause("by the complainant", _says(by=ReferredBy.COMPLAINANT)),
            Clause("by early referral", _says(by=ReferredBy.EARLY_REFERRAL)),
        ),
    ),
    Sentence(
        pattern="Ombudsman decided referral {referral:number}",
        becomes=RecordOmbudsmanDecision,
        example="Ombudsman decided referral 1, not investigated, as premature",
        clauses=(
            Clause("{decision}"),
            Clause("investigated", _says(investigated=True)),
            Clause("not investigated", _says(investigated=False)),
            Clause("as {not_investigated_reason:not_investigated}"),
            Clause("fault found", _says(fault=True)),
            Clause("no fault found", _says(fault=False)),
            Clause("to comply by {compliance_due_on:day}"),
        ),
    ),
    Sentence(
        pattern="complied on referral {referral:number}",
        becomes=ComplyWithOmbudsman,
        example="complied on referral 1",
    ),
    Sentence(
        pattern="remedy offered",
        becomes=OfferRemedy,
        example="remedy offered, payment, of £250",
        clauses=(
            Clause("{kind:remedy}"),
            Clause("of £{amount_pence:pounds}"),
        ),
    ),
    Sentence(
        pattern="remedy {remedy:number} settled as {status}",
        becomes=SettleRemedy,
        example="remedy 1 settled as accepted",
    ),
    Sentence(
        pattern="action agreed",
        becomes=AgreeAction,
        example="action agreed, after stage 3, for recommendation 1, due on 2024-03-01",
        clauses=(
            Clause("after {source}"),
            Clause("for recommendation {number}", _carried_out),
            Clause("due on {due_on:day}"),
        ),
    ),
    Sentence(
        pattern="action {action:number} completed",
        becomes=CompleteAction,
        example="action 1 completed",
    ),
    Sentence(
        pattern="action {action:number} left undone",
        becomes=LeaveActionUndone,
        example="action 1 left undone, because the team closed",
        clauses=(_BECAUSE,),
    ),
    Sentence(
        pattern="{fact} noted as {value:words}",
        becomes=partial(_undated, Note),
        example="theme noted as Delay",
        clauses=_ITEMS,
    ),
    Sentence(
        pattern="{fact} corrected from {was:words} to {now:words} because "
        "{because:words}",
        becomes=partial(_undated, Correct),
        example="received on corrected from 2023-04-03 to 2023-04-04 because misread",
        clauses=_ITEMS,
    ),
    # The calendar
    Sentence(
        pattern="{day} proclaimed a bank holiday",
        becomes=Proclaimed,
        example="Mon 19 Sep 2022 proclaimed a bank holiday",
    ),
)

CLAIMS = (
    Sentence(
        pattern="{deadline} was due on {day}",
        becomes=claims.due,
        example="stage 2 response was due on 2023-06-20",
        clauses=(Clause("attempt {attempt:number}"),),
    ),
    Sentence(
        pattern="{deadline} was due on {due_on:day} as known on {day}",
        becomes=claims.due_as_known,
        example="stage 1 response was due on 2022-09-26 as known on 2022-09-12",
    ),
    Sentence(
        pattern="{deadline} was counted from {day}",
        becomes=claims.counted_from,
        example="stage 2 response was counted from 2023-05-15",
    ),
    Sentence(
        pattern="{deadline} may be extended to {day} at the latest",
        becomes=claims.latest,
        example="stage 2 response may be extended to 2023-08-15 at the latest",
    ),
    Sentence(
        pattern="{deadline} may not be extended",
        becomes=claims.latest,
        example="review panel may not be extended",
    ),
    Sentence(
        pattern="{deadline} was set under {words}",
        becomes=claims.under,
        example="stage 2 response was set under reg 17",
    ),
    Sentence(
        pattern="{deadline} was set by the edition of {day}",
        becomes=claims.edition,
        example="stage 1 response was set by the edition of 2024-02-01",
    ),
    Sentence(
        pattern="{deadline} was in time",
        becomes=partial(claims.how_met, how="in time"),
        example="stage 1 response was in time",
    ),
    Sentence(
        pattern="{deadline} was late",
        becomes=partial(claims.how_met, how="late"),
        example="stage 2 response was late",
    ),
    Sentence(
        pattern="{deadline} was {number} working days late",
        becomes=claims.late_by,
        example="stage 1 response was 2 working days late",
    ),
    Sentence(
        pattern="{deadline} was within the {number} working days",
        becomes=claims.within,
        example="stage 2 response was within the 65 working days",
    ),
    Sentence(
        pattern="{deadline} was not within the {number} working days",
        becomes=claims.beyond,
        example="stage 2 response was not within the 25 working days",
    ),
    Sentence(
        pattern="{deadline} was met on {day}",
        becomes=claims.met_on,
        example="acknowledgement was met on 2023-04-06",
    ),
    Sentence(
        pattern="{deadline} ended unmet on {day}",
        becomes=claims.unmet,
        example="stage 1 response ended unmet on 2023-04-11",
    ),
    Sentence(
        pattern="{deadline} was never owed",
        becomes=claims.not_owed,
        example="panel report was never owed",
    ),
    *(
        row
        for how in ("overdue", "paused", "open")
        for row in (
            Sentence(
                pattern=f"{{deadline}} was {how} on {{day}}",
                becomes=partial(claims.stands, how=how),
                example=f"stage 1 response was {how} on 2023-04-20",
            ),
            Sentence(
                pattern=f"{{deadline}} was not {how} on {{day}}",
                becomes=partial(claims.stands_not, how=how),
                example=f"stage 1 response was not {how} on 2023-04-19",
            ),
        )
    ),
    Sentence(
        pattern="phase is {phase}",
        becomes=claims.phase,
        example="phase is stage 2 responded",
    ),
    Sentence(
        pattern="phase was {phase} on {day}",
        becomes=claims.phase,
        example="phase was suspended on 2023-04-12",
    ),
    Sentence(
        pattern="procedure is {procedure}",
        becomes=claims.procedure,
        example="procedure is corporate",
    ),
    Sentence(
        pattern="stage {stage} was {outcome}",
        becomes=claims.outcome,
        example="stage 1 was partially upheld",
    ),
    Sentence(
        pattern="stage {stage} was extended to {day}",
        becomes=claims.extended,
        example="stage 1 was extended to 2023-05-04",
    ),
    Sentence(
        pattern="stage {stage} was not extended",
        becomes=claims.extended,
        example="stage 2 was not extended",
    ),
    Sentence(
        pattern="stage {stage} was accepted late",
        becomes=partial(claims.accepted_late, late=True),
        example="stage 3 was accepted late",
    ),
    Sentence(
        pattern="stage {stage} was not accepted late",
        becomes=partial(claims.accepted_late, late=False),
        example="stage 3 was not accepted late",
    ),
    Sentence(
        pattern="stage {stage} is in attempt {number}",
        becomes=claims.attempt,
        example="stage 2 is in attempt 2",
    ),
    Sentence(
        pattern="a further stage was declined on {day}",
        becomes=claims.declined,
        example="a further stage was declined on 2023-09-20",
    ),
    Sentence(
        pattern="referral {number} was premature",
        becomes=partial(claims.premature, early=True),
        example="referral 1 was premature",
    ),
    Sentence(
        pattern="referral {number} was not premature",
        becomes=partial(claims.premature, early=False),
        example="referral 1 was not premature",
    ),
    Sentence(
        pattern="referral {number} came at stage {stage}",
        becomes=claims.came_at,
        example="referral 1 came at stage 2",
    ),
    Sentence(
        pattern="remedy {number} is {status}",
        becomes=claims.remedy,
        example="remedy 1 is paid",
    ),
)


def happens(sentence: Sentence, facts: Facts, *, on: date, under: Procedure) -> Happens:
    """Return the command of a step's sentence on its day."""
    made: Happens = sentence.becomes(**{"on": on, **facts})
    return attrs.evolve(made, procedure=under) if isinstance(made, Receive) else made
