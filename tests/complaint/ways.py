"""
The policies under which cases are driven, once for the library and once naively.

`TERMS` is what the library is given, `WAYS` the numbers and choices that the naive
model goes by.
"""

from datetime import date
from typing import Any

from caseledger.complaint import Terms
from caseledger.rules import (
    Clock,
    Policy,
    Procedure,
    Signatories,
    Stage2Clock,
    TimeLimit,
    corporate,
)

Way = dict[str, Any]

TERMS = {
    "default": Terms(),
    "code": Terms(
        policies=(
            Policy(
                name="code",
                corporate_clock=Clock.ACKNOWLEDGEMENT,
                acknowledgement=corporate.CODE_ACKNOWLEDGEMENT,
                stage_2_acknowledgement=corporate.CODE_ACKNOWLEDGEMENT,
                corporate_stage_1=TimeLimit(
                    response=corporate.CODE_STAGE_1_RESPONSE,
                    ceiling=corporate.CODE_STAGE_1_CEILING,
                ),
                corporate_stage_2=TimeLimit(
                    response=corporate.CODE_STAGE_2_RESPONSE,
                    ceiling=corporate.CODE_STAGE_2_CEILING,
                ),
                corporate_stage_2_window=2,
                extension_names_ombudsman=True,
                longer_for_good_reason=True,
            ),
        ),
    ),
    "statement": Terms(
        policies=(
            Policy(
                name="statement",
                stage_2_clock=Stage2Clock.STATEMENT,
                officer_must_be_external=True,
                signatories=(
                    Signatories(
                        procedure=Procedure.STATUTORY, stage=2, roles=("Director",)
                    ),
                ),
            ),
        ),
    ),
}

# Working days, and at most: stage 1, stage 2 (procedure, sections 6.1 and 6.2).
_SAME: Way = {
    "statutory": {1: (10, 20), 2: (25, 65)},
    "corporate": {1: (10, 20), 2: (20, 40)},
    "acknowledgement": 3,
    "stage_2_acknowledgement": None,
    "from_acknowledgement": False,
    "from_statement": False,
    "window_in_months": None,
    "names_ombudsman": False,
    "longer_for_good_reason": False,
    "external": False,
    "roles": {},
    "first_day": date(2022, 3, 1),
    "days": 640,
}
WAYS: dict[str, Way] = {
    "default": _SAME,
    "code": {
        **_SAME,
        "acknowledgement": 5,
        "stage_2_acknowledgement": 5,
        "from_acknowledgement": True,
        "window_in_months": 2,
        "names_ombudsman": True,
        "longer_for_good_reason": True,
        # The Code is of February 2024.
        "first_day": date(2024, 2, 1),
        "days": 60,
    },
    "statement": {
        **_SAME,
        "from_statement": True,
        "external": True,
        "roles": {("statutory", 2): ("Director",)},
    },
}
