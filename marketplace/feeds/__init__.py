"""Bookings in people's own calendar programs: a secret address that Google, Outlook and Apple read by themselves.

One for an expert's work, one for each member and organization they book for. Whoever knows the address reads the calendar; it stops
when it is renewed or removed, and with it the member's part in the organization.

Events: FeedMade, FeedRenewed, FeedRemoved.
"""
