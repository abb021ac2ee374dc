"""An administrator writes how a skill is certified: a draft of the next version, saved as often as they like, then published.

Whatever is published never changes again, because decisions are defended by it.
"""

from dataclasses import replace

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.catalog import queries as catalog
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import history, record
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.programmes import policy, queries, rules
from marketplace.programmes.errors import SavedMeanwhile, Unfinished
from marketplace.programmes.events import RubricDiscarded, RubricPublished, RubricRevised, RubricStarted
from marketplace.programmes.models import Programme, Rubric
from marketplace.programmes.outline import Outline, write
from marketplace.programmes.standard import programme_of


def start(skill_ref: Ref, *, by: Actor) -> Rubric:
    """A draft that says what the published version says. The one that is there, when somebody has begun already."""
    with atomic() as session:
        skill = catalog.skill(skill_ref)
        permit(policy.may_write(by, skill.vendor_id))
        programme = locked(Programme, programme_of(skill).ref)
        if programme.draft:
            return programme.draft
        published = programme.current
        draft = Rubric(number=published.number + 1, revision=0)
        write(draft, replace(Outline.of(published), changes=""))
        draft.programme = programme
        session.add(draft)
        session.flush()
        record(RubricStarted(draft.ref, skill.ref, draft.number), by=by)
    return draft


def revise(ref: Ref, outline: Outline, *, seen: int | None, by: Actor) -> Rubric:
    """Save the draft. `seen` is the revision that the writer began with; `SavedMeanwhile` when there is a later one."""
    with atomic() as session:
        draft = _draft(ref, by)
        _check_seen(draft, seen)
        cleaned = rules.checked(outline)
        # Cleared first: the new rows of a level would meet the old ones otherwise.
        draft.criteria, draft.terms = [], []
        session.flush()
        write(draft, cleaned)
        draft.revision += 1
        session.flush()
        record(RubricRevised(draft.ref, draft.programme.skill.ref, draft.number), by=by)
    return draft


def publish(ref: Ref, *, seen: int | None, by: Actor) -> Rubric:
    """From now on claims are judged by it; those under way keep the version they were made under."""
    with atomic():
        draft = _draft(ref, by)
        _check_seen(draft, seen)
        if gaps := rules.missing(draft):
            raise Unfinished(" ".join(gaps))
        former = draft.programme.current
        former.become("replace")
        draft.become("publish")
        draft.published_at, draft.published_by_id = clock.now(), by.user_id
        record(RubricPublished(draft.ref, draft.programme.skill.ref, draft.number), by=by)
    return draft


def discard(ref: Ref, *, by: Actor) -> Programme:
    """Throw the draft away. The published version goes on."""
    with atomic() as session:
        draft = _draft(ref, by)
        programme = draft.programme
        record(RubricDiscarded(draft.ref, programme.skill.ref, draft.number), by=by)
        session.delete(draft)
    return programme


def _draft(ref: Ref, by: Actor) -> Rubric:
    """Read under the programme's lock, so that nobody publishes what somebody else is saving."""
    locked(Programme, queries.draft(ref, by).programme.ref)
    fresh = select(Rubric).where(Rubric.ref == ref).execution_options(populate_existing=True)
    rubric = db.session.scalars(fresh).one()
    permit(policy.may_write(by, rubric.programme.skill.vendor_id))
    rules.check_draft(rubric)
    return rubric


def _check_seen(draft: Rubric, seen: int | None) -> None:
    if seen != draft.revision:
        who = history(draft.ref)[-1].by_name
        raise SavedMeanwhile(f"{who} has saved this draft since you opened it.")
