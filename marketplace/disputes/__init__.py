"""Two sides of a paid booking disagree about its money, and the vendor's product experts say what is right.

    asked ──contest──▶ referred ◀──leave── taken ──opine──▶ decided
      │  ──offer────▶     │  ──take──▶       │
      │  ──refer────▶     │                  │
      └───────────────────┴──────────────────┴──settle──▶ settled    (withdraw ▶ withdrawn, close ▶ closed)

Either side opens one about what has not left for the expert yet. While it is open everything else stands still: hours are not
approved, by nobody and by no clock, money is not transferred, the booking is not changed or cancelled. `Booking.disputed_at` says
so to the floors below. The other side has a few business days to answer; then an assessor without a conflict of interest has as
many for an opinion. Until that is given the two may agree on any division. After 30 days it is closed by a stated rule: hours that
were handed in count as they were, and where none were, everything goes back.

How it ends is carried out in one transaction: the booking is complete, its hours are settled, the transfer carries what the expert
gets. What goes back to the customer follows from the fact.

It stands above `payouts`, as it divides what is earned; and above `conversations`, as the vendor reads the thread for it.

Events: DisputeOpened, DisputeContested, DisputeOffered, DisputeReferred, DisputeTaken, DisputeLeft, StatementAdded, DisputeSettled,
DisputeDecided, DisputeClosed, DisputeWithdrawn, OpinionOverdue, DisputeReminded.
"""
