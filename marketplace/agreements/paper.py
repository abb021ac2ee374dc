"""The agreement on paper: a PDF with the text, both acceptances, the hash. The same input makes the same bytes."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import nh3
from fpdf.fonts import FontFace, TextStyle
from markdown_it import MarkdownIt

from marketplace.agreements.models import Acceptance, Agreement
from marketplace.bookings.models import Side
from marketplace.kit.paper import INK, Paper

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
_TAGS = {"p", "br", "b", "i", "strong", "em", "ul", "ol", "li", "h1", "h2", "h3", "h4"}
_HEADINGS = {
    name: TextStyle(font_style="B", font_size_pt=size, color=INK, t_margin=above, b_margin=2)
    for name, size, above in (("h1", 17, 0), ("h2", 12.5, 5), ("h3", 11.5, 4), ("h4", 11, 4))
}


def pdf(agreement: Agreement, site: str) -> bytes:
    """Of an agreement that both sides have agreed to. `site` is the name of this installation."""
    booking = agreement.booking
    paper = Paper(f"Booking {booking.ref} · agreement, version {agreement.number}")
    paper.set_creation_date(max(one.accepted_at for one in agreement.acceptances))
    paper.set_title(f"Agreement of booking {booking.ref}, version {agreement.number}")
    paper.set_author(f"{booking.vendor.name}, {site}")
    paper.add_page()
    _text(paper, agreement.text)
    _acceptances(paper, agreement)
    return bytes(paper.output())


def _text(paper: Paper, text: str) -> None:
    paper.set_font("Roboto", "", 10.5)
    paper.set_text_color(*INK)
    html = nh3.clean(_markdown.render(text), tags=_TAGS, attributes={})
    paper.write_html(html, font_family="Roboto", tag_styles=_HEADINGS | {"a": FontFace()})


def _acceptances(paper: Paper, agreement: Agreement) -> None:
    booking = agreement.booking
    zones = [booking.timezone, *(one.user.timezone for one in agreement.acceptances)]
    if paper.will_page_break(70):
        paper.add_page()
    paper.ln(6)
    paper.line_of("Agreed", bold=True)
    for one in agreement.acceptances:
        paper.ln(1.5)
        paper.line_of(f"{one.name}, {_for(one, agreement)}")
        paper.line_of(times(one.accepted_at, zones), soft=True)
    paper.ln(3)
    text = (
        "The standard text"
        if agreement.template_number == 0
        else f"Version {agreement.template_number} of the text"
    )
    paper.line_of(f"{text} of {booking.vendor.name}. SHA-256 of the agreed text:", soft=True)
    paper.line_of(agreement.text_hash, soft=True)


def _for(one: Acceptance, agreement: Agreement) -> str:
    """An acceptance speaks for its side, and says how it was given unless by acting."""
    side = "the expert" if one.side is Side.EXPERT else f"for {agreement.booking.organization.name}"
    return f"{side}, {one.consent.said}" if one.consent.said else side


def times(at: datetime, zones: Sequence[str]) -> str:
    """`15 March 2027, 09:30:00 CET (Europe/Berlin)`, once for each zone."""
    return " · ".join(_time(at.astimezone(ZoneInfo(zone)), zone) for zone in dict.fromkeys(zones))


def _time(at: datetime, zone: str) -> str:
    return f"{at.day} {at:%B %Y, %H:%M:%S} {at.tzname()} ({zone})"
