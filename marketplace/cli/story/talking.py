"""What customers and experts write to each other in between."""

from collections.abc import Sequence

from marketplace.cli.story import stage
from marketplace.conversations import queries, reports, service
from marketplace.conversations.models import Where, WithExpert
from marketplace.evidence import uploads
from marketplace.kit.ids import Ref
from marketplace.registry import queries as registry

CHECKLIST = """Payroll closing, site three

1. Absences booked by noon on the 28th
2. Carry-over run, and its list checked against last year
3. Rehearsal with the shift plan of the cold store
"""


def ask_about(request: Ref, expert: str, *said: tuple[str, str]) -> None:
    """The same about a request, between its customer and that expert."""
    profile = registry.expert_of(stage.person(expert).id)
    if profile is None:
        raise LookupError(expert)
    _say(WithExpert(request, profile.slug), said)


def say(booking: Ref, *said: tuple[str, str]) -> None:
    """One after the other; each opens the conversation before answering."""
    _say(booking, said)


def _say(where: Where, said: Sequence[tuple[str, str]]) -> None:
    for name, text in said:
        by = stage.actor(name)
        service.read(where, by=by)
        service.send(where, text, by=by)
    stage.settle()


def read(booking: Ref, *names: str) -> None:
    """They open it, and have nothing new to answer."""
    for name in names:
        service.read(booking, by=stage.actor(name))


def hand_over(booking: Ref, name: str, text: str) -> None:
    """A message with a file."""
    by = stage.actor(name)
    kept = uploads.keep("closing-checklist.txt", CHECKLIST.encode(), by=by)
    service.send(booking, text, [kept.ref], by=by)


def report(booking: Ref, name: str, why: str) -> None:
    """Somebody minds the last message of the other side."""
    by = stage.actor(name)
    service.read(booking, by=by)
    written = queries.everything(queries.conversation_of(booking))
    reports.report([one for one in written if one.author_id != by.user_id][-1].ref, why, by=by)
    stage.settle()
