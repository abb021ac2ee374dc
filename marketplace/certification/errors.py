"""What can stand in the way of a claim."""

from marketplace.kit.errors import Conflict


class ClaimOpen(Conflict):
    """One claim at a time for a skill."""


class AlreadyCertified(Conflict):
    """A live certificate says as much already."""


class SkillRetired(Conflict):
    """The vendor no longer certifies it."""
