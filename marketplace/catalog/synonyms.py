"""An administrator keeps what customers call a product or a module: "time tracking" for Time Recording."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor
from marketplace.catalog import policy, queries
from marketplace.catalog.events import SynonymAdded, SynonymRemoved
from marketplace.catalog.models import Skill, Synonym
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.text import fold
from marketplace.kit.typed import Typed
from marketplace.organizations.models import Vendor

PHRASE = 80
MOST = 300
"""Synonyms of one vendor."""


def synonyms_of(vendor_id: int) -> Sequence[Synonym]:
    """By what they stand for, then by name."""
    wanted = select(Synonym).where(Synonym.vendor_id == vendor_id)
    parts = (joinedload(Synonym.product), joinedload(Synonym.module))
    found = db.session.scalars(wanted.options(*parts).order_by(func.lower(Synonym.phrase), Synonym.id)).all()
    return sorted(
        found, key=lambda one: (fold(one.product.name), fold(one.module.name if one.module else ""))
    )


def add(vendor_ref: Ref, *, phrase: str, skill_ref: Ref, by: Actor) -> Synonym:
    """From now on whoever types the phrase means that skill."""
    with atomic() as session:
        vendor = locked(Vendor, vendor_ref)
        permit(policy.may_edit(by, vendor.id))
        typed = Typed()
        synonym = Synonym(vendor_id=vendor.id)
        synonym.phrase = typed.line("phrase", phrase, PHRASE, needed="What do your customers say?")
        synonym.folded = fold(synonym.phrase)[:PHRASE]
        _check_new(typed, synonym, vendor.id)
        skill = _own_skill(typed, skill_ref, vendor.id)
        typed.check()
        assert skill
        synonym.product, synonym.module = skill.product, skill.module
        session.add(synonym)
        session.flush()
        record(SynonymAdded(synonym.ref, skill.product.ref, synonym.phrase), by=by)
    return synonym


def remove(ref: Ref, *, by: Actor) -> Synonym:
    """It is only a word: nothing refers to it, so it goes."""
    with atomic() as session:
        synonym = locked(Synonym, ref)
        permit(policy.may_edit(by, synonym.vendor_id))
        record(SynonymRemoved(synonym.ref, synonym.product.ref, synonym.phrase), by=by)
        session.delete(synonym)
    return synonym


def _check_new(typed: Typed, synonym: Synonym, vendor_id: int) -> None:
    others = synonyms_of(vendor_id)
    if synonym.phrase and not any(one.isalnum() for one in synonym.phrase):
        typed.wrong("phrase", "There is no word in it.")
    same = next((one for one in others if one.folded == synonym.folded), None)
    if same:
        typed.wrong("phrase", f"“{same.phrase}” already means {(same.module or same.product).name}.")
    if len(others) >= MOST:
        typed.wrong("phrase", f"There is room for {MOST} synonyms. Remove some that nobody types.")


def _own_skill(typed: Typed, ref: Ref, vendor_id: int) -> Skill | None:
    try:
        skill = queries.skill(ref)
    except NotFound:
        skill = None
    if skill and skill.vendor_id == vendor_id and not skill.retired:
        return skill
    typed.wrong("skill", "Choose a product or a module from the list.")
    return None
