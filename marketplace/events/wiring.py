"""Ties events to an application: who reacts, who reads, and the queue that is nudged after each commit."""

from collections.abc import Callable, Iterable, Mapping

from flask import Flask
from sqlalchemy import event

from marketplace.db.base import db
from marketplace.events import inbox, log, outbox, queue
from marketplace.events.facts import Fact


def init_app(
    app: Flask,
    reactions: Mapping[type[Fact], Iterable[outbox.Reaction]],
    at_once: Mapping[type[Fact], Iterable[log.AtOnce]],
    readers: Mapping[str, inbox.Readers],
    tick: Callable[[], None],
) -> None:
    outbox.install(reactions)
    log.install(at_once)
    inbox.install(readers)
    queue.init_app(app, run=outbox.run, read=inbox.read, tick=tick)
    if not event.contains(db.session, "after_commit", outbox.nudge_after_commit):
        event.listen(db.session, "after_commit", outbox.nudge_after_commit)
        event.listen(db.session, "after_rollback", outbox.forget_after_rollback)
