"""
The log for process-mining tools: XES (IEEE 1849-2016), OCEL 2.0 as JSON and as SQLite.

`cases` reads the log case by case; there is a writer for each format. What tools get
is codes, numbers, days and opaque ids: the personal part of an event never, and the
reference only if it is asked for.
"""

from caseledger.process_mining.ocel_json import write_ocel_json
from caseledger.process_mining.ocel_sqlite import write_ocel_sqlite
from caseledger.process_mining.reading import Case, cases
from caseledger.process_mining.xes import write_xes

__all__ = ["Case", "cases", "write_ocel_json", "write_ocel_sqlite", "write_xes"]
