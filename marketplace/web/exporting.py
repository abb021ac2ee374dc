"""Tables and archives to keep: whose they are, and how they are sent.

They are made on disk, piece by piece, for years of bookings do not fit into memory; the file is gone once it is sent.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable
from typing import IO

from flask import send_file
from werkzeug.wrappers import Response

from marketplace.kit import clock, spreadsheet
from marketplace.kit.errors import NotFound
from marketplace.kit.spreadsheet import Rows
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization, Vendor
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.web.context import hat
from marketplace.web.security import actor

Side = Organization | Expert


def side() -> Side | None:
    """The organization whose hat is worn; under any other hat one's own profile. Both lists and their tables go by it."""
    worn = hat()
    if worn and worn.kind == "organization" and (organization := organizations.organization(worn.ref)):
        return organization
    return registry.expert_of(actor().user_id)


def own_side(nobodys: str) -> Side:
    """Raises `NotFound` with that sentence for who is neither."""
    found = side()
    if found is None:
        raise NotFound(nobodys)
    return found


def vendor_worn() -> Vendor | None:
    worn = hat()
    return organizations.vendor(worn.ref) if worn and worn.kind == "vendor" else None


def of_side(organizations: Callable[[int], Rows], experts: Callable[[int], Rows], nobodys: str) -> Rows:
    """The table of whichever of the two the reader is. Raises `NotFound`."""
    whose = own_side(nobodys)
    return organizations(whose.id) if isinstance(whose, Organization) else experts(whose.id)


def table(rows: Rows, name: str) -> Response:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    spreadsheet.write(rows, file)
    return _sent(file, "text/csv", name)


def archive(pack: Callable[[zipfile.ZipFile], None], name: str) -> Response:
    """What `pack` puts in. Pictures and PDF do not get smaller; what does is compressed by whoever adds it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        pack(packed)
    return _sent(file, "application/zip", name)


def document(content: bytes, mimetype: str, name: str) -> Response:
    """One small enough to be made in memory."""
    return _sent(io.BytesIO(content), mimetype, name)


def add_table(packed: zipfile.ZipFile, name: str, rows: Rows) -> None:
    """A table among the other files of an archive."""
    with packed.open(_squeezed(name), "w") as file:
        spreadsheet.write(rows, file)


def add_text(packed: zipfile.ZipFile, name: str, text: str) -> None:
    packed.writestr(_squeezed(name), text)


def _squeezed(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, clock.now().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sent(file: IO[bytes], mimetype: str, name: str) -> Response:
    file.seek(0)
    answer = send_file(file, mimetype=mimetype, max_age=0)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
