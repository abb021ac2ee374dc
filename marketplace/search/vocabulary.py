"""Every word that some document has, so that a search can tell a rare word from a slip of the keyboard.

Words are learned in the transaction that writes the document. Two transactions may learn the same word at the same time,
and then it stands here twice, which does no harm; a unique index would let one profile's change wait for another's, or end
both in a deadlock.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from sqlalchemy import (
    Boolean,
    ForeignKey,
    TextClause,
    and_,
    bindparam,
    exists,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db.base import Base, Part, db
from marketplace.db.session import atomic
from marketplace.db.types import LAST, bytewise
from marketplace.search import slips
from marketplace.search.remembering import asked_once
from marketplace.search.words import LONGEST, stem

CHUNK = 500
"""Words in one statement."""

Bytewise = bytewise(LONGEST)


class Word(Part):
    """A folded word of some document, its stem, and whether somebody is called so."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(Bytewise, index=True)
    stem: Mapped[str] = mapped_column(Bytewise, index=True)
    name: Mapped[bool] = mapped_column(Boolean, default=False)


class Slip(Base):
    """A word with letters left out: what it has in common with its misspellings (`slips`)."""

    __tablename__ = "search_typo"
    __table_args__ = ({"sqlite_with_rowid": False},)

    deletion: Mapped[str] = mapped_column(Bytewise, primary_key=True)
    word_id: Mapped[int] = mapped_column(
        ForeignKey("search_word.id", ondelete="CASCADE"), primary_key=True, index=True, autoincrement=False
    )


WORDS = Word.__table__.c
"""Asked for as plain columns: to read them as what an object has would take as long again."""

ALIKE = select(WORDS.word, WORDS.stem, WORDS.name).where(
    or_(
        WORDS.word.in_(bindparam("words", expanding=True)),
        WORDS.stem.in_(bindparam("stems", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the vocabulary has for a word: the word itself, another form of it, the beginning of one; somebody's name."""

    exact: bool = False
    inflected: bool = False
    begun: bool = False
    name: bool = False

    @property
    def found(self) -> bool:
        return self.exact or self.inflected


def learn(words: Collection[str], names: Collection[str] = ()) -> None:
    """Take in what is missing. `names` are those of the words that people are called by."""
    wanted = sorted(word for word in {*words, *names} if 0 < len(word) <= LONGEST)
    with atomic() as session:
        for chunk in _chunks(wanted):
            rows = session.execute(select(Word.word, Word.name).where(Word.word.in_(chunk)))
            there = {word: name for word, name in rows}  # noqa: C416 - rows are not pairs to the type checker
            _add([word for word in chunk if word not in there], names)
            named = [word for word in chunk if word in names and there.get(word) is False]
            if named:
                session.execute(update(Word).where(Word.word.in_(named)).values(name=True))


@asked_once
def known(words: Collection[str]) -> Mapping[str, Known]:
    """Of each word, in one statement."""
    asked = [word for word in dict.fromkeys(words) if len(word) <= LONGEST]
    stems = {word: stem(word) for word in asked}
    rows = db.session.execute(ALIKE, {"words": asked, "stems": list(stems.values())}).all() if asked else []
    exact = {word for word, _, _ in rows}
    inflected = {root for _, root, _ in rows}
    names = {word for word, _, name in rows if name}
    return {
        word: Known(word in exact, stems.get(word) in inflected, name=word in names)
        for word in dict.fromkeys(words)
    }


@asked_once
def begun(words: Collection[str]) -> set[str]:
    """Those that some word begins with, in one statement."""
    asked = [word for word in dict.fromkeys(words) if 0 < len(word) <= LONGEST]
    if not asked:
        return set()
    begins = (
        exists().where(and_(Word.word >= literal(word), Word.word < literal(word + LAST))) for word in asked
    )
    found = db.session.execute(select(*(one.label(f"b{n}") for n, one in enumerate(begins)))).one()
    return {word for word, there in zip(asked, found, strict=True) if there}


@asked_once
def completions(beginnings: Collection[str], most: int) -> dict[str, list[str]]:
    """The words that begin so, in one statement. A beginning of more than `most` words is left out."""
    asked = [one for one in dict.fromkeys(beginnings) if 0 < len(one) <= LONGEST]
    if not asked:
        return {}
    ranges = (
        f"SELECT {n}, word FROM (SELECT DISTINCT word FROM search_word WHERE word >= :b{n} AND word < :e{n} LIMIT :most) w{n}"
        for n in range(len(asked))
    )
    values: dict[str, str | int] = {"most": most + 1}
    for n, one in enumerate(asked):
        values |= {f"b{n}": one, f"e{n}": one + LAST}
    found: dict[str, list[str]] = {one: [] for one in asked}
    for n, word in db.session.execute(_prepared(" UNION ALL ".join(ranges)), values):
        found[asked[n]].append(word)
    return {one: sorted(words) for one, words in found.items() if len(words) <= most}


@lru_cache(maxsize=64)
def _prepared(sql: str) -> TextClause:
    return text(sql)


@asked_once
def resembling(words: Collection[str]) -> set[str]:
    """Words that have a deletion in common with one of these, in one statement. Most of them are farther than a slip away."""
    keys = {key for word in words if len(word) <= LONGEST for key in slips.deletions(word)}
    if not keys:
        return set()
    wanted = select(Word.word).join(Slip, Slip.word_id == Word.id).where(Slip.deletion.in_(keys))
    return set(db.session.scalars(wanted))


def _add(words: Collection[str], names: Collection[str]) -> None:
    if not words:
        return
    rows = [{"word": word, "stem": stem(word)[:LONGEST], "name": word in names} for word in words]
    made = db.session.execute(insert(Word).returning(Word.id, Word.word), rows)
    typos = [{"deletion": key, "word_id": one} for one, word in made for key in slips.deletions(word)]
    if typos:
        db.session.execute(insert(Slip), typos)


def _chunks(words: Iterable[str]) -> Iterator[list[str]]:
    left = iter(words)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
