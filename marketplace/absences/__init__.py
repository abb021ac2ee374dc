"""Somebody did not come: one side of a booking says so about a booked day, the other says its word.

    said ──agree──▶ settled        ├──object──▶ contradicted     ├──withdraw──▶ withdrawn     └──void──▶ void
      └────settle─▶ settled (24 hours without a word)

If the expert did not come, the day goes back to the customer with its fee and is counted publicly, and the customer may give up
whatever is still to come. If the customer did not come, the day is owed in full: it stands in the hours as it was planned. Words
that contradict each other decide nothing; either side can open a dispute with one click, which then says everything.

Hours handed in for the day contradict it, too. What the booking has decided otherwise meanwhile (approved hours, a dispute, a
cancellation) makes it void.

Events: AbsenceSaid, AbsenceSettled, AbsenceContradicted, AbsenceWithdrawn, AbsenceVoided, RestGivenUp.
"""
