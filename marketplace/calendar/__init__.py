"""When an expert is free, and the stretches that are booked.

Weekly hours minus days off minus held and booked shifts. That no two held or booked shifts of a person
overlap is a fact of the database (an exclusion constraint on PostgreSQL, triggers on SQLite), so no race can
break it.

    Shift   requested ──hold──▶ held ──book──▶ booked
                └────────release────┴──────────────┴──▶ released

Events: WeeklyHoursSet, DayOffAdded, DayOffRemoved. What befalls a shift is told by the booking that owns it.
"""
