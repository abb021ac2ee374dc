"""Credentials: the proof for people, the document for machines, a picture that carries it, a seal that shows how it stands."""

from functools import lru_cache

import segno
from flask import Blueprint, Response, current_app, make_response, render_template, url_for
from markupsafe import Markup

from marketplace.badges import addresses, baking, picture, queries, seal
from marketplace.badges.credential import KINDS, kinds_of
from marketplace.badges.errors import ProofWithdrawn
from marketplace.badges.models import Credential, Naming
from marketplace.badges.validity import validity
from marketplace.certification.models import Certificate
from marketplace.certification.standing import standing
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.web.machines import DOCUMENT, PAGE, answer, wanted
from marketplace.web.security import actor

bp = Blueprint("credentials", __name__)

FIVE_MINUTES, ONE_MINUTE = 300, 60
SEALED_OFF = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A picture and nothing else, also when somebody opens it on its own."""


@bp.errorhandler(ProofWithdrawn)
def withdrawn(_: ProofWithdrawn) -> tuple[str, int]:
    return render_template("credentials/withdrawn.html"), 410


@bp.get("/credentials/<ref>")
def show(ref: Ref) -> Response:
    """One address for everybody: it is the credential's name, and asks no verifier to follow it elsewhere."""
    credential = queries.readable(ref, actor())
    kind = wanted()
    if kind != PAGE:
        return answer(credential.document, kind, seconds=FIVE_MINUTES, public=credential.public)
    page = make_response(render_template("credentials/show.html", **_said(credential)))
    page.vary.add("Accept")
    return page


@bp.get("/credentials/<ref>.json")
def document(ref: Ref) -> Response:
    """The same to keep: browsers save it under a name."""
    credential = queries.readable(ref, actor())
    kept = answer(credential.document, DOCUMENT, seconds=FIVE_MINUTES, public=credential.public)
    kept.headers["Content-Disposition"] = f'attachment; filename="credential-{credential.ref}.json"'
    return kept


@bp.get("/credentials/<ref>.png")
def image(ref: Ref) -> Response:
    credential = queries.readable(ref, actor())
    certificate = credential.certificate
    plain = picture.png(picture.words(certificate.skill, certificate.named_level, certificate.release))
    baked = baking.baked(plain, credential.document)
    return answer(baked, "image/png", seconds=FIVE_MINUTES, public=credential.public)


@bp.get("/credentials/<ref>.svg")
def show_seal(ref: Ref) -> Response:
    """How it stands today; asked for again after a minute."""
    credential = queries.readable(ref, actor())
    certificate = credential.certificate
    now = validity(certificate, clock.today())
    drawn = seal.svg(credential, now, standing(certificate), current_app.config["SITE_NAME"])
    kept = answer(drawn, "image/svg+xml", seconds=ONE_MINUTE, public=credential.public)
    kept.headers["Content-Security-Policy"] = SEALED_OFF
    return kept


@bp.app_template_global()
def public_proof(certificate: Certificate) -> Credential | None:
    """Where the page of a certificate, which names its holder, may lead: never to a pseudonym."""
    found = queries.current(certificate)
    return found if found and found.public and found.naming is Naming.NAME else None


@bp.app_template_global()
def seal_snippet(credential: Credential) -> str:
    """What the holder copies into their own site."""
    certificate = credential.certificate
    said = f"{certificate.named_level.label} in {certificate.skill.name}, certified by {certificate.skill.product.vendor.name}"
    address = addresses.credential(credential.ref)
    return str(
        Markup('<a href="{0}"><img src="{0}.svg" width="{1}" height="{2}" alt="{3}"></a>').format(
            address, seal.WIDTH, seal.HEIGHT, said
        )
    )


def _said(credential: Credential) -> dict[str, object]:
    certificate = credential.certificate
    vendor = certificate.skill.product.vendor
    address = addresses.credential(credential.ref)
    return {
        "credential": credential,
        "certificate": certificate,
        "validity": validity(certificate, clock.today()),
        "standing": standing(certificate),
        "newer": queries.successor(credential),
        "kinds": [KINDS[kind] for kind in kinds_of(certificate)],
        "address": address,
        "qr": _qr(address),
        "did": addresses.did(vendor),
        "keys_address": url_for("issuers.did", slug=vendor.slug),
        "status_address": url_for("issuers.status", slug=vendor.slug, number=credential.status_list.number),
        "own": queries.held(certificate, actor()),
        "today": clock.today(),
    }


@lru_cache(maxsize=1024)
def _qr(address: str) -> Markup:
    """The address as a picture to point a telephone at, on white whatever the scheme: cameras want it so."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(
        border=3, dark="#14252a", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704  made here, of our own address
