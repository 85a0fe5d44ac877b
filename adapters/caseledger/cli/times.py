"""Days and instants on the command line."""

from datetime import UTC, date, datetime
from typing import Any

import click

_NO_DAY = "this is not a date written yyyy-mm-dd, such as 2024-03-31"


class Day(click.ParamType[date]):
    """A date on the command line: yyyy-mm-dd and nothing else."""

    name = "yyyy-mm-dd"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Read a date."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(_NO_DAY, param, ctx)
        if day.isoformat() != value:
            self.fail(_NO_DAY, param, ctx)
        return day


class Instant(click.ParamType[datetime]):
    """An instant on the command line: ISO date and time with its offset from UTC."""

    name = "yyyy-mm-ddThh:mm:ssZ"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Read an instant."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
            in_utc = instant.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("this is no instant such as 2024-11-30T09:00:00Z", param, ctx)
        if instant.tzinfo is None:
            self.fail("this needs its offset from UTC, such as Z or +01:00", param, ctx)
        return in_utc


DAY = Day()
INSTANT = Instant()
