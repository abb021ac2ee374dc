"""How dates and money are written for the person who will read a notice."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask_babel import get_locale

from marketplace.accounts.models import User
from marketplace.kit.figures import money_text
from marketplace.kit.money import Money


@dataclass(frozen=True, slots=True)
class Reader:
    """Writes in the reader's time zone; another zone can be named where a wall calendar elsewhere counts."""

    name: str
    zone: str

    @classmethod
    def of(cls, user: User) -> "Reader":
        return cls(user.shown_name, user.timezone)

    def day(self, value: date) -> str:
        """`Monday, 30 November 2026`."""
        return str(format_date(value, "EEEE, d MMMM y", locale=get_locale()))

    def moment(self, value: datetime) -> str:
        """`Mon, 30 Nov 2026, 09:00 CET`."""
        local = value.astimezone(ZoneInfo(self.zone))
        return f"{format_datetime(local, 'EEE, d MMM y, HH:mm', locale=get_locale())} {local.tzname()}"

    def money(self, value: Money) -> str:
        return money_text(value, get_locale())
