"""The text beside the files of a report: which may be published, which may not."""

from collections.abc import Sequence

from caseledger.reports.comparing import Subject

_PUBLIC = {
    "html": ("index.html", "the report as a page"),
    "docx": ("report.docx", "the report as a Word document, to be edited"),
    "csv": ("tables/", "its tables as CSV"),
    "xlsx": ("tables.xlsx", "its tables as a workbook"),
}


def readme(
    subject: Subject,
    formats: Sequence[str],
    *,
    with_cases: bool,
    older: Sequence[str] = (),
) -> str:
    """Return what the folder of a report says of its files, and of `older` ones."""
    report = subject.report
    public = [_PUBLIC[one] for one in formats if one in _PUBLIC]
    lines = [
        f"Annual complaints report {report.period.label}, {report.service}",
        f"as at {report.as_at.isoformat()}",
        "",
    ]
    if public:
        lines += [
            "These may be published:",
            *(f"  {name:12} {what}" for name, what in public),
            "",
            subject.protection.sentence,
            "",
        ]
    if "json" in formats:
        kept = "every figure exactly"
        if with_cases:
            kept += ", and the references of the cases behind it"
        lines += [
            "This must not be published:",
            f"  {'report.json':12} the working copy: {kept}",
            "",
            "Keep it: next year's report is compared with what this one published",
            "(caseledger report YEAR --last-year report.json).",
            "",
        ]
    if older:
        lines += [
            "These are not of this report; other rules may have protected them:",
            *(f"  {name}" for name in older),
            "",
        ]
    empty = subject.narrative.empty
    if empty:
        lines += [
            "Nobody has written these parts (--narrative FILE.md):",
            *(f"  {heading}" for heading in empty),
            "",
        ]
    return "\n".join(lines)
