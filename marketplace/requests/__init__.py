"""A customer writes down what is needed, experts propose days and a price, and both settle on one version.

    request     draft ──publish──▶ open ──fill──▶ filled      a version was accepted: the booking exists
                  └─withdraw─▶ withdrawn ├─extend─▶ open      another while to answer
                                         ├─close──▶ closed    └─expire─▶ expired
    invitation  open ──propose─▶ proposed   └─decline─▶ declined   └─expire─▶ expired   └─close─▶ closed
    proposal    open ──counter─▶ open ──accept─▶ accepted     the latest version, by the side that did not write it
                  ├─decline─▶ declined  ├─withdraw─▶ withdrawn  ├─expire─▶ expired  └─close─▶ closed

A request is open to matching experts, those whose live certificates cover all it takes, or to invited ones alone. Each
proposal is between the customer and one expert; nobody else reads it. Every version of it is kept, with its figures, and
only the latest can be accepted. Accepting makes the booking in the same transaction, through bookings' own service, held and
waiting for payment: that is why this package stands directly above bookings.

Events: RequestDrafted, RequestPublished, ExpertInvited, InvitationDeclined, RequestReminded, RequestExtended, RequestClosed,
RequestWithdrawn, RequestExpired, RequestFilled, ProposalMade, ProposalCountered, ProposalReminded, ProposalAccepted,
ProposalDeclined, ProposalWithdrawn, ProposalExpired, ProposalClosed.
"""
