"""`caseledger rules`: every provision with its value, dates, paragraph and link."""

import json

import click

from caseledger.rules import ALL_PROVISIONS, each_edition


@click.command("rules")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    show_default=True,
)
def command(form: str) -> None:
    """
    List every provision: value, dates, paragraph, link, how well checked.

    V: read in a copy of the primary source; S: read in a source that cites it;
    R: recalled, not read again. As markdown it is the whole rulebook, refusals too.
    """
    if form == "markdown":
        from caseledger.reports.rulebook import render_rulebook

        click.echo(render_rulebook(), nl=False)
        return
    told = [
        {
            "provision": provision.key,
            "value": edition.value,
            "unit": str(provision.unit),
            "since": edition.since.isoformat(),
            "source": str(edition.citation),
            "url": edition.citation.url,
            "checked": str(edition.citation.checked),
            "checked_on": edition.citation.checked_on.isoformat(),
            "sentence": provision.sentence,
        }
        for provision, edition in each_edition(ALL_PROVISIONS)
    ]
    if form == "json":
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    for one in told:
        click.echo(
            f"{one['provision']}: {one['value']} {one['unit']}, since {one['since']}\n"
            f"    {one['sentence']}\n"
            f"    {one['source']} [{one['checked']}, {one['checked_on']}]\n"
            f"    {one['url']}"
        )
