"""Our books held against Stripe's: every line of every balance, to the cent, once a day and whenever somebody asks.

    Reconciliation   started ──finish──▶ finished
                            └──give up──▶ failed          (Stripe did not answer for hours)

What differs is either expected (on its way to a bank, a fee not yet known) and said so, or it wants a person. Nothing is mended by
itself: what happened at Stripe alone is written into the books by an operator, with a reason, as an entry of its own. Only what
concerns nobody but the platform (paid out to its own bank, billed by Stripe) is entered at once.

Notices that Stripe sent and we never got are fetched first, from its list of events.

Events: ReconciliationFinished, ReconciliationFailed, CorrectionPosted.
"""
