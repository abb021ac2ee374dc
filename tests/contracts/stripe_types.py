"""Checks requests and objects against the types of the installed Stripe SDK, to any depth.

Found are: unknown fields, missing ones, wrong types, and values outside a closed enum. `wire=True` reads
values as they travel in forms and queries, where a number is digits and a flag is the word true or false.
"""

import importlib
import sys
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ForwardRef, Literal, NotRequired, Required, get_args, get_origin

from stripe import RequestOptions, StripeContext
from stripe._list_object import ListObject
from stripe._object_classes import OBJECT_CLASSES
from stripe._stripe_object import UntypedStripeObject
from stripe.events._event_classes import get_v2_event_class, get_v2_event_notification_class
from stripe.v2._list_object import ListObject as ListObjectV2
from stripe.v2.core._event import Event, UnknownEventNotification
from typing_extensions import is_typeddict

from tests.contracts.sdk_source import evaluated, operation

ENVELOPES: dict[type, dict[str, Any]] = {
    ListObject: {"object": Literal["list"]},
    ListObjectV2: {"previous_page_url": str | None},
}
"""What lists carry besides what the SDK names: https://docs.stripe.com/api/pagination and its version 2."""
Problems = Iterator[str]
Home = types.ModuleType


def request_problems(method: str, path: str, params: dict[str, Any]) -> list[str]:
    known = operation(method, path)
    if known is None:
        return [f"{method} {path}: the SDK knows no such operation"]
    wire = path.startswith("/v1/") or method.upper() == "GET"
    if known.params is None:
        return [f"{name}: unknown" for name in params]
    return list(mismatches(params, evaluated(known.params, known.home), known.home, "", wire))


def response_problems(method: str, path: str, body: Any) -> list[str]:
    known = operation(method, path)
    if known is None:
        return [f"{method} {path}: the SDK knows no such operation"]
    return list(mismatches(body, evaluated(known.returns, known.home), known.home, "", False))


def object_problems(body: dict[str, Any]) -> list[str]:
    """An object that says itself what it is, as those inside events do."""
    if body.get("object") == "v2.core.event":
        return thin_problems(body)
    known = OBJECT_CLASSES.get(str(body.get("object")))
    if known is None:
        return [f"object: the SDK knows no {body.get('object')!r}"]
    inner = body.get("data", {}).get("object", {}) if body["object"] == "event" else {}
    nested = [f"data.object.{problem}" for problem in object_problems(inner)] if inner else []
    return [*fields(body, getattr(importlib.import_module(known[0]), known[1]), ""), *nested]


def thin_problems(body: dict[str, Any]) -> list[str]:
    """The body of a thin webhook, by its kind."""
    kind = get_v2_event_notification_class(body["type"])
    if kind is UnknownEventNotification:
        return [f"type: the SDK knows no event {body['type']!r}"]
    return list(fields(body, kind, ""))


def mismatches(value: Any, kind: Any, home: Home, at: str, wire: bool) -> Problems:
    if isinstance(kind, str | ForwardRef):
        text = kind if isinstance(kind, str) else kind.__forward_arg__
        yield from mismatches(value, evaluated(text, home), home, at, wire)
    elif is_typeddict(kind):
        yield from arguments(value, kind, at, wire)
    elif get_origin(kind) is not None:
        yield from generic(value, kind, home, at, wire)
    elif kind is Event and isinstance(value, dict):
        yield from fields(value, get_v2_event_class(value.get("type", "")), at)
    elif isinstance(kind, type) and kind.__module__.startswith("stripe.") and kind is not StripeContext:
        yield from fields(value, kind, at)
    elif kind is not Any and not plain(value, kind, wire):
        yield f"{at}: {value!r} is not {getattr(kind, '__name__', kind)}"


def plain(value: Any, kind: Any, wire: bool) -> bool:
    if not wire:
        exact = {float: (int, float), Decimal: (str,), StripeContext: (str,)}.get(kind, (kind,))
        return isinstance(value, exact) and (kind is bool or not isinstance(value, bool))
    if not isinstance(value, str):
        return False
    if kind is bool:
        return value in ("true", "false")
    if kind in (int, float):
        return value.lstrip("-").replace(".", "", kind is float).isdigit()
    return bool(kind is str) or (kind is type(None) and value == "")


def generic(value: Any, kind: Any, home: Home, at: str, wire: bool) -> Problems:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (NotRequired, Required, typing.ClassVar):
        yield from mismatches(value, inner[0], home, at, wire)
    elif origin is typing.Literal:
        if value not in inner and not (wire and value in map(str, inner)):
            yield f"{at}: {value!r} is none of {', '.join(map(repr, inner))}"
    elif origin in (typing.Union, types.UnionType):
        yield from best_of(value, inner, home, at, wire)
    elif origin is list:
        yield from items(value, inner[0], home, at, wire)
    elif origin in (ListObject, ListObjectV2):
        yield from pages(value, origin, inner[0], home, at)
    elif origin in (dict, UntypedStripeObject):
        yield from entries(value, inner[-1], home, at, wire)
    else:
        yield f"{at}: no rule for {kind}"


def best_of(value: Any, choices: tuple[Any, ...], home: Home, at: str, wire: bool) -> Problems:
    tried = [list(mismatches(value, choice, home, at, wire)) for choice in choices]
    if all(tried):
        yield from max(tried, key=depth) if isinstance(value, dict | list) else min(tried, key=len)


def depth(problems: list[str]) -> tuple[int, int]:
    """The branch that got furthest into the value is the one that was meant."""
    return max(problem.split(":")[0].count(".") for problem in problems), -len(problems)


def items(value: Any, inner: Any, home: Home, at: str, wire: bool) -> Problems:
    if not isinstance(value, list):
        yield f"{at}: {value!r} is not a list"
        return
    for index, item in enumerate(value):
        yield from mismatches(item, inner, home, f"{at}[{index}]", wire)


def entries(value: Any, inner: Any, home: Home, at: str, wire: bool) -> Problems:
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is not a mapping"
        return
    for name, item in value.items():
        yield from mismatches(item, inner, home, f"{at}.{name}", wire)


def pages(value: Any, kind: type, inner: Any, home: Home, at: str) -> Problems:
    yield from fields(value, kind, at, ENVELOPES[kind], "data")
    if isinstance(value, dict):
        yield from items(value.get("data"), inner, home, f"{at}.data".lstrip("."), False)


def arguments(value: Any, kind: Any, at: str, wire: bool) -> Problems:
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is not a mapping"
        return
    options = RequestOptions.__annotations__ if not at else {}
    known = {name: hint for name, hint in kind.__annotations__.items() if name not in options}
    for name in kind.__required_keys__ & known.keys() - value.keys():
        yield f"{at}.{name}: missing".lstrip(".")
    yield from each_known(value, known, sys.modules[kind.__module__], at, wire)


def fields(value: Any, kind: Any, at: str, known: dict[str, Any] | None = None, skip: str = "") -> Problems:
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is not {kind.__name__}"
        return
    hints = annotations(kind) | (known or {})
    for name, hint in hints.items():
        if name not in value and name != skip and not optional(hint):
            yield f"{at}.{name}: missing".lstrip(".")
    shown = {name: item for name, item in value.items() if name != skip}
    yield from each_known(shown, hints, sys.modules[kind.__module__], at, False)


def each_known(value: dict[str, Any], known: dict[str, Any], home: Home, at: str, wire: bool) -> Problems:
    for name, item in value.items():
        where = f"{at}.{name}".lstrip(".")
        if name in known:
            yield from mismatches(item, known[name], home, where, wire)
        else:
            yield f"{where}: unknown"


def annotations(kind: type) -> dict[str, Any]:
    lines = [vars(base).get("__annotations__", {}) for base in reversed(kind.__mro__)]
    merged = {name: hint for line in lines for name, hint in line.items()}
    return {n: h for n, h in merged.items() if not n.startswith("_") and get_origin(h) is not typing.ClassVar}


def optional(hint: Any) -> bool:
    """The SDK writes Optional both for what may be null and for what may be left out."""
    return get_origin(hint) in (typing.Union, types.UnionType) and type(None) in get_args(hint)
