"""
How far each table of read models is: written beside the rows, told to people.

A model has a table of its name, which other programs read, and while it is built
afresh one beside it.
"""

from collections.abc import Mapping

import attrs

from caseledger.casework import CaseworkError
from caseledger.read_models import ALL_MODELS
from caseledger.viewstore.database import Database, Relation
from caseledger.viewstore.tables import AnyModel

PROGRESS = Relation(
    name="progress",
    kind="TABLE",
    sql="""
CREATE TABLE progress (
  name TEXT PRIMARY KEY,
  log_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  position BIGINT NOT NULL,
  last TEXT NOT NULL,
  stopped TEXT,
  since TEXT
)
""",
    about="How far is each table, and of which log?",
    columns=(),
)
"""What must be there before anything else is."""


@attrs.frozen
class ModelStopped(CaseworkError):
    """A read model cannot get past an event, so its rows are not those of today."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"the read model {self.name} is stopped at {self.reason}"


@attrs.frozen(kw_only=True)
class Table:
    """
    A table and the model whose rows it holds.

    `position` is that of the last event taken in, `last` its stream and version:
    a log put back from an older copy has another event there, or none. `stopped`
    says at which event the model fails, and how; `since`, the instant from which it
    has been failing there.
    """

    name: str
    model: AnyModel
    position: int = 0
    last: str = ""
    stopped: str | None = None
    since: str | None = None

    @property
    def is_building(self) -> bool:
        """Say whether it is to take the place of another table, or of none."""
        return self.name != self.model.name


def building(model: AnyModel) -> str:
    """Return the name of the table in which a model is built afresh."""
    return f"{model.name}_building"


Tables = Mapping[str, Table]


class Progress:
    """The table that says how far the others are, for one log."""

    def __init__(self, db: Database, log_id: str) -> None:
        self._db = db
        self._log_id = log_id

    def read(self) -> Tables:
        """Return the tables that hold this log in the models' present versions."""
        written = {
            (name, version): facts
            for name, version, *facts in self._db.execute(
                "SELECT name, version, position, last, stopped, since FROM progress"
                " WHERE log_id = ?",
                (self._log_id,),
            )
        }
        found = {}
        for model in ALL_MODELS:
            for name in (model.name, building(model)):
                if (name, model.version) in written:
                    position, last, stopped, since = written[name, model.version]
                    found[name] = Table(
                        name=name,
                        model=model,
                        position=position,
                        last=last,
                        stopped=stopped,
                        since=since,
                    )
        return found

    def in_place(self) -> Mapping[str, int]:
        """Return which version of each model other programs see in its table."""
        found = self._db.execute(
            "SELECT name, version FROM progress WHERE log_id = ?",
            (self._log_id,),
        )
        return dict(found)

    def write(self, table: Table) -> None:
        """Say how far a table is now."""
        self._db.execute(
            "INSERT INTO progress VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET"
            " log_id = excluded.log_id, version = excluded.version,"
            " position = excluded.position, last = excluded.last,"
            " stopped = excluded.stopped, since = excluded.since",
            (
                table.name,
                self._log_id,
                table.model.version,
                table.position,
                table.last,
                table.stopped,
                table.since,
            ),
        )

    def forget(self, name: str) -> None:
        """Say nothing more about a table."""
        self._db.execute("DELETE FROM progress WHERE name = ?", (name,))

    def holds_this_log(self, name: str) -> bool:
        """Say whether a table is of this log, in whatever version of its model."""
        found = self._db.execute(
            "SELECT 1 FROM progress WHERE name = ? AND log_id = ?",
            (name, self._log_id),
        )
        return bool(found)


# --- Told to people -------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Status:
    """
    How far a read model has come; `state` says it in words.

    `since` is when it stopped, None unless it is stopped. `readers_see` is the
    version whose rows are in the model's table, which is an older one until the
    present one is built; None if there is no table.
    """

    name: str
    version: int
    position: int
    behind: int
    state: str
    since: str | None
    readers_see: int | None
    question: str


def status_of(
    model: AnyModel,
    found: Tables,
    *,
    newest: int,
    readers_see: int | None,
) -> Status:
    """Return how far a model has come towards the newest event."""
    in_place, being_built = found.get(model.name), found.get(building(model))
    table = in_place or being_built or Table(name=model.name, model=model)
    failing = failing_table(model, found)
    if failing is not None:
        state = f"stopped at {failing.stopped}"
    elif being_built is not None:
        state = f"being built: {being_built.position} of {newest} events"
    elif in_place is None:
        state = "not built yet"
    else:
        state = "up to date" if table.position == newest else "behind"
    return Status(
        name=model.name,
        version=model.version,
        position=table.position,
        behind=newest - table.position,
        state=state,
        since=None if failing is None else failing.since,
        readers_see=readers_see,
        question=model.question,
    )


def failing_table(model: AnyModel, found: Tables) -> Table | None:
    """Return the table of a model that cannot get past an event, if there is one."""
    some = (found.get(name) for name in (model.name, building(model)))
    return next((table for table in some if table and table.stopped), None)
