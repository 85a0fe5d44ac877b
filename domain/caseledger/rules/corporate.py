"""
The corporate procedure in two stages: an authority's own, for all other complaints.

No Act fixes its limits. The values are those that the published reports of 2021-22
and 2023-24 describe. From February 2024 the ceilings are those of the Ombudsman's
Complaint Handling Code, which councils may adopt and need not; for the years before
it no source was found for stage 2, and the same value is taken.
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
# The Code came in February 2024; the day in that month was not looked up.
CODE_SINCE = date(2024, 2, 1)
CHECKED_ON = date(2026, 11, 21)


def _provision(key: str, sentence: str, *editions: Edition) -> Provision:
    return Provision(
        key=f"corporate.{key}",
        sentence=sentence,
        unit=Unit.WORKING_DAYS,
        editions=editions,
    )


def _local(value: int, paragraph: str, checked: Checked) -> Edition:
    citation = Citation(
        instrument=LOCAL,
        paragraph=paragraph,
        url=LOCAL_URL,
        checked=checked,
        checked_on=CHECKED_ON,
    )
    return Edition(value=value, since=SINCE, citation=citation)


def _code(value: int, paragraph: str, checked: Checked) -> Edition:
    citation = Citation(
        instrument=CODE,
        paragraph=paragraph,
        url=CODE_URL,
        checked=checked,
        checked_on=CHECKED_ON,
    )
    return Edition(value=value, since=CODE_SINCE, citation=citation)


STAGE_1_RESPONSE = _provision(
    "stage_1_response",
    "Stage 1 is answered within 10 working days of receipt.",
    _local(10, "stage 1 (Westminster, annual report 2023-24, 4.1)", Checked.SECONDARY),
)
STAGE_1_CEILING = _provision(
    "stage_1_ceiling",
    "Stage 1 may be extended to no more than 20 working days from receipt.",
    _local(20, "stage 1 (Westminster, annual report 2023-24, 4.3)", Checked.SECONDARY),
    _code(20, "6.4", Checked.SECONDARY),
)
STAGE_2_RESPONSE = _provision(
    "stage_2_response",
    "Stage 2 is answered within 20 working days of the request.",
    _local(
        20,
        "stage 2 (Westminster, annual report 2023-24, appendix E)",
        Checked.SECONDARY,
    ),
)
STAGE_2_CEILING = _provision(
    "stage_2_ceiling",
    "Stage 2 may be extended to no more than 40 working days from the request.",
    _local(40, "stage 2 (no source found; the later Code's value)", Checked.RECALLED),
    _code(40, "part 6, stage 2", Checked.SECONDARY),
)

# What the Code itself says, for an authority that has adopted it.
CODE_ACKNOWLEDGEMENT = _provision(
    "code_acknowledgement",
    "A complaint, and a request for stage 2, is acknowledged within 5 working days.",
    _code(5, "6.2", Checked.VERBATIM),
)
CODE_STAGE_1_RESPONSE = _provision(
    "code_stage_1_response",
    "Stage 1 is answered within 10 working days of its acknowledgement.",
    _code(10, "6.3", Checked.VERBATIM),
)
CODE_STAGE_1_CEILING = _provision(
    "code_stage_1_ceiling",
    "Stage 1 may be extended by no more than 10 working days, to 20 from its "
    "acknowledgement, unless there is good reason.",
    # Made out of the ten days of 6.3 and the ten of 6.4.
    _code(20, "6.4", Checked.SECONDARY),
)
CODE_STAGE_2_RESPONSE = _provision(
    "code_stage_2_response",
    "Stage 2 is answered within 20 working days of its acknowledgement.",
    _code(20, "part 6, stage 2", Checked.SECONDARY),
)
CODE_STAGE_2_CEILING = _provision(
    "code_stage_2_ceiling",
    "Stage 2 may be extended by no more than 20 working days, to 40 from its "
    "acknowledgement, unless there is good reason.",
    _code(40, "part 6, stage 2", Checked.SECONDARY),
)

PROVISIONS = (
    STAGE_1_RESPONSE,
    STAGE_1_CEILING,
    STAGE_2_RESPONSE,
    STAGE_2_CEILING,
    CODE_ACKNOWLEDGEMENT,
    CODE_STAGE_1_RESPONSE,
    CODE_STAGE_1_CEILING,
    CODE_STAGE_2_RESPONSE,
    CODE_STAGE_2_CEILING,
)
