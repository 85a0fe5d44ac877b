"""`caseledger report`: the annual report of a financial year."""

from datetime import date
from pathlib import Path

import click

from caseledger.annual_report import Period, Report, compile_report
from caseledger.calendar import KNOWN_FROM, KNOWN_THROUGH
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
from caseledger.reports import render_json, render_tables
from caseledger.rules import policy_in_force
from caseledger.viewstore import evidence

FORMATS = ("html", "json", "csv")


def _year(_context: object, _option: object, label: str) -> Period:
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


@click.command("report")
@store_option
@click.argument("year", callback=_year)
@click.option("--service", help="The service that the report is about.")
@click.option(
    "--as-at", type=DAY, help="Leave out what is dated later; today if not given."
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write in.")
@click.option(
    "--format",
    "formats",
    default=",".join(FORMATS),
    show_default=True,
    callback=_formats,
    help="What to write, separated by commas.",
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
    with_cases: bool,  # noqa: FBT001 - a flag
) -> None:
    """Write the report of YEAR, such as 2023-24: 1 April 2023 to 31 March 2024."""
    policies = chosen_policies()
    policy = policy_in_force(policies, on=year.last_day)
    with opened(store) as log, views(store, log) as models:
        found = evidence(models)
    service = service or policy.service or _the_only(found.services)
    if service not in found.services:
        click.echo(f"the services in the log are:\n{_list(found.services)}", err=True)
    as_at = as_at or today()

    def compiled(period: Period) -> Report:
        return compile_report(
            found,
            service=service,
            period=period,
            as_at=as_at,
            target_percent=policy_in_force(policies, on=period.last_day).target_percent,
        )

    report = compiled(year)
    previous = compiled(Period(year.begins - 1))
    target = folder(out or Path(f"annual-report-{year.label}"))
    if "html" in formats:
        from caseledger.reports.html import render_html

        before = previous if previous.intake.received else None
        page = render_html(report, previous=before, policy=policy)
        _write(target / "index.html", page)
    if "json" in formats:
        _write(target / "report.json", render_json(report, with_cases=with_cases))
    if "csv" in formats:
        tables = folder(target / "tables")
        for name, text in render_tables(report):
            _write(tables / f"{name}.csv", text)
    _print(report, target, formats)
    if not all(one.holds for one in report.reconciliation):
        raise click.exceptions.Exit(FINDINGS)


def _the_only(services: list[str]) -> str:
    if not services:
        raise NotFound("nothing is recorded yet; import a register first")
    if len(services) > 1:
        raise click.UsageError(f"say which service with --service:\n{_list(services)}")
    return services[0]


def _list(services: list[str]) -> str:
    return "\n".join(f"  {in_a_line(service)}" for service in services)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None


def _print(report: Report, target: Path, formats: list[str]) -> None:
    intake, duty = report.intake, report.timeliness[0].limits
    share = duty.percent_within_original
    within = "-" if share is None else f"{share}%"
    lines = [
        f"{report.service}, {report.period.label}, as at {report.as_at}",
        (
            f"  received {len(intake.received)}: {len(intake.responded)} answered, "
            f"{len(intake.awaiting_response)} awaiting an answer, "
            f"{len(intake.withdrawn)} withdrawn, "
            f"{len(intake.not_accepted)} not accepted, "
            f"{len(intake.skipped)} straight to stage 2"
        ),
        (
            f"  stage 1: {len(duty.within_original)} of {len(duty.population)} "
            f"answered within the original limit ({within}), "
            f"{len(duty.within_extended)} within an extended one, "
            f"{len(duty.late)} late, {len(duty.no_response)} overdue unanswered"
        ),
        (
            f"  {report.to_stage_2.count} went on to stage 2, "
            f"{len(report.ombudsman.referred)} to the Ombudsman"
        ),
    ]
    found = sum(len(one.cases) for one in report.findings)
    lines.append(f"  {found} steps that a rule forbids (findings)")
    broken = [one for one in report.reconciliation if not one.holds]
    lines += [f"  DOES NOT ADD UP: {one.check}" for one in broken]
    if not broken:
        lines.append(f"  every figure adds up ({len(report.reconciliation)} checks)")
    page = target / ("index.html" if "html" in formats else "")
    lines.append(f"written to {page}")
    click.echo("\n".join(lines))
