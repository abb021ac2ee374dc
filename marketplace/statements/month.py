"""A month, as statements are asked for."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from marketplace.kit.errors import NotFound

WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    year: int
    number: int

    @staticmethod
    def read(text: str) -> "Month":
        """From `2027-03`. Raises `NotFound`: it stands in addresses."""
        if not (found := WRITTEN.fullmatch(text)):
            raise NotFound("There is no such month. Write it like 2027-03.")
        return Month(int(found[1]), int(found[2]))

    @staticmethod
    def of(instant: datetime) -> "Month":
        utc = instant.astimezone(UTC)
        return Month(utc.year, utc.month)

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment that is not in it."""
        return self.next.start

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    @property
    def words(self) -> str:
        return f"{self.start:%B %Y}"

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"
