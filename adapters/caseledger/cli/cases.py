"""`caseledger cases`: which complaints are behind a figure of the annual report."""

from datetime import date

import click

from caseledger.access import Disclosable, Selection
from caseledger.annual_report import Period, compile_report, figures_of
from caseledger.cli.disclosing import disclose, looking_options
from caseledger.cli.printing import table
from caseledger.cli.report import gathered, year_named
from caseledger.cli.store import (
    NotFound,
    chosen_policies,
    opened,
    store_option,
    today,
)
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
@looking_options
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
    under the same names. For those only who may see the cases: who looked at which
    figure is recorded first, with the reason.
    """
    as_at = as_at or today()
    policy = policy_in_force(chosen_policies(), on=year.last_day)
    service, found = gathered(store, service or policy.service, [year])
    report = compile_report(found, service=service, period=year, as_at=as_at)
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
    references = figures[figure].references
    selection = Selection(
        by=f"{_recorded_name(figure)} of {year.label}, {service}, as at {as_at}",
        count=len(references),
    )
    with opened(store) as log:
        disclose(store, log, Disclosable.FIGURE_CASES, selection)
    for reference in references:
        click.echo(reference)


def _recorded_name(figure: str) -> str:
    """Return a figure's name without what people answered about themselves."""
    first, *rest = figure.split(".")
    return f"{first}.{rest[0]}" if first == "equality" else figure
