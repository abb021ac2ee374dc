"""What happens to an attestation, and to a file of them. No payload names an employer: events outlive the wish to be known."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class AttestationStated(Fact):
    """Somebody who can know has said so; whose it is may not be known yet."""


@dataclass(frozen=True)
class AttestationMatched(Fact):
    """It belongs to a profile now. `expert` is the profile's ref."""

    expert: str


@dataclass(frozen=True)
class AttestationWithdrawn(Fact):
    """It counts no longer; what was decided on it stays decided."""

    reason: str


@dataclass(frozen=True)
class AttestationImportChecked(Fact):
    """A file was read and every row of it looked through. Nothing is imported yet."""

    lines: int
    wrong: int


@dataclass(frozen=True)
class AttestationImportBegun(Fact):
    """Confirmed: the worker looks through every row again, then imports all of them at once."""


@dataclass(frozen=True)
class AttestationsImported(Fact):
    """`stated` came in; `known` stood already and were left alone."""

    stated: int
    known: int


@dataclass(frozen=True)
class AttestationImportFailed(Fact):
    """Nothing was imported: `wrong` rows no longer fit the catalogue."""

    wrong: int


@dataclass(frozen=True)
class AttestationImportDiscarded(Fact):
    """Nobody wants it any more; its rows are deleted."""
