"""Everything that can go wrong in words a person can act on.

    MarketError
    ├── Refused               the request is understood and turned down; the sentence says why
    │   ├── NotAllowed        a policy said no
    │   ├── NotFound          it does not exist, or you may not know that it does
    │   ├── Invalid           the input is wrong; `fields` says where
    │   └── Conflict          somebody or something was faster
    │       └── WrongState    the lifecycle has no such step from here
    └── Unavailable           a system outside did not answer; nothing is known to have happened

The web and the API each map this tree once, in their own `errors.py`.
"""

from collections.abc import Mapping


class MarketError(Exception):
    """The root. Its text is written for the person who reads it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(MarketError):
    """The request is understood and turned down."""


class NotAllowed(Refused):
    """A policy said no, and says why."""


class NotFound(Refused):
    """It does not exist, or the actor may not know that it does."""

    def __init__(self, sentence: str = "We could not find that.") -> None:
        super().__init__(sentence)


class Invalid(Refused):
    """The input is wrong. `fields` maps a field's name to the sentence that belongs beside it."""

    def __init__(self, sentence: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields or {})


class Conflict(Refused):
    """Somebody or something was faster."""


class WrongState(Conflict):
    """The lifecycle has no such step from here."""


class Unavailable(MarketError):
    """A system outside did not answer. Whether it acted is unknown; asking again with the same key is safe."""


def permit(verdict: bool | str) -> None:
    """Turn a policy's verdict into a refusal: True passes, a sentence is raised as `NotAllowed`."""
    if verdict is not True:
        raise NotAllowed(verdict or "You may not do that.")
