"""Small worlds of experts with awkward calendars, drawn from a seed; written into the database in one go."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from marketplace.accounts.models import User
from marketplace.attestations.models import Attestation
from marketplace.calendar import busy
from marketplace.calendar.models import (
    TAKEN,
    BusyRule,
    BusyStretch,
    DayOff,
    LinkedCalendar,
    Shift,
    ShiftState,
    WeeklyHours,
)
from marketplace.calendar.rule_models import BookingRule, Holiday, OtherHours
from marketplace.calendar.shifts import bounds
from marketplace.catalog.models import Product, Release, Skill, Topic
from marketplace.certification.models import Certificate, CertificateState, Claim, ClaimState
from marketplace.db.session import atomic
from marketplace.kit import clock
from marketplace.kit.period import Days, local
from marketplace.organizations.models import Organization
from marketplace.programmes.models import Rubric
from marketplace.registry.employers import INDUSTRIES
from marketplace.registry.models import Experience, Expert, Language, Place, ProfileState
from marketplace.registry.ratings import Rating
from tests import make

NOWS = (
    datetime(2027, 3, 1, 8, tzinfo=UTC),
    datetime(2027, 3, 27, 23, 30, tzinfo=UTC),
    datetime(2027, 10, 30, 22, 30, tzinfo=UTC),
    datetime(2027, 12, 31, 23, 59, tzinfo=UTC),
)
"""Plain; and the last minutes before the clocks change, or the year."""
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Kolkata")
HOURS = (
    [(540, 1020)],
    [(0, 1440)],
    [(120, 180), (600, 720)],
    [(1380, 1440)],
    [(480, 720), (780, 1200)],
    [(545, 610)],
)
PAUSES = (0, 15, 40)
WORDS = ("quillon", "brastel", "vendrix", "quillons", "morfane", "tolvery", "brast")
EMPLOYERS = ("Halden AB", "Nordwind GmbH", "Brightwater Foods")
SPOTS = (("Hamburg", "DE", 53.55, 10.0), ("Berlin", "DE", 52.52, 13.4), ("Rotterdam", "NL", 51.92, 4.48))


@dataclass(frozen=True)
class Catalogue:
    """Two products with modules, and the towns."""

    products: list[Product]
    skills: list[Skill]
    places: list[Place]
    organization: Organization
    rubric: Rubric

    def releases(self, product_id: int) -> list[Release]:
        found = [one for product in self.products if product.id == product_id for one in product.releases]
        return sorted(found, key=lambda one: (one.released_on, one.id))


@dataclass(frozen=True)
class Booked:
    """A day's work; or a call, of which `until` is the end of the pause after it."""

    on: date
    starts: datetime
    ends: datetime
    state: ShiftState
    until: datetime | None = None

    @property
    def out(self) -> datetime:
        return self.until or self.ends


@dataclass
class Person:
    """One expert, as the oracle sees them: plain values."""

    expert: Expert
    zone: str
    week: dict[int, list[tuple[int, int]]]
    off: list[tuple[date, date]] = field(default_factory=list)
    shifts: list[Booked] = field(default_factory=list)
    elsewhere: list[tuple[datetime, datetime, bool]] = field(default_factory=list)
    """What their other calendar says; floating or not."""
    share: int = 50
    other: dict[date, list[tuple[int, int]]] = field(default_factory=dict)
    """Dates with hours of their own."""
    holidays: dict[date, bool] = field(default_factory=dict)
    """Whether they are worked all the same."""
    at_once: bool = False
    notice: int | None = None
    horizon: int | None = None
    week_days: int | None = None
    certificates: list[Certificate] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    jobs: list[Experience] = field(default_factory=list)
    attested: list[tuple[int, int | None]] = field(default_factory=list)
    stars: list[int] = field(default_factory=list)
    """Of every answer in every review."""

    def free_on(self, day: date) -> bool:
        """Looks at the day itself, in the zone the expert lives in now."""
        hours = self.hours_on(day)
        if not hours or any(first <= day <= last for first, last in self.off) or self.busy_on(day):
            return False
        if self.holidays.get(day) is False and day not in self.other:
            return False
        if not self.still_in_week_of(day):
            return False
        opens, closes = bounds(day, hours, self.zone)
        return not any(one.on == day or (one.starts < closes and opens < one.out) for one in self.taken)

    @property
    def taken(self) -> list[Booked]:
        return [one for one in self.shifts if one.state in TAKEN]

    def has_time_for(self, day: date, minutes: int, pause: int) -> bool:
        """Tries every quarter of an hour of that day's hours that is still to come."""
        if self.expert.hour_rate_amount is None or any(first <= day <= last for first, last in self.off):
            return False
        if self.holidays.get(day) is False and day not in self.other:
            return False
        mine = [one for one in self.taken if one.on == day]
        if any(one.until is None for one in mine) or not (mine or self.still_in_week_of(day)):
            return False
        for start, end in self.hours_on(day):
            opens, closes = local(day, start, self.zone), local(day, end, self.zone)
            at = opens.replace(minute=0)
            while at + timedelta(minutes=minutes) <= closes:
                if at >= opens and at > clock.now() and self._undisturbed(at, minutes, pause):
                    return True
                at += timedelta(minutes=15)
        return False

    def _undisturbed(self, at: datetime, minutes: int, pause: int) -> bool:
        over = at + timedelta(minutes=minutes + pause)
        if any(at < one.out and one.starts < over for one in self.taken):
            return False
        moments = [at + timedelta(minutes=5 * number) for number in range(minutes // 5)]
        return not any(self._meets(moment, *one) for one in self.elsewhere for moment in moments)

    def hours_on(self, day: date) -> list[tuple[int, int]]:
        return self.other.get(day, self.week.get(day.weekday(), []))

    def still_in_week_of(self, day: date) -> int:
        """How many days of that week can still be taken."""
        monday = day - timedelta(days=day.weekday())
        week = {monday + timedelta(days=number) for number in range(7)}
        taken = {one.on for one in self.taken if one.on in week}
        return max(0, (self.week_days or 7) - len(taken)) if self.week_days else 7

    def busy_on(self, day: date) -> bool:
        """Looks at every minute that is worked."""
        minutes = [minute for start, end in self.hours_on(day) for minute in range(start, end, 30)]
        instants = {local(day, minute, self.zone) for minute in minutes}
        covered = sum(any(self._meets(at, *one) for one in self.elsewhere) for at in instants)
        return covered > 0 and covered * 100 >= len(instants) * self.share

    def _meets(self, at: datetime, starts: datetime, ends: datetime, floating: bool) -> bool:
        if floating:
            at = at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=UTC)
        return starts <= at < ends


def catalogue() -> Catalogue:
    vendor = make.vendor()
    payroll = make.product(vendor, "Ledgerline Payroll", ("Leave", "Year-end"))
    depot = make.product(make.vendor("Stockpile"), "Stockpile Depot", ("Picking",))
    newest = max(payroll.releases, key=lambda one: one.released_on)
    module = next(one for one in payroll.modules if one.name == "Leave")
    make.row(Topic, release_id=newest.id, module_id=module.id, position=1, title="Leave is counted in hours")
    make.row(Release, product_id=depot.id, version="11", released_on=date(2027, 11, 1))
    places = [make.place(name, country, latitude=lat, longitude=lon) for name, country, lat, lon in SPOTS]
    skills = [*payroll.skills, *depot.skills]
    rubric_id = make.claim(make.expert("Nobody", state=ProfileState.DRAFT), skills[0]).rubric_id
    with atomic() as session:
        rubric = session.get_one(Rubric, rubric_id)
    return Catalogue([payroll, depot], skills, places, make.organization("Halden"), rubric)


def people(seed: int, known: Catalogue, now: datetime, count: int) -> list[Person]:
    """Written and committed."""
    draw = random.Random(seed)
    today = now.date()
    for product in known.products:
        make.change(product.vendor, call_buffer_minutes=draw.choice(PAUSES))
    with atomic() as session:
        found = [_person(draw, number, known, today) for number in range(count)]
        for one in found:
            session.add(one.expert)
        session.flush()
        for one in found:
            session.add_all(_rows(one, draw, known, today))
        session.flush()
        for one in found:
            _link(one)
            busy.settle(one.expert)
    return found


def _person(draw: random.Random, number: int, known: Catalogue, today: date) -> Person:
    week = _week(draw)
    zone = draw.choice(ZONES)
    user = User(
        name=f"Person {number}",
        email=f"p{number}@example.test",
        confirmed_at=datetime(2027, 1, 1, tzinfo=UTC),
    )
    expert = Expert(
        user=user,
        slug=f"person-{number}",
        name=f"Person {number}",
        headline=" ".join(draw.sample(WORDS, draw.randint(0, 2))),
        about=" ".join(draw.sample(WORDS, draw.randint(0, 3))),
        state=draw.choices(list(ProfileState), [1, 12, 1])[0],
        place=draw.choice([*known.places, None]),
        remote=draw.random() < 0.5,
        on_site_km=draw.choice([None, 50, 300]),
        timezone=zone,
        currency=draw.choice(["EUR", "EUR", "EUR", "SEK"]),
        day_rate_amount=draw.choice([None, 40_000, 60_000, 60_100, 120_000]),
        hour_rate_amount=draw.choice([None, 8_000, 8_000, 8_000]),
    )
    week_days = draw.choice([None, None, 1, 2, 3, 4])
    shifts = _shifts(draw, week, zone, today, 0.25 if week_days else 0.06)
    person = Person(expert, zone, week, _off(draw, today), shifts, week_days=week_days)
    person.elsewhere, person.share = _elsewhere(draw, today), draw.choice(list(busy.SHARES))
    _rule(person, draw, today)
    return person


def _rule(one: Person, draw: random.Random, today: date) -> None:
    """Most have none."""
    for _ in range(draw.choice([0, 0, 1, 8])):
        one.other[today + timedelta(days=draw.randint(0, 60))] = draw.choice(HOURS)
    for _ in range(draw.choice([0, 0, 3])):
        one.holidays[today + timedelta(days=draw.randint(0, 60))] = draw.random() < 0.3
    one.at_once = draw.random() < 0.3
    one.notice = draw.choice([None, None, None, 24, 30, 240])
    one.horizon = draw.choice([None, None, None, 30, 90])


def _elsewhere(draw: random.Random, today: date) -> list[tuple[datetime, datetime, bool]]:
    """To the half hour, from half an hour to some days; often none."""
    found = []
    for _ in range(draw.choice([0, 0, 0, 1, 6])):
        midnight = datetime.combine(today + timedelta(days=draw.randint(0, 60)), time(), UTC)
        starts = midnight + timedelta(minutes=30 * draw.randint(0, 47))
        length = timedelta(minutes=30 * draw.choice([1, 4, 8, 16, 48, 150]))
        found.append((starts, starts + length, draw.random() < 0.3))
    return found


def _link(one: Person) -> None:
    link = make.row(
        LinkedCalendar,
        expert_id=one.expert.id,
        name="Elsewhere",
        address="https://a.example/x.ics",
        due_at=datetime(2100, 1, 1, tzinfo=UTC),
    )
    make.row(BusyRule, expert_id=one.expert.id, share=one.share)
    for starts, ends, floating in one.elsewhere:
        make.row(BusyStretch, calendar_id=link.id, starts_at=starts, ends_at=ends, floating=floating)


def _week(draw: random.Random) -> dict[int, list[tuple[int, int]]]:
    """Full working weeks are drawn often: otherwise hardly anybody would ever be free for days on end."""
    if draw.random() < 0.6:
        return dict.fromkeys(range(5), draw.choice(HOURS))
    return {day: draw.choice(HOURS) for day in range(7) if draw.random() < 0.6}


def _off(draw: random.Random, today: date) -> list[tuple[date, date]]:
    found = []
    for _ in range(draw.choice([0, 0, 1, 2])):
        first = today + timedelta(days=draw.randint(0, 60))
        found.append((first, first + timedelta(days=draw.choice([0, 1, 6, 40]))))
    return found


def _shifts(
    draw: random.Random, week: dict[int, list[tuple[int, int]]], zone: str, today: date, chance: float
) -> list[Booked]:
    """Booked in the zone of today, or in another one where the expert lived then; some days for work, some for calls."""
    lived = zone if draw.random() < 0.7 else draw.choice(ZONES)
    found: list[Booked] = []
    for day in Days(today, today + timedelta(days=70)):
        hours = week.get(day.weekday())
        if not hours or draw.random() >= chance * 2:
            continue
        wanted = _calls(draw, day, hours, lived) if draw.random() < 0.5 else _work(draw, day, hours, lived)
        for one in wanted:
            if not any(one.starts < other.out and other.starts < one.out for other in found):
                found.append(one)
    return found


def _work(draw: random.Random, day: date, hours: list[tuple[int, int]], zone: str) -> list[Booked]:
    return [Booked(day, *bounds(day, hours, zone), draw.choice(list(ShiftState)))]


def _calls(draw: random.Random, day: date, hours: list[tuple[int, int]], zone: str) -> list[Booked]:
    """A few; the first and the last of the day's hours are drawn often."""
    found = []
    for _ in range(draw.choice([1, 1, 2, 4])):
        start, end = draw.choice(hours)
        length = draw.choice([30, 45, 60])
        minute = draw.choice(
            [start + -start % 15, end - length, draw.randrange(start + -start % 15, end, 15)]
        )
        if not start <= minute <= end - length:
            continue
        starts = local(day, minute, zone)
        ends = starts + timedelta(minutes=length)
        until = ends + timedelta(minutes=draw.choice(PAUSES))
        found.append(Booked(day, starts, ends, draw.choice(list(ShiftState)), until))
    return found


def _rows(one: Person, draw: random.Random, known: Catalogue, today: date) -> list[object]:
    expert_id = one.expert.id
    one.languages = draw.sample(["de", "en", "fr", "sv"], draw.randint(0, 3))
    rows: list[object] = [Language(expert_id=expert_id, code=code) for code in one.languages]
    rows += [
        WeeklyHours(expert_id=expert_id, weekday=day, start_minute=start, end_minute=end)
        for day, hours in one.week.items()
        for start, end in hours
    ]
    rows += [DayOff(expert_id=expert_id, first_on=first, last_on=last) for first, last in one.off]
    rows += [
        OtherHours(expert_id=expert_id, on=on, stretches=[list(one) for one in hours])
        for on, hours in one.other.items()
    ]
    rows += [
        Holiday(expert_id=expert_id, on=on, name="Midsummer", works=works)
        for on, works in one.holidays.items()
    ]
    rows.append(
        BookingRule(
            expert_id=expert_id,
            at_once=one.at_once,
            notice_hours=one.notice,
            horizon_days=one.horizon,
            week_days=one.week_days,
        )
    )
    rows += [
        Shift(
            expert_id=expert_id,
            owner=f"b{number}",
            on=shift.on,
            starts_at=shift.starts,
            ends_at=shift.ends,
            blocked_until=shift.until,
            state=shift.state,
        )
        for number, shift in enumerate(one.shifts)
    ]
    for _ in range(draw.choice([0, 0, 1, 2, 3])):
        one.stars += [draw.choice([3, 4, 4, 5, 5, 5]) for _ in range(4)]
    rows += [Rating(expert_id=expert_id, reviews=len(one.stars) // 4, stars=sum(one.stars))]
    one.jobs = [_job(draw, expert_id) for _ in range(draw.randint(0, 2))]
    for skill in draw.sample(known.skills, draw.randint(1, 3)):
        one.certificates.append(_certificate(draw, one.expert, skill, known, today))
    for skill in draw.sample(known.skills, draw.choice([0, 0, 1])):
        one.attested.append((skill.product_id, skill.module_id))
        rows.append(
            Attestation(
                expert_id=expert_id,
                email=one.expert.user.email,
                product_id=skill.product_id,
                module_id=skill.module_id,
                role="Administrator",
                months=12,
            )
        )
    return [*rows, *one.jobs, *one.certificates]


def _job(draw: random.Random, expert_id: int) -> Experience:
    return Experience(
        expert_id=expert_id,
        employer=draw.choice(EMPLOYERS),
        masked=draw.random() < 0.3,
        industry=draw.choice(INDUSTRIES[:4]),
        size_band="50–249",
        title="Clerk",
        began_on=date(2020, 1, 1),
    )


def _certificate(
    draw: random.Random, expert: Expert, skill: Skill, known: Catalogue, today: date
) -> Certificate:
    starts = today + timedelta(days=draw.choice([-400, -80, -5, 0, 3]))
    expires = today + timedelta(days=draw.choice([-1, 0, 9, 35, 300]))
    claim = Claim(
        expert_id=expert.id,
        skill_id=skill.id,
        rubric=known.rubric,
        level=4,
        statement="Mine.",
        state=ClaimState.CERTIFIED,
        submitted_at=datetime(2027, 1, 1, tzinfo=UTC),
        counted_from=datetime(2027, 1, 1, tzinfo=UTC),
    )
    return Certificate(
        claim=claim,
        expert_id=expert.id,
        skill=skill,
        release=draw.choice([None, *known.releases(skill.product_id)]),
        level=draw.randint(1, 4),
        state=draw.choices(list(CertificateState), [8, 3, 1, 1, 1, 1])[0],
        starts_on=min(starts, expires),
        expires_on=expires,
        latest_on=expires,
        reason="Sound.",
    )
