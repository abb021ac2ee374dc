"""Search: one statement counts, one finds the page, a handful bring what a result shows."""

from sqlalchemy import Select, func, select

from marketplace.db.base import db
from marketplace.kit.paging import Page
from marketplace.registry.models import Expert, ProfileState
from marketplace.search import conditions, results, words
from marketplace.search.lookup import Wanted, look_up
from marketplace.search.models import Document
from marketplace.search.query import Query
from marketplace.search.results import Hit

PAGE = 10


def search(query: Query) -> Page[Hit]:
    """The page asked for, or the last one there is. Raises `Invalid` where the query names what does not exist."""
    wanted = look_up(query)
    found, total = _found(wanted), count(wanted)
    number = min(query.page, max(1, -(-total // PAGE)))
    by_level, by_hits = found.selected_columns["level"].desc(), found.selected_columns["hits"].desc()
    ordered = found.order_by(by_level, by_hits, Expert.id).limit(PAGE).offset((number - 1) * PAGE)
    ids = db.session.scalars(ordered).all()
    return Page(results.hits(ids, wanted), number, PAGE, total)


def count(wanted: Wanted) -> int:
    """How many experts answer."""
    return db.session.scalar(select(func.count()).select_from(_found(wanted).subquery())) or 0


def _found(wanted: Wanted) -> Select[int, int, int]:
    query, terms = wanted.query, words.terms(wanted.query.words)
    answer = conditions.answering(
        wanted.product, wanted.skill, query.level, query.days, wanted.today
    ).subquery()
    reachable = conditions.reachable(wanted.place, query.km, query.remote)
    asked = [
        Expert.state == ProfileState.PUBLISHED,
        *conditions.saying(terms),
        *([conditions.free(query.days)] if query.days else []),
        *([reachable] if reachable is not None else []),
        *([conditions.affordable(query.rate)] if query.rate else []),
        *([conditions.speaking(query.language)] if query.language else []),
    ]
    return (
        select(Expert.id, answer.c.level, conditions.hits(terms))
        .join(answer, answer.c.expert_id == Expert.id)
        .outerjoin(Document, Document.expert_id == Expert.id)
        .where(*asked)
    )
