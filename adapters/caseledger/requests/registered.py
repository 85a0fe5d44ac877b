"""Facts by their names in the register: no value is noted that could not be read."""

from collections.abc import Iterator
from datetime import date
from enum import EnumType

from caseledger.complaint import Correct, Note, Subject
from caseledger.complaint.facts import DATE, FACTS, IDS, MONEY, TEXT, YES_NO, Fact, Kind
from caseledger.register.cells import FIRST_DAY, CellFault, read_ids, read_line
from caseledger.requests.errors import Fault
from caseledger.requests.fields import MOST_PENCE
from caseledger.requests.models import LAST_DAY, LONGEST_LINE

_WRITTEN = {
    DATE: "write a day from 1900 to 2100 as 2023-04-19",
    MONEY: "write pounds as 250 or 250.50",
    YES_NO: "write yes or no",
    IDS: "write ids with semicolons between, as staff-1;staff-2",
    TEXT: f"write one line of at most {LONGEST_LINE} characters",
}


def faults_of_fact(command: Note | Correct) -> Iterator[Fault]:
    """Go through what is wrong with a fact that is noted or corrected."""
    facts = FACTS[command.subject]
    if command.subject is Subject.COMPLAINT:
        if command.number != 0:
            wrong = "belongs to a referral, remedy or action; leave it out"
            yield Fault("number", wrong)
    elif command.number == 0:
        wrong = f"is missing; say which {command.subject} it is, from 1"
        yield Fault("number", wrong)
    fact = facts.get(command.fact)
    if fact is None:
        names = ", ".join(facts)
        yield Fault("fact", f"is no fact of a {command.subject}; use {names}")
        return
    values = (
        {"value": command.value}
        if isinstance(command, Note)
        else {"was": command.was, "now": command.now}
    )
    for field, text in values.items():
        if not (fact.personal or _readable(fact, text)):
            would_do = _would_do(fact.kind)
            yield Fault(field, f"is nothing that {command.fact} can be; {would_do}")


def _would_do(kind: Kind) -> str:
    if isinstance(kind.parse, EnumType):
        return f"use {', '.join(kind.parse)}"
    return _WRITTEN[kind]


def _readable(fact: Fact, text: str) -> bool:
    """Say whether a value is written as the register would write what it means."""
    if len(text) > LONGEST_LINE:
        return False
    try:
        value = fact.kind.parse(text)
        if isinstance(value, str):
            return read_line(text) == text
        if isinstance(value, tuple):
            return read_ids(text) == value
    except (ValueError, CellFault):
        return False
    return _in_range(value) and fact.kind.write(value) == text


def _in_range(value: object) -> bool:
    match value:
        case bool():
            return True
        case int():
            return 0 <= value <= MOST_PENCE
        case date():
            return FIRST_DAY <= value <= LAST_DAY
        case _:
            return True
