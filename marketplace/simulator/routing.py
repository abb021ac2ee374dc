"""Which function answers which request line, and what that request may say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.simulator.shapes import LISTING, Rule, array, shape, text
from marketplace.simulator.world import Body, World

EXPAND: Mapping[str, Rule] = {"expand": array(text)}


@dataclass
class Call:
    """One request, read and checked. `account` is empty for the platform itself."""

    world: World
    params: dict[str, Any]
    account: str = ""
    path: str = ""

    def get(self, name: str, default: Any = None) -> Any:
        return self.params.get(name, default)


Handler = Callable[..., Body]


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    rule: Rule
    handler: Handler


@dataclass
class Routes:
    found: list[Route] = field(default_factory=list)

    def get(self, path: str, fields: Mapping[str, Rule] | None = None) -> Callable[[Handler], Handler]:
        return self._add("GET", path, fields, ())

    def list(self, path: str, fields: Mapping[str, Rule] | None = None) -> Callable[[Handler], Handler]:
        return self._add("GET", path, {**LISTING, **(fields or {})}, ())

    def post(
        self, path: str, fields: Mapping[str, Rule] | None = None, needs: tuple[str, ...] = ()
    ) -> Callable[[Handler], Handler]:
        return self._add("POST", path, fields, needs)

    def delete(self, path: str) -> Callable[[Handler], Handler]:
        return self._add("DELETE", path, {}, ())

    def _add(
        self, method: str, path: str, fields: Mapping[str, Rule] | None, needs: tuple[str, ...]
    ) -> Callable[[Handler], Handler]:
        common = EXPAND if path.startswith("/v1/") else {}
        rule = shape({**common, **(fields or {})}, needs)

        def keep(handler: Handler) -> Handler:
            self.found.append(Route(method, path, rule, handler))
            return handler

        return keep
