"""What both sides of a booking agreed to, to read and to download; and the text of a vendor, for everybody."""

import re

from flask import Blueprint, Response, render_template, send_file

from marketplace.agreements import facts, placeholders, policy, queries, seal_keys, sealing
from marketplace.agreements.errors import HiddenYet
from marketplace.agreements.models import Agreement
from marketplace.agreements.paper import times
from marketplace.agreements.queries import Wording
from marketplace.conversations.showing import shown
from marketplace.gateways import storage
from marketplace.kit.errors import NotFound, Refused
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Vendor
from marketplace.web.forms.refusal import status_of
from marketplace.web.security import actor, signed_in

bp = Blueprint("agreements", __name__)
bp.app_template_filter("agreed_at")(times)

Answer = Response | tuple[str, int]


@bp.get("/bookings/<ref>/agreements/<number>")
@signed_in
def show(ref: Ref, number: str) -> Answer:
    return _shown(ref, _number(number))


@bp.get("/bookings/<ref>/agreements/<number>/sealed")
@signed_in
def download(ref: Ref, number: str) -> Answer:
    if not reads_whole(queries.visible(ref, _number(number), actor())):
        return _shown(ref, _number(number), HiddenYet())
    try:
        agreement, key = sealing.sealed(ref, _number(number), by=actor())
    except NotFound:
        raise
    except Refused as refusal:
        return _shown(ref, _number(number), refusal)
    answer = send_file(
        storage.path_of(key),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"agreement-{agreement.booking.ref}-{agreement.number}.pdf",
        max_age=0,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/vendors/<slug>/agreement")
def of_vendor(slug: str) -> str:
    vendor = _vendor(slug)
    return _wording(vendor, queries.holding(vendor.id))


@bp.get("/vendors/<slug>/agreement/versions/<number>")
def version(slug: str, number: str) -> str:
    vendor = _vendor(slug)
    return _wording(vendor, queries.wording(vendor.id, _number(number)))


@bp.get("/vendors/<slug>/agreement/certificate")
def certificate(slug: str) -> Response:
    """What seals are checked against."""
    key = seal_keys.known(_vendor(slug))
    if key is None:
        raise NotFound("This vendor has not sealed anything yet.")
    answer = Response(key.certificate, content_type="application/x-pem-file")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-seal.pem"'
    return answer


def _shown(ref: Ref, number: int, refusal: Refused | None = None) -> tuple[str, int]:
    agreement = queries.visible(ref, number, actor())
    booking = agreement.booking
    page = render_template(
        "agreements/show.html",
        agreement=agreement,
        booking=booking,
        text=_readable(agreement),
        versions=queries.of_booking(booking.id),
        sentence=refusal.sentence if refusal else "",
    )
    return page, status_of(refusal) if refusal else 200


def _readable(agreement: Agreement) -> str:
    """Before the payment the purpose is read here as on the booking's page: without what leads past us."""
    purpose, booking = agreement.booking.message, agreement.booking
    return agreement.text.replace(
        placeholders.escaped(purpose), placeholders.escaped(shown(purpose, booking))
    )


def reads_whole(agreement: Agreement) -> bool:
    """Whether nothing of its text is hidden any more: a file cannot hide it."""
    return _readable(agreement) == agreement.text


def _wording(vendor: Vendor, wording: Wording) -> str:
    return render_template(
        "agreements/of_vendor.html",
        vendor=vendor,
        wording=wording,
        holding=queries.holding(vendor.id).number,
        sample=placeholders.filled(wording.text, {**facts.SAMPLE, "vendor": vendor.name}),
        versions=queries.versions_of(vendor.id),
        seals=seal_keys.known(vendor) is not None,
        writes=policy.may_write(actor(), vendor) is True,
    )


def _vendor(slug: str) -> Vendor:
    vendor = organizations.vendor_by_slug(slug)
    if vendor is None:
        raise NotFound
    return vendor


def _number(text: str) -> int:
    """Of a version, as an address names it."""
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise NotFound
    return int(text)
