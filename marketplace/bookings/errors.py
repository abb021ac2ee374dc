"""What can go wrong with a booking, beyond a day being taken (`calendar.errors.DatesTaken`)."""

from marketplace.kit.errors import Conflict


class TooLate(Conflict):
    """The clock has run past the point at which this could still be done."""


class NoCalls(Conflict):
    """The expert takes no calls."""


class PriceChanged(Conflict):
    """The price is no longer the one that was shown."""


class TermsChanged(Conflict):
    """The expert, or the vendor, has meanwhile changed how this is booked."""


class TooManyHolds(Conflict):
    """Too many days are held unpaid already."""


class NotCertified(Conflict):
    """The certificate behind the booking does not cover its days."""


class BlueprintUnfit(Conflict):
    """The blueprint is not offered any more, or asks for something that the expert is not certified in."""
