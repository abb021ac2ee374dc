"""What is announced about notices."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class NoticeWritten(Fact):
    """Somebody has been told in the app; the mail follows."""
