"""Rows of the projection, built from portraits. Everything in them is public."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.calendar.rules import Rules
from marketplace.catalog.topics import changed
from marketplace.certification.models import Certificate
from marketplace.programmes.levels import Level
from marketplace.registry.employers import INDUSTRIES
from marketplace.registry.languages import NAMES as LANGUAGES
from marketplace.registry.models import Expert
from marketplace.search import call_days as calls
from marketplace.search import days as bits
from marketplace.search import sphere, words
from marketplace.search.agenda import Diary
from marketplace.search.gathering import Portrait
from marketplace.search.models import FAR
from marketplace.search.ranking import MOST_BOOKINGS, PER_BOOKING

Row = dict[str, Any]


def offers(one: Portrait) -> list[Row]:
    common = _common(one) | days(one.diary)
    return [common | _offer(one, certificate) for certificate in one.certificates]


def days(diary: Diary) -> Row:
    """What changes with a calendar."""
    agenda, months = diary.agenda, bits.window(diary.since)
    opens, closes = agenda.usual()
    busy = zip(months, agenda.off_bits(diary.since), agenda.taken_bits(diary.since), strict=True)
    return {
        "since_month": diary.since,
        "confirmed_day": _ordinal(diary.confirmed_on),
        "zone": agenda.zone,
        "opens": opens,
        "closes": closes,
        **{f"d{month % bits.MONTHS}": off | taken for month, off, taken in busy},
        **{f"w{day}": minutes for day, minutes in enumerate(agenda.minutes())},
        **{f"s{day}": minutes for day, minutes in enumerate(agenda.longest())},
        **_rules(agenda.rules),
    }


def _rules(rules: Rules) -> Row:
    return {
        "at_once": int(rules.at_once),
        "notice_days": rules.notice_days,
        "horizon_days": FAR if rules.horizon_days is None else rules.horizon_days,
        "week_days": rules.week_days or 7,
    }


def open_weeks(diary: Diary) -> list[Row]:
    """Of somebody with a limit: weeks in which something is taken."""
    left = diary.agenda.weeks_left()
    return [
        {"expert_id": diary.expert_id, "monday": week.toordinal(), "still": still}
        for week, still in left.items()
    ]


def odd_days(diary: Diary) -> list[Row]:
    """Free days with other hours than their weekday's."""
    return [
        {
            "expert_id": diary.expert_id,
            "day": one.on.toordinal(),
            "weekday": one.on.weekday(),
            "minutes": one.minutes,
            "usual_minutes": one.usual_minutes,
        }
        for one in diary.agenda.odd_days(diary.since)
    ]


def call_days(diary: Diary) -> list[Row]:
    """Days on which another call fits than usually."""
    return [
        {
            "expert_id": diary.expert_id,
            "buffer": one.buffer,
            "day": one.on.toordinal(),
            "weekday": one.on.weekday(),
            "longest": one.longest,
            "whole": int(one.whole),
        }
        for one in calls.call_days(diary.agenda, diary.since)
    ]


def card_days(diary: Diary) -> str:
    """For `cards`: from which month, off, taken, and when the calendar was last confirmed."""
    agenda, since = diary.agenda, diary.since
    confirmed = [_ordinal(diary.confirmed_on)]
    return bits.packed(since, agenda.off_bits(since), agenda.taken_bits(since), confirmed)


def card(one: Portrait) -> str:
    """What a result shows, as JSON: read by `cards`."""
    expert, rate = one.expert, one.expert.day_rate
    body = {
        "ref": expert.ref,
        "slug": expert.slug,
        "name": expert.name,
        "headline": expert.headline,
        "photo": expert.photo_key,
        "place": expert.place.label if expert.place else "",
        "town": expert.place.name if expert.place else "",
        "at": [expert.place.latitude, expert.place.longitude] if expert.place else None,
        "remote": expert.remote,
        "on_site_km": expert.on_site_km,
        "rate": [rate.amount, rate.currency] if rate else None,
        "hour": expert.hour_rate_amount,
        "zone": expert.timezone,
        "bookings": one.bookings,
        "rating": one.rating.tenths if one.rating else 0,
        "reviews": one.rating.reviews if one.rating else 0,
        "languages": one.languages,
        "at_once": one.diary.agenda.rules.at_once,
        "masked": sum(each.masked for each in one.experience),
        "seals": [_seal(one, each) for each in one.certificates],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def lead(one: Portrait) -> str:
    """Stems of the words that weigh more, a space around each."""
    stems = dict.fromkeys(
        words.spelled(words.stem(word)) for text in _lead(one) for word in words.folded(text)
    )
    return f" {' '.join(stems)} "


def tokens(one: Portrait) -> set[str]:
    """Everything that the text index finds this expert by."""
    found = {token for text in (*_lead(one), *_rest(one)) for token in words.tokens(text)}
    for certificate in one.certificates:
        for level in range(1, certificate.level + 1):
            found.add(product_token(certificate.skill.product_id, level))
    return found


def plain_words(one: Portrait) -> set[str]:
    """The words themselves, for the vocabulary."""
    return {word for text in (*_lead(one), *_rest(one)) for word in words.folded(text)}


def names(one: Portrait) -> list[str]:
    """Those of them that the expert is called by."""
    return words.folded(one.expert.name)


def product_token(product_id: int, level: int) -> str:
    """Stands in the document of whoever is certified for a skill of the product, at that level or a higher one."""
    return f"p{product_id}l{level}"


def employers(one: Portrait) -> set[str]:
    """Names of employers that are not masked, as `named` folds them."""
    return {name for each in one.experience if not each.masked and (name := named(each.employer))}


LEGAL_FORMS = frozenset(
    "ab ag as bv co corp gmbh group holding inc kg llc llp ltd limited nv oy plc pty sa sarl se spa srl".split()
)


def named(employer: str) -> str:
    """An employer's name as people mean it: folded, legal forms left out. "Halden AB" is "halden"."""
    parts = words.folded(employer)
    return " ".join([part for part in parts if part not in LEGAL_FORMS] or parts)[:120]


def _common(one: Portrait) -> Row:
    expert, found = one.expert, min(one.bookings, MOST_BOOKINGS)
    known = {each.industry for each in one.experience}
    return {
        "expert_id": expert.id,
        "track": PER_BOOKING * found,
        "first_day": 0 if one.bookings else _ordinal(one.first_on),
        "remote": int(expert.remote),
        "rating": one.rating.tenths if one.rating else 0,
        "currency": expert.currency,
        "rate": expert.day_rate_amount,
        "industries": sum(1 << number for number, name in enumerate(INDUSTRIES) if name in known),
        "languages": f" {' '.join(one.languages)} ",
        **_spot(expert),
    }


def _offer(one: Portrait, certificate: Certificate) -> Row:
    skill, release = certificate.skill, certificate.release
    products = [each.skill.product_id for each in one.certificates]
    return {
        "product_id": skill.product_id,
        "alone": int(products.count(skill.product_id) == 1),
        "skill_id": skill.id,
        "certificate_id": certificate.id,
        "level": certificate.level,
        "starts_day": certificate.starts_on.toordinal(),
        "ends_day": certificate.expires_on.toordinal(),
        "release_day": _ordinal(release.released_on if release else None),
        "behind_day": next((day.toordinal() for day, _, count in _steps(one, certificate) if count), 0),
        "used": int(one.has_used(skill)),
        "buffer": skill.product.vendor.call_buffer_minutes,
    }


def _steps(one: Portrait, certificate: Certificate) -> list[tuple[date, str, int]]:
    """From which day on which release is the current one, and how much has changed by then since the certified one."""
    on, releases = certificate.release, one.releases.get(certificate.skill.product_id, [])
    if on is None:
        return []
    return [
        (each.released_on, each.version, len(changed(releases, certificate.skill, on, each)))
        for each in releases
        if (each.released_on, each.id) > (on.released_on, on.id)
    ]


def _seal(one: Portrait, certificate: Certificate) -> Row:
    skill = certificate.skill
    return {
        "ref": certificate.ref,
        "skill": skill.name,
        "skill_id": skill.id,
        "product_id": skill.product_id,
        "vendor": skill.product.vendor.name,
        "level": certificate.level,
        "release": certificate.release.version if certificate.release else "",
        "released": certificate.release.released_on.isoformat() if certificate.release else "",
        "from": certificate.starts_on.isoformat(),
        "until": certificate.expires_on.isoformat(),
        "used": one.has_used(skill),
        "steps": [[day.isoformat(), version, count] for day, version, count in _steps(one, certificate)],
    }


def _spot(expert: Expert) -> Row:
    if not (expert.place and expert.on_site_km):
        return dict(sphere.NOWHERE)
    x, y, z = sphere.vector(expert.place.latitude, expert.place.longitude)
    reach = sphere.closeness(expert.on_site_km)
    return {"x": x, "y": y, "z": z, "reach": reach, "band": sphere.band_of(z)}


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _lead(one: Portrait) -> Sequence[str]:
    return [one.expert.name, one.expert.headline, *(each.skill.name for each in one.certificates)]


def _rest(one: Portrait) -> Sequence[str]:
    expert = one.expert
    texts = [expert.about, expert.place.label if expert.place else "", "remote" if expert.remote else ""]
    texts += [LANGUAGES.get(code, code) for code in one.languages]
    for certificate in one.certificates:
        skill = certificate.skill
        texts += [skill.product.vendor.name, skill.product.summary, Level(certificate.level).label]
        texts += [skill.module.summary] if skill.module else []
    for each in one.experience:
        # A masked employer must not be found by its name: `shown_employer` is what everybody else reads.
        texts += [each.title, each.industry, each.shown_employer, each.product.name if each.product else ""]
    return texts
