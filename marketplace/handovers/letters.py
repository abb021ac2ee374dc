"""The mail that carries a hand-over."""

from marketplace.accounts import queries as accounts
from marketplace.events.models import Event
from marketplace.gateways.letter import Letter, path_to, send
from marketplace.handovers import queries
from marketplace.handovers.events import HandoverOffered, HandoverRepeated
from marketplace.handovers.models import Handover, HandoverState
from marketplace.handovers.offers import token


def carry(fact: HandoverOffered | HandoverRepeated, event: Event) -> None:
    """Reaction to HandoverOffered and HandoverRepeated. The link is made here, so that no event ever holds it.

    The mail says nothing of what would be stated: a mailbox may be read by others.
    """
    handover = queries.named(fact.subject)
    if handover is None or handover.state is not HandoverState.OFFERED:
        return
    guest = accounts.by_address(handover.email)
    letter = Letter(
        name=guest.shown_name if guest else handover.name or "there",
        title=f"{handover.team.name} would vouch for your work",
        paragraphs=_paragraphs(handover),
        step="See what it says",
        path=path_to("handover_answers.show", token=token(handover)),
        why=f"{_host(handover)} gave us this address. If you do not know them, you need do nothing.",
    )
    send(letter, to=handover.email, reference=event.ref)


def _paragraphs(handover: Handover) -> tuple[str, ...]:
    said = (
        f"{_host(handover)} has written down what {handover.team.name} can say about the products you worked with.",
        "You decide what of it is kept, line by line. Nothing is public before you say so, and you may decline all of it.",
        "The offer holds for thirty days. You need an account under this address; making one takes a minute.",
    )
    if not handover.message:
        return said
    return (f"{_host(handover)} writes: “{' '.join(handover.message.split())}”", *said)


def _host(handover: Handover) -> str:
    return handover.offered_by.shown_name if handover.offered_by else handover.team.name
