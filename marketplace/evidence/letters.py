"""The mails to referees: the question, and the receipt."""

from marketplace.events.models import Event
from marketplace.evidence.events import ReferenceAsked, ReferenceGiven
from marketplace.evidence.models import ReferenceState
from marketplace.evidence.references import LIFETIME, RETRACTABLE, named, token
from marketplace.gateways.letter import Letter, path_to, send


def ask(fact: ReferenceAsked, event: Event) -> None:
    """Reaction to ReferenceAsked. The link is made here, so that no event ever holds it."""
    reference = named(fact.subject)
    if reference.state is not ReferenceState.ASKED:
        return
    expert, vendor = reference.expert.name, reference.skill.product.vendor.name
    letter = Letter(
        name=reference.name,
        title=f"{expert} names you as a referee",
        paragraphs=(
            f"{expert} asks {vendor} to certify what they know of {reference.skill.name}, and says of you: “{reference.relation}”.",
            f"A few sentences about what you saw would help {vendor} decide. Only its assessors read them.",
            "You need no account, and you can say no. The page shows all that is said and kept before you answer.",
        ),
        step="See what is asked",
        path=path_to("references.show", token=token(reference)),
        why=f"{expert} gave us this address to ask you this once. The link works once, for {LIFETIME.days} days.",
    )
    send(letter, to=reference.email, reference=event.ref)


def receipt(fact: ReferenceGiven, event: Event) -> None:
    """Reaction to ReferenceGiven: if the question was forwarded and somebody else answered, its owner learns it here."""
    reference = named(fact.subject)
    if reference.state is not ReferenceState.GIVEN:
        return
    letter = Letter(
        name=reference.name,
        title=f"Your words about {reference.expert.name}",
        paragraphs=(
            f"The assessors of {reference.skill.product.vendor.name} have received this from you:",
            f"“{reference.text}”",
            f"If you did not write this, or think better of it, you can take it back for {RETRACTABLE.days} days.",
        ),
        step="Take it back",
        path=path_to("references.retraction", token=token(reference)),
        why="You always get a copy of what is said in your name.",
    )
    send(letter, to=reference.email, reference=event.ref)
