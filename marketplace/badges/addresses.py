"""Where things stand for machines. These addresses are signed into credentials: they must answer for as long as any is valid."""

from urllib.parse import quote, urlsplit

from flask import current_app

from marketplace.catalog.models import Skill
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Vendor
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric


def site() -> str:
    return str(current_app.config["BASE_URL"]).rstrip("/")


def did(vendor: Vendor) -> str:
    """`did:web:experts.example%3A8000:issuers:ledgerline`; its document stands at `/issuers/ledgerline/did.json`."""
    host = quote(urlsplit(site()).netloc, safe=".-")
    return f"did:web:{host}:issuers:{vendor.slug}"


def credential(ref: Ref) -> str:
    return f"{site()}/credentials/{ref}"


def achievement_ref(skill: Skill, level: Level) -> str:
    """An achievement is a skill at a level, whoever has it: `k3v…-3`."""
    return f"{skill.ref}-{level.value}"


def achievement(skill: Skill, level: Level) -> str:
    return f"{site()}/achievements/{achievement_ref(skill, level)}"


def rubric(version: Rubric) -> str:
    """The version of the programme that a decision used; it never changes."""
    skill = version.programme.skill
    module = f"/{skill.module.slug}" if skill.module else ""
    path = f"{skill.product.vendor.slug}/{skill.product.slug}{module}"
    return f"{site()}/programmes/{path}/versions/{version.number}"


def status_list(vendor: Vendor, number: int) -> str:
    return f"{site()}/status/{vendor.slug}/{number}"


def vendor_page(vendor: Vendor) -> str:
    return f"{site()}/vendors/{vendor.slug}"


def product_page(skill: Skill) -> str:
    return f"{site()}/products/{skill.product.vendor.slug}/{skill.product.slug}"
