"""A customer books an expert's days, or one call.

    requested ──accept──▶ accepted ──confirm──▶ confirmed ──complete──▶ completed
        ├─decline─▶ declined    ├─lapse──▶ lapsed      └─cancel─▶ cancelled
        ├─withdraw─▶ withdrawn  └─cancel─▶ cancelled
        └─expire──▶ expired

While it is confirmed, both sides may agree on a change (`amend`, which leaves it confirmed; see `amendments`).

Accepting holds the days; paying confirms them. An expert may let customers book `at_once`: free days are then held for a few
minutes without an answer, and given back if nobody pays. Price, fee and policy are frozen on the booking when it is
requested.

A call is a booking of one day that has `call_minutes`: its price is that of an hour by the minute, its shift ends with it and
keeps others out for a pause longer. It has no backup.

Events: BookingRequested, BookedAtOnce, BookingPapersSet, BookingAccepted, BookingDeclined, BookingWithdrawn, BookingExpired,
BookingLapsed, BookingConfirmed, BookingCancelled, BookingCompleted.
"""
