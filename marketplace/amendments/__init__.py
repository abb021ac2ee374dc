"""A paid booking is changed: other days, more or fewer of them, other hours, another rate; a call at another time.

    proposed ──apply───▶ applied      the other side agrees, and nothing more is to be paid
        ├──────accept──▶ accepted     the other side agrees; the new days are held until the difference is paid
        │                   ├─apply──▶ applied     the customer has paid it
        │                   ├─lapse──▶ lapsed      nobody paid in time
        │                   ├─drop───▶ dropped     either side gave it up
        │                   └─void───▶ void        the booking was cancelled
        ├─decline─▶ declined    ├─withdraw─▶ withdrawn    ├─expire─▶ expired    └─void─▶ void

At most one is open for a booking, which the database guarantees. Each keeps the terms before and after it, so
that they are the booking's versions. A day at other hours has a price of its own, in proportion unless another was agreed on,
and keeps it (`hours`). A call goes where it could be asked for, its own time left aside (`moving`); until the difference is paid
both times are kept free. What costs less is given back from the fact AmendmentApplied; what costs
more is a payment of its own. A day that has begun is not changed any more, so no hours can stand on it yet.

Events: AmendmentProposed, AmendmentReminded, AmendmentAccepted, AmendmentApplied, AmendmentDeclined,
AmendmentWithdrawn, AmendmentExpired, AmendmentLapsed, AmendmentDropped, AmendmentVoided.
"""
