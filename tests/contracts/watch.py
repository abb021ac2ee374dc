"""Looks over the simulator's shoulder: every request it is sent, every object it answers or tells of."""

from typing import Any

from tests.contracts.stripe_types import object_problems, request_problems, response_problems


class Watch:
    """Give it to a simulator as `observe`; `problems` then holds what Stripe's own types do not allow.

    What the simulator refuses is left alone: whoever asked for it hears so at once.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.seen = 0

    def __call__(self, method: str, path: str, params: dict[str, Any], response: Any) -> None:
        if isinstance(response, dict) and "error" in response:
            return
        self.seen += 1
        self.problems += [
            f"{method} {path} → {problem}" for problem in self.found(method, path, params, response)
        ]

    def found(self, method: str, path: str, params: dict[str, Any], response: Any) -> list[str]:
        if method == "EVENT":
            return [f"{response.get('type')}: {problem}" for problem in object_problems(response)]
        asked = [f"request {problem}" for problem in request_problems(method, path, params)]
        return asked + [f"answer {problem}" for problem in response_problems(method, path, response)]

    def clear(self) -> None:
        self.problems.clear()
        self.seen = 0
