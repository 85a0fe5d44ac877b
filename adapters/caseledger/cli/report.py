"""`caseledger report`: the annual report of a financial year."""

from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs
import click

from caseledger.access import Disclosable, Selection
from caseledger.annual_report import Evidence, Period, Report, compile_report, total
from caseledger.calendar import KNOWN_FROM, KNOWN_THROUGH
from caseledger.cli.disclosing import disclose, looking_options
from caseledger.cli.main import FINDINGS
from caseledger.cli.printing import in_a_line
from caseledger.cli.store import (
    NotFound,
    chosen_policies,
    folder,
    opened,
    store_option,
    today,
    views,
)
from caseledger.cli.times import DAY
from caseledger.cli.typed import NOTE
from caseledger.disclosure import Regime
from caseledger.history import equality_answers
from caseledger.reports import (
    UNWRITTEN,
    Edition,
    Narrative,
    Protection,
    Subject,
    UnusableEdition,
    UnusableNarrative,
    csv_text,
    protected,
    read_edition,
    read_narrative,
    readme,
    render_json,
    report_tables,
    restatements,
)
from caseledger.reports.wording import number, percentage
from caseledger.rules import policy_in_force
from caseledger.viewstore import evidence

FORMATS = ("html", "json", "csv", "xlsx", "docx")
DEFAULT_FORMATS = ("html", "json", "csv")


def year_named(_context: object, _option: object, label: str) -> Period:
    """Return the financial year of a command's argument."""
    try:
        period = Period.named(label)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    if not KNOWN_FROM.year < period.begins < KNOWN_THROUGH.year:
        raise click.BadParameter("no working days are known in that year")
    return period


def _formats(_context: object, _option: object, given: str) -> list[str]:
    formats = [one.strip() for one in given.split(",")]
    for one in formats:
        if one not in FORMATS:
            raise click.BadParameter(f"{one!r} is none of {', '.join(FORMATS)}")
    return formats


_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("report")
@store_option
@looking_options
@click.argument("year", callback=year_named)
@click.option("--service", help="The service that the report is about.")
@click.option(
    "--as-at", type=DAY, help="Leave out what is dated later; today if not given."
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write in.")
@click.option(
    "--format",
    "formats",
    default=",".join(DEFAULT_FORMATS),
    show_default=True,
    callback=_formats,
    help=f"What to write, separated by commas: {', '.join(FORMATS)}.",
)
@click.option(
    "--protect",
    type=click.Choice([regime.value for regime in Regime]),
    default=Regime.DFE.value,
    show_default=True,
    help="How small numbers are protected in what is published.",
)
@click.option(
    "--because", type=NOTE, help="Why they are not protected; printed in the report."
)
@click.option(
    "--narrative",
    type=_FILE,
    help="A Markdown file with what a person writes for the report.",
)
@click.option(
    "--last-year",
    type=_FILE,
    help="The report.json of the year before, as it was published.",
)
@click.option(
    "--style",
    type=_FILE,
    help="A .docx of the council's own, whose styles the Word document takes.",
)
@click.option(
    "--with-cases",
    is_flag=True,
    help="Let report.json carry the references behind every figure.",
)
def command(  # noqa: PLR0917 - click passes by name
    store: str,
    year: Period,
    service: str | None,
    as_at: date | None,
    out: Path | None,
    formats: list[str],
    protect: str,
    because: str | None,
    narrative: Path | None,
    last_year: Path | None,
    style: Path | None,
    with_cases: bool,  # noqa: FBT001 - a flag
) -> None:
    """Write the report of YEAR, such as 2023-24: 1 April 2023 to 31 March 2024."""
    protection = _protection(Regime(protect), because)
    policies = chosen_policies()
    policy = policy_in_force(policies, on=year.last_day)
    before = Period(year.begins - 1)
    service, found = gathered(store, service or policy.service, (before, year))

    def compiled(period: Period, day: date) -> Report:
        return compile_report(
            found,
            service=service,
            period=period,
            as_at=day,
            target_percent=policy_in_force(policies, on=period.last_day).target_percent,
        )

    as_at = as_at or today()
    report, previous = compiled(year, as_at), compiled(before, as_at)
    edition = _edition(last_year, previous)
    subject = _published(
        report,
        previous if previous.intake.received or edition else None,
        protection,
        edition,
        lambda day: compiled(before, day),
    )
    subject = attrs.evolve(
        subject, policy=policy, narrative=_narrative(narrative, found)
    )
    target = folder(out or Path(f"annual-report-{year.label}"))
    written = {"README.txt"}
    if "json" in formats:
        if with_cases:
            chosen = f"{year.label}, {service}, as at {as_at}"
            with opened(store) as log:
                disclose(
                    store,
                    log,
                    Disclosable.REPORT_WITH_CASES,
                    Selection(by=chosen, count=len(report.intake.received.references)),
                )
        text = render_json(
            report, with_cases=with_cases, edition=(subject.report, protection)
        )
        _write(target / "report.json", text)
        written.add("report.json")
    for name, content in _published_files(subject, formats, style):
        folder((target / name).parent)
        _write(target / name, content)
        written.add(name)
    _write(
        target / "README.txt",
        readme(
            subject,
            formats,
            with_cases=with_cases,
            older=_older(target, written),
        ),
    )
    _print(report, target, formats)
    if not all(one.holds for one in report.reconciliation):
        raise click.exceptions.Exit(FINDINGS)


def _protection(regime: Regime, because: str | None) -> Protection:
    if regime is Regime.NONE and not (because or "").strip():
        raise click.UsageError(
            "say with --because why small numbers are not protected; it is printed in "
            "the report"
        )
    if regime is not Regime.NONE and because is not None:
        raise click.UsageError("--because goes with --protect none")
    return Protection(regime, because)


def _edition(path: Path | None, previous: Report) -> Edition | None:
    if path is None:
        return None
    try:
        edition = read_edition(_read(path))
    except UnusableEdition as error:
        raise click.UsageError(f"--last-year: {error}") from None
    ours = previous.service, previous.period
    if (edition.service, edition.period) != ours:
        raise click.UsageError(
            f"--last-year: it is about {edition.service}, {edition.period.label}, not "
            f"{previous.service}, {previous.period.label}"
        )
    return edition


def _narrative(path: Path | None, found: Evidence) -> Narrative:
    if path is None:
        return UNWRITTEN
    never = [row.reference for row in found.complaints]
    never += [row.reference for row in found.compliments]
    try:
        return read_narrative(_read(path), never=never)
    except UnusableNarrative as error:
        raise click.UsageError(f"--narrative: {error}") from None


def _published(
    report: Report,
    previous: Report | None,
    protection: Protection,
    edition: Edition | None,
    previous_on: Callable[[date], Report],
) -> Subject:
    """Return what may be published: the figures protected, and set beside others."""
    last_year = edition.published if edition else {}
    now, before = protected(report, previous, protection, last_year=last_year)
    restated = None
    if edition is not None and before is not None:
        then = previous_on(edition.as_at)
        restated = tuple(restatements(edition, now=before, then=then))
    return Subject(
        report=now, previous=before, protection=protection, restated=restated
    )


def _published_files(
    subject: Subject, formats: list[str], style: Path | None
) -> Iterator[tuple[str, str | bytes]]:
    """Go through what may be published: each file's name in the folder, and it."""
    if "html" in formats:
        from caseledger.reports.html import render_html

        yield "index.html", render_html(subject)
    if "docx" in formats:
        yield "report.docx", _word(subject, style)
    if "csv" in formats:
        for table in report_tables(subject.report):
            yield f"tables/{table.name}.csv", csv_text(table)
    if "xlsx" in formats:
        from caseledger.reports.workbook import render_workbook

        yield "tables.xlsx", render_workbook(subject)


_NAMES = ("report.json", "index.html", "report.docx", "tables.xlsx", "tables/*.csv")


def _older(target: Path, written: Container[str]) -> list[str]:
    """
    Return which files in the folder are of another report.

    Somebody may have worked on them, so they are named and not removed.
    """
    found = (path for name in _NAMES for path in target.glob(name))
    names = sorted(path.relative_to(target).as_posix() for path in found)
    return [name for name in names if name not in written]


def gathered(
    store: str, service: str | None, years: Sequence[Period]
) -> tuple[str, Evidence]:
    """Return the service, the only one if none is named, and what reports need."""
    with opened(store) as log, views(store, log) as models:
        found = evidence(models)
        service = service or _the_only(found.services)
        if service not in found.services:
            known = _list(found.services)
            click.echo(f"the services in the log are:\n{known}", err=True)
        asked = [
            row.stream
            for row in found.complaints
            if row.service == service and any(row.received_on in year for year in years)
        ]
        answers = equality_answers(log, asked)
    return service, attrs.evolve(found, equality=answers)


def _the_only(services: list[str]) -> str:
    if not services:
        raise NotFound("nothing is recorded yet; import a register first")
    if len(services) > 1:
        raise click.UsageError(f"say which service with --service:\n{_list(services)}")
    return services[0]


def _word(subject: Subject, style: Path | None) -> bytes:
    try:
        from caseledger.reports.docx import render_docx
        from caseledger.reports.word import CannotWrite
    except ModuleNotFoundError as error:
        raise click.UsageError(str(error)) from None
    try:
        return render_docx(subject, style_template=style)
    except CannotWrite as error:
        raise click.UsageError(str(error)) from None


def _list(services: list[str]) -> str:
    return "\n".join(f"  {in_a_line(service)}" for service in services)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"cannot read {path}: {error}") from None


def _write(path: Path, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None


def _print(report: Report, target: Path, formats: list[str]) -> None:
    intake, duty = report.intake, report.timeliness[0].limits
    kept, whole = duty.within_original.count, duty.population.count
    lines = [
        f"{report.service}, {report.period.label}, as at {report.as_at}",
        (
            f"  received {number(intake.received.count)}: "
            f"{number(intake.responded.count)} answered, "
            f"{number(intake.awaiting_response.count)} awaiting an answer, "
            f"{number(intake.withdrawn.count)} withdrawn, "
            f"{number(intake.not_accepted.count)} not accepted, "
            f"{number(intake.skipped.count)} straight to stage 2"
        ),
        (
            f"  stage 1: {number(kept)} of {number(whole)} answered within the "
            f"original limit ({percentage(kept, whole) if whole else '-'}), "
            f"{number(duty.within_extended.count)} within an extended one, "
            f"{number(duty.late.count)} late, "
            f"{number(duty.no_response.count)} overdue unanswered"
        ),
        (
            f"  {number(report.to_stage_2.count)} went on to stage 2, "
            f"{number(report.ombudsman.referred.count)} to the Ombudsman"
        ),
    ]
    found = total(one.cases.count for one in report.findings)
    lines.append(f"  {number(found)} steps that a rule forbids (findings)")
    broken = [one for one in report.reconciliation if not one.holds]
    lines += [f"  DOES NOT ADD UP: {one.check}" for one in broken]
    if not broken:
        lines.append(f"  every figure adds up ({len(report.reconciliation)} checks)")
    page = target / ("index.html" if "html" in formats else "")
    lines.append(f"written to {page}")
    click.echo("\n".join(lines))
