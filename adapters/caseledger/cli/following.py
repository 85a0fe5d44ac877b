"""Read models kept up with a log that other processes write."""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic, sleep

import attrs
import click

from caseledger.casework import StorageUnavailable
from caseledger.cli.store import opened, progress, turn, views
from caseledger.viewstore import Turn, ViewStore

_NAP = 0.1
"""Seconds until a signal, or something new in the log, is noticed."""


def follow(store: str, *, every: float, seconds: float = float("inf")) -> int:
    """
    Keep up until Ctrl-C or SIGTERM, and return how many events were taken in.

    A signal ends it between two batches. What keeps it from going on is said once,
    when it begins and when it is over.
    """
    end = monotonic() + seconds
    with _asked_to_end() as asked, turn(store) as ours:
        follower = _Follower(store, every, end, asked, ours)
        while not follower.is_over():
            follower.look()
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
    every: float
    end: float
    asked: list[int]
    turn: Turn
    taken: int = 0
    retry: bool = True
    stands_by: bool = False
    troubles: Mapping[str, str] = {}

    def look(self) -> None:
        """Take in what there is, and whatever comes until it is time to open anew."""
        try:
            if self._is_our_turn():
                # Files may be deleted meanwhile, or put back from a copy.
                with (
                    opened(self.store) as log,
                    log.news() as news,
                    views(self.store, log, fresh=False) as models,
                ):
                    self._rest(lambda: self._take_in(models) if news() else None)
                return
        except _Ended:
            return
        except StorageUnavailable as error:
            self._say({"the log or its read models": str(error)})
        self._rest()

    def is_over(self) -> bool:
        """Say whether it was asked to end, or its time is over."""
        return bool(self.asked) or monotonic() >= self.end

    def _is_our_turn(self) -> bool:
        """Say whether nobody else keeps the same read models up."""
        waited, self.stands_by = self.stands_by, not self.turn.is_ours()
        if self.stands_by and not waited:
            click.echo(
                "caseledger: another process keeps them up: standing by", err=True
            )
        if waited and not self.stands_by:
            click.echo("caseledger: takes over", err=True)
        return not self.stands_by

    def _rest(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Let the time until the next look go by."""
        next_look = monotonic() + self.every
        while True:
            meanwhile()
            if self.is_over() or monotonic() >= next_look:
                return
            sleep(min(_NAP, self.every))

    def _take_in(self, models: ViewStore) -> None:
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
        self.retry = False
        self._say(_stopped(models))

    def _say(self, troubles: Mapping[str, str]) -> None:
        for what, trouble in troubles.items():
            if what not in self.troubles:
                click.echo(f"caseledger: {what}: {trouble}", err=True)
        for what in self.troubles.keys() - troubles.keys():
            click.echo(f"caseledger: {what}: goes on again", err=True)
        self.troubles = troubles


def _stopped(models: ViewStore) -> Mapping[str, str]:
    return {one.name: one.state for one in models.status() if one.since}
