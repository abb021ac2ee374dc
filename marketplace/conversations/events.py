"""What happens in conversations. All values are refs; what was written is never repeated in an event."""

from dataclasses import dataclass

from marketplace.events.facts import Fact
from marketplace.kit.ids import Ref


@dataclass(frozen=True)
class MessageSent(Fact):
    """The subject is the conversation, about the row called `about`."""

    about: Ref
    message: Ref


@dataclass(frozen=True)
class MessagesWaiting(Fact):
    """`person` has not read what was written since; `first` and `last` are the ids of the messages it is about."""

    person: Ref
    first: int
    last: int


@dataclass(frozen=True)
class ConversationMuted(Fact):
    """`person` wants no more mail about it."""

    person: Ref


@dataclass(frozen=True)
class ConversationUnmuted(Fact):
    """`person` wants to be told again, or from now on."""

    person: Ref


@dataclass(frozen=True)
class MessageReported(Fact):
    """The subject is the report."""

    message: Ref
    reason: str


@dataclass(frozen=True)
class ReportDismissed(Fact):
    """The message stays, and `reason` says why."""

    message: Ref
    reason: str


@dataclass(frozen=True)
class ReportUpheld(Fact):
    """The message goes, and `reason` says why."""

    message: Ref
    reason: str


@dataclass(frozen=True)
class MessageHidden(Fact):
    """The subject is the message: nobody reads it any more, and `reason` says why."""

    conversation: Ref
    reason: str
