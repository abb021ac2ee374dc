"""What a request, an invitation and a proposal can be, and who leads them where."""

from enum import StrEnum

from marketplace.kit.lifecycle import Lifecycle, Step


class RequestState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    FILLED = "filled"
    CLOSED = "closed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


R = RequestState
REQUESTS = Lifecycle(
    "request",
    [
        Step(R.DRAFT, "publish", "booker", R.OPEN, "RequestPublished"),
        Step(R.DRAFT, "withdraw", "booker", R.WITHDRAWN, "RequestWithdrawn"),
        Step(R.OPEN, "extend", "booker", R.OPEN, "RequestExtended"),
        Step(R.OPEN, "fill", "either side, by accepting a version", R.FILLED, "RequestFilled"),
        Step(R.OPEN, "close", "booker", R.CLOSED, "RequestClosed"),
        Step(R.OPEN, "expire", "system", R.EXPIRED, "RequestExpired", "72 h, once no proposal is open"),
    ],
    {
        R.DRAFT: "is a draft",
        R.OPEN: "is open",
        R.FILLED: "has led to a booking",
        R.CLOSED: "has been closed",
        R.EXPIRED: "has run out",
        R.WITHDRAWN: "has been thrown away",
    },
)


class InvitationState(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"
    DECLINED = "declined"
    EXPIRED = "expired"
    CLOSED = "closed"


N = InvitationState
INVITATIONS = Lifecycle(
    "invitation to propose",
    [
        Step(N.OPEN, "propose", "expert", N.PROPOSED, "ProposalMade"),
        Step(N.OPEN, "decline", "expert", N.DECLINED, "InvitationDeclined"),
        Step(N.OPEN, "expire", "system", N.EXPIRED, "", "with the time to answer the request"),
        Step(N.OPEN, "close", "system, with the request", N.CLOSED, ""),
        Step(N.DECLINED, "propose", "expert, after all", N.PROPOSED, "ProposalMade"),
        Step(N.EXPIRED, "propose", "expert, when the request was extended", N.PROPOSED, "ProposalMade"),
    ],
    {
        N.OPEN: "waits for the expert",
        N.PROPOSED: "has been answered with a proposal",
        N.DECLINED: "has been declined",
        N.EXPIRED: "was not answered in time",
        N.CLOSED: "ended with the request",
    },
)


class ProposalState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CLOSED = "closed"


P = ProposalState
PROPOSALS = Lifecycle(
    "proposal",
    [
        Step(P.OPEN, "counter", "either side", P.OPEN, "ProposalCountered"),
        Step(
            P.OPEN, "accept", "the side that did not write the latest version", P.ACCEPTED, "ProposalAccepted"
        ),
        Step(P.OPEN, "decline", "booker", P.DECLINED, "ProposalDeclined"),
        Step(P.OPEN, "withdraw", "expert", P.WITHDRAWN, "ProposalWithdrawn"),
        Step(P.OPEN, "expire", "system", P.EXPIRED, "ProposalExpired", "72 h, or 24 h before the first day"),
        Step(P.OPEN, "close", "system, with the request", P.CLOSED, "ProposalClosed"),
        Step(P.WITHDRAWN, "propose", "expert, anew", P.OPEN, "ProposalMade"),
        Step(P.EXPIRED, "propose", "expert, anew", P.OPEN, "ProposalMade"),
    ],
    {
        P.OPEN: "waits for an answer",
        P.ACCEPTED: "has been accepted",
        P.DECLINED: "has been declined",
        P.WITHDRAWN: "has been taken back",
        P.EXPIRED: "was not answered in time",
        P.CLOSED: "ended with the request",
    },
)
