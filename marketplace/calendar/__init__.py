"""When an expert is free, and the stretches that are booked.

Weekly hours minus days off minus held and booked shifts minus days on which another calendar of the expert says that they are busy
(`linking`, `following`, `busy`; parsed by `reading`). That no two held or booked shifts of a person
overlap is a fact of the database (an exclusion constraint on PostgreSQL, triggers on SQLite), so no race can
break it. Calls are shifts, too: several on a day, with pauses between them (`slots`, `gaps`), on days that hold no other work.

    Shift   requested ──hold──▶ held ──book──▶ booked
                └────────release────┴──────────────┴──▶ released

The expert's word that the calendar is right grows old: asked for at ten days, no longer counted at fourteen.
Whoever changes hours or days off has given it.

    Availability   confirmed ──ask──▶ asked ──confirm──▶ confirmed

Another calendar is read every half hour. Of it only busy times are kept; when it cannot be read, the last good reading counts.

    LinkedCalendar   new ──read──▶ working ──fail──▶ failing ──read──▶ working

Events: WeeklyHoursSet, DayOffAdded, DayOffRemoved, AvailabilityConfirmed, ConfirmationAsked, CalendarLinked, CalendarUnlinked,
BusyTimesChanged, BusyRuleSet, LinkedCalendarFailed. What befalls a shift is told by the booking that owns it.
"""
