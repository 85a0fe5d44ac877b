"""
The corporate procedure in two stages: an authority's own, for all other complaints.

No Act fixes its limits. The values are those that the published reports of 2021-22
and 2023-24 describe; the ceilings are those of the Ombudsman's Complaint Handling
Code (February 2024), which councils may adopt and need not.
"""

from datetime import date

from caseledger.rules.provision import Checked, Citation, Edition, Provision, Unit

CODE = "Complaint Handling Code (2024)"
CODE_URL = (
    "https://www.lgo.org.uk/information-centre/information-for-organisations-we-"
    "investigate/complaint-handling-code/complaint-handling-code"
)
LOCAL = "Local corporate complaints procedure"
LOCAL_URL = "https://www.westminster.gov.uk/"
# Local procedures are older than the Regulations; no earlier value is known here.
SINCE = date(2006, 9, 1)
CHECKED_ON = date(2026, 11, 21)


def _provision(key: str, sentence: str, *, value: int, citation: Citation) -> Provision:
    return Provision(
        key=f"corporate.{key}",
        sentence=sentence,
        unit=Unit.WORKING_DAYS,
        editions=(Edition(value=value, since=SINCE, citation=citation),),
    )


def _code(paragraph: str, checked: Checked) -> Citation:
    return Citation(
        instrument=CODE,
        paragraph=paragraph,
        url=CODE_URL,
        checked=checked,
        checked_on=CHECKED_ON,
    )


def _local(paragraph: str) -> Citation:
    return Citation(
        instrument=LOCAL,
        paragraph=paragraph,
        url=LOCAL_URL,
        checked=Checked.SECONDARY,
        checked_on=CHECKED_ON,
    )


STAGE_1_RESPONSE = _provision(
    "stage_1_response",
    "Stage 1 is answered within 10 working days of receipt.",
    value=10,
    citation=_local("stage 1 (Westminster, annual report 2023-24, 4.1)"),
)
STAGE_1_CEILING = _provision(
    "stage_1_ceiling",
    "Stage 1 may be extended to no more than 20 working days from receipt.",
    value=20,
    citation=_code("6.4", Checked.VERBATIM),
)
STAGE_2_RESPONSE = _provision(
    "stage_2_response",
    "Stage 2 is answered within 20 working days of the request.",
    value=20,
    citation=_local("stage 2 (Westminster, annual report 2023-24, appendix E)"),
)
STAGE_2_CEILING = _provision(
    "stage_2_ceiling",
    "Stage 2 may be extended to no more than 40 working days from the request.",
    value=40,
    citation=_code("part 6, stage 2", Checked.SECONDARY),
)

PROVISIONS = (STAGE_1_RESPONSE, STAGE_1_CEILING, STAGE_2_RESPONSE, STAGE_2_CEILING)
