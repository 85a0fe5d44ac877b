"""The cells of a row turned into commands, each with the day it belongs to."""

from collections.abc import Callable, Collection, Iterator
from datetime import date

import attrs

from caseledger.complaint import (
    Acknowledge,
    AgreeAction,
    AgreeStatement,
    AppointInvestigators,
    Command,
    CompleteAction,
    ConvenePanel,
    Defer,
    DoNotAccept,
    Escalate,
    Extend,
    LeaveActionUndone,
    Note,
    OfferRemedy,
    Receive,
    ReceivePanelReport,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    Reinstate,
    Respond,
    Resume,
    SettleRemedy,
    Subject,
    Suspend,
    Withdraw,
)
from caseledger.complaint.facts import FACTS
from caseledger.complaint.vocabulary import Basis, RemedyStatus
from caseledger.register.checks import Cells


@attrs.frozen
class Step:
    """A step that a row tells of: its date, its other columns, its command."""

    date: str
    others: tuple[str, ...]
    command: Callable[[Cells], Command]


def received(cells: Cells) -> Receive:
    """Return the command that takes a row's complaint in."""
    return Receive(
        on=cells["received_on"],
        reference=cells["reference"],
        procedure=cells["procedure"],
        service=cells["service"],
        team=cells.get("team"),
        channel=cells.get("channel"),
        capacity=cells.get("complainant"),
        theme=cells.get("theme"),
        complainant_id=cells.get("complainant_id"),
        grounds_arose_on=cells.get("grounds_arose_on"),
    )


RECEIPT = (
    "service",
    "team",
    "reference",
    "procedure",
    "channel",
    "complainant",
    "theme",
    "grounds_arose_on",
    "received_on",
    "complainant_id",
)


def _responded(stage: int) -> Step:
    on, outcome = f"s{stage}_responded_on", f"s{stage}_outcome"
    return Step(
        on,
        (outcome,),
        lambda c: Respond(on=c[on], stage=stage, outcome=c[outcome]),
    )


# In the order of the register's columns, a withdrawal last among its day's.
STEPS = (
    Step("acknowledged_on", (), lambda c: Acknowledge(on=c["acknowledged_on"])),
    Step(
        "not_accepted_on",
        ("not_accepted_reason",),
        lambda c: DoNotAccept(
            on=c["not_accepted_on"],
            reason=c.get("not_accepted_reason"),
        ),
    ),
    Step(
        "s1_extended_on",
        ("s1_extended_to", "s1_extension_reason"),
        lambda c: Extend(
            on=c["s1_extended_on"],
            stage=1,
            extended_to=c["s1_extended_to"],
            reason=c.get("s1_extension_reason"),
        ),
    ),
    _responded(1),
    Step(
        "s2_requested_on",
        ("s2_basis",),
        lambda c: Escalate(
            on=c["s2_requested_on"],
            to_stage=2,
            basis=c.get("s2_basis"),
        ),
    ),
    Step(
        "s2_statement_agreed_on",
        (),
        lambda c: AgreeStatement(on=c["s2_statement_agreed_on"]),
    ),
    Step(
        "s2_extended_on",
        ("s2_extended_to", "s2_extension_reason"),
        lambda c: Extend(
            on=c["s2_extended_on"],
            stage=2,
            extended_to=c["s2_extended_to"],
            reason_told=c.get("s2_extension_reason"),
        ),
    ),
    _responded(2),
    Step(
        "s3_requested_on",
        (),
        lambda c: Escalate(
            on=c["s3_requested_on"],
            to_stage=3,
            basis=Basis.DISSATISFIED,
        ),
    ),
    Step(
        "s3_panel_met_on",
        ("s3_panel_members",),
        lambda c: ConvenePanel(
            on=c.get("s3_panel_met_on"),
            members=c.get("s3_panel_members", ()),
        ),
    ),
    Step(
        "s3_panel_reported_on",
        (),
        lambda c: ReceivePanelReport(on=c["s3_panel_reported_on"]),
    ),
    _responded(3),
    Step(
        "suspended_on",
        ("suspension_reason",),
        lambda c: Suspend(on=c["suspended_on"], reason=c.get("suspension_reason")),
    ),
    Step("resumed_on", (), lambda c: Resume(on=c["resumed_on"])),
    Step(
        "deferred_on",
        ("deferred_to",),
        lambda c: Defer(on=c["deferred_on"], until=c.get("deferred_to")),
    ),
    Step("reinstated_on", (), lambda c: Reinstate(on=c["reinstated_on"])),
    Step("withdrawn_on", (), lambda c: Withdraw(on=c["withdrawn_on"])),
)
INVESTIGATORS = ("s2_investigating_officer", "s2_independent_person")
DECISION = (
    "ombudsman_decision",
    "ombudsman_investigated",
    "ombudsman_not_investigated_reason",
)

# A command with the day and the place that order it among a row's.
_Placed = tuple[date, int, Command]


def complaint_steps(
    cells: Cells,
    new: Collection[str],
    *,
    referral: int,
) -> list[Command]:
    """
    Return the commands for the cells that are new, in the order of their dates.

    `cells` are all that is known of the row, `new` the columns not recorded yet;
    `referral` is the number of the register's own referral to the Ombudsman.
    """
    found: list[_Placed] = []
    for place, step in enumerate(STEPS):
        if step.date in new:
            found.append((cells[step.date], place, step.command(cells)))
        else:
            found += _notes(step.others, cells, new)
    if any(column in new for column in INVESTIGATORS):
        found.append(_investigators(cells))
    found += _notes(RECEIPT, cells, () if "received_on" in new else new)
    found += _ombudsman(cells, new, referral)
    found.sort(key=lambda one: one[:2])
    return [command for _, _, command in found]


def _investigators(cells: Cells) -> _Placed:
    # The register has no day for it: it belongs with the request for stage 2.
    day = cells.get("s2_requested_on") or cells["received_on"]
    command = AppointInvestigators(
        on=None,
        investigating_officer=cells.get("s2_investigating_officer"),
        independent_person=cells.get("s2_independent_person"),
    )
    return day, _AFTER_REQUEST, command


_AFTER_REQUEST = 5
_LAST = len(STEPS)


def _notes(
    columns: Collection[str],
    cells: Cells,
    new: Collection[str],
    subject: Subject = Subject.COMPLAINT,
    number: int = 0,
) -> Iterator[_Placed]:
    for column in columns:
        if column in new:
            yield date.max, _LAST, _note(column, cells, subject, number)


def _note(column: str, cells: Cells, subject: Subject, number: int) -> Note:
    written = FACTS[subject][column].kind.write(cells[column])
    return Note(subject=subject, number=number, fact=column, value=written)


def _ombudsman(
    cells: Cells,
    new: Collection[str],
    number: int,
) -> Iterator[_Placed]:
    if "ombudsman_referred_on" in new:
        on = cells["ombudsman_referred_on"]
        yield on, _LAST, ReferToOmbudsman(on=on, referral=number)
    if "ombudsman_decided_on" in new:
        on = cells["ombudsman_decided_on"]
        decided = RecordOmbudsmanDecision(
            on=on,
            referral=number,
            decision=cells.get("ombudsman_decision"),
            investigated=cells.get("ombudsman_investigated"),
            not_investigated_reason=cells.get("ombudsman_not_investigated_reason"),
        )
        yield on, _LAST + 1, decided
    else:
        yield from _notes(DECISION, cells, new, Subject.REFERRAL, number)


def referral_steps(
    cells: Cells,
    new: Collection[str],
    *,
    number: int,
) -> list[Command]:
    """Return the commands for a row of ombudsman.csv."""
    found = sorted(_ombudsman(cells, new, number), key=lambda one: one[:2])
    return [command for _, _, command in found]


def remedy_steps(
    cells: Cells,
    new: Collection[str],
    *,
    number: int,
    status: RemedyStatus | None,
    first: bool,
) -> list[Command]:
    """
    Return the commands for a row of remedies.csv.

    `status` is the one that the remedy goes on to, if it does; `first` tells that
    the remedy is not recorded yet.
    """
    found: list[Command] = []
    noted = set(new)
    if first:
        found.append(
            OfferRemedy(
                on=cells.get("offered_on"),
                remedy_id=cells.get("remedy_id"),
                source=cells.get("source"),
                kind=cells.get("kind"),
                amount_pence=cells.get("amount_gbp"),
                description=cells.get("description"),
            ),
        )
        noted &= {"settled_on"}
    if status is not None:
        settled_on = cells.get("settled_on")
        found.append(SettleRemedy(on=settled_on, remedy=number, status=status))
        noted -= {"settled_on"}
    noted -= {"status", "reference"}
    notes = _notes(sorted(noted), cells, noted, Subject.REMEDY, number)
    return found + [note for _, _, note in notes]


def action_steps(
    cells: Cells,
    new: Collection[str],
    *,
    number: int,
    first: bool,
) -> list[Command]:
    """Return the commands for a row of actions.csv."""
    found: list[Command] = []
    noted = set(new) - {"reference"}
    if first:
        found.append(
            AgreeAction(
                on=cells.get("agreed_on"),
                action_id=cells.get("action_id"),
                source=cells.get("source"),
                due_on=cells.get("due_on"),
                recommendation=cells.get("recommendation"),
                action=cells.get("action"),
                owner=cells.get("owner"),
            ),
        )
        noted &= {"done_on", "not_done_reason", "evidence"}
    if "done_on" in noted:
        evidence = cells.get("evidence")
        found.append(
            CompleteAction(on=cells["done_on"], action=number, evidence=evidence),
        )
        noted -= {"done_on", "evidence"}
    if "not_done_reason" in noted:
        reason = cells["not_done_reason"]
        found.append(LeaveActionUndone(on=None, action=number, reason=reason))
        noted -= {"not_done_reason"}
    notes = _notes(sorted(noted), cells, noted, Subject.ACTION, number)
    return found + [note for _, _, note in notes]
