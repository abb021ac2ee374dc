"""Search for programs: `GET /api/search`, with the parameters of the page's own address (search/reader.py names them).

| field | meaning |
|---|---|
| `total`, `page`, `pages` | experts who answer everything; 20 a page |
| `next` | the address of the next page, or null: it goes on behind the last expert of this one, whatever was booked since |
| `results` | see below, best first |
| `facets` | filter to its values, each `{value, label, count, chosen}`: how many there would be with it instead |
| `understood` | parts of `q` that became filters, each `{kind, said, label}` |
| `unknown` | words of `q` that were left out because no profile has them |

A result:

| field | meaning |
|---|---|
| `ref`, `slug`, `name`, `headline`, `place`, `remote`, `on_site_km`, `timezone` | the expert; kilometres they travel, or null |
| `rate` | a day: `{amount, currency}`, amount in minor units; or null |
| `rating` | what reviews say: `{average, reviews}`, the average in stars, rounded down to a tenth; or null |
| `url` | their page, with the period asked for |
| `certificates` | best answer first, each `{ref, skill, vendor, level, release, until, current, changed, answers, proof}` |
| `km` | to the place asked for, or null |
| `days` | the period asked for or the next four weeks, each `{on, state}`: free, taken or off |
| `gaps` | wanted days that are not free, where a share was asked for |
| `why` | the reasons, ready to read |
| `points` | what their place is made of, each `{for, points}` (see `/how-search-works`) |
| `newcomer` | stands in a place kept for newcomers |
| `confirmed_on` | the day on which they last confirmed their calendar, or null |

Of a certificate, `current` is the version that is out now where `changed` topics have changed since `release`; `answers` says
whether it is about what was asked for, and `proof` is its page.
"""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request, url_for

from marketplace.api import errors
from marketplace.calendar.queries import DayKind
from marketplace.kit.errors import Invalid
from marketplace.search.cards import Seal
from marketplace.search.facets import Value
from marketplace.search.queries import search
from marketplace.search.query import Query
from marketplace.search.results import Found, Hit

bp = Blueprint("api_search", __name__, url_prefix="/api/search")
errors.answer_for(bp)

STATES = {DayKind.FREE: "free", DayKind.REQUESTED: "free", DayKind.OFF: "off"}

Body = dict[str, Any]


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("")
def index() -> Response:
    query = Query.parse(request.args)
    if query.problems:
        raise Invalid("Some parameters make no sense.", query.problems)
    return jsonify(_page(search(query), query))


def _page(found: Found, query: Query) -> Body:
    understanding = found.understanding
    here = url_for("api_search.index")
    return {
        "total": found.total,
        "page": found.number,
        "pages": found.pages,
        "next": here + query.following(found.next).address if found.next else None,
        "results": [_result(one, query) for one in found.items],
        "facets": {name: [_value(one) for one in values] for name, values in found.facets.items()},
        "understood": [
            {"kind": part.kind, "said": part.said, "label": part.label}
            for part in (understanding.parts if understanding else ())
        ],
        "unknown": list(understanding.unknown) if understanding else [],
    }


def _result(hit: Hit, query: Query) -> Body:
    expert = hit.expert
    return {
        "ref": expert.ref,
        "slug": expert.slug,
        "name": expert.name,
        "headline": expert.headline,
        "place": expert.place,
        "remote": expert.remote,
        "on_site_km": expert.on_site_km,
        "timezone": expert.timezone,
        "rate": {"amount": expert.rate.amount, "currency": expert.rate.currency} if expert.rate else None,
        "rating": {"average": expert.rating / 10, "reviews": expert.reviews} if expert.reviews else None,
        "url": _address(expert.slug, query),
        "certificates": [_certificate(one) for one in hit.seals],
        "km": hit.km,
        "days": [{"on": day.on.isoformat(), "state": STATES.get(day.state, "taken")} for day in hit.days],
        "gaps": _iso(hit.gaps),
        "why": list(hit.why),
        "points": [{"for": label, "points": points} for label, points in hit.points],
        "newcomer": hit.newcomer,
        "confirmed_on": hit.confirmed_on.isoformat() if hit.confirmed_on else None,
    }


def _address(slug: str, query: Query) -> str:
    """Of the page on which the days that were asked for are chosen next."""
    wanted: Body = {"first": query.first, "last": query.last} | query.pattern
    return url_for("experts.show", slug=slug, **wanted)


def _certificate(seal: Seal) -> Body:
    return {
        "ref": seal.ref,
        "skill": seal.skill,
        "vendor": seal.vendor,
        "level": seal.level.name.lower(),
        "release": seal.release or None,
        "until": seal.until.isoformat(),
        "current": seal.current or None,
        "changed": seal.changed,
        "answers": seal.answers,
        "proof": url_for("certificates.show", ref=seal.ref),
    }


def _value(value: Value) -> Body:
    return {"value": value.value, "label": value.label, "count": value.count, "chosen": value.chosen}


def _iso(days: Sequence[Any]) -> list[str]:
    return [day.isoformat() for day in days]
