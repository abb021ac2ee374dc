"""What is looked up alike again and again is looked up once: for several searches in a row (ways out of an empty result differ in a
wish, not in the town), or for some seconds in this process."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app

P = ParamSpec("P")
R = TypeVar("R")

KEPT = 5_000
"""Answers that this process keeps."""

_kept: dict[Any, tuple[float, Any]] = {}
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("_answers", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """For as long as the outermost block lasts; outside of one, everything is asked each time. Not around writing."""
    known = _answers.get()
    token = _answers.set({} if known is None else known)
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


def kept(ask: Callable[P, R]) -> Callable[P, R]:
    """For what vendors and the map call things, which changes rarely: as it was at most `LEXICON_SECONDS` ago. Never for what
    people are, have, or are free for."""

    @wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        config, now = current_app.config, time.monotonic()
        key = (ask, config["SQLALCHEMY_DATABASE_URI"], *args, *kwargs.items())
        read_at, found = _kept.get(key, (now, None))
        if found is None or now - read_at >= config["LEXICON_SECONDS"]:
            found = ask(*args, **kwargs)
            if len(_kept) >= KEPT:
                _kept.clear()
            _kept[key] = (now, found)
        answered: R = found
        return answered

    return answer


def _fixed(value: object) -> object:
    if isinstance(value, set):
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value
