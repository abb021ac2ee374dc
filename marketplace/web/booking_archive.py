"""Everything of one booking in one file, as far as the reader may see it. What is in it stands in docs/exports.md.

The tables and files are those of their own pages, by the rules of those pages; nothing is looked up past them.
"""

import json
import zipfile
from collections.abc import Iterable, Sequence

from marketplace.agreements import exporting as agreements
from marketplace.bookings.models import Booking, Side
from marketplace.bookings.sides import named, reads_for
from marketplace.conversations import matters
from marketplace.conversations import queries as conversations
from marketplace.conversations.matters import Matter
from marketplace.disputes.models import Dispute
from marketplace.evidence.kept import KeptFile
from marketplace.expenses import exporting as expenses
from marketplace.gateways import storage
from marketplace.kit.spreadsheet import Rows, moment
from marketplace.payouts import policy as money
from marketplace.requests import queries as requests
from marketplace.reviews import exporting as reviews
from marketplace.reviews import policy as reviewing
from marketplace.timesheets import exporting as hours
from marketplace.timesheets import exporting_deliverables as deliverables
from marketplace.timesheets import files, queries
from marketplace.web import dispute_page
from marketplace.web.agreements import reads_whole
from marketplace.web.booking_record import record
from marketplace.web.conversations import FORMS, written_out
from marketplace.web.exporting import add_table, add_text
from marketplace.web.ledger import readable
from marketplace.web.security import actor


def pack(booking: Booking, packed: zipfile.ZipFile) -> None:
    side = reads_for(actor(), booking)
    agreements.pack(Booking.id == booking.id, reads_whole, packed, "agreements/")
    add_text(packed, "booking.json", json.dumps(record(booking), indent=1, ensure_ascii=False))
    _add_work(booking, side, packed)
    _add_expenses(booking, side, packed)
    _add_conversation(booking, packed)
    for dispute in dispute_page.of_booking(booking):
        _add_dispute(dispute, packed)
    add_table(
        packed, "reviews.csv", reviews.of_booking(booking, side, reviewing.reads_notes(actor(), booking))
    )
    add_table(packed, "money.csv", _movements(booking))


def _add_work(booking: Booking, side: Side | None, packed: zipfile.ZipFile) -> None:
    mine = side is Side.EXPERT
    add_table(packed, "hours.csv", hours.of_booking(booking, drafts=mine))
    add_table(packed, "deliverables.csv", deliverables.of_booking(booking, drafts=mine))
    for sheet in queries.sheets_of(booking.id):
        folder = f"deliverables/{sheet.deliverable}/" if sheet.delivers else f"hours/{sheet.week_on}/"
        _add_files(packed, folder, files.shown(sheet, actor()))


def _add_expenses(booking: Booking, side: Side | None, packed: zipfile.ZipFile) -> None:
    """For both sides with the receipts; the vendor's finance reads the table."""
    if side or money.may_see_vendor_money(actor(), booking.vendor) is True:
        add_table(packed, "expenses.csv", expenses.of_booking(booking))
    if side:
        expenses.pack(Booking.id == booking.id, packed, "receipts/")


def _add_conversation(booking: Booking, packed: zipfile.ZipFile) -> None:
    """For the two who wrote it; an assessor reads it on its page alone, as long as an opinion is awaited."""
    matter = matters.of_booking(booking, requests.of_booking(booking.id))
    if matter.side_of(actor()) is None:
        return
    for form in FORMS:
        add_text(packed, f"conversation.{form}", written_out(matter, form))
    _add_sent(matter, packed)


def _add_sent(matter: Matter, packed: zipfile.ZipFile) -> None:
    sent = conversations.everything(conversations.conversation_about(matter))
    kept = [file for one in sent if not one.hidden for file in one.files]
    _add_files(packed, "conversation/", kept, [matter.shown(one.file_name) for one in kept])


def _add_dispute(dispute: Dispute, packed: zipfile.ZipFile) -> None:
    folder = f"disputes/{dispute.ref}/"
    add_text(packed, f"{folder}statements.txt", "\n\n".join(_said(dispute)) + "\n")
    _add_files(packed, folder, [file for one in dispute.statements for file in one.files])


def _said(dispute: Dispute) -> Iterable[str]:
    booking = dispute.booking
    yield f"{dispute.topic.label}, opened {moment(dispute.created_at)} UTC by {named(booking, dispute.side)}"
    for one in dispute.statements:
        with_it = "".join(f"\n[file: {file.file_name}]" for file in one.files)
        who = f"{one.author.shown_name}, {named(booking, one.side)}"
        yield f"{moment(one.created_at)} UTC, {who}:\n{one.text}{with_it}"
    if dispute.opinion:
        yield f"The opinion of {booking.vendor.name}:\n{dispute.opinion}"


def _movements(booking: Booking) -> Rows:
    """Account by account, as on the page of every movement."""
    yield ("account", "when (UTC)", "what", "amount", "then there", "currency")
    for account in readable(booking):
        for one in account.movements:
            figures = (str(one.amount.decimal()), str(one.left.decimal()), one.amount.currency)
            yield (str(account.account), moment(one.at), one.what, *figures)


def _add_files(
    packed: zipfile.ZipFile, folder: str, kept: Sequence[KeptFile], names: Sequence[str] = ()
) -> None:
    """Numbered, for several may have one name; what is not in the storage any more is left out."""
    for number, (file, name) in enumerate(
        zip(kept, names or [one.file_name for one in kept], strict=True), 1
    ):
        if storage.has(file.file_key):
            packed.write(storage.path_of(file.file_key), f"{folder}{number} {name}")
