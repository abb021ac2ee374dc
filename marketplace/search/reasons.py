"""Why this person, and why at this place: in words, from the same numbers that ordered them."""

from collections.abc import Iterator, Sequence
from datetime import date

from marketplace.calendar.freshness import is_fresh
from marketplace.kit.figures import money_text
from marketplace.search import ranking
from marketplace.search.cards import Card, Seal
from marketplace.search.lookup import Wanted

Points = Sequence[tuple[str, int]]


def why(
    card: Card, seals: Sequence[Seal], km: float | None, gaps: Sequence[date], wanted: Wanted
) -> list[str]:
    """The pieces of the why line."""
    return list(_pieces(card, seals[0], km, gaps, wanted))


def points(card: Card, seal: Seal, km: float | None, total: int, wanted: Wanted) -> Points:
    """What `total` is made of. What is left over after everything else is for words."""
    found = [
        ("Level", ranking.PER_LEVEL * seal.level),
        ("Bookings completed here", ranking.PER_BOOKING * min(card.bookings, ranking.MOST_BOOKINGS)),
        ("Use attested", ranking.USED * seal.used),
        ("Calendar confirmed lately", ranking.FRESH * is_fresh(card.confirmed_on, wanted.today)),
        ("Certified on what is current", ranking.CURRENT * (bool(seal.release) and not seal.changed)),
        ("Near", _near(km, card)),
    ]
    left = total - sum(number for _, number in found)
    return [one for one in [*found, ("Your words in name, headline or skills", max(left, 0))] if one[1]]


def worth(seal: Seal) -> int:
    """The points of the certificate itself."""
    current = bool(seal.release) and not seal.changed
    return ranking.PER_LEVEL * seal.level + ranking.USED * seal.used + ranking.CURRENT * current


def _near(km: float | None, card: Card) -> int:
    if km is None or not card.on_site_km or km > 4 * ranking.NEAR_KM:
        return 0
    return ranking.NEAR if km <= ranking.NEAR_KM else ranking.NEAR // 2


def _pieces(card: Card, seal: Seal, km: float | None, gaps: Sequence[date], wanted: Wanted) -> Iterator[str]:
    yield f"Certified {seal.level.label}" + (f" on {seal.release}" if seal.release else "")
    yield from _free(card, gaps, wanted)
    if card.at_once:
        yield "books at once"
    if km is not None and card.on_site_km and km <= card.on_site_km:
        yield f"{km:.0f} km away" if km >= 0.5 else "in town"
    elif card.town:
        yield card.town
    if card.remote:
        yield "remote" if card.on_site_km else "remote only"
    if wanted.query.not_from and card.masked:
        # Looking behind the mask would tell whom it hides (see `sieve`); so it is said that there is one.
        yield "masks an employer: ask first"
    if seal.used:
        yield "use attested"
    if card.bookings:
        yield f"{card.bookings} {'booking' if card.bookings == 1 else 'bookings'} completed here"
    if card.reviews:
        yield f"{card.rating / 10:.1f} stars from {card.reviews} {'review' if card.reviews == 1 else 'reviews'}"
    yield from _rate(card, wanted)


def _rate(card: Card, wanted: Wanted) -> Iterator[str]:
    if card.hour_rate and wanted.query.call:
        yield f"{money_text(card.hour_rate, None)} an hour"
    elif card.rate:
        yield f"{money_text(card.rate, None)} a day"


def _free(card: Card, gaps: Sequence[date], wanted: Wanted) -> Iterator[str]:
    query, count = wanted.query, len(wanted.query.wanted)
    if query.call and count:
        yield f"free for a call of {query.call} minutes"
    elif query.per_week and count:
        yield f"free {query.per_week} days every week"
    elif gaps:
        yield f"free {count - len(gaps)} of {count} days"
    elif count:
        yield f"free all {count} days" if count > 1 else "free that day"
    else:
        yield from _next_free(card, wanted.today)


def _next_free(card: Card, today: date) -> Iterator[str]:
    day = next(
        (day for number in range(60) if card.free(day := date.fromordinal(today.toordinal() + number))), None
    )
    if day:
        yield f"next free {day:%a} {day.day} {day:%b}"
