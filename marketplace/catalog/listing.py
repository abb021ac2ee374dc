"""An administrator writes down what a release changed: all of its topics at once, in their order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.catalog import policy, queries
from marketplace.catalog.events import TopicsRevised
from marketplace.catalog.models import Module, Product, Release, Topic
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean, fold
from marketplace.kit.typed import Typed

TITLE = 160
ABOUT = 2_000
MOST = 30
"""Topics of one release: more than that nobody renews."""


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One row as typed. `ref` names a topic that is there already, `module` one of the product's; empty is all of it."""

    title: str
    about: str = ""
    module: Ref = ""
    ref: Ref = ""

    @property
    def blank(self) -> bool:
        return not clean(self.title) and not clean(self.about)


def revise(
    release_ref: Ref, lines: Sequence[TopicLine], *, dropped: Collection[Ref] = (), by: Actor
) -> Release:
    """The topics in this order. Blank lines are left out, and topics that are `dropped` or made blank with them.

    Those that no line names stay as they are, after the others: a colleague may have added them meanwhile.
    Mistakes are named by their line, `title_1` for the first.
    """
    with atomic() as session:
        release = queries.release(release_ref)
        product = locked(Product, release.product.ref)
        permit(policy.may_edit(by, product.vendor_id))
        typed = Typed()
        _check_lines(typed, lines)
        known = {one.ref: one for one in _all_topics(release)}
        written = [_write(typed, number, line, known, product) for number, line in enumerate(lines, 1)]
        typed.check()
        kept = [topic for topic in written if topic is not None]
        gone = {line.ref for line in lines if line.blank} | set(dropped)
        _arrange(release, kept, known, gone)
        session.add_all(kept)
        session.flush()
        session.expire(release, ["topics"])
        record(TopicsRevised(release.ref, product.ref, [one.title for one in release.topics]), by=by)
    return release


def _check_lines(typed: Typed, lines: Sequence[TopicLine]) -> None:
    told = [line for line in lines if not line.blank]
    if len(told) > MOST:
        typed.wrong(
            "topics",
            f"That is {len(told)} topics; a release lists at most {MOST}. Join what belongs together.",
        )
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines, 1):
        same = (fold(clean(line.title)), line.module)
        if not line.blank and same in seen:
            typed.wrong(f"title_{number}", "This topic is in the list already.")
        seen.add(same)


def _all_topics(release: Release) -> Sequence[Topic]:
    """Dropped ones, too: whoever still had one on the screen brings it back by saving."""
    return db.session.scalars(select(Topic).where(Topic.release_id == release.id)).all()


def _write(
    typed: Typed, number: int, line: TopicLine, known: dict[Ref, Topic], product: Product
) -> Topic | None:
    """The row for that line; None for a blank one."""
    if line.blank:
        return None
    title = typed.line(f"title_{number}", line.title, TITLE, needed="Give the topic a title.")
    about = typed.text(f"about_{number}", line.about, ABOUT)
    module = _module(typed, number, line, product)
    topic = known.get(line.ref) or Topic()
    if not typed.mistakes:
        topic.title, topic.about, topic.module_id = title, about, module.id if module else None
        topic.dropped_at = None
    return topic


def _module(typed: Typed, number: int, line: TopicLine, product: Product) -> Module | None:
    module = next((one for one in product.modules if one.ref == line.module), None)
    if line.module and module is None:
        typed.wrong(f"module_{number}", f"Choose a module of {product.name}, or the whole product.")
    return module


def _arrange(release: Release, kept: list[Topic], known: dict[Ref, Topic], gone: Collection[Ref]) -> None:
    """Answers of earlier renewals refer to topics, so one that goes is only marked."""
    others = [one for one in known.values() if one not in kept]
    for topic in others:
        if topic.ref in gone:
            topic.dropped_at = topic.dropped_at or clock.now()
    for position, topic in enumerate([*kept, *sorted(others, key=lambda one: one.position)], 1):
        topic.release_id, topic.position = release.id, position
