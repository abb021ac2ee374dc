"""What a conversation is about, as far as writing and reading go by it: a booking, or a request with one of its experts."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.conversations.masking import masked
from marketplace.conversations.models import Where, WithExpert
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Organization, Vendor
from marketplace.registry.models import Expert
from marketplace.requests.models import Request

CAME_TO_NOTHING = (
    BookingState.DECLINED,
    BookingState.WITHDRAWN,
    BookingState.EXPIRED,
    BookingState.LAPSED,
    BookingState.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Matter:
    """`request` is where a booking came from, too. `asked_by_id` is who is told first on the customer's side."""

    organization: Organization
    expert: Expert
    vendor: Vendor
    asked_by_id: int
    booking: Booking | None
    request: Request | None

    @property
    def ref(self) -> Ref:
        """Of the booking, or else of the request."""
        return self.booking.ref if self.booking else self._request.ref

    @property
    def where(self) -> Where:
        return self.booking.ref if self.booking else WithExpert(self._request.ref, self.expert.slug)

    @property
    def title(self) -> str:
        """Of the request it began with; empty for a booking that was asked for directly."""
        return self.request.title if self.request else ""

    @property
    def contacts(self) -> bool:
        """Whether the two may see how to reach each other: from the payment on."""
        return self.booking is not None and self.booking.confirmed_at is not None

    @property
    def ended_at(self) -> datetime | None:
        """Since when it is known that nothing comes of it."""
        if self.booking is None:
            return self._request.ended_at
        nothing = self.booking.state in CAME_TO_NOTHING and not self.contacts
        return self.booking.ended_at if nothing else None

    @property
    def _request(self) -> Request:
        assert self.request is not None, "about a booking or about a request"
        return self.request

    def side_of(self, actor: Actor) -> Side | None:
        """For whom somebody reads; the expert's own side comes first. None for everybody else, the vendor's staff too."""
        if actor.user_id is not None and actor.user_id == self.expert.user_id:
            return Side.EXPERT
        return Side.CUSTOMER if actor.is_member(self.organization.id) else None

    def shown(self, text: str) -> str:
        """Before the payment nothing that leads past us, afterwards everything as it was written."""
        return text if self.contacts else masked(text)


def of_booking(booking: Booking, request: Request | None = None) -> Matter:
    return Matter(booking.organization, booking.expert, booking.vendor, booking.booker_id, booking, request)


def of_request(request: Request, expert: Expert) -> Matter:
    """Once a proposal of that expert has led to a booking, it is about the booking."""
    if request.booking is not None and request.booking.expert_id == expert.id:
        return of_booking(request.booking, request)
    return Matter(request.organization, expert, request.vendor, request.author_id, None, request)
