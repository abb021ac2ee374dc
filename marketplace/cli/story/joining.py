"""Second act: experts write their profiles and claim what they know; organizations arrive with their members."""

from collections.abc import Iterable

from marketplace.accounts.actor import Actor
from marketplace.calendar import service as calendar
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Skill
from marketplace.certification import service as certification
from marketplace.cli.story import stage
from marketplace.cli.story.people import Employment, ExpertMade
from marketplace.cli.story.world import ORGANIZATIONS, VENDORS
from marketplace.evidence.pieces import NewEvidence
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.organizations import service as founding
from marketplace.registry import experience, queries
from marketplace.registry import service as registry

OFFICE_HOURS = {weekday: [(9 * 60, 17 * 60)] for weekday in range(5)}
SHORT_FRIDAY = OFFICE_HOURS | {4: [(8 * 60, 13 * 60)]}

AN_HOUR_OF_IT = 6
"""An hour on its own costs a sixth of a day: it breaks up the day."""


def experts(made: Iterable[ExpertMade]) -> None:
    for number, one in enumerate(made):
        _join(one, SHORT_FRIDAY if number % 4 == 3 else OFFICE_HOURS)


def _join(made: ExpertMade, hours: dict[int, list[tuple[int, int]]]) -> None:
    stage.register(made.name, purpose="expert")
    by = stage.actor(made.name)
    ref = registry.start(by=by).ref
    registry.revise(ref, name=made.name, headline=made.headline, about=made.about, by=by)
    _place(ref, made, by)
    registry.set_languages(ref, codes=made.languages, by=by)
    day, hour = made.day_rate, made.day_rate // AN_HOUR_OF_IT // 5 * 5
    rates = [Money.parse(str(amount), made.currency) for amount in (day, hour)]
    registry.set_rates(ref, day_rate=rates[0], hour_rate=rates[1], by=by)
    for employment in made.employment:
        _employed(ref, employment, by)
    calendar.set_weekly_hours(ref, hours, by=by)
    registry.publish(ref, by=by)


def _place(ref: Ref, made: ExpertMade, by: Actor) -> None:
    place = queries.places(made.town)[0]
    registry.set_place(ref, place_id=place.id, remote=True, on_site_km=made.on_site_km, by=by)


def _employed(ref: Ref, told: Employment, by: Actor) -> None:
    row = experience.Employment(
        employer=told.employer,
        title=told.title,
        began_on=told.began_on,
        ended_on=told.ended_on,
        summary=told.summary,
        masked=told.masked,
        industry=told.industry,
        size_band=told.size,
    )
    experience.add(ref, row, by=by)


def claim(name: str, product: str, module: str | None, level: int) -> Ref:
    skill = _skill(product, module)
    release = skill.product.releases[0]
    text = f"I have run {skill.name} in daily operation, through every release up to {release.version}."
    made = certification.claim(
        skill.ref,
        level,
        statement=text + " Happy to walk an assessor through the set-up I left behind.",
        release_ref=release.ref,
        evidence=[
            NewEvidence(text="Handbook I wrote for the team: 64 pages, in its fourth edition."),
            NewEvidence(url="https://portfolio.example/handbook"),
        ],
        by=stage.actor(name),
    )
    return made.ref


def claim_another(made: ExpertMade, level: int) -> Ref:
    """A claim for a module that the expert has not claimed yet."""
    product, known = made.skills[0][0], {module for _, module, _ in made.skills}
    modules = (
        name
        for vendor in VENDORS
        for one in vendor.products
        if one.name == product
        for name, _ in one.modules
    )
    return claim(made.name, product, next(name for name in modules if name not in known), level)


def _skill(product: str, module: str | None) -> Skill:
    named = (
        one
        for one in catalog.offered_skills()
        if one.product.name == product and (one.module.name if one.module else None) == module
    )
    return next(named)


def customers() -> None:
    for name, country, members in ORGANIZATIONS:
        founder = members[0][0]
        stage.register(founder, purpose="organization", organization=name, country=country)
        stage.settle()
        organization = stage.organization(founder)
        for member, roles in members[1:]:
            user = stage.register(member, purpose="member")
            offer = founding.invite_member(
                organization.ref, user.email, roles.split(","), by=stage.actor(founder)
            )
            founding.accept_invitation(founding.invitation_token(offer), by=stage.person(member))
