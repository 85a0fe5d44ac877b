"""
Commands as data: a JSON object becomes a command, or a list of what is wrong with it.

`read_requests` reads, `write_request` writes, `request_schema` says what may be
written. Nothing here records: `caseledger.casework` takes the commands.
"""

from caseledger.requests.errors import BadRequest, Fault
from caseledger.requests.names import COMMANDS, name_of
from caseledger.requests.reading import (
    Request,
    read_request,
    read_requests,
    write_request,
)
from caseledger.requests.schema import request_schema

__all__ = [
    "COMMANDS",
    "BadRequest",
    "Fault",
    "Request",
    "name_of",
    "read_request",
    "read_requests",
    "request_schema",
    "write_request",
]
