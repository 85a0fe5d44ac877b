"""What is said of a case when it is asked how it stands, fact by fact."""

from collections import Counter
from collections.abc import Iterator, Mapping

from caseledger.complaint import Complaint, Stage
from caseledger.history.owing import named_duties

_Answer = tuple[str, object]


def answers(complaint: Complaint | None) -> Mapping[str, str]:
    """
    Return what is known of a case, by the name of each fact; nothing personal.

    What is not known is left out, and a case that is not there has no answers.
    """
    if complaint is None:
        return {}
    found = (
        *_of_the_case(complaint),
        *_of_its_stages(complaint),
        *(
            (f"{name} due", duty.due_on)
            for name, duty in named_duties(complaint).items()
        ),
        *_of_its_ends(complaint),
        *_of_what_came_of_it(complaint),
        *_of_rules_broken(complaint),
    )
    return {fact: _written(value) for fact, value in found if value is not None}


def _written(value: object) -> str:
    return str(value).replace("_", " ")


def _of_the_case(complaint: Complaint) -> Iterator[_Answer]:
    yield "where it stands", complaint.phase
    yield "procedure", complaint.procedure
    yield "service", complaint.service
    yield "team", complaint.team
    yield "channel", complaint.channel
    yield "theme", complaint.theme
    yield "grounds arose on", complaint.grounds_arose_on
    yield "received on", complaint.received_on


def _of_its_stages(complaint: Complaint) -> Iterator[_Answer]:
    rounds = [
        (one.stage_1, one.stage_2, one.stage_3) for one in complaint.earlier_rounds
    ]
    rounds.append((complaint.stage_1, complaint.stage_2, complaint.stage_3))
    begun = [
        (stage.requested_on, number, stage)
        for stages in rounds
        for number, stage in enumerate(stages, start=1)
        if stage is not None and stage.requested_on is not None
    ]
    passes = Counter[int]()
    for _, number, stage in sorted(begun, key=lambda one: one[:2]):
        passes[number] += 1
        again = f", pass {passes[number]}" if passes[number] > 1 else ""
        yield from _of_a_stage(f"stage {number}{again}", stage)
    investigation, panel = complaint.investigation, complaint.panel
    yield "statement of complaint agreed on", investigation.statement_agreed_on
    yield "investigating officer reported on", investigation.officer_reported_on
    yield (
        "independent person reported on",
        investigation.independent_person_reported_on,
    )
    yield "review panel met on", panel.met_on
    yield "review panel reported on", panel.reported_on


def _of_a_stage(name: str, stage: Stage) -> Iterator[_Answer]:
    yield f"{name} begun on", stage.requested_on
    yield f"{name} acknowledged on", stage.acknowledged_on
    reached = [one.reaches for one in stage.extensions if one.reaches is not None]
    yield f"{name} extended to", max(reached, default=None)
    yield f"{name} answered on", stage.responded_on
    yield f"{name} outcome", stage.outcome


def _of_its_ends(complaint: Complaint) -> Iterator[_Answer]:
    suspended = complaint.suspended
    yield "suspended since", None if suspended is None else suspended.began_on
    yield "resolved on", complaint.resolved_on
    yield "not accepted on", complaint.not_accepted_on
    yield "withdrawn on", complaint.withdrawn_on
    yield "taken up again on", complaint.reinstated_on
    yield "closed on", complaint.closed_on


def _of_what_came_of_it(complaint: Complaint) -> Iterator[_Answer]:
    for number, referral in enumerate(complaint.referrals, start=1):
        name = f"Ombudsman referral {number}"
        yield f"{name} made on", referral.referred_on
        yield f"{name} decided on", referral.decided_on
        yield f"{name} decision", referral.decision
        yield f"{name} complied with on", referral.complied_on
    for number, remedy in enumerate(complaint.remedies, start=1):
        yield f"remedy {number}", remedy.kind
        yield f"remedy {number} status", remedy.status
        pence = remedy.amount_pence
        yield (
            f"remedy {number} amount",
            None if pence is None else f"£{pence / 100:.2f}",
        )
    for number, action in enumerate(complaint.actions, start=1):
        yield f"action {number} due", action.due_on
        yield f"action {number} done on", action.done_on
        yield f"action {number}", "not done" if action.not_done else None


def _of_rules_broken(complaint: Complaint) -> Iterator[_Answer]:
    broken: dict[str, list[str]] = {}
    for one in complaint.irregularities:
        which = f" {one.number}" if one.number else ""
        step = f"stage {one.stage} {one.step}{which} breaks"
        broken.setdefault(_written(step), []).append(one.rule)
    for step, rules in broken.items():
        yield step, ", ".join(rules)
