"""A backup for a booking: somebody else who is certified and free, and stands by until the first day begins.

    asked ──agree──▶ standing by ──call──▶ called     the expert called off: the backup is asked for the days that are left
      ├─decline─▶ declined   ├─miss──▶ missed    called off, but they could not be asked any more
      ├─expire─▶ expired     ├─leave─▶ left      the backup stands by no more
      ├─withdraw─▶ withdrawn ├─withdraw─▶ withdrawn
      └─finish─▶ over        └─finish─▶ over     the first day began, or the booking ended otherwise

Nothing is held for a backup, and nothing is paid for standing by: their days stay open to others. Whoever names one agrees,
for that case, to ask them at the price and in the words that were shown; so when the expert calls off, the request to the
backup is there at once, as an ordinary booking with its own clock, accepted with one click and paid as usual.

Events: CoverAsked, CoverAgreed, CoverDeclined, CoverWithdrawn, CoverExpired, CoverLeft, CoverFinished, CoverCalled,
CoverMissed, HandoverNoteWritten.
"""
