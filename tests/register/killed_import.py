"""
An import in a process of its own, which tells each row that it reads: to be killed.

    python killed_import.py FOLDER STORE whole|split
"""

import os
import sys
from pathlib import Path

import pytest

from caseledger.casework import Append, Entry, Kind, ReferenceReserved, reservation
from caseledger.complaint import Meta
from caseledger.eventlog import open_log
from caseledger.register.records import Records
from register.registers import imported


def reserve_apart(records: Records, kind: Kind, reference: str, meta: Meta) -> str:
    """Reserve a reference in a transaction of its own, the row being in another."""
    stream = records.new_id()
    records.streams[kind, reference] = stream
    records.fresh.add(stream)
    reserved = ReferenceReserved(kind=kind, reference=reference, stream=stream)
    place = reservation(kind, reference)
    records.log.append(Append(place, 0, [Entry(reserved, None, meta)]))
    return stream


def main(folder: str, store: str, how: str) -> None:
    """Import a folder, writing a byte for every row."""
    log = open_log(store)
    with pytest.MonkeyPatch.context() as patch:
        if how == "split":
            patch.setattr(Records, "reserve", reserve_apart)
        imported(log, Path(folder), progress=lambda _file: _tell())
    log.close()


def _tell() -> None:
    os.write(1, b".")


if __name__ == "__main__":
    main(*sys.argv[1:])
