"""A casework for tests: in memory, on a day that stands still, with numbered ids."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from itertools import count

import attrs

from caseledger.casework import Actor, Casework
from caseledger.complaint import Command, Receive, Terms
from caseledger.eventlog import memory_log
from caseledger.rules import DEFAULT_POLICY, Policy
from caseledger.testing.days import TODAY

TESTER = Actor("tester", role="complaints manager")
"""Who gives the commands that `casework_for_tests` begins with."""


@attrs.define
class FixedClock:
    """
    A clock that stands at nine in the morning of a day, until it is set to another.

    >>> clock = FixedClock()
    >>> clock.day = date(2024, 12, 2)
    >>> print(clock.now())
    2024-12-02 09:00:00+00:00
    """

    day: date = TODAY

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.combine(self.day, time(9), tzinfo=UTC)

    def today(self) -> date:
        """Return the day in England."""
        return self.day


def numbered_ids() -> Callable[[], str]:
    """
    Return ids that count up, so that each run of a test gives the same ones.

    >>> new_id = numbered_ids()
    >>> new_id(), new_id()
    ('00000000000000000000000000000001', '00000000000000000000000000000002')
    """
    numbers = count(1)
    return lambda: f"{next(numbers):032x}"


def casework_for_tests(
    *commands: Command,
    today: date = TODAY,
    policies: Sequence[Policy] = (DEFAULT_POLICY,),
) -> Casework:
    """
    Return a casework over a log in memory, in which these commands were given.

    Each command is for the case that was received last.

    >>> from caseledger.testing import at_stage_2
    >>> casework = casework_for_tests(*at_stage_2())
    >>> print(casework.case("CF-1").stage_2.due_on())
    2023-06-20
    """
    casework = Casework(
        log=memory_log(),
        clock=FixedClock(today),
        new_id=numbered_ids(),
        terms=Terms(policies=policies),
    )
    reference = ""
    for command in commands:
        if isinstance(command, Receive):
            reference = command.reference
        casework.handle(reference, command, by=TESTER)
    return casework
