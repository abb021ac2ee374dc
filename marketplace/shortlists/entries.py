"""Putting experts on a shortlist, noting something about them, and taking them off again."""

from sqlalchemy import func, select

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.shortlists import queries, service
from marketplace.shortlists.events import EntryAdded, EntryPutBack, EntryTakenOff, NoteWritten
from marketplace.shortlists.models import EntryState, Shortlist, ShortlistEntry

MOST = 200
"""People on one list."""

NOTE = 2_000


def put(slug: str, shortlist_ref: Ref, note: str = "", *, by: Actor) -> ShortlistEntry:
    """Put the expert on the list, or back on it. Raises `Conflict` when they are on it."""
    note = _cleaned(note)
    with atomic():
        return _put(slug, service.kept(shortlist_ref, by), note, by)


def put_on_new(slug: str, organization_ref: Ref, name: str, note: str = "", *, by: Actor) -> ShortlistEntry:
    """The same on a list that begins with this expert."""
    note = _cleaned(note)
    with atomic():
        return _put(slug, service.begin(organization_ref, name, by=by), note, by)


def write_note(ref: Ref, note: str, *, by: Actor) -> ShortlistEntry:
    """In place of the note before; an empty one removes it."""
    note = _cleaned(note)
    with atomic():
        entry = _kept(ref, by)
        _note(entry, note, by)
    return entry


def take_off(ref: Ref, *, by: Actor) -> ShortlistEntry:
    """Off the list. The entry stays, so that it can be put back with its note."""
    with atomic():
        entry = _kept(ref, by)
        entry.become("take_off")
        record(EntryTakenOff(entry.shortlist.ref, entry.ref), by=by)
    return entry


def put_back(ref: Ref, *, by: Actor) -> ShortlistEntry:
    with atomic():
        entry = _kept(ref, by)
        _check_room(entry.shortlist)
        entry.become("put_back")
        record(EntryPutBack(entry.shortlist.ref, entry.ref), by=by)
    return entry


def _put(slug: str, shortlist: Shortlist, note: str, by: Actor) -> ShortlistEntry:
    expert = registry.public(slug, by)
    if expert.user_id == by.user_id:
        raise Invalid("You cannot put yourself on a shortlist.")
    entry = _entry(shortlist, expert, by)
    if note:
        _note(entry, note, by)
    return entry


def _entry(shortlist: Shortlist, expert: Expert, by: Actor) -> ShortlistEntry:
    """The list is locked, so two who think of the same person at once make one entry."""
    found = db.session.scalar(
        select(ShortlistEntry).where(
            ShortlistEntry.shortlist_id == shortlist.id, ShortlistEntry.expert_id == expert.id
        )
    )
    if found is not None and found.listed:
        raise Conflict(f"{expert.name} is on “{shortlist.name}” already.")
    _check_room(shortlist)
    if found is not None:
        found.become("put_back")
        record(EntryPutBack(shortlist.ref, found.ref), by=by)
        return found
    assert by.user_id is not None
    made = ShortlistEntry(
        shortlist_id=shortlist.id, expert_id=expert.id, added_by_id=by.user_id, added_at=clock.now()
    )
    db.session.add(made)
    db.session.flush()
    record(EntryAdded(shortlist.ref, made.ref), by=by)
    return made


def _note(entry: ShortlistEntry, note: str, by: Actor) -> None:
    entry.note, entry.noted_by_id, entry.noted_at = note, by.user_id, clock.now()
    record(NoteWritten(entry.shortlist.ref, entry.ref), by=by)


def _kept(ref: Ref, by: Actor) -> ShortlistEntry:
    """The entry, its list locked, for those who may change it."""
    entry = queries.entry(ref, by)
    service.kept(entry.shortlist.ref, by)
    db.session.refresh(entry)
    return entry


def _cleaned(note: str) -> str:
    typed = Typed()
    cleaned = typed.text("note", note, NOTE)
    typed.check()
    return cleaned


def _check_room(shortlist: Shortlist) -> None:
    listed = select(func.count(ShortlistEntry.id)).where(
        ShortlistEntry.shortlist_id == shortlist.id, ShortlistEntry.state == EntryState.LISTED
    )
    if (db.session.scalar(listed) or 0) >= MOST:
        raise Conflict(f"There are {MOST} people on “{shortlist.name}”. Take some off first.")
