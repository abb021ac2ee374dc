"""The results of a page, as they are drawn: addresses and sentences that are the same for many, written once."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from flask import url_for
from markupsafe import Markup, escape

from marketplace.calendar import freshness
from marketplace.calendar.queries import DayState
from marketplace.programmes.levels import Level
from marketplace.search.cards import Seal
from marketplace.search.query import Query
from marketplace.web.search_strips import Strips, day_short

LEVELS = {one: one.label for one in Level}
SEALS = 3
"""Certificates that are shown; more are counted."""
GAPS = 3
"""Days that are named; more are counted."""


class Listing:
    """Draws what each of the people found needs."""

    def __init__(self, query: Query, days: Sequence[DayState], today: date) -> None:
        self._query, self._today = query, today
        self._strips = Strips(days, query.weekdays)
        self._dates: dict[date, str] = {}
        self._ages: dict[date | None, Markup] = {}

    @cached_property
    def experts(self) -> str:
        """What stands before an expert's slug."""
        return url_for("experts.show", slug="-")[:-1]

    @cached_property
    def period(self) -> str:
        """What stands behind it: the page opens with the days that were asked for."""
        days, call = self._query.days, self._query.call
        return f"?first={days.first}&last={days.last}{f'&call={call}' if call else ''}" if days else ""

    def when_free(self, days: Sequence[DayState], name: str, slug: str) -> Markup:
        """The days asked for. A call may fit where a day is taken: its times are one click away instead."""
        if not self._query.call:
            return self._strips.draw(days)
        before, behind = self._calling
        who = f'<span class="visually-hidden"> for a call with {escape(name)}</span>'
        address = f"{before}{escape(slug)}{behind}{escape(self.period)}"
        return Markup(f'<a class="btn btn-secondary call-link" href="{address}">Choose a time{who}</a>')  # noqa: S704  escaped above

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
    def photos(self) -> str:
        return url_for("photos.show", key="-")[:-1]

    @cached_property
    def proofs(self) -> str:
        return url_for("certificates.show", ref="-")[:-1]

    @cached_property
    def _shortlisting(self) -> tuple[str, str]:
        before, _, behind = url_for("shortlisting.new", slug="-").rpartition("-")
        return before, behind

    @cached_property
    def _calling(self) -> tuple[str, str]:
        before, _, behind = url_for("calls.new", slug="-").rpartition("/-/")
        return f"{before}/", f"/{behind}"

    @cached_property
    def _inviting(self) -> tuple[str, str]:
        before, _, behind = url_for("request_invitations.new", slug="-").rpartition("-")
        return before, behind

    @cached_property
    def _icons(self) -> str:
        return url_for("static", filename="img/icons.svg")

    def _sign(self, name: str) -> str:
        return f'<svg class="icon" aria-hidden="true" focusable="false"><use href="{self._icons}#{name}"></use></svg>'

    def gaps(self, gaps: Sequence[date]) -> str:
        """`not free on Tue 9 Mar, Wed 10 Mar and 3 more days`."""
        named = ", ".join(self._date(day) for day in gaps[:GAPS])
        more = len(gaps) - GAPS
        return f"not free on {named}" + (
            f" and {more} more day{'' if more == 1 else 's'}" if more > 0 else ""
        )

    def confirmed(self, on: date | None) -> Markup:
        """How old somebody's word about their calendar is."""
        if on not in self._ages:
            stale = "" if freshness.is_fresh(on, self._today) else " stale"
            said = freshness.said(on, self._today)
            self._ages[on] = Markup(f'<p class="confirmed{stale}">{said}</p>')  # noqa: S704  our own words
        return self._ages[on]

    def face(self, name: str, photo: str | None) -> Markup:
        """The photo, or initials: the name stands beside it, so it is decoration."""
        if photo:
            source = f'src="{self.photos}{escape(photo)}"'
            return Markup(f'<img class="avatar l" {source} alt="" width="96" height="96" loading="lazy">')  # noqa: S704
        return Markup(f'<span class="avatar l" aria-hidden="true">{escape(initials(name))}</span>')  # noqa: S704

    def seals(self, seals: Sequence[Seal]) -> Markup:
        """The best answers, each with one click to its proof."""
        mark = f'<svg aria-hidden="true"><use href="{self._icons}#mark"></use></svg>'
        drawn = [
            f'<li class="seal-chip{"" if one.answers else " aside"}">{mark}<a href="{self.proofs}{escape(one.ref)}">'
            f"{escape(one.skill)} <strong>{LEVELS[one.level]}</strong></a></li>"
            for one in seals[:SEALS]
        ]
        more = f'<li class="more">and {len(seals) - SEALS} more</li>' if len(seals) > SEALS else ""
        return Markup(f'<ul class="seals" aria-label="Certificates">{"".join(drawn)}{more}</ul>')  # noqa: S704

    def keeps(self, name: str, slug: str) -> Markup:
        """Kept for later: on a shortlist, or ticked for a comparison (see shortlists/_put.html)."""
        who, at = f'<span class="visually-hidden"> {escape(name)}</span>', escape(slug)
        before, behind = self._shortlisting
        asking, behind_asking = self._inviting
        return Markup(  # noqa: S704  escaped above
            f'<p class="keeps cluster"><a href="{before}{at}{behind}">{self._sign("star")}Shortlist{who}</a>'
            f'<a href="{asking}{at}{behind_asking}">{self._sign("mail")}Invite{who}</a>'
            '<label class="compare-tick"><input class="form-check-input" type="checkbox" form="compare" name="expert" '
            f'value="{at}"> Compare{who}</label></p>'
        )

    def release(self, seal: Seal) -> str:
        """How far the best answer lies behind what is out now."""
        if not seal.current:
            return ""
        topics = f"{seal.changed} changed topic{'' if seal.changed == 1 else 's'}"
        return f"certified on {seal.release} · current {seal.current} · {topics}"

    def why(self, why: Sequence[str]) -> Markup:
        return Markup(f'<p class="why-line">{"".join([f"<span>{escape(one)}</span>" for one in why])}</p>')  # noqa: S704

    def points(self, points: Sequence[tuple[str, int]]) -> Markup:
        """What the place in the list is made of."""
        made = " · ".join([f"{escape(label)} {n}" for label, n in points])
        total = sum([n for _, n in points])
        return Markup(f'<details class="points"><summary>{total} points</summary>{made}</details>')  # noqa: S704

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
