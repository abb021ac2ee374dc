"""What a request may say. A rule takes the raw value and its name and returns the typed value or raises.

A shape is a rule too, so shapes nest. What a shape does not name is refused as Stripe refuses it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from marketplace.simulator.errors import (
    invalid,
    invalid_integer,
    missing_parameter,
    unknown_parameter,
)

Rule = Callable[[Any, str], Any]
KEYS, KEY_LENGTH, VALUE_LENGTH = 50, 40, 500
"""Limits of metadata: https://docs.stripe.com/api/metadata."""


def text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise invalid(name, f"Invalid string: {value!r}")
    if not value:
        raise invalid(name, f"You passed an empty string for '{name}'. Leave it out instead.")
    return value


def flag(value: Any, name: str) -> bool:
    if value in (True, "true"):
        return True
    if value in (False, "false"):
        return False
    raise invalid(name, f"Invalid boolean: {value}")


def integer(value: Any, name: str) -> int:
    digits = str(value)
    if isinstance(value, bool) or not digits.removeprefix("-").isdecimal() or len(digits) > 16:
        raise invalid_integer(name, value)
    return int(digits)


def positive(value: Any, name: str) -> int:
    number = integer(value, name)
    if number < 1:
        raise invalid_integer(name, f"{number}. This value must be greater than or equal to 1")
    return number


def currency(value: Any, name: str) -> str:
    code = text(value, name)
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise invalid(name, f"Invalid currency: {code}. Stripe takes three-letter ISO codes.")
    return code.lower()


def address(value: Any, name: str) -> str:
    url = text(value, name)
    if not url.startswith(("http://", "https://")):
        raise invalid(name, "Not a valid URL")
    return url


def metadata(value: Any, name: str) -> dict[str, str]:
    if value == "":
        return {}
    if not isinstance(value, dict) or len(value) > KEYS:
        raise invalid(name, f"Invalid metadata: a mapping of up to {KEYS} keys.")
    for key, item in value.items():
        if len(key) > KEY_LENGTH or not isinstance(item, str) or len(item) > VALUE_LENGTH:
            raise invalid(f"{name}[{key}]", "Metadata keys have up to 40 characters, values up to 500.")
    return value


def one_of(*choices: str) -> Rule:
    def rule(value: Any, name: str) -> str:
        if value not in choices:
            raise invalid(name, f"Invalid {name}: must be one of {', '.join(choices)}")
        return str(value)

    return rule


def array(item: Rule) -> Rule:
    def rule(value: Any, name: str) -> list[Any]:
        if not isinstance(value, list):
            raise invalid(name, "Invalid array")
        return [item(one, f"{name}[{index}]") for index, one in enumerate(value)]

    return rule


def shape(fields: Mapping[str, Rule] | None = None, needs: tuple[str, ...] = ()) -> Rule:
    known = dict(fields or {})

    def rule(value: Any, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise invalid(name, "Invalid object")
        found = {key: _known(known, key, name)(item, inside(name, key)) for key, item in value.items()}
        for key in needs:
            if key not in found:
                raise missing_parameter(inside(name, key))
        return found

    return rule


def _known(known: Mapping[str, Rule], key: str, name: str) -> Rule:
    if key not in known:
        raise unknown_parameter(inside(name, key))
    return known[key]


def inside(name: str, key: str) -> str:
    return f"{name}[{key}]" if name else key


MOMENTS = shape({"gt": integer, "gte": integer, "lt": integer, "lte": integer})
LISTING: Mapping[str, Rule] = {
    "limit": positive,
    "starting_after": text,
    "ending_before": text,
    "created": MOMENTS,
}
