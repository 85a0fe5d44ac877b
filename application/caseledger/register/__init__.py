"""
An existing register, row by row, turned into commands and recorded as history.

`columns` says which columns there are, `cells` how each kind is read, `checks` what
cannot have happened, `steps` which command each cell becomes. `import_register`
runs it all; reading files is the business of `caseledger.sheets`.
"""

from caseledger.register.cells import WHITE_SPACE, date_pattern
from caseledger.register.columns import SHEETS
from caseledger.register.importing import (
    BadRow,
    Choices,
    Corrections,
    Irregular,
    Rejected,
    Row,
    Sheet,
    Summary,
    Tally,
    fault_in,
)
from caseledger.register.run import import_register

__all__ = [
    "SHEETS",
    "WHITE_SPACE",
    "BadRow",
    "Choices",
    "Corrections",
    "Irregular",
    "Rejected",
    "Row",
    "Sheet",
    "Summary",
    "Tally",
    "date_pattern",
    "fault_in",
    "import_register",
]
