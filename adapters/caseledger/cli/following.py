"""Read models kept up with a log that other processes write, look by look."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic, sleep

import attrs
import click

from caseledger.casework import StorageUnavailable
from caseledger.cli.store import opened, progress, views
from caseledger.viewstore import ViewStore

_NAP = 0.1
"""Seconds until a signal is noticed while there is nothing to do."""


def follow(store: str, *, every: float, seconds: float = float("inf")) -> int:
    """
    Keep up until Ctrl-C or SIGTERM, and return how many events were taken in.

    A signal ends it between two batches. What keeps a model from going on is said
    once, when it begins and when it is over.
    """
    end = monotonic() + seconds
    with _asked_to_end() as asked:
        follower = _Follower(store, asked)
        while True:
            follower.look()
            next_look = min(monotonic() + every, end)
            while not asked and monotonic() < next_look:
                sleep(min(_NAP, every))
            if asked or monotonic() >= end:
                return follower.taken


class _Ended(Exception):
    """It was asked to end between two batches."""


@contextmanager
def _asked_to_end() -> Iterator[list[int]]:
    """Let Ctrl-C and SIGTERM put their number in a list instead of ending us."""
    asked: list[int] = []
    before = {
        one: signal.signal(one, lambda number, _: asked.append(number))
        for one in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@attrs.define
class _Follower:
    """
    What is remembered from one look to the next.

    A model that is stopped is tried again once: its code does not change meanwhile.
    """

    store: str
    asked: list[int]
    taken: int = 0
    retry: bool = True
    troubles: Mapping[str, str] = {}

    def look(self) -> None:
        """Take in what there is."""
        try:
            # Opened each time: the files may be deleted or put back from a copy.
            with opened(self.store) as log, views(self.store, log, fresh=False) as all_:
                self._catch_up(all_)
                troubles = _stopped(all_)
        except _Ended:
            return
        except StorageUnavailable as error:
            troubles = {"the log or its read models": str(error)}
        else:
            self.retry = False
        self._say(troubles)

    def _catch_up(self, models: ViewStore) -> None:
        found = models.status()
        newer = [one.name for one in found if (one.readers_see or 0) > one.version]
        if newer:
            raise click.UsageError(
                f"a newer version of caseledger has built {', '.join(newer)}; "
                "follow with that one, or `catch-up` first to go back to this one"
            )
        with progress("reading the log", max(one.behind for one in found)) as advance:

            def told(events: int) -> None:
                self.taken += events
                advance(events)
                if self.asked:
                    raise _Ended

            models.catch_up(retry=self.retry, progress=told)

    def _say(self, troubles: Mapping[str, str]) -> None:
        for what, trouble in troubles.items():
            if what not in self.troubles:
                click.echo(f"caseledger: {what}: {trouble}", err=True)
        for what in self.troubles.keys() - troubles.keys():
            click.echo(f"caseledger: {what}: goes on again", err=True)
        self.troubles = troubles


def _stopped(models: ViewStore) -> Mapping[str, str]:
    return {one.name: one.state for one in models.status() if one.since}
