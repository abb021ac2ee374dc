"""Pieces of the search form as HTML. They are written here and not in a template because a search draws hundreds of them, anew
with every key: a join costs a tenth of as many macro calls. Everything that is not ours is escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from marketplace.web.drawing import form_of
from marketplace.web.search_listing import safe

IN_VIEW = 6
"""Values of one filter that are shown at once; the rest unfolds."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter and how many it would find. With an `address` it is a link: a module of a product that stands in
    the words alone, say."""

    value: str
    label: str
    count: int | None
    chosen: bool
    address: str = ""


def facet(name: str, legend: str, drawn: str) -> Markup:
    """A group of choices; js/search.js replaces it in place, so it is there even when it is empty."""
    inside = f"<legend>{legend}</legend>{drawn}" if drawn else ""
    hidden = "" if drawn else " hidden"
    return Markup(f'<fieldset class="facet" id="facet-{name}" data-live{hidden}>{inside}</fieldset>')  # noqa: S704


def tick(name: str, label: str, number: int | None, *, chosen: bool) -> Markup:
    """One box, and how many it would find."""
    box = f'<input class="form-check-input" type="checkbox" name="{name}" value="1" id="{name}"{" checked" if chosen else ""}>'
    inside = f'<label class="choice">{box}<span>{label}</span> {count(number)}</label>'
    return Markup(f'<div class="facet" id="facet-{name}" data-live>{inside}</div>')  # noqa: S704  our own words


def mistake(name: str, sentence: str) -> Markup:
    """What is wrong with a field, to stand below it."""
    icons = form_of("static", "filename")[:-1] + "img/icons.svg"
    sign = f'<svg class="icon" aria-hidden="true" focusable="false"><use href="{icons}#alert"></use></svg>'
    return Markup(f'<p class="mistake" id="{name}-mistake">{sign}<span>{safe(sentence)}</span></p>')  # noqa: S704


def choices(name: str, kind: str, options: Sequence[Option], any_label: str = "") -> str:
    """Radios or checkboxes, those in view first; with `any_label` a first one that asks for nothing."""
    if not options:
        return ""
    drawn = [_choice(name, kind, one) for one in options]
    if any_label and not options[0].address:
        chosen = any(one.chosen for one in options)
        drawn.insert(0, _choice(name, kind, Option("", any_label, None, not chosen)))
    return "".join(drawn[:IN_VIEW]) + _unfolding(drawn[IN_VIEW:])


def selectable(pairs: Iterable[tuple[str, str]], chosen: str | None) -> Markup:
    """The options of a select."""
    drawn = [
        f'<option value="{safe(value)}"{" selected" if value == chosen else ""}>{safe(label)}</option>'
        for value, label in pairs
    ]
    return Markup("".join(drawn))  # noqa: S704  escaped in the same breath


def count(number: int | None) -> str:
    return "" if number is None else f'<span class="n">{number:,}</span>'


def _unfolding(drawn: Sequence[str]) -> str:
    if not drawn:
        return ""
    return f'<details class="more"><summary>{len(drawn)} more</summary>{"".join(drawn)}</details>'


def _choice(name: str, kind: str, one: Option) -> str:
    none = " none" if one.count == 0 else ""
    label = f"<span>{safe(one.label)}</span> {count(one.count)}"
    if one.address:
        current = ' aria-current="true"' if one.chosen else ""
        return f'<a class="choice{none}" href="{safe(one.address)}"{current}>{label}</a>'
    checked = " checked" if one.chosen else ""
    return f'<label class="choice{none}">{_box(name, kind, one.value)}{checked}>{label}</label>'


@lru_cache(maxsize=5_000)
def _box(name: str, kind: str, value: str) -> str:
    shown = safe(value)
    kind = f'class="form-check-input" type="{kind}"'
    return f'<input {kind} name="{name}" value="{shown}" id="{name}-{shown or "any"}"'
