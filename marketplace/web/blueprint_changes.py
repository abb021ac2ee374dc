"""What a drafted change makes other about a published blueprint, word by word."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.programmes.comparing import Change, Group, Kind, words
from marketplace.programmes.levels import Level

Words = Mapping[str, Any]


def compare(old: Words, new: Words) -> list[Group]:
    """Of two contents (`catalog.contents`), only the parts that differ."""
    groups = [
        _group("What the customer will have", old, new, _said),
        _group("What it takes", old, new, lambda one: {"": "\n".join(map(_skill, one["skills"]))}),
        _group("How the work goes", old, new, _pattern),
        _group("What is handed over", old, new, _results),
        _group("Ready before the work begins", old, new, lambda one: {"": "\n".join(one["checklist"])}),
    ]
    return [one for one in groups if one.changes]


def _group(title: str, old: Words, new: Words, told: Any) -> Group:
    was, now = told(old), told(new)
    changes = [
        Change(what, words(was.get(what, ""), now.get(what, "")))
        for what in {**was, **now}
        if was.get(what, "") != now.get(what, "")
    ]
    return Group(title, Kind.KEPT, changes)


def _said(one: Words) -> Words:
    return {
        "Title": one["title"],
        "In one line": one["summary"],
        "How else people say it": "\n".join(one["wordings"]),
    }


def _skill(one: Words) -> str:
    name = f"{one['product']} · {one['module']}" if one["module"] else one["product"]
    return f"{name}, at least {Level(one['level']).label}"


def _pattern(one: Words) -> Words:
    price = one["price"]
    minutes = one["pattern"].get("call_minutes")
    numbers = {"Days in all": "days", "Days a week": "days_a_week", "Hours a day": "hours_a_day"}
    unit = "an hour" if minutes else "a day"
    return {what: str(one["pattern"].get(name) or "") for what, name in numbers.items()} | {
        "One call": f"{minutes} minutes" if minutes else "",
        "Price guide": f"{price['from']} to {price['to']} {price['currency']} {unit}" if price else "",
    }


def _results(one: Words) -> Words:
    """By their place: what is called otherwise is told as renamed."""
    results: Sequence[Words] = one["deliverables"]
    return {
        f"{number}.": "\n".join(filter(None, (result["title"], result["accepted_when"])))
        for number, result in enumerate(results, 1)
    }
