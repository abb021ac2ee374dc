"""What happened to a request, an invitation or a proposal (`subject`). Others are refs; amounts are minor units of `currency`."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class RequestDrafted(Fact):
    organization: str


@dataclass(frozen=True)
class RequestPublished(Fact):
    """Experts can propose until the ISO instant `respond_by`. `audience` is `matching` or `invited`."""

    organization: str
    audience: str
    respond_by: str


@dataclass(frozen=True)
class ExpertInvited(Fact):
    """Of an invitation: the expert is asked to propose."""

    request: str
    expert: str


@dataclass(frozen=True)
class InvitationDeclined(Fact):
    """Of an invitation. A decline is an answer."""

    request: str
    expert: str
    reason: str


@dataclass(frozen=True)
class RequestReminded(Fact):
    """Half of the time to answer has passed (`number` 1), or nine tenths (2)."""

    number: int


@dataclass(frozen=True)
class RequestExtended(Fact):
    respond_by: str


@dataclass(frozen=True)
class RequestClosed(Fact):
    """The customer needs nobody any more."""

    reason: str


@dataclass(frozen=True)
class RequestWithdrawn(Fact):
    """A draft was thrown away."""


@dataclass(frozen=True)
class RequestExpired(Fact):
    """The time to answer ran out, and no proposal is open."""


@dataclass(frozen=True)
class RequestFilled(Fact):
    booking: str


@dataclass(frozen=True)
class ProposalMade(Fact):
    """The first version, or the first one after an end."""

    request: str
    expert: str
    number: int
    total: int
    currency: str
    respond_by: str


@dataclass(frozen=True)
class ProposalCountered(Fact):
    """`side` wrote another version."""

    request: str
    expert: str
    side: str
    number: int
    total: int
    currency: str
    respond_by: str


@dataclass(frozen=True)
class ProposalReminded(Fact):
    request: str
    number: int


@dataclass(frozen=True)
class ProposalAccepted(Fact):
    """`side` said yes to the other's version `number`; the booking waits for payment."""

    request: str
    expert: str
    booking: str
    side: str
    number: int


@dataclass(frozen=True)
class ProposalDeclined(Fact):
    """By the customer."""

    request: str
    expert: str
    reason: str


@dataclass(frozen=True)
class ProposalWithdrawn(Fact):
    """By the expert."""

    request: str
    expert: str
    reason: str


@dataclass(frozen=True)
class ProposalExpired(Fact):
    """`side` had to answer and did not."""

    request: str
    expert: str
    side: str


@dataclass(frozen=True)
class ProposalClosed(Fact):
    """The request has ended: with another's proposal when `filled`."""

    request: str
    expert: str
    filled: bool
