"""The files as an independent reader has them: r4pm, of the Rust4PM project."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import r4pm

Attributes = dict[str, Any]


def traces(path: Path) -> list[tuple[Attributes, list[Attributes]]]:
    """Return the traces of an XES file: their attributes, and those of each event."""
    log = _again("EventLog", path)
    return [
        (_flat(trace), [_flat(event) for event in trace["events"]])
        for trace in log["traces"]
    ]


def ocel(path: Path) -> dict[str, Any]:
    """Return an OCEL file, JSON or SQLite, in the shape of the JSON."""
    return _again("OCEL", path)


def _again(kind: str, path: Path) -> dict[str, Any]:
    item = r4pm.import_item(kind, str(path))
    try:
        with TemporaryDirectory() as folder:
            out = Path(folder) / "again.json"
            r4pm.export_item(item, str(out))
            again: dict[str, Any] = json.loads(out.read_bytes())
            return again
    finally:
        r4pm.remove_item(item)


def _flat(part: Mapping[str, Any]) -> Attributes:
    return {one["key"]: one["value"]["content"] for one in part["attributes"]}
