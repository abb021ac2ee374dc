"""What can stand in the way of writing a programme."""

from marketplace.kit.errors import Conflict, Invalid


class SavedMeanwhile(Conflict):
    """Somebody else has saved the draft since it was opened."""


class Unfinished(Invalid):
    """Something is missing before it can be published."""
