"""Reading boxes in tests: what a text is understood as, with the words of everybody's documents learned."""

from sqlalchemy import select

from marketplace.db.base import db
from marketplace.registry.models import Expert
from marketplace.search import building, projection, vocabulary, words
from marketplace.search.gathering import portraits
from marketplace.search.query import Query
from marketplace.search.understanding import Understanding, understand


def learn(*more: str) -> None:
    """Put everybody into the projection and their words, and some more, into the vocabulary."""
    ids = db.session.scalars(select(Expert.id)).all()
    projection.refresh(*ids)
    for one in portraits(ids):
        vocabulary.learn(building.plain_words(one), words.folded(one.expert.name))
    vocabulary.learn(set(more))


def read(text: str, **set_: object) -> Understanding:
    return understand(Query(words=text, **set_))  # type: ignore[arg-type]


def chips(text: str, **set_: object) -> list[tuple[str, str]]:
    """Kind and label of everything understood that is more than a word."""
    return [(one.kind, one.label) for one in read(text, **set_).parts if one.kind != "words"]


def terms(text: str, **set_: object) -> list[str]:
    return [one.word for one in read(text, **set_).terms]
