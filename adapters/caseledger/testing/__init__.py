"""
What an embedding project tests itself with.

`given`, `when`, `then` try the rules alone; `casework_for_tests` is a whole casework in
memory, with a clock that stands still. The cases are those of the procedure's own
longest example, each step on the last day that the law allows.

>>> from caseledger.complaint import Extend
>>> from caseledger.testing import at_stage_2, day, given
>>> late = Extend(
...     on=day("Wed 21 Jun 2023"),
...     stage=2,
...     extended_to=day("Tue 15 Aug 2023"),
...     reason_told="The file is large.",
... )
>>> given(*at_stage_2()).when(late).refused_by("R11")

Whoever writes an adapter for a log of their own tests it by subclassing
`EventLogContract`, and the classes of what only some logs promise: see
`docs/embedding.md`.

Two modules need more than the library does (`pip install caseledger[testing]`):
`caseledger.testing.strategies` has Hypothesis strategies, `caseledger.testing.fixtures`
pytest fixtures, taken in by `pytest_plugins = ["caseledger.testing.fixtures"]`.
"""

from caseledger.testing.cases import (
    a_received_complaint,
    answered_at_stage_1,
    answered_at_stage_2,
    answered_at_stage_3,
    at_stage_2,
    at_stage_3,
    corporate_at_stage_2,
)
from caseledger.testing.days import TODAY, day
from caseledger.testing.desk import (
    TESTER,
    FixedClock,
    casework_for_tests,
    numbered_ids,
)
from caseledger.testing.entries import entry_of, every_entry
from caseledger.testing.event_log import EventLogContract
from caseledger.testing.given import Answer, Given, given
from caseledger.testing.stored_log import (
    CopyableLogContract,
    GaplessLogContract,
    LastingLogContract,
    NewsLogContract,
    ProvableLogContract,
    SharedLogContract,
)

__all__ = [
    "TESTER",
    "TODAY",
    "Answer",
    "CopyableLogContract",
    "EventLogContract",
    "FixedClock",
    "GaplessLogContract",
    "Given",
    "LastingLogContract",
    "NewsLogContract",
    "ProvableLogContract",
    "SharedLogContract",
    "a_received_complaint",
    "answered_at_stage_1",
    "answered_at_stage_2",
    "answered_at_stage_3",
    "at_stage_2",
    "at_stage_3",
    "casework_for_tests",
    "corporate_at_stage_2",
    "day",
    "entry_of",
    "every_entry",
    "given",
    "numbered_ids",
]
