"""Objects as the outside sees them: own keys stripped, `expand` followed, lists in pages."""

from typing import Any

from marketplace.simulator.errors import ApiError, missing
from marketplace.simulator.routing import Call
from marketplace.simulator.world import Body, World

MOST, USUAL = 100, 10


def shown(value: Any) -> Any:
    """Without the simulator's own keys, at any depth."""
    if isinstance(value, dict):
        return {name: shown(item) for name, item in value.items() if not name.startswith("_")}
    if isinstance(value, list):
        return [shown(item) for item in value]
    return value


def expanded(world: World, body: Any, paths: list[str]) -> Any:
    """`charge.balance_transaction` and the like, each id replaced by its object."""
    for path in paths:
        _expand(world, body, path.split("."), path)
    return shown(body)


def _expand(world: World, body: Any, parts: list[str], path: str) -> None:
    if isinstance(body, list):
        for item in body:
            _expand(world, item, parts, path)
        return
    name, *rest = parts
    if f"_{name}" in body:
        body[name] = body.pop(f"_{name}")
    if name not in body:
        raise ApiError(f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(body[name], str):
        body[name] = _object(world, body[name], path)
    if rest and body[name] is not None:
        _expand(world, body[name], rest, path)


def _object(world: World, key: str, path: str) -> Body:
    found = world.store.find(key)
    if found is None:
        raise ApiError(f"This property cannot be expanded ({path}).", param="expand")
    return found


def page(call: Call, found: list[Body]) -> Body:
    """One page of a v1 list, newest first, from the cursor on."""
    kept = [body for body in found if _within(body.get("created", 0), call.get("created", {}))]
    limit = min(call.get("limit", USUAL), MOST)
    if before := call.get("ending_before"):
        earlier = kept[: _position(kept, before, "ending_before")]
        chosen, more = earlier[-limit:], len(earlier) > limit
    else:
        after = call.get("starting_after")
        later = kept[_position(kept, after, "starting_after") + 1 :] if after else kept
        chosen, more = later[:limit], len(later) > limit
    return {"object": "list", "data": chosen, "has_more": more, "url": call.path}


def whole(found: list[Body], url: str) -> Body:
    """A list inside an object."""
    return {"object": "list", "data": found, "has_more": False, "url": url}


def _within(created: int, asked: dict[str, int]) -> bool:
    tests = {"gt": created.__gt__, "gte": created.__ge__, "lt": created.__lt__, "lte": created.__le__}
    return all(tests[name](limit) for name, limit in asked.items())


def _position(found: list[Body], key: str, param: str) -> int:
    for index, body in enumerate(found):
        if body["id"] == key:
            return index
    raise missing("object", key, param)
