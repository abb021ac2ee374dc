"""What happened to agreements. Texts are named by their `number`, hashes are SHA-256 in hexadecimal digits."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class TemplateDrafted(Fact):
    """The subject is the template, like below; `vendor` is a ref."""

    vendor: str
    number: int


@dataclass(frozen=True)
class TemplatePublished(Fact):
    """From now on bookings are made with it."""

    vendor: str
    number: int


@dataclass(frozen=True)
class TemplateDiscarded(Fact):
    vendor: str
    number: int


@dataclass(frozen=True)
class AgreementAccepted(Fact):
    """Somebody agreed for `side` to version `number` of the agreement (the subject) of `booking`; `consent` says how."""

    booking: str
    number: int
    side: str
    text_hash: str
    consent: str


@dataclass(frozen=True)
class AgreementSealed(Fact):
    """The signed PDF was made; `digest` is the SHA-256 of its bytes."""

    booking: str
    number: int
    digest: str
