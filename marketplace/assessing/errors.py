"""What can stand in an assessor's way."""

from marketplace.kit.errors import Conflict


class SomebodyElsesClaim(Conflict):
    """Another assessor is on it."""


class SeenAlready(Conflict):
    """This assessor has said what they found."""
