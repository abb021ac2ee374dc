"""A backup for a booking: somebody else who is certified and free, and stands by until its last day is over.

    asked ──agree──▶ standing by ──call──▶ called     the expert called off, or the rest, or did not come: asked for what is left
      ├─decline─▶ declined   ├─miss──▶ missed    called off, but they could not be asked any more
      ├─expire─▶ expired     ├─leave─▶ left      the backup stands by no more
      ├─withdraw─▶ withdrawn ├─withdraw─▶ withdrawn
      └─finish─▶ over        └─finish─▶ over     the last day is over, or the booking ended otherwise

Nothing is held for a backup, and nothing is paid for standing by: their days stay open to others. Whoever names one agrees,
for that case, to ask them at the price and in the words that were shown; so when the expert calls off, the request to the
backup is there at once, as an ordinary booking with its own clock, accepted with one click and paid as usual.

An expert who can come until a certain day only gives up the rest (`handing_over`): those days, and the agreed days of overlap
before them, on which both work, are what the backup is asked for. Without a day that is kept there is no overlap. Where the expert
did not come and the customer gets days back that were still to come, these are asked for, too; never one that was given up before.

Events: CoverAsked, CoverAgreed, CoverDeclined, CoverWithdrawn, CoverExpired, CoverLeft, CoverFinished, CoverCalled,
CoverMissed, HandoverNoteWritten, RestGivenToBackup.
"""
