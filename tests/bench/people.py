"""The experts of the bench, their certificates and their calendars: the n-th is the same in every database of the same day.

200 products by popularity (zipf 1.0), three to an expert, of which 60 % end in a certificate; log-normal rates; towns
(zipf 0.8); 30 % work remotely; one to three of twelve languages; an about of 200 characters; ten bookings of 3 to
14 days over the coming year; half of them have been reviewed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from random import Random
from typing import Any

from faker import Faker

from marketplace.accounts.models import User
from marketplace.attestations.models import Attestation, AttestationState
from marketplace.calendar.models import Shift, ShiftState, WeeklyHours
from marketplace.calendar.shifts import bounds
from marketplace.certification.models import Certificate, CertificateState, Claim, ClaimState
from marketplace.db.base import Base
from marketplace.gateways.geo import Town
from marketplace.registry.employers import INDUSTRIES
from marketplace.registry.models import Experience, Expert, Language, ProfileState
from marketplace.registry.ratings import PER_REVIEW, Rating
from tests.bench.bulk import Writer, ref
from tests.bench.chance import Zipf, words
from tests.bench.world import LANGUAGES, Offering, towns

SEED = 4
PRODUCTS_EACH, CERTIFIED = 3, 0.6
REMOTE, ON_SITE_TOO = 0.3, 0.5
RATED = 0.5
BOOKINGS, SHORTEST, LONGEST, YEAR = 10, 3, 14, 365
FORMS = ("AG", "Ltd", "Inc", "Group")
WEEKS = (
    (range(5), 540, 1020),
    (range(5), 480, 960),
    (range(5), 600, 1080),
    (range(4), 540, 1020),
    (range(1, 5), 510, 1050),
)
"""Weekdays, from, to."""

COLUMNS: dict[type[Base], tuple[str, ...]] = {
    User: ("id", "ref", "name", "email", "fs_uniquifier", "timezone"),
    Expert: (
        *(
            "id",
            "ref",
            "user_id",
            "slug",
            "state",
            "name",
            "headline",
            "about",
            "place_id",
            "remote",
            "on_site_km",
        ),
        *("timezone", "currency", "day_rate_amount"),
    ),
    Rating: ("expert_id", "reviews", "stars"),
    Language: ("id", "expert_id", "code"),
    WeeklyHours: ("id", "expert_id", "weekday", "start_minute", "end_minute"),
    Experience: ("id", "ref", "expert_id", "employer", "masked", "industry", "title", "began_on", "ended_on"),
    Claim: (
        *("id", "ref", "expert_id", "skill_id", "release_id", "rubric_id", "level", "statement", "state"),
        *("submitted_at", "counted_from", "decided_at"),
    ),
    Certificate: (
        *("id", "ref", "claim_id", "expert_id", "skill_id", "release_id", "level", "state", "starts_on"),
        *("expires_on", "latest_on", "reason"),
    ),
    Attestation: ("id", "ref", "expert_id", "email", "product_id", "module_id", "role", "months", "state"),
    Shift: ("id", "ref", "expert_id", "owner", "on", "starts_at", "ends_at", "state"),
}


@dataclass
class Crowd:
    """Makes experts and keeps count. With `stretches` a booking is one shift from its first day to its last, not one a day:
    the calendars of a million would fill the disk otherwise."""

    offerings: Zipf[Offering]
    today: date
    stretches: bool = False
    said: Zipf[str] = field(default_factory=words)
    places: Zipf[Town] = field(default_factory=lambda: Zipf(towns(), 0.8))
    rows: dict[type[Base], list[Sequence[Any]]] = field(
        default_factory=lambda: {kind: [] for kind in COLUMNS}
    )
    numbers: dict[type[Base], Iterator[int]] = field(
        default_factory=lambda: {kind: count(1) for kind in COLUMNS}
    )

    def __post_init__(self) -> None:
        faker = Faker()
        faker.seed_instance(SEED)
        self.first_names = list(dict.fromkeys(faker.first_name() for _ in range(2_000)))
        self.last_names = list(dict.fromkeys(faker.last_name() for _ in range(2_000)))
        self.employers = Zipf(
            [f"{one.capitalize()} {FORMS[n % len(FORMS)]}" for n, one in enumerate(self.said.items)], 0.8
        )
        self.spoken = Zipf(LANGUAGES, 1.0)

    def add(self, number: int) -> None:
        chance = Random(f"{SEED} {number}")
        name = f"{chance.choice(self.first_names)} {chance.choice(self.last_names)}"
        place = self.places.one(chance)
        self._put(
            User,
            ref(number),
            name,
            f"expert{number}@bench.example",
            ref(number),
            place.timezone,
            number=number,
        )
        self._expert(number, name, place, chance)
        self._rating(number)
        for code in self.spoken.different(chance, chance.randint(1, 3)):
            self._put(Language, number, code)
        week = WEEKS[min(int(chance.expovariate(1.2)), len(WEEKS) - 1)]
        for weekday in week[0]:
            self._put(WeeklyHours, number, weekday, week[1], week[2])
        self._past(number, chance)
        for offering in self.offerings.different(chance, PRODUCTS_EACH):
            self._claim(number, offering, chance)
        self._bookings(number, week, place.timezone, chance)

    def write(self, writer: Writer) -> None:
        for kind, rows in self.rows.items():
            writer.fill(kind.__table__, COLUMNS[kind], rows)  # type: ignore[arg-type]
            rows.clear()

    def _put(self, kind: type[Base], *values: Any, number: int | None = None) -> int:
        made = number or next(self.numbers[kind])
        self.rows[kind].append((made, *values))
        return made

    def _named(self, kind: type[Base], *values: Any) -> int:
        made = next(self.numbers[kind])
        self.rows[kind].append((made, ref(made), *values))
        return made

    def _expert(self, number: int, name: str, place: Town, chance: Random) -> None:
        remote = chance.random() < REMOTE
        km = chance.choice((50, 100, 100, 200, 300)) if not remote or chance.random() < ON_SITE_TOO else None
        rate = round(min(max(chance.lognormvariate(6.4, 0.35), 150), 3_000) / 10) * 1_000
        headline = " ".join(self.said.some(chance, 5)).capitalize()
        about = " ".join(self.said.some(chance, 40))[:200].rpartition(" ")[0]
        self._put(
            *(
                Expert,
                ref(number),
                number,
                f"expert-{number}",
                ProfileState.PUBLISHED.value,
                name,
                headline,
                about,
            ),
            *(place.id, remote, km, place.timezone, "EUR", rate),
            number=number,
        )

    def _rating(self, number: int) -> None:
        """Of a dice of its own, so that everything else is as it was before there were reviews."""
        chance = Random(f"{SEED} rating {number}")
        if chance.random() < RATED:
            reviews = min(1 + int(chance.expovariate(0.2)), 60)
            stars = sum(chance.choices((3, 4, 5), (1, 4, 6), k=PER_REVIEW * reviews))
            self._put(Rating, reviews, stars, number=number)

    def _past(self, number: int, chance: Random) -> None:
        for place in range(chance.randint(1, 2)):
            ended = self.today - timedelta(days=400 + 1_500 * place)
            began = ended - timedelta(days=chance.randint(300, 1_400))
            industry, employer = chance.choice(INDUSTRIES), self.employers.one(chance)
            self._named(
                Experience, number, employer, chance.random() < 0.3, industry, "Consultant", began, ended
            )

    def _claim(self, number: int, offering: Offering, chance: Random) -> None:
        skill, rubric, module = (
            chance.choice(offering.skills) if chance.random() < 0.5 else offering.skills[0]
        )
        level, release = chance.randint(1, 4), chance.choice(offering.releases)
        certified = chance.random() < CERTIFIED
        expires = self.today + timedelta(days=chance.randint(-60, 900))
        starts = min(self.today, expires) - timedelta(days=chance.randint(1, 700))
        asked = _instant(starts - timedelta(days=3))
        state, decided = (
            (ClaimState.CERTIFIED, _instant(starts)) if certified else (ClaimState.SUBMITTED, None)
        )
        claim = self._named(
            *(
                Claim,
                number,
                skill,
                release,
                rubric,
                level,
                "I ran it for years.",
                state.value,
                asked,
                asked,
                decided,
            )
        )
        if not certified:
            return
        self._named(
            *(
                Certificate,
                claim,
                number,
                skill,
                release,
                level,
                self._state(expires),
                starts,
                expires,
                expires,
            ),
            "Sound evidence.",
        )
        if chance.random() < 0.3:
            address = f"expert{number}@bench.example"
            self._named(
                Attestation, number, address, offering.id, module, "User", 24, AttestationState.STANDING.value
            )

    def _state(self, expires: date) -> str:
        left = (expires - self.today).days
        state = (
            CertificateState.EXPIRED
            if left < 0
            else CertificateState.EXPIRING
            if left < 90
            else CertificateState.ACTIVE
        )
        return state.value

    def _bookings(self, number: int, week: tuple[range, int, int], zone: str, chance: Random) -> None:
        """In order, with gaps in between."""
        weekdays, first, last = week
        lengths = [chance.randint(SHORTEST, LONGEST) for _ in range(BOOKINGS)]
        gaps = sorted(chance.randint(0, YEAR - sum(lengths)) for _ in lengths)
        passed = 0
        for place, (length, gap) in enumerate(zip(lengths, gaps, strict=True)):
            begun = self.today + timedelta(days=gap + passed)
            days = [day for n in range(length) if (day := begun + timedelta(days=n)).weekday() in weekdays]
            owner, passed = ref(number * 16 + place), passed + length
            edges = [_edges(day, first, last, zone) for day in days]
            if self.stretches and days:
                days, edges = days[:1], [(edges[0][0], edges[-1][1])]
            for day, (starts, ends) in zip(days, edges, strict=True):
                self._named(Shift, number, owner, day, starts, ends, ShiftState.BOOKED.value)


@cache
def _edges(day: date, first: int, last: int, zone: str) -> tuple[datetime, datetime]:
    return bounds(day, [(first, last)], zone)


@cache
def _instant(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)
