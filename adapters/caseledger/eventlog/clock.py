"""The wall clock, and the day that it is in England."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")


class SystemClock:
    """The machine's clock; days are those of England, summer time included."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the day in England."""
        return self.now().astimezone(ENGLAND).date()
