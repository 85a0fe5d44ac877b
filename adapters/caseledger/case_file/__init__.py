"""
One case as one page, fit to hand to the Ombudsman; a redacted one for the complainant.

`case_file` gathers what the page tells, `render_case_file` writes it; `redaction` says
field by field what the complainant sees.
"""

from caseledger.case_file.gathering import CaseFile, case_file
from caseledger.case_file.html import render_case_file

__all__ = ["CaseFile", "case_file", "render_case_file"]
