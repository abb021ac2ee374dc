"""Has anything changed that a search reads? Told from the log of what happened, without running any search."""

from datetime import datetime

from sqlalchemy import select

from marketplace.absences import events as absences
from marketplace.attestations import events as attestations
from marketplace.bookings import events as bookings
from marketplace.calendar import events as calendar
from marketplace.catalog import events as catalog
from marketplace.certification import events as certification
from marketplace.db.base import db
from marketplace.events.facts import Fact
from marketplace.events.models import Event
from marketplace.organizations import events as organizations
from marketplace.registry import events as registry
from marketplace.reviews import events as reviews

READ: tuple[type[Fact], ...] = (
    registry.ProfileRevised,
    registry.ProfilePublished,
    calendar.WeeklyHoursSet,
    calendar.DayOffAdded,
    calendar.DayOffRemoved,
    calendar.AvailabilityConfirmed,
    calendar.CalendarUnlinked,
    calendar.BusyTimesChanged,
    calendar.BusyRuleSet,
    calendar.BookingRulesSet,
    calendar.OtherHoursSet,
    calendar.OtherHoursRemoved,
    calendar.HolidaysChosen,
    calendar.HolidayChanged,
    calendar.HolidaysRolled,
    certification.ClaimCertified,
    certification.CertificateReinstated,
    certification.CertificateRestored,
    certification.CertificateProlonged,
    catalog.ProductRevised,
    catalog.ModuleRevised,
    catalog.ReleaseAdded,
    catalog.ReleaseRevised,
    catalog.TopicsRevised,
    catalog.BlueprintPublished,
    catalog.BlueprintRevised,
    catalog.BlueprintRestored,
    catalog.SynonymAdded,
    catalog.SynonymRemoved,
    organizations.VendorRevised,
    organizations.TermsSet,
    attestations.AttestationMatched,
    attestations.AttestationsImported,
    bookings.BookingLapsed,
    bookings.BookingCancelled,
    absences.AbsenceSettled,
    absences.RestGivenUp,
    bookings.BookingCompleted,
    reviews.ReviewsPublished,
    reviews.ReviewHidden,
    reviews.ReviewRestored,
)
"""Facts after which a search can find somebody whom it did not find before. One that is missing here delays an alert by a day."""


def latest() -> datetime | None:
    """When the last of them happened; the index over time makes it a look at the newest few rows."""
    kinds = [fact.__name__ for fact in READ]
    newest = select(Event.at).where(Event.kind.in_(kinds)).order_by(Event.at.desc()).limit(1)
    return db.session.scalar(newest)
