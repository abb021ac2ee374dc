"""Reading other programs' calendars (iCalendar, RFC 5545) for one thing alone: when is somebody busy?

trimming    the text, cut down to lines that say when; titles, places and people are dropped before anything is parsed
expanding   what is left, parsed and expanded for half a year, as stretches
apart       both in a process of their own, with limits: a calendar of a few lines can ask for years of work
"""
