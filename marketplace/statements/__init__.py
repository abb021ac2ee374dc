"""Statements: what an account held when a month began, every movement in it, what it held when the month ended.

An expert's shows what they have earned and what has reached their bank; an organization's, what rests for its bookings; a
vendor's, what rests, what experts are owed, its fees and Stripe's. All of it is read from the ledger, nothing is stored, so that
the same month always says the same. Months are those of UTC, the same for everybody who reads them.
"""
