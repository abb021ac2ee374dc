"""What several searches in a row look up alike is looked up once: ways out of an empty result differ in a wish, not in the town."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("_answers", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """For as long as the block lasts; outside of one, everything is asked each time. Not around writing."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once(ask: Callable[P, R]) -> Callable[P, R]:
    """A look-up whose arguments are words, numbers, days and lists of them, and whose answer nobody changes."""

    @wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        key = (ask, *map(_fixed, args), *kwargs.items())
        if key not in answers:
            answers[key] = ask(*args, **kwargs)
        found: R = answers[key]
        return found

    return answer


def _fixed(value: object) -> object:
    if isinstance(value, set):
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value
