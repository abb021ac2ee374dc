"""What is said about attestations: to the person they are about, and to whoever imported a file of them."""

from sqlalchemy import select

from marketplace.attestations.events import (
    AttestationImportFailed,
    AttestationMatched,
    AttestationsImported,
    AttestationWithdrawn,
)
from marketplace.attestations.models import Attestation
from marketplace.attestations.staging import AttestationImport
from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.notices.service import tell
from marketplace.notices.wording import shortened


def matched(fact: AttestationMatched, event: Event) -> None:
    row = _named(fact.subject)
    if row.expert is None:
        return
    tell(
        event,
        [row.expert.user_id],
        "attestation_matched",
        title=f"{row.source} vouches for your work",
        body=(
            f"{row.source} has stated: “{row.sentence}”.\n\n"
            "Only you and the vendor's staff see this. It supports your claims for "
            f"{row.subject}; you need do nothing."
        ),
        path="/claims",
    )


def withdrawn(fact: AttestationWithdrawn, event: Event) -> None:
    row = _named(fact.subject)
    if row.expert is None:
        return
    tell(
        event,
        [row.expert.user_id],
        "attestation_withdrawn",
        title=f"{row.source} took back what it stated about your work",
        body=(
            f"“{row.sentence}” no longer counts for claims that are still to be decided.\n\n"
            f"They wrote: “{shortened(fact.reason)}”"
        ),
        path="/claims",
    )


def imported(fact: AttestationsImported, event: Event) -> None:
    staged = _import_named(fact.subject)
    left = f" {fact.known:,} had been stated already and were left alone." if fact.known else ""
    _tell_importer(
        staged,
        event,
        "attestations_imported",
        title=f"{_count(fact.stated)} imported",
        body=f"Everything in {staged.file_name} is here.{left} People are told as soon as they have a profile.",
    )


def failed(fact: AttestationImportFailed, event: Event) -> None:
    staged = _import_named(fact.subject)
    _tell_importer(
        staged,
        event,
        "attestation_import_failed",
        title=f"Nothing of {staged.file_name} was imported",
        body=(
            "The catalogue has changed since the file was looked through, and "
            f"{'one row no longer fits' if fact.wrong == 1 else f'{fact.wrong:,} rows no longer fit'}. "
            "Correct the file and upload it again."
        ),
    )


def _tell_importer(staged: AttestationImport, event: Event, kind: str, *, title: str, body: str) -> None:
    users = [staged.user_id] if staged.user_id else []
    tell(event, users, kind, title=title, body=body, path=f"/attestations/imports/{staged.ref}")


def _count(stated: int) -> str:
    return "1 attestation" if stated == 1 else f"{stated:,} attestations"


def _named(ref: str) -> Attestation:
    return db.session.scalars(select(Attestation).where(Attestation.ref == ref)).one()


def _import_named(ref: str) -> AttestationImport:
    return db.session.scalars(select(AttestationImport).where(AttestationImport.ref == ref)).one()
