"""Requests as they travel: `a[b][0]=c` in forms and queries, JSON in version 2."""

import json
import re
from collections.abc import Iterable
from typing import Any

from marketplace.simulator.errors import ApiError, unknown_parameter

Params = dict[str, Any]
NAME = re.compile(r"[^\[\]]+(\[[^\[\]]*\])*")
PART = re.compile(r"[^\[\]]+|(?<=\[)(?=\])")


def unfolded(pairs: Iterable[tuple[str, str]]) -> Params:
    """`[("a[b]", "1"), ("c[]", "2")]` to `{"a": {"b": "1"}, "c": ["2"]}`."""
    tree: Params = {}
    for name, value in pairs:
        if not NAME.fullmatch(name):
            raise unknown_parameter(name)
        _put(tree, PART.findall(name), value)
    return {name: _lists(value) for name, value in tree.items()}


def _put(tree: Params, path: list[str], value: str) -> None:
    *parents, last = path
    for part in parents:
        branch = tree.setdefault(part or str(len(tree)), {})
        if not isinstance(branch, dict):
            raise ApiError(f"Invalid object: {path[0]}", param=path[0])
        tree = branch
    if isinstance(tree.get(last), dict):
        raise ApiError(f"Invalid string: {path[0]}", param=path[0])
    tree[last or str(len(tree))] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    tidy = {name: _lists(item) for name, item in value.items()}
    numbered = list(tidy) == [str(n) for n in range(len(tidy))]
    return list(tidy.values()) if tidy and numbered else tidy


def from_json(body: bytes) -> Params:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise ApiError("The request body is not valid JSON.") from None
    if not isinstance(found, dict):
        raise ApiError("The request body must be a JSON object.")
    return found
