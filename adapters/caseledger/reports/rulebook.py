"""The rulebook: every provision and every refusal, with its source and its place."""

from collections.abc import Iterator, Sequence
from types import ModuleType

from caseledger.complaint import Refusal, refusals
from caseledger.complaint.breaches import IRREGULAR
from caseledger.rules import Edition, Provision, corporate, statutory

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
