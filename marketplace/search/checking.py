"""Does the projection agree with the truth? Reads everything, changes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from marketplace.db.base import db
from marketplace.registry.models import Expert
from marketplace.search import building
from marketplace.search.engines import engine
from marketplace.search.gathering import Portrait, portraits
from marketplace.search.models import CallDay, Card, Document, EmployerName, OddDay, Offer, OpenWeek
from marketplace.search.projection import BATCH

Told = dict[str, Any]
"""Everything the projection says about one expert, by the name of the part."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The expert's slug, and which parts of what is kept about them are not what they ought to be."""

    expert: str
    parts: tuple[str, ...]


def differences() -> Iterator[list[Difference]]:
    """Batch by batch; an empty list where all agrees."""
    last = 0
    while names := _experts(last):
        last = max(names)
        ought = {one.expert.id: _built(one) for one in portraits(names)}
        kept = _kept(names)
        compared = [Difference(slug, _apart(ought.get(one, {}), kept[one])) for one, slug in names.items()]
        yield [one for one in compared if one.parts]
        db.session.rollback()


def _experts(after: int) -> dict[int, str]:
    wanted = select(Expert.id, Expert.slug).where(Expert.id > after).order_by(Expert.id).limit(BATCH)
    return dict(db.session.execute(wanted).all())


def _apart(ought: Told, kept: Told) -> tuple[str, ...]:
    return tuple(sorted(part for part in {*ought, *kept} if ought.get(part) != kept.get(part)))


def _built(one: Portrait) -> Told:
    offers = {f"offer {row['certificate_id']}": row for row in building.offers(one)}
    return offers | {
        "card": building.card(one),
        "days": building.card_days(one.diary),
        "weeks": _finer(building.open_weeks(one.diary)),
        "hours": _finer(building.odd_days(one.diary)),
        "calls": _finer(building.call_days(one.diary)),
        "lead": building.lead(one),
        "employers": building.employers(one) or None,
        "words": building.tokens(one),
    }


def _finer(rows: Iterable[Mapping[str, Any]]) -> list[tuple[int, ...]] | None:
    return sorted(tuple(row.values()) for row in rows) or None


def _kept(ids: Collection[int]) -> dict[int, Told]:
    found: dict[int, Told] = defaultdict(dict)
    for offer in db.session.execute(select(Offer.__table__).where(Offer.expert_id.in_(ids))).mappings():
        found[offer["expert_id"]][f"offer {offer['certificate_id']}"] = dict(offer)
    for one, body, days in db.session.execute(
        select(Card.expert_id, Card.body, Card.days).where(Card.expert_id.in_(ids))
    ):
        found[one] |= {"card": body, "days": days}
    for part, kind in (("weeks", OpenWeek), ("hours", OddDay), ("calls", CallDay)):
        rows = db.session.execute(select(kind.__table__).where(kind.expert_id.in_(ids))).mappings().all()
        for one in {row["expert_id"] for row in rows}:
            found[one][part] = _finer([dict(row) for row in rows if row["expert_id"] == one])
    for one, lead in db.session.execute(
        select(Document.expert_id, Document.lead).where(Document.expert_id.in_(ids))
    ):
        found[one]["lead"] = lead
    for one, name in db.session.execute(
        select(EmployerName.expert_id, EmployerName.name).where(EmployerName.expert_id.in_(ids))
    ):
        found[one].setdefault("employers", set()).add(name)
    for one, tokens in engine().read(db.session(), ids).items():
        found[one]["words"] = tokens
    return found
