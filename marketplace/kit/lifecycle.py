"""A lifecycle as a table: which verb leads from where to where, and who does it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from marketplace.kit.errors import WrongState

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """One row: from `state`, `who` may `verb`, which leads to `next` and is announced as `event`.

    `timer` names the clock that does it when nobody else has, in words.
    """

    state: State
    verb: str
    who: str
    next: State
    event: str
    timer: str = ""


class Lifecycle(Generic[State]):
    """The whole life of a row. `refusals` says in a sentence why a state allows nothing more."""

    def __init__(self, noun: str, steps: Iterable[Step[State]], said: dict[State, str]) -> None:
        self.noun = noun
        self.steps = tuple(steps)
        self.said = said
        self._next = {(step.state, step.verb): step.next for step in self.steps}

    def after(self, state: State, verb: str) -> State:
        """Where `verb` leads from `state`. Raises `WrongState` with a sentence when the table has no such row."""
        try:
            return self._next[state, verb]
        except KeyError:
            raise WrongState(f"This {self.noun} {self.said[state]}, so that is no longer possible.") from None

    def allows(self, state: State, verb: str) -> bool:
        return (state, verb) in self._next
