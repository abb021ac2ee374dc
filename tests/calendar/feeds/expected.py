"""What each calendar beside this file says, read for March and April 2027: stretches in UTC (`~`: on whatever clock is on the wall)
and how many events are left out; or the sentence that its owner reads."""

SAYS: dict[str, tuple[list[str], int]] = {
    "alarms": (["03-08 09:00 – 03-08 10:00"], 0),
    "apple_all_day": (
        [
            "~03-08 00:00 – 03-10 00:00",
            "~03-12 00:00 – 03-13 00:00",
            "~04-01 00:00 – 04-02 00:00",
            "~04-03 00:00 – 04-04 00:00",
            "~04-05 00:00 – 04-06 00:00",
        ],
        0,
    ),
    "broken_rule": (["03-09 09:00 – 03-09 10:00"], 1),
    "cancelled": (["03-09 09:00 – 03-09 10:00"], 0),
    "clocks_change": (
        [
            "03-22 08:00 – 03-22 09:00",
            "03-28 00:30 – 03-28 01:30",
            "03-29 07:00 – 03-29 08:00",
            "04-05 07:00 – 04-05 08:00",
        ],
        0,
    ),
    "durations": (["03-08 22:00 – 03-10 00:00", "~03-20 00:00 – 03-22 00:00"], 0),
    "empty": ([], 0),
    "ends_before_it_starts": (["03-08 09:00 – 03-08 10:00", "03-09 09:00 – 03-09 10:00"], 0),
    "evening_overseas": (["03-09 03:00 – 03-09 05:00", "03-16 02:00 – 03-16 04:00"], 0),
    "every_minute": (["03-09 09:00 – 03-09 10:00"], 2),
    "excluded_dates": (
        [
            "03-01 08:00 – 03-01 09:00",
            "03-03 08:00 – 03-03 09:00",
            "~03-08 00:00 – 03-09 00:00",
            "~03-10 00:00 – 03-11 00:00",
        ],
        0,
    ),
    "floating_times": (["~03-08 09:00 – 03-08 12:00", "~03-09 23:00 – 03-10 02:00"], 0),
    "folded": (["03-08 08:00 – 03-08 09:00"], 0),
    "free_busy": (["03-08 09:00 – 03-08 10:00", "03-09 09:00 – 03-09 11:00", "03-11 09:00 – 03-11 11:00"], 0),
    "google_exceptions": (
        [
            "03-01 09:00 – 03-01 11:00",
            "03-16 13:00 – 03-16 14:00",
            "03-29 08:00 – 03-29 10:00",
            "04-05 08:00 – 04-05 10:00",
            "04-12 08:00 – 04-12 10:00",
        ],
        0,
    ),
    "google_single": (["03-08 08:00 – 03-08 10:30"], 0),
    "latin_letters": (["03-08 09:00 – 03-08 10:00"], 0),
    "long_ago": (["03-02 09:00 – 03-02 10:00", "~02-28 00:00 – 03-03 00:00"], 0),
    "lower_case": (["03-08 09:00 – 03-08 10:00"], 0),
    "mixed_kinds": (["03-08 00:00 – 03-08 10:00", "03-09 09:00 – 03-10 00:00"], 0),
    "monthly": (["03-26 12:00 – 03-26 13:00", "03-31 09:00 – 03-31 10:00", "04-30 12:00 – 04-30 13:00"], 0),
    "more_dates": (
        [
            "03-08 09:00 – 03-08 10:00",
            "03-10 11:00 – 03-10 12:00",
            "03-12 13:00 – 03-12 14:00",
            "03-15 09:00 – 03-15 10:00",
            "03-17 09:00 – 03-17 12:00",
        ],
        0,
    ),
    "negative_summer_time": (["03-08 09:00 – 03-08 10:00", "04-08 08:00 – 04-08 09:00"], 0),
    "no_names": (["03-08 09:00 – 03-08 10:00", "03-09 09:00 – 03-09 10:00"], 0),
    "one_broken": (["03-09 09:00 – 03-09 10:00"], 3),
    "orphan_exception": (["03-08 12:00 – 03-08 13:00"], 0),
    "our_own": (["03-09 09:00 – 03-09 10:00"], 0),
    "outlook_custom_zone": (["03-08 03:15 – 03-08 04:15"], 0),
    "outlook_windows_zone": (
        ["03-08 08:00 – 03-08 09:00", "03-10 08:00 – 03-10 09:00", "03-12 14:00 – 03-12 15:00"],
        0,
    ),
    "overlapping": (["03-08 09:00 – 03-08 12:00"], 0),
    "stumbling": (["03-09 09:00 – 03-09 10:00"], 1),
    "tasks_and_notes": (["03-09 09:00 – 03-09 10:00"], 0),
    "this_and_future": (
        [
            "03-01 09:00 – 03-01 10:00",
            "03-08 09:00 – 03-08 10:00",
            "03-15 12:00 – 03-15 14:00",
            "03-22 12:00 – 03-22 14:00",
        ],
        0,
    ),
    "transparent": (["03-09 09:00 – 03-09 10:00"], 0),
    "two_calendars": (["03-08 09:00 – 03-08 10:00", "03-09 09:00 – 03-09 10:00"], 0),
    "unknown_zone": (["~03-08 09:00 – 03-08 10:00"], 0),
    "utc_with_calendar_zone": (["03-22 08:00 – 03-22 09:00", "03-29 07:00 – 03-29 08:00"], 0),
}

REFUSED = {
    "breaks_off": "The calendar breaks off in the middle.",
    "nothing": "This is not a calendar that we can read. Look for an address that ends in “.ics”.",
    "other_text": "This is not a calendar that we can read. Look for an address that ends in “.ics”.",
    "web_page": "This is the address of a web page, not of a calendar. Look for “iCal” or “.ics”.",
}

NOT_COMPARED = {
    "every_minute": "the library alone would not come back for a long time",
    "free_busy": "the library knows events only",
    "our_own": "the library does not know which are ours",
    "one_broken": "the library alone stumbles over it",
    "stumbling": "likewise",
    "lower_case": "the library alone wants capitals and no byte order mark",
    "two_calendars": "the library alone reads one",
    "latin_letters": "the library alone wants UTF-8",
}
