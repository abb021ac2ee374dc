"""What a profile accepts, section by section. Each function raises `Invalid`, naming the fields."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import available_timezones

from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.money import Money, digits_of
from marketplace.kit.text import fold
from marketplace.kit.typed import Typed
from marketplace.registry.employers import INDUSTRIES, SIZE_BANDS
from marketplace.registry.languages import MOST, NAMES
from marketplace.registry.models import Experience, Expert

NAME = 120
HEADLINE = 140
ABOUT = 6_000
TITLE = 120
SUMMARY = 2_000
FARTHEST_KM = 2_000
DEAREST = 10_000_000
"""Minor units: 100,000 EUR a day. Stripe takes eight digits in one charge (docs.stripe.com/currencies)."""

EARLIEST = date(1960, 1, 1)


def words(expert: Expert, name: str, headline: str, about: str) -> None:
    typed = Typed()
    expert.name = typed.line("name", name, NAME, needed="Tell customers your name.")
    expert.headline = typed.line("headline", headline, HEADLINE)
    expert.about = typed.text("about", about, ABOUT)
    if expert.published and not expert.headline:
        typed.wrong("headline", "Your profile is public, and a public profile needs a headline.")
    typed.check()


def rates(day_rate: Money | None, hour_rate: Money | None, *, needed: bool) -> None:
    typed = Typed()
    for field, rate in (("day_rate", day_rate), ("hour_rate", hour_rate)):
        if rate and not 10 ** digits_of(rate.currency) <= rate.amount <= DEAREST:
            typed.wrong(field, "That does not look like a rate. Is a digit too few or too many?")
        if rate is not None and not rate:
            typed.wrong(field, "Nobody should work for nothing. Leave it empty instead.")
    if needed and day_rate is None:
        typed.wrong("day_rate", "Your profile is public, and bookings go by the day: keep a day rate.")
    if day_rate and hour_rate and day_rate.currency != hour_rate.currency:
        typed.wrong("hour_rate", "Use one currency for both rates.")
    elif day_rate and hour_rate and day_rate < hour_rate:
        typed.wrong("hour_rate", "An hour costs more than your whole day. Are the two swapped?")
    typed.check()


def ways(placed: bool, remote: bool, on_site_km: int | None, timezone: str) -> None:
    typed = Typed()
    if not remote and on_site_km is None:
        typed.wrong("remote", "Say how you work: remotely, on site, or both.")
    if on_site_km is not None and not placed:
        typed.wrong("place", "Name the town you set out from, so that customers nearby find you.")
    if on_site_km is not None and not 1 <= on_site_km <= FARTHEST_KM:
        typed.wrong("on_site_km", f"Between 1 and {FARTHEST_KM:,} km, please.")
    if timezone not in available_timezones():
        typed.wrong("timezone", "Choose a time zone from the list.")
    typed.check()


def languages(codes: Iterable[str]) -> list[str]:
    """Each once, in the order of their codes."""
    chosen = sorted(set(codes))
    if any(code not in NAMES for code in chosen):
        raise Invalid("Choose languages from the list.", {"codes": "Choose languages from the list."})
    if len(chosen) > MOST:
        sentence = f"Up to {MOST} languages: those you would hold a meeting in."
        raise Invalid(sentence, {"codes": sentence})
    return chosen


def experience(row: Experience, began_on: date, ended_on: date | None) -> None:
    """Look through a row whose words are set already."""
    typed = Typed()
    row.employer = typed.line(
        "employer", row.employer, NAME, needed="Name the employer; you can mask it below."
    )
    row.title = typed.line("title", row.title, TITLE, needed="What was your job there?")
    row.summary = typed.text("summary", row.summary, SUMMARY)
    _period(typed, began_on, ended_on)
    if row.industry and row.industry not in INDUSTRIES:
        typed.wrong("industry", "Choose an industry from the list.")
    if row.size_band and row.size_band not in SIZE_BANDS:
        typed.wrong("size_band", "Choose a size from the list.")
    if row.masked:
        _mask(typed, row)
    typed.check()


def _period(typed: Typed, began_on: date, ended_on: date | None) -> None:
    if not EARLIEST <= began_on <= clock.today():
        typed.wrong("began_on", "That month lies in the future, or before anybody's career.")
    if ended_on and ended_on > clock.today():
        typed.wrong("ended_on", "That month lies in the future. Leave it empty if you still work there.")
    if ended_on and ended_on < began_on:
        typed.wrong("ended_on", "It ends before it begins. Are the two swapped?")


def _mask(typed: Typed, row: Experience) -> None:
    if not row.industry:
        typed.wrong("industry", "With the name masked, customers read the industry: choose one.")
    secret = fold(row.employer)
    for field, text in (("title", row.title), ("summary", row.summary)):
        if secret and secret in fold(text):
            typed.wrong(
                field, f"This names {row.employer}, which you want masked. Write it without the name."
            )
