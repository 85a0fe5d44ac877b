"""
The `caseledger` command: data on standard output, everything else on standard error.

Each command is a module of its own and imported only when it is asked for.
"""

from caseledger.cli.main import main

__all__ = ["main"]
