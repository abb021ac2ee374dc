"""Text search by PostgreSQL's tsvector and a GIN index. Tokens are taken as they are: no parser, no dictionary."""

from collections.abc import Collection, Iterable, Mapping

from psycopg.errors import LockNotAvailable
from sqlalchemy import bindparam, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

MATCHED = "SELECT expert_id FROM search_text WHERE tokens @@ CAST(:match AS tsquery)"
"""Ids of the experts whose document satisfies `:match`."""

INSERT = text(
    "INSERT INTO search_text (expert_id, tokens) VALUES (:id, array_to_tsvector(string_to_array(:tokens, ' ')))"
)


def matching(groups: Iterable[tuple[Collection[str], Collection[str]]]) -> str:
    """A query that needs one of each group: (whole tokens, beginnings of tokens)."""
    return " & ".join(
        f"({' | '.join([*whole, *(f'{start}:*' for start in begun)])})" for whole, begun in groups
    )


def write(session: Session, documents: Mapping[int, Collection[str]]) -> None:
    remove(session, documents)
    rows = [{"id": one, "tokens": " ".join(sorted(tokens))} for one, tokens in documents.items()]
    if rows:
        session.execute(INSERT, rows)


def remove(session: Session, ids: Iterable[int]) -> None:
    rows = [{"id": one} for one in ids]
    if rows:
        session.execute(text("DELETE FROM search_text WHERE expert_id = :id"), rows)


def read(session: Session, ids: Iterable[int]) -> dict[int, set[str]]:
    wanted = text(
        "SELECT expert_id, tsvector_to_array(tokens) FROM search_text WHERE expert_id IN :ids"
    ).bindparams(bindparam("ids", list(ids), expanding=True))
    return {one: set(tokens) for one, tokens in session.execute(wanted)}


def order(session: Session) -> None:
    """Lay the offers side by side, as their key has them, unless somebody holds them for more than two seconds.

    Nobody can read them while they are written anew, so this is done once at the end of a rebuilding."""
    session.execute(text("SET LOCAL lock_timeout = '2s'"))
    try:
        with session.begin_nested():
            session.execute(text("CLUSTER search_offer USING pk_search_offer"))
    except OperationalError as busy:
        if not isinstance(busy.orig, LockNotAvailable):
            raise
