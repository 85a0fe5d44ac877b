"""
What guidance and local practice recommend: milestones, and windows to ask in.

A milestone is reported and never a breach of the law. Sources: the statutory
guidance "Getting the Best from Complaints", whose paragraphs were not read again;
published local practice; the Local Government Act 1974 for the Ombudsman.
"""

from datetime import date

from caseledger.rules.provision import Checked, Citation, Edition, Provision, Unit

GUIDANCE = "Getting the Best from Complaints (DfES 2006)"
GUIDANCE_URL = (
    "https://webarchive.nationalarchives.gov.uk/20130323015159/https:/www.education."
    "gov.uk/publications/standard/publicationDetail/Page1/DFES-2055-2006"
)
LOCAL = "Local practice"
LOCAL_URL = "https://www.westminster.gov.uk/"
ACT = "Local Government Act 1974"
ACT_URL = "https://www.legislation.gov.uk/ukpga/1974/7/section/26B"
SINCE = date(2006, 9, 1)
CHECKED_ON = date(2026, 11, 21)


def _provision(
    key: str,
    sentence: str,
    *,
    value: int,
    source: tuple[str, str, str],
    checked: Checked,
    unit: Unit = Unit.WORKING_DAYS,
    since: date = SINCE,
) -> Provision:
    instrument, paragraph, url = source
    citation = Citation(
        instrument=instrument,
        paragraph=paragraph,
        url=url,
        checked=checked,
        checked_on=CHECKED_ON,
    )
    return Provision(
        key=f"guidance.{key}",
        sentence=sentence,
        unit=unit,
        editions=(Edition(value=value, since=since, citation=citation),),
    )


ACKNOWLEDGEMENT = _provision(
    "acknowledgement",
    "A complaint is acknowledged within 3 working days of receipt.",
    value=3,
    source=(LOCAL, "Westminster, annual report 2021-22, 13(5)", LOCAL_URL),
    checked=Checked.SECONDARY,
)
STAGE_2_REQUEST = _provision(
    "stage_2_request",
    "The complainant is recommended to ask for stage 2 within 20 working days "
    "of the stage 1 response; no later request is refused for that.",
    value=20,
    source=(GUIDANCE, "3.5.8", GUIDANCE_URL),
    checked=Checked.RECALLED,
)
PANEL_ACKNOWLEDGEMENT = _provision(
    "panel_acknowledgement",
    "A request for a review panel is acknowledged within 2 working days.",
    value=2,
    source=(GUIDANCE, "chapter 3, panel timetable", GUIDANCE_URL),
    checked=Checked.RECALLED,
)
PANEL_CHAIR = _provision(
    "panel_chair",
    "The panel's chair is appointed within 10 working days of the request.",
    value=10,
    source=(GUIDANCE, "chapter 3, panel timetable", GUIDANCE_URL),
    checked=Checked.RECALLED,
)
PANEL_PAPERS = _provision(
    "panel_papers",
    "The panel's papers go out at least 10 working days before it meets.",
    value=10,
    source=(GUIDANCE, "chapter 3, panel timetable", GUIDANCE_URL),
    checked=Checked.RECALLED,
)
OMBUDSMAN = _provision(
    "ombudsman",
    "A complaint goes to the Ombudsman within 12 months; later ones are looked at "
    "for good reasons.",
    value=12,
    source=(ACT, "s 26B", ACT_URL),
    checked=Checked.VERBATIM,
    unit=Unit.MONTHS,
    # The section came with an Act of 2007; the day of its commencement is recalled.
    since=date(2008, 4, 1),
)

PROVISIONS = (
    ACKNOWLEDGEMENT,
    STAGE_2_REQUEST,
    PANEL_ACKNOWLEDGEMENT,
    PANEL_CHAIR,
    PANEL_PAPERS,
    OMBUDSMAN,
)
