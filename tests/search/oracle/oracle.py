"""The slow truth: every expert, day by day, in plain Python, from what is written in the product's pages."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import acos, ceil, cos, radians, sin
from zoneinfo import ZoneInfo

from marketplace.certification.models import LIVE, Certificate
from marketplace.registry.models import ProfileState
from marketplace.search.query import Query
from tests.search.oracle.world import SPOTS, Catalogue, Person

TOWNS = {name: (latitude, longitude) for name, _, latitude, longitude in SPOTS}


@dataclass
class Oracle:
    """Answers one query about everybody."""

    known: Catalogue
    people: list[Person]
    today: date
    query: Query

    def points(self, ignoring: str = "") -> dict[int, int]:
        """Everybody who answers, by their id; `ignoring` leaves a filter out."""
        found = {}
        for one in self.people:
            answers = [
                cert
                for cert in one.certificates
                if self._answered(one, cert, ignoring) and self._timely(one, cert)
            ]
            if answers and self._fits(one, ignoring):
                found[one.expert.id] = max(self._points(one, cert) for cert in answers)
        return found

    def levels(self) -> dict[int, int]:
        """How many would be found at least at each level."""
        found = dict.fromkeys(range(1, 5), 0)
        for one in self.people:
            answers = [
                cert.level
                for cert in one.certificates
                if self._answered(one, cert, "level") and self._timely(one, cert)
            ]
            if answers and self._fits(one, ""):
                for level in range(1, max(answers) + 1):
                    found[level] += 1
        return found

    def speakers(self, code: str) -> int:
        everybody = self.points("language")
        return sum(code in one.languages for one in self.people if one.expert.id in everybody)

    def cheaper(self, amount: int, currency: str) -> int:
        everybody = self.points("rate")
        return sum(
            one.expert.currency == currency and (one.expert.day_rate_amount or amount + 1) <= amount
            for one in self.people
            if one.expert.id in everybody
        )

    def rated(self, stars: Fraction) -> int:
        everybody = self.points("rating")
        return sum(_average(one) >= stars for one in self.people if one.expert.id in everybody)

    def prompt(self) -> int:
        """Who books at once."""
        everybody = self.points("at_once")
        return sum(one.at_once for one in self.people if one.expert.id in everybody)

    def _answered(self, one: Person, cert: Certificate, ignoring: str) -> bool:
        query, skill = self.query, cert.skill
        through = query.last or self.today
        if cert.state not in LIVE or not cert.starts_on <= self.today or cert.expires_on < through:
            return False
        slug = query.product.partition("/")[2]
        if slug and skill.product.slug != slug:
            return False
        if query.module and (skill.module is None or skill.module.slug != query.module):
            return False
        if query.level and ignoring != "level" and cert.level < query.level:
            return False
        if query.release and not self._on(cert, query.release):
            return False
        return not query.used or self._used(one, cert)

    def _on(self, cert: Certificate, version: str) -> bool:
        asked = next(one for one in cert.skill.product.releases if one.version == version)
        return cert.release is not None and cert.release.released_on >= asked.released_on

    def _used(self, one: Person, cert: Certificate) -> bool:
        skill = cert.skill
        return any(
            (product == skill.product_id and None in (module, skill.module_id))
            or (product, module) == (skill.product_id, skill.module_id)
            for product, module in one.attested
        )

    def _fits(self, one: Person, ignoring: str) -> bool:
        query, expert = self.query, one.expert
        return (
            expert.state is ProfileState.PUBLISHED
            and self._free(one)
            and self._reachable(one)
            and (ignoring == "language" or set(query.languages) <= set(one.languages))
            and (not query.industry or any(job.industry == query.industry for job in one.jobs))
            and (ignoring == "rate" or self._affordable(one))
            and (ignoring == "rating" or _average(one) >= Fraction(query.rating or 0, 10))
            and (ignoring == "at_once" or not query.at_once or one.at_once)
            and (not query.overlap or self._overlaps(one))
            and not self._from_there(one)
            and all(says(one, word) for word in query.words.split())
        )

    def _affordable(self, one: Person) -> bool:
        most, expert = self.query.rate, one.expert
        if most is None:
            return True
        cheap = expert.day_rate_amount is not None and expert.day_rate_amount <= most.amount
        return cheap and expert.currency == most.currency

    def _free(self, one: Person) -> bool:
        query = self.query
        days = self._days()
        if not days:
            return True
        ahead, reach = (days[0] - self.today).days, (days[-1] - self.today).days
        if ahead * 24 < (one.notice or 0) or reach > (one.horizon or reach):
            return False
        if query.call:
            return True  # it depends on the vendor how much of a pause comes after it (`_timely`)
        good = [day for day in days if one.free_on(day) and self._worked(one, day) >= 60 * (query.hours or 0)]
        if query.per_week:
            return all(
                self._bookable(one, good, monday) >= min(query.per_week, self._within(days, monday))
                for monday in self._mondays(days)
            )
        bookable = sum(self._bookable(one, good, monday) for monday in self._mondays(days))
        return bookable >= ceil(len(days) * query.share / 100)

    def _timely(self, one: Person, cert: Certificate) -> bool:
        """There is time for the call that is asked for, and for the pause after it."""
        call, pause = self.query.call, cert.skill.product.vendor.call_buffer_minutes
        return not call or any(one.has_time_for(day, call, pause) for day in self._days())

    def _mondays(self, days: list[date]) -> set[date]:
        return {day - timedelta(days=day.weekday()) for day in days}

    def _within(self, days: list[date], monday: date) -> int:
        return sum(monday <= day < monday + timedelta(days=7) for day in days)

    def _bookable(self, one: Person, good: list[date], monday: date) -> int:
        """No more of a week than its owner wants to work."""
        return min(self._within(good, monday), one.still_in_week_of(monday))

    def _days(self) -> list[date]:
        first, last = self.query.first, self.query.last
        if not (first and last):
            return []
        every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return [day for day in every if day.weekday() in self.query.weekdays]

    def _worked(self, one: Person, day: date) -> int:
        return sum(end - start for start, end in one.hours_on(day))

    def _reachable(self, one: Person) -> bool:
        query, expert = self.query, one.expert
        if query.remote and expert.remote:
            return True
        if not query.near:
            return not query.remote
        km = self._km(one)
        return km is not None and bool(expert.on_site_km) and km <= min(query.km, expert.on_site_km or 0)

    def _km(self, one: Person) -> float | None:
        place = one.expert.place
        if not self.query.near or place is None:
            return None
        (a, b), (c, d) = TOWNS[self.query.near], (place.latitude, place.longitude)
        north, south, turn = radians(a), radians(c), radians(b - d)
        angle = sin(north) * sin(south) + cos(north) * cos(south) * cos(turn)
        return 6371.0 * acos(max(-1.0, min(1.0, angle)))

    def _overlaps(self, one: Person) -> bool:
        """Minute by minute over two days on either side, in one piece."""
        query, day = self.query, self.query.first or self.today
        spans = [(min(hours)[0], max(end for _, end in hours)) for _, hours in sorted(one.week.items())]
        if not spans:
            return False
        opens, closes = max(spans, key=spans.count)
        ours, theirs = self._ahead(query.zone, day), self._ahead(one.zone, day)
        longest = 0
        for shift in (-1440, 0, 1440):
            start = max(540 - ours + shift, opens - theirs)
            end = min(1020 - ours + shift, closes - theirs)
            longest = max(longest, end - start)
        return longest >= 60 * (query.overlap or 0)

    def _ahead(self, zone: str, day: date) -> int:
        offset = datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset()
        assert offset is not None
        return round(offset.total_seconds() / 60)

    def _from_there(self, one: Person) -> bool:
        plain = {
            job.employer.lower().removesuffix(" ab").removesuffix(" gmbh")
            for job in one.jobs
            if not job.masked
        }
        return any(
            name.lower().removesuffix(" ab").removesuffix(" gmbh") in plain for name in self.query.not_from
        )

    def _points(self, one: Person, cert: Certificate) -> int:
        total = 10 * cert.level + 10 * self._used(one, cert) + 10 * self._current(cert)
        km = self._km(one)
        if km is not None and one.expert.on_site_km:
            total += 10 if km <= 25 else 5 if km <= 100 else 0
        words = self.query.words.split()
        if words:
            headline = one.expert.headline.split()
            told = sum(any(_same(word, other) for other in headline) for word in words)
            total += 20 * told // len(words)
        return total

    def _current(self, cert: Certificate) -> bool:
        """Nothing has changed for this skill since the release it is about."""
        if cert.release is None:
            return False
        on = (cert.release.released_on, cert.release.id)
        later = [
            one
            for one in self.known.releases(cert.skill.product_id)
            if (one.released_on, one.id) > on and one.released_on <= self.today
        ]
        return not any(topic.concerns(cert.skill) for one in later for topic in one.topics)


def _average(one: Person) -> Fraction:
    return Fraction(sum(one.stars), len(one.stars)) if one.stars else Fraction(0)


def findable(one: Person, today: date) -> bool:
    """By some search; of the others search knows nothing, their words included."""
    held = any(each.state in LIVE and each.expires_on >= today for each in one.certificates)
    return held and one.expert.state is ProfileState.PUBLISHED


def says(one: Person, word: str) -> bool:
    said = f"{one.expert.headline} {one.expert.about}".split()
    return any(_same(word, other) for other in said)


def _same(word: str, other: str) -> bool:
    """A plural, or a beginning."""
    return other.startswith(word) or other.removesuffix("s") == word.removesuffix("s")
