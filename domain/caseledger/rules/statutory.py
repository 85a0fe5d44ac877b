"""
The statutory procedure in three stages, in the order in which a complaint meets it.

Source: the Children Act 1989 Representations Procedure (England) Regulations 2006
(SI 2006/1738). Only regulations 2, 10 and 19 were read in the primary text; each
citation says how its own paragraph was checked, and none claims more.
"""

from datetime import date

from caseledger.rules.provision import Checked, Citation, Edition, Provision, Unit

REGULATIONS = "SI 2006/1738"
IN_FORCE = date(2006, 9, 1)
CHECKED_ON = date(2026, 11, 21)


def _regulation(number: str, checked: Checked) -> Citation:
    plain = number.split("(", maxsplit=1)[0]
    return Citation(
        instrument=REGULATIONS,
        paragraph=f"reg {number}",
        url=f"https://www.legislation.gov.uk/uksi/2006/1738/regulation/{plain}",
        checked=checked,
        checked_on=CHECKED_ON,
    )


def _provision(
    key: str,
    sentence: str,
    *,
    value: int,
    regulation: str,
    checked: Checked,
    unit: Unit = Unit.WORKING_DAYS,
) -> Provision:
    return Provision(
        key=f"statutory.{key}",
        sentence=sentence,
        unit=unit,
        editions=(
            Edition(
                value=value,
                since=IN_FORCE,
                citation=_regulation(regulation, checked),
            ),
        ),
    )


LIMITATION = _provision(
    "limitation",
    "A complaint is made within one year of the day on which its grounds arose.",
    value=12,
    unit=Unit.MONTHS,
    regulation="9",
    checked=Checked.RECALLED,
)
RESUBMISSION = _provision(
    "resubmission",
    "A complaint that was not considered because of proceedings may be made again "
    "within one year of their end.",
    value=12,
    unit=Unit.MONTHS,
    regulation="8",
    checked=Checked.RECALLED,
)
STAGE_1_RESPONSE = _provision(
    "stage_1_response",
    "Stage 1 is answered within 10 working days of receipt.",
    value=10,
    regulation="14",
    checked=Checked.SECONDARY,
)
STAGE_1_CEILING = _provision(
    "stage_1_ceiling",
    "Stage 1 may be extended, for complexity or to find an advocate, "
    "to no more than 20 working days from receipt.",
    value=20,
    regulation="14",
    checked=Checked.SECONDARY,
)
STAGE_2_RESPONSE = _provision(
    "stage_2_response",
    "Stage 2 is investigated and answered within 25 working days of its start.",
    value=25,
    regulation="17",
    checked=Checked.SECONDARY,
)
STAGE_2_CEILING = _provision(
    "stage_2_ceiling",
    "Stage 2 may be extended, by written notice of the reason and the new date, "
    "to no more than 65 working days from its start.",
    value=65,
    regulation="17",
    checked=Checked.SECONDARY,
)
REVIEW_REQUEST = _provision(
    "review_request",
    "The complainant asks for a review panel within 20 working days "
    "of receiving the stage 2 response.",
    value=20,
    regulation="18",
    checked=Checked.RECALLED,
)
PANEL_MEMBERS = _provision(
    "panel_members",
    "A review panel is three independent persons, one of whom chairs it.",
    value=3,
    unit=Unit.PEOPLE,
    regulation="19(2)",
    checked=Checked.VERBATIM,
)
REVIEW_PANEL = _provision(
    "review_panel",
    "The review panel meets within 30 working days "
    "of the authority receiving the request.",
    value=30,
    regulation="19(4)",
    checked=Checked.VERBATIM,
)
PANEL_REPORT = _provision(
    "panel_report",
    "The panel's report is sent within 5 working days of its meeting.",
    value=5,
    regulation="20(2)",
    checked=Checked.SECONDARY,
)
STAGE_3_RESPONSE = _provision(
    "stage_3_response",
    "The authority answers the panel's recommendations "
    "within 15 working days of receiving them.",
    value=15,
    regulation="20(3)",
    checked=Checked.SECONDARY,
)

PROVISIONS = (
    LIMITATION,
    RESUBMISSION,
    STAGE_1_RESPONSE,
    STAGE_1_CEILING,
    STAGE_2_RESPONSE,
    STAGE_2_CEILING,
    REVIEW_REQUEST,
    PANEL_MEMBERS,
    REVIEW_PANEL,
    PANEL_REPORT,
    STAGE_3_RESPONSE,
)
