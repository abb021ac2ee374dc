"""Facts: frozen, past tense, plain values only. Their payload is kept as JSON and read back whole."""

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Fact:
    """Something that happened to `subject`, a row's ref. Subclasses add the values a reader will need later."""

    subject: str

    registry: ClassVar[dict[str, type["Fact"]]] = {}

    def __init_subclass__(cls) -> None:
        if cls.__name__ in Fact.registry and Fact.registry[cls.__name__].__module__ != cls.__module__:
            raise TypeError(f"two facts are called {cls.__name__}")
        Fact.registry[cls.__name__] = cls

    @property
    def kind(self) -> str:
        return type(self).__name__

    def payload(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def restore(cls, kind: str, payload: dict[str, Any]) -> "Fact":
        """The fact that was recorded under that kind."""
        return Fact.registry[kind](**payload)
