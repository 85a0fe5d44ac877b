"""`caseledger cases`: which complaints are behind a figure of the annual report."""

from datetime import date

import click

from caseledger.annual_report import Period, compile_report, figures_of
from caseledger.cli.printing import table
from caseledger.cli.report import gathered, year_named
from caseledger.cli.store import NotFound, chosen_policies, store_option, today
from caseledger.cli.times import DAY
from caseledger.rules import policy_in_force


@click.command("cases")
@store_option
@click.argument("year", callback=year_named)
@click.argument("figure", required=False)
@click.option("--service", help="The service that the report is about.")
@click.option(
    "--as-at", type=DAY, help="Leave out what is dated later; today if not given."
)
def command(
    store: str,
    year: Period,
    figure: str | None,
    service: str | None,
    as_at: date | None,
) -> None:
    """
    Print the references behind a FIGURE of the report of YEAR, one a line.

    Without FIGURE, list the figures by name with their counts; report.json has them
    under the same names. For those only who may see the cases.
    """
    policy = policy_in_force(chosen_policies(), on=year.last_day)
    service, found = gathered(store, service or policy.service, [year])
    report = compile_report(found, service=service, period=year, as_at=as_at or today())
    figures = dict(figures_of(report))
    if figure is None:
        rows = [(name, some.count.value) for name, some in figures.items()]
        click.echo(table(("figure", "count"), rows))
        return
    if figure not in figures:
        raise NotFound(
            f"no figure of {year.label} is named {figure!r}; without a name, "
            "`caseledger cases` lists them"
        )
    for reference in figures[figure].references:
        click.echo(reference)
