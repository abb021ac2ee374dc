"""How values are written for people: money, times in the reader's zone, Markdown made safe."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import nh3
from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from flask import Flask
from flask_babel import get_locale
from flask_login import current_user
from markdown_it import MarkdownIt
from markupsafe import Markup

from marketplace.kit.countries import country_name
from marketplace.kit.figures import money_text
from marketplace.kit.money import Money
from marketplace.kit.text import apart
from marketplace.organizations.words import ROLES

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "pre", "blockquote", "h3", "h4", "hr"}
_IN_WORDS = {1: "first", 2: "second", 3: "third"}


def init_app(app: Flask) -> None:
    for function in (
        money,
        day,
        day_long,
        moment,
        clock_time,
        apart,
        from_to,
        markdown,
        hours,
        country,
        ordinal,
        role_word,
        sentences,
        short_span,
    ):
        app.add_template_filter(function)


def reader_zone() -> str:
    """The reader's time zone; UTC for visitors."""
    zone: str = getattr(current_user, "timezone", None) or "UTC"
    return zone


def money(value: Money) -> str:
    """`€1,250.00`."""
    return money_text(value, get_locale())


def country(code: str) -> str:
    """`Germany`."""
    return country_name(code)


def sentences(mistakes: Iterable[object]) -> str:
    """A field's mistakes as one text. Translations that wait for their reader count as words too, a part's own mistakes do not."""
    return " ".join(str(one) for one in mistakes if not isinstance(one, (dict, list, tuple)))


def role_word(role: str) -> str:
    """`administrator`."""
    return ROLES[role]


def day(value: date) -> str:
    """`Mon, 30 Nov 2026`."""
    return written(value, "EEE, d MMM y")


def day_long(value: date) -> str:
    """`Monday, 30 November 2026`."""
    return written(value, "EEEE, d MMMM y")


def short_span(first: date, last: date) -> str:
    """As short as it can be said: `8–12 Mar 2027`, `29 Mar – 2 Apr 2027`."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_short(last, 'd MMM y')}"
    return f"{_short(first, 'd MMM' if first.year == last.year else 'd MMM y')} – {_short(last, 'd MMM y')}"


def _short(on: date, pattern: str) -> str:
    return written(on, pattern)


def written(on: date, pattern: str) -> str:
    """A day in the reader's language."""
    return _date(on.date() if isinstance(on, datetime) else on, pattern, get_locale())


@lru_cache(maxsize=5_000)
def _date(on: date, pattern: str, locale: Locale | None) -> str:
    return str(format_date(on, pattern, locale=locale))


@lru_cache(maxsize=1_000)
def _minute(local: datetime, locale: Locale | None) -> str:
    """Of a wall clock: two instants that are the same in different zones would share what is kept here."""
    return str(format_datetime(local, "EEE, d MMM y, HH:mm", locale=locale))


def moment(value: datetime, zone: str | None = None) -> str:
    """`Mon, 30 Nov 2026, 09:00 CET`, in the reader's zone unless another is named."""
    local = value.astimezone(ZoneInfo(zone or reader_zone()))
    return f"{_minute(local.replace(second=0, microsecond=0, tzinfo=None), get_locale())} {local.tzname()}"


def clock_time(value: datetime, zone: str | None = None) -> str:
    """`09:00`, in the reader's zone unless another is named."""
    return format_time(value.astimezone(ZoneInfo(zone or reader_zone())), "HH:mm", locale=get_locale())


def from_to(starts: datetime, ends: datetime, zone: str | None = None) -> str:
    """`Mon, 30 Nov 2026, 09:00 – 17:00 CET`, in the reader's zone unless another is named; the last day too where it is another."""
    first, last = (at.astimezone(ZoneInfo(zone or reader_zone())) for at in (starts, ends))
    until = clock_time(ends, zone)
    if first.date() != last.date():
        until = f"{day(last.date())}, {until}"
    return f"{day(first.date())}, {clock_time(starts, zone)} – {until} {last.tzname()}"


def hours(minutes: int) -> str:
    """`7 h 30 min`, `45 min`."""
    whole, rest = divmod(minutes, 60)
    if rest and not whole:
        return f"{rest} min"
    return f"{whole} h {rest:02d} min" if rest else f"{whole} h"


def ordinal(number: int) -> str:
    """`second`, `third`, `4th`, `21st`."""
    if number in _IN_WORDS:
        return _IN_WORDS[number]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def markdown(text: str) -> Markup:
    """Markdown as safe HTML: headings, lists, emphasis and links that carry no weight; nothing else survives."""
    html = _markdown.render(text).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    html = html.replace("<h2>", "<h3>").replace("</h2>", "</h3>")
    return Markup(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel="nofollow noopener ugc"))  # noqa: S704  cleaned in the same breath
