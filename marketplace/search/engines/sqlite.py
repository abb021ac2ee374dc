"""Text search by SQLite's FTS5. Tokens are ASCII letters and digits (`words.tokens`), so no tokenizer changes them."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

MATCHED = "SELECT rowid FROM search_text WHERE search_text MATCH :match"
"""Ids of the experts whose document satisfies `:match`."""


def matching(groups: Iterable[tuple[Collection[str], Collection[str]]]) -> str:
    """A query that needs one of each group: (whole tokens, beginnings of tokens)."""
    return " AND ".join(
        f"({' OR '.join([*whole, *(f'{start}*' for start in begun)])})" for whole, begun in groups
    )


def write(session: Session, documents: Mapping[int, Collection[str]]) -> None:
    remove(session, documents)
    rows = [{"id": one, "tokens": " ".join(sorted(tokens))} for one, tokens in documents.items()]
    if rows:
        session.execute(text("INSERT INTO search_text (rowid, tokens) VALUES (:id, :tokens)"), rows)


def remove(session: Session, ids: Iterable[int]) -> None:
    rows = [{"id": one} for one in ids]
    if rows:
        session.execute(text("DELETE FROM search_text WHERE rowid = :id"), rows)


def read(session: Session, ids: Iterable[int]) -> dict[int, set[str]]:
    wanted = text("SELECT rowid, tokens FROM search_text WHERE rowid IN :ids").bindparams(
        bindparam("ids", list(ids), expanding=True)
    )
    return {one: set(tokens.split()) for one, tokens in session.execute(wanted)}


def order(session: Session) -> None:
    """Offers lie in the order of their key as they are; the text index is gathered into one piece."""
    session.execute(text("INSERT INTO search_text (search_text) VALUES ('optimize')"))
