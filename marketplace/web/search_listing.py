"""The results of a page as HTML, written here and not in a template because each is drawn twenty times: addresses and sentences
that are the same for many are written once, and whatever is not ours is escaped."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache

from markupsafe import Markup, escape

from marketplace.calendar import freshness
from marketplace.calendar.queries import DayState
from marketplace.programmes.levels import Level
from marketplace.search.cards import Seal
from marketplace.search.query import Query
from marketplace.search.results import Hit
from marketplace.web.context import books
from marketplace.web.drawing import form_of
from marketplace.web.search_strips import Strips, day_short
from marketplace.web.security import actor

LEVELS = {one: one.label for one in Level}
SEALS = 3
"""Certificates that are shown; more are counted."""
GAPS = 3
"""Days that are named; more are counted."""
NEW_HERE = '<p class="small soft mb-0">New here: first certified lately, and not booked through us yet.</p>'


@lru_cache(maxsize=10_000)
def safe(text: str) -> str:
    """Escaped. Most of what a page says it says twenty times."""
    return str(escape(text))


class Listing:
    """Draws what each of the people found needs."""

    def __init__(self, query: Query, days: Sequence[DayState], today: date) -> None:
        self._query, self._today = query, today
        self._strips = Strips(days, query.weekdays)
        self._dates: dict[date, str] = {}
        self._ages: dict[date | None, str] = {}

    def draw(self, hits: Sequence[Hit]) -> Markup:
        """One after the other."""
        return Markup("\n".join([self._hit(one) for one in hits]))  # noqa: S704  escaped piece by piece

    def _hit(self, one: Hit) -> str:
        expert = one.expert
        name, slug = safe(expert.name), safe(expert.slug)
        said = f'<p class="hit-headline"><bdi>{safe(expert.headline)}</bdi></p>' if expert.headline else ""
        new = '<span class="chip action">New here</span>' if one.newcomer else ""
        behind = (
            f'<p class="small soft mb-0">{self._release(one.seals[0])}</p>' if one.seals[0].current else ""
        )
        gaps = f'<p class="gaps">{self._gaps(one.gaps)}</p>' if one.gaps else ""
        return (
            f'<li class="hit">{self._face(expert.name, expert.photo_key)}<div class="hit-words"><div class="hit-head">'
            f'<h3><a class="covers" href="{self._experts}{slug}{self._period}"><bdi>{name}</bdi></a></h3>{new}</div>'
            f"{said}{self._seals(one.seals)}{self._why(one.why)}{behind}{gaps}{NEW_HERE if one.newcomer else ''}</div>"
            f'<div class="hit-days">{self._when_free(one.days, name, slug)}{self._confirmed(one.confirmed_on)}</div>'
            f'<div class="hit-foot">{self._keeps(name, slug)}{self._points(one.points)}</div></li>'
        )

    @cached_property
    def _experts(self) -> str:
        """What stands before an expert's slug."""
        return form_of("experts.show", "slug")[:-1]

    @cached_property
    def _period(self) -> str:
        """What stands behind it: the page opens with the days that were asked for, and with the outcome."""
        days, call, outcome = self._query.days, self._query.call, self._query.outcome
        parts = [f"first={days.first}", f"last={days.last}"] if days else []
        pattern = {} if call else self._query.pattern
        parts += [f"{name}={value}" for name, value in pattern.items()]
        parts += [f"call={call}"] if call else []
        parts += [f"blueprint={safe(outcome)}"] if outcome else []
        return f"?{'&amp;'.join(parts)}" if parts else ""

    def _when_free(self, days: Sequence[DayState], name: str, slug: str) -> str:
        """The days asked for. A call may fit where a day is taken: its times are one click away instead, and so are the days of an
        outcome. Both words are escaped."""
        strip = "" if self._query.call else self._strips.drawn(days)
        if not self._leads_on:
            return strip
        before, behind, label, what = self._choosing
        who = f'<span class="visually-hidden"> {what} {name}</span>'
        return f'{strip}<a class="btn btn-secondary call-link" href="{before}{slug}{behind}{self._period}">{label}{who}</a>'

    @cached_property
    def _leads_on(self) -> bool:
        """Not for who could not book whom they find: a vendor's staff, an expert."""
        asked = bool(self._query.call or self._query.outcome)
        return asked and (books() or actor().user_id is None)

    @cached_property
    def when(self) -> str:
        """What free means here."""
        query = self._query
        if not query.days:
            return ""
        first, last = self._date(query.days.first), self._date(query.days.last)
        span = f"on {first}" if first == last else f"from {first} to {last}"
        if query.call:
            return f"free for a call of {query.call} minutes, {span}"
        much = f"at least {query.share} % of the days " if query.share != 100 else ""
        much = f"{query.per_week} days in every week " if query.per_week else much
        return f"free {much}{span}" + (f", {query.hours} hours a day" if query.hours else "")

    @cached_property
    def _photos(self) -> str:
        return form_of("photos.show", "key")[:-1]

    @cached_property
    def _proofs(self) -> str:
        return form_of("certificates.show", "ref")[:-1]

    @cached_property
    def _choosing(self) -> tuple[str, str, str, str]:
        """What stands around the slug where the time of a call, or days, are chosen; and the words for it."""
        call = bool(self._query.call)
        before, _, behind = form_of("calls.new" if call else "bookings.new", "slug").rpartition("/-/")
        words = ("Choose a time", "for a call with") if call else ("Choose days", "with")
        return f"{before}/", f"/{behind}", *words

    @cached_property
    def _kept(self) -> tuple[str, str, str, str]:
        """What stands around the slug in the links that put somebody on a shortlist, and invite them."""
        before, _, behind = form_of("shortlisting.new", "slug").rpartition("-")
        asking, _, asked = form_of("request_invitations.new", "slug").rpartition("-")
        return (
            f'<p class="keeps cluster"><a href="{before}',
            f'{behind}">{self._sign("star")}Shortlist',
            f'</a><a href="{asking}',
            f'{asked}">{self._sign("mail")}Invite',
        )

    @cached_property
    def _icons(self) -> str:
        return form_of("static", "filename")[:-1] + "img/icons.svg"

    @cached_property
    def _mark(self) -> str:
        return f'<svg aria-hidden="true"><use href="{self._icons}#mark"></use></svg><a href="{self._proofs}'

    def _sign(self, name: str) -> str:
        return f'<svg class="icon" aria-hidden="true" focusable="false"><use href="{self._icons}#{name}"></use></svg>'

    def _gaps(self, gaps: Sequence[date]) -> str:
        """`not free on Tue 9 Mar, Wed 10 Mar and 3 more days`."""
        named = ", ".join([self._date(day) for day in gaps[:GAPS]])
        more = len(gaps) - GAPS
        return f"not free on {named}" + (
            f" and {more} more day{'' if more == 1 else 's'}" if more > 0 else ""
        )

    def _confirmed(self, on: date | None) -> str:
        """How old somebody's word about their calendar is."""
        if on not in self._ages:
            stale = "" if freshness.is_fresh(on, self._today) else " stale"
            self._ages[on] = f'<p class="confirmed{stale}">{freshness.said(on, self._today)}</p>'
        return self._ages[on]

    def _face(self, name: str, photo: str | None) -> str:
        """The photo, or initials: the name stands beside it, so it is decoration."""
        if photo:
            source = f'src="{self._photos}{safe(photo)}"'
            return f'<img class="avatar l" {source} alt="" width="96" height="96" loading="lazy">'
        return f'<span class="avatar l" aria-hidden="true">{safe(initials(name))}</span>'

    def _seals(self, seals: Sequence[Seal]) -> str:
        """The best answers, each with one click to its proof."""
        drawn = [
            f'<li class="seal-chip{"" if one.answers else " aside"}">{self._mark}{safe(one.ref)}">'
            f"{safe(one.skill)} <strong>{LEVELS[one.level]}</strong></a></li>"
            for one in seals[:SEALS]
        ]
        more = f'<li class="more">and {len(seals) - SEALS} more</li>' if len(seals) > SEALS else ""
        return f'<ul class="seals" aria-label="Certificates">{"".join(drawn)}{more}</ul>'

    def _keeps(self, name: str, at: str) -> str:
        """Kept for later: on a shortlist, or ticked for a comparison (see shortlists/_put.html). Both are escaped."""
        listing, shortlist, asking, invite = self._kept
        who = f'<span class="visually-hidden"> {name}</span>'
        return (
            f"{listing}{at}{shortlist}{who}{asking}{at}{invite}{who}</a>"
            '<label class="compare-tick"><input class="form-check-input" type="checkbox" form="compare" name="expert" '
            f'value="{at}"> Compare{who}</label></p>'
        )

    def _release(self, seal: Seal) -> str:
        """How far the best answer lies behind what is out now."""
        topics = f"{seal.changed} changed topic{'' if seal.changed == 1 else 's'}"
        return f"certified on {safe(seal.release)} · current {safe(seal.current)} · {topics}"

    def _why(self, why: Sequence[str]) -> str:
        return f'<p class="why-line"><span>{"</span><span>".join([safe(one) for one in why])}</span></p>'

    def _points(self, points: Sequence[tuple[str, int]]) -> str:
        """What the place in the list is made of."""
        made = " · ".join([f"{label} {n}" for label, n in points])
        total = sum([n for _, n in points])
        return f'<details class="points"><summary>{total} points</summary>{made}</details>'

    def _date(self, day: date) -> str:
        if day not in self._dates:
            self._dates[day] = day_short(day)
        return self._dates[day]


def numbers(page: int, pages: int) -> list[int | None]:
    """Pages to link to: the first, the last, and those around this one; nothing where some are left out."""
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    shown: list[int | None] = []
    for number in near:
        if shown and number - (shown[-1] or 0) == 2:
            shown.append(number - 1)
        elif shown and number - (shown[-1] or 0) > 2:
            shown.append(None)
        shown.append(number)
    return shown


def initials(name: str) -> str:
    words = name.replace("@", " ").split() or ["?"]
    return words[0][0].upper() + (words[-1][0].upper() if len(words) > 1 else "")
