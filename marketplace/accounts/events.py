"""What happens to an account."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class AccountRegistered(Fact):
    """`purpose` is what they came for: expert, organization or member."""

    purpose: str


@dataclass(frozen=True)
class AddressConfirmed(Fact):
    """The person proved the address they registered with."""


@dataclass(frozen=True)
class AddressAdded(Fact):
    """A second address, still to be verified. `address` is the ref of its row."""

    address: str


@dataclass(frozen=True)
class AddressVerified(Fact):
    address: str


@dataclass(frozen=True)
class AddressRemoved(Fact):
    address: str


@dataclass(frozen=True)
class PrimaryAddressChanged(Fact):
    """They are written to elsewhere now; the old address still signs in."""


@dataclass(frozen=True)
class PasswordChanged(Fact):
    """`how` is change or recovery."""

    how: str


@dataclass(frozen=True)
class AccountRevised(Fact):
    """Name or time zone."""


@dataclass(frozen=True)
class OperatorAppointed(Fact):
    """May run the installation from now on."""


@dataclass(frozen=True)
class TwoFactorChanged(Fact):
    """A second step at sign-in was set up, replaced or taken away."""

    on: bool


@dataclass(frozen=True)
class LetterDue(Fact):
    """A mail about the account has to be written to `to`. Links in it are made when it is written, never kept."""

    template: str
    to: str
