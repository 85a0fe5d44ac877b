"""The tables as an interface: documented columns, nothing personal, fixed SQL."""

import re
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest

from caseledger.complaint import details
from caseledger.complaint.events import Received
from caseledger.complaint.facts import FACTS
from caseledger.feedback import ComplimentCorrectionDetails, ComplimentReceived
from caseledger.read_models import ALL_MODELS, ReadModel
from caseledger.viewstore import ViewStore
from viewstore.histories import history, log_of
from viewstore.places import Place, ask

DETAILS = [*details.Details.__args__, ComplimentCorrectionDetails]
PERSONAL = {name for facts in FACTS.values() for name in facts if facts[name].personal}
each_model = pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.name)

Model = ReadModel[Any, Any]


@each_model
def test_every_column_says_what_it_means(model: Model) -> None:
    """In words, and by the name that the row class gives it."""
    assert [field.name for field in attrs.fields(model.row)] == [
        column.name for column in model.columns
    ]
    assert all(len(column.meaning) > 5 for column in model.columns)
    assert model.question.endswith("?")


@each_model
def test_the_schema_says_it_too(views: ViewStore, place: Place, model: Model) -> None:
    """Whoever opens it with another program reads what a column means."""
    if isinstance(place, Path):
        columns = [
            name for _, name, *_ in ask(place, f"PRAGMA table_info({model.name})")
        ]
        [(schema,)] = ask(
            place, "SELECT sql FROM sqlite_master WHERE name = ?", (model.name,)
        )
        meanings = re.findall("-- (.*)", schema)
    else:
        told = ask(place, COMMENTS, (model.name,))
        columns, meanings = map(list, zip(*told, strict=True))

    assert [column.name for column in model.columns] == columns
    assert [column.meaning for column in model.columns] == meanings
    assert views.status()


COMMENTS = """
SELECT attname, col_description(attrelid, attnum) FROM pg_attribute
WHERE attrelid = CAST(? AS regclass) AND attnum > 0 ORDER BY attnum
"""


@each_model
def test_nothing_personal_has_a_column(model: Model) -> None:
    """Free text and whatever else is in an event's personal part stays there."""
    names = {column.name for column in model.columns}
    in_details = {field.name for kind in DETAILS for field in attrs.fields(kind)}

    assert {"s2_extension_reason", "description", "owner", "evidence"} <= PERSONAL
    assert not names & PERSONAL - {"action"}
    assert not names & in_details - {"action"}
    # An action's column of this name is its number, not its text.
    assert all(
        column.type == "number" for column in model.columns if column.name == "action"
    )


def test_no_value_becomes_sql(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Statements are the same whatever the register holds: values are bound."""
    said: list[str] = []

    class Listening(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - sqlite3's own
            said.append(sql)
            return super().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - sqlite3's own
            said.append(sql)
            return super().executemany(sql, *values)

    connect = partial(sqlite3.connect, factory=Listening)
    monkeypatch.setattr("caseledger.viewstore.sqlite.sqlite3.connect", connect)
    hostile = "x'); DROP TABLE complaints; --"
    spoilt = [
        attrs.evolve(one, event=attrs.evolve(one.event, service=hostile, team=hostile))
        if isinstance(one.event, Received | ComplimentReceived)
        else one
        for one in history(0)
    ]
    statements = []
    for number, events in enumerate((history(0), spoilt)):
        said.clear()
        views = ViewStore(log_of(events), tmp_path / str(number))
        views.catch_up()
        rows = [row for model in ALL_MODELS for row in views.rows(model)]
        views.close()
        statements.append(list(said))

    assert statements[0] == statements[1]
    assert hostile in {row.service for row in rows if hasattr(row, "service")}
