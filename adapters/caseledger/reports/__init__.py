"""The annual report for readers: a page, documents, tables, and a working copy."""

from caseledger.reports.comparing import Subject
from caseledger.reports.editions import (
    Edition,
    Restated,
    UnusableEdition,
    read_edition,
    restatements,
)
from caseledger.reports.folder_readme import readme
from caseledger.reports.html import render_html
from caseledger.reports.json import render_json
from caseledger.reports.narrative import (
    SLOTS,
    UNWRITTEN,
    Narrative,
    UnusableNarrative,
    read_narrative,
)
from caseledger.reports.protecting import Protection, protected
from caseledger.reports.tables import csv_text, report_tables

__all__ = [
    "SLOTS",
    "UNWRITTEN",
    "Edition",
    "Narrative",
    "Protection",
    "Restated",
    "Subject",
    "UnusableEdition",
    "UnusableNarrative",
    "csv_text",
    "protected",
    "read_edition",
    "read_narrative",
    "readme",
    "render_html",
    "render_json",
    "report_tables",
    "restatements",
]
