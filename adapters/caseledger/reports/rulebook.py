"""
The rulebook: every provision and refusal, the state machine, and what is encoded.

Each with its source and its place in the code.
"""

from collections.abc import Iterator, Sequence
from types import ModuleType

from caseledger.complaint import Refusal, refusals
from caseledger.complaint.breaches import IRREGULAR
from caseledger.reports.coverage import PARTS, Row
from caseledger.reports.state_machine import Transition, transitions
from caseledger.rules import (
    Edition,
    Procedure,
    Provision,
    corporate,
    guidance,
    statutory,
)

_CHECKED = {
    "V": "read in a copy of the primary source",
    "S": "read in a source that cites or paraphrases it",
    "R": "recalled, not read again",
}


def render_rulebook() -> str:
    """Return the rulebook in Markdown, made from the rules and from nothing else."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Rulebook"
    yield ""
    yield "Made from the rules themselves by `caseledger rules --format markdown`."
    yield "A test fails when this page is not what they say."
    yield ""
    yield "How well a wording was checked:"
    for letter, how in _CHECKED.items():
        yield f"- **{letter}**: {how}."
    for title, module in (
        ("The statutory procedure", statutory),
        ("The corporate procedure", corporate),
        ("What is recommended", guidance),
    ):
        yield ""
        yield f"## {title}"
        yield ""
        yield from _table(
            ("rule", "value", "in force from", "source", "checked", "in the code"),
            [
                _provision(module, provision, edition)
                for provision in module.PROVISIONS
                for edition in provision.editions
            ],
        )
    yield ""
    yield "## Refusals"
    yield ""
    yield "A live command that breaks a rule is refused with one of these."
    yield "A rule marked *irregular* can have been broken in history that is imported:"
    yield "the step is then recorded, marked, and without the effect that it denies."
    yield ""
    rows = sorted(_refusals(), key=lambda row: row[0] or "~")
    yield from _table(("number", "rule", "basis", "in history", "in the code"), rows)
    yield ""
    yield "## The state machine"
    yield ""
    yield "Drawn by trying every step in every state that can be reached."
    yield "Steps that leave a complaint where it stands are not shown."
    for procedure in Procedure:
        yield ""
        yield f"### Under the {procedure} procedure"
        yield ""
        yield from _diagram(transitions(procedure))
    yield ""
    yield "## What is encoded"
    yield ""
    yield from _coverage()


def _diagram(found: Sequence[Transition]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> received"
    joined: dict[tuple[str, str], list[str]] = {}
    for one in found:
        if one.before is not one.after:
            between = one.before.replace(" ", "_"), one.after.replace(" ", "_")
            joined.setdefault(between, []).append(one.step)
    for (before, after), steps in joined.items():
        yield f"    {before} --> {after}: {', or '.join(steps)}"
    yield "```"


def _coverage() -> Iterator[str]:
    yield from _table(
        ("part", "rows", "encoded", "left out on purpose"),
        [
            (
                title,
                str(len(rows)),
                str(sum(not row.left_out for row in rows)),
                "; ".join(_left_out(row) for row in rows if row.left_out) or "none",
            )
            for title, rows in PARTS.items()
        ],
    )
    for title, rows in PARTS.items():
        if rows[0].what:
            yield ""
            yield f"### {title}"
            yield ""
            yield from _table(
                ("source", "what it says", "held by"),
                [(row.source, row.what, _held_by(row)) for row in rows],
            )


def _left_out(row: Row) -> str:
    return f"{row.source}: {row.left_out}"


def _held_by(row: Row) -> str:
    if row.left_out:
        return f"left out: {row.left_out}"
    return ", ".join(f"`{name}`" for name in row.held_by)


def _table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def _provision(
    module: ModuleType,
    provision: Provision,
    edition: Edition,
) -> tuple[str, ...]:
    # The constant's name, so that a search for it ends in the right line.
    name = next(key for key, value in vars(module).items() if value is provision)
    citation = edition.citation
    file = f"domain/{module.__name__.replace('.', '/')}.py"
    return (
        provision.sentence,
        f"{edition.value} {provision.unit}",
        edition.since.isoformat(),
        f"[{citation}]({citation.url})",
        f"{citation.checked}, {citation.checked_on}",
        f"[`{name}`](../{file})",
    )


def _refusals() -> Iterator[tuple[str, ...]]:
    for name, refusal in vars(refusals).items():
        if not isinstance(refusal, type) or not issubclass(refusal, Refusal):
            continue
        if refusal is Refusal:
            continue
        yield (
            refusal.rule,
            (refusal.__doc__ or "").strip(),
            refusal.basis,
            "irregular" if IRREGULAR.get(refusal.rule) is refusal else "",
            f"[`{name}`](../domain/caseledger/complaint/refusals.py)",
        )
