"""Programmes: how a vendor certifies, for everybody to read, version by version."""

import re
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Skill
from marketplace.kit.errors import NotFound
from marketplace.organizations import queries as organizations
from marketplace.programmes import policy, queries, wording
from marketplace.programmes.comparing import compare
from marketplace.programmes.models import Rubric
from marketplace.web.context import worn_vendor
from marketplace.web.security import actor, signed_in

bp = Blueprint("programmes", __name__, url_prefix="/programmes")

for phrase in (wording.asked, wording.lasting, wording.deciding):
    bp.app_template_filter()(phrase)

WHOLE, PART = "/<vendor_slug>/<product_slug>", "/<vendor_slug>/<product_slug>/<module_slug>"
VERSION = "/versions/<number>"


@bp.app_template_global()
def programme_address(skill: Skill) -> str:
    return url_for("programmes.show", **_slugs(skill))


@bp.app_template_global()
def version_address(rubric: Rubric) -> str:
    return url_for("programmes.version", number=rubric.number, **_slugs(rubric.programme.skill))


@bp.get("")
@signed_in
def mine() -> Response:
    """Those of the vendor whose hat is worn."""
    return redirect(url_for(".index", vendor_slug=worn_vendor().slug))


@bp.get("/<vendor_slug>")
def index(vendor_slug: str) -> str:
    vendor = organizations.vendor_by_slug(vendor_slug)
    if vendor is None:
        raise NotFound
    products = catalog.products_of(vendor.id)
    return render_template(
        "programmes/index.html",
        vendor=vendor,
        products=products,
        programmes=queries.programmes_of(products),
        writes=policy.may_write(actor(), vendor.id) is True,
    )


@bp.get(WHOLE)
@bp.get(PART)
def show(vendor_slug: str, product_slug: str, module_slug: str | None = None) -> str:
    skill = queries.skill_at(vendor_slug, product_slug, module_slug)
    programme = queries.programme(skill)
    return render_template(
        "programmes/show.html",
        skill=skill,
        programme=programme,
        rubric=programme.current,
        writes=policy.may_write(actor(), skill.vendor_id) is True,
    )


@bp.get(WHOLE + VERSION)
@bp.get(PART + VERSION)
def version(vendor_slug: str, product_slug: str, number: str, module_slug: str | None = None) -> str:
    skill = queries.skill_at(vendor_slug, product_slug, module_slug)
    rubric = queries.version(skill, int(number) if re.fullmatch(r"[0-9]{1,6}", number) else 0)
    before = queries.before(rubric)
    return render_template(
        "programmes/version.html",
        skill=skill,
        rubric=rubric,
        before=before,
        changes=compare(before, rubric) if before else [],
    )


def _slugs(skill: Skill) -> dict[str, Any]:
    slugs: dict[str, Any] = {"vendor_slug": skill.product.vendor.slug, "product_slug": skill.product.slug}
    return slugs | ({"module_slug": skill.module.slug} if skill.module else {})
