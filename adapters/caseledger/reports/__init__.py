"""The annual report for readers: a page, a JSON document, CSV tables."""

from caseledger.reports.csv_tables import render_tables, safe_cell
from caseledger.reports.html import render_html
from caseledger.reports.json import render_json

__all__ = ["render_html", "render_json", "render_tables", "safe_cell"]
