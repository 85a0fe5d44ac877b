"""The report's tables as a workbook: a sheet each, and what their columns mean."""

import io

import attrs

from caseledger.exports import write_workbook
from caseledger.reports.comparing import Subject
from caseledger.reports.tables import report_tables


def render_workbook(subject: Subject) -> bytes:
    """
    Return the report's tables as a workbook; the same report gives the same bytes.

    Raises `CannotExport` without XlsxWriter.
    """
    report = subject.report
    title = f"Annual complaints report {report.period.label}: {report.service}"
    source = f"As at {report.as_at.isoformat()}. {subject.protection.sentence}"
    tables = [
        attrs.evolve(table, source="" if place else source)
        for place, table in enumerate(report_tables(report))
    ]
    file = io.BytesIO()
    write_workbook(tables, file, title=title, created=report.as_at)
    return file.getvalue()
