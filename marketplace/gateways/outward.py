"""Reading documents from strangers' hosts, safely.

Only http and https; every hop's host is resolved once, checked, and connected to at the very address that was checked; few
redirects, never from https to http; limits for connecting, for all of it, and for its size, packed and unpacked.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from flask import current_app

from marketplace.db.session import outside_transaction
from marketplace.gateways.outward_addresses import CannotFetch, Networks, Target, spots, target
from marketplace.kit.errors import Invalid

CONNECT = 4.0
TOTAL = 20.0
"""Seconds, redirects included."""
LARGEST = 10 * 1024 * 1024
HOPS = 4
TRIED = 2
"""Addresses of one host."""
PIECE = 64 * 1024
REDIRECTS = (301, 302, 303, 307, 308)
HEADERS = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`etag` and `modified` are what the host said when it was last read; empty to read it in any case."""

    address: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    body: bytes
    etag: str
    modified: str


class Unchanged:
    """The host says that it is as it was."""


Answer = Fetched | Unchanged | CannotFetch


def fetch_all(wanted: Sequence[Wanted]) -> list[Answer]:
    """Each is read in a thread of its own; the answers come in the order of the questions, failures among them."""
    outside_transaction()
    config = current_app.config
    trusted, name = config["OUTWARD_NETWORKS"], config["SITE_NAME"]
    if not wanted:
        return []
    with ThreadPoolExecutor(max_workers=len(wanted)) as pool:
        return list(pool.map(lambda one: _answer(one, trusted, name), wanted))


def _answer(wanted: Wanted, trusted: Networks, name: str) -> Answer:
    deadline = time.monotonic() + TOTAL
    try:
        return _follow(wanted, trusted, name, deadline)
    except CannotFetch as problem:
        return problem
    except Invalid as problem:
        return CannotFetch(problem.sentence)
    except Exception:  # whatever a stranger's host makes the library stumble over
        late = time.monotonic() >= deadline
        return CannotFetch("It took too long to answer." if late else "It did not answer as hosts do.")


def _follow(wanted: Wanted, trusted: Networks, name: str, deadline: float) -> Fetched | Unchanged:
    address, secure = wanted.address, False
    for _ in range(HOPS + 1):
        where = target(address)
        if secure and not where.secure:
            raise CannotFetch("It leads on to an address without encryption.")
        with _asked(where, wanted, trusted, name, deadline) as answer:
            if answer.status not in REDIRECTS:
                return _read(answer, wanted)
            address, secure = urljoin(_written(where), answer.getheader("Location", "")), where.secure
    raise CannotFetch("It leads on and on, from one address to the next.")


def _written(where: Target) -> str:
    host = f"[{where.host}]" if ":" in where.host else where.host
    return f"{'https' if where.secure else 'http'}://{host}:{where.port}{where.path}"


class _Line(http.client.HTTPConnection):
    """A connection to the address that was checked, under the host's own name."""

    def __init__(self, where: Target, spot: str) -> None:
        super().__init__(where.host, where.port, timeout=CONNECT)
        self.where, self.spot = where, spot
        self.wire: socket.socket | None = (
            None  # `sock` is given up as soon as an answer begins that ends the connection
        )
        if where.secure:
            self.default_port = http.client.HTTPS_PORT  # or the Host header would name it

    def connect(self) -> None:
        self.sock = self.wire = socket.create_connection((self.spot, self.port), CONNECT)
        self.sock.settimeout(TOTAL)
        if self.where.secure:
            secured = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.where.host, do_handshake_on_connect=False
            )
            self.sock = self.wire = secured
            secured.do_handshake()

    def cut(self) -> None:
        """From another thread: whatever is being waited for ends now."""
        if self.wire is not None:
            with suppress(OSError):  # not connected any more
                self.wire.shutdown(socket.SHUT_RDWR)


@contextmanager
def _asked(
    where: Target, wanted: Wanted, trusted: Networks, name: str, deadline: float
) -> Iterator[http.client.HTTPResponse]:
    line = _connected(where, trusted, deadline)
    # A timeout of the socket counts anew with each byte, so that a host could drip for hours.
    limit = threading.Timer(max(0.0, deadline - time.monotonic()), line.cut)
    limit.daemon = True
    limit.start()
    try:
        line.request("GET", where.path, headers=HEADERS | {"User-Agent": name} | _if_changed(wanted))
        answer = line.getresponse()
        yield answer
        if time.monotonic() >= deadline:
            raise CannotFetch("It took too long to answer.")
    finally:
        limit.cancel()
        line.close()


def _connected(where: Target, trusted: Networks, deadline: float) -> _Line:
    for spot in spots(where, trusted)[:TRIED]:
        line = _Line(where, str(spot))
        limit = threading.Timer(max(0.0, deadline - time.monotonic()), line.cut)
        limit.daemon = True
        limit.start()
        try:
            line.connect()
        except ssl.SSLCertVerificationError:
            raise CannotFetch(f"The certificate of {where.host} is not valid.") from None
        except OSError:
            line.close()
        else:
            return line
        finally:
            limit.cancel()
    raise CannotFetch(f"{where.host} does not answer.")


def _if_changed(wanted: Wanted) -> dict[str, str]:
    named = {"If-None-Match": wanted.etag, "If-Modified-Since": wanted.modified}
    return {header: value for header, value in named.items() if value}


SAID = {
    401: "It asks for a password. Copy the secret address of the calendar instead.",
    403: "It does not let us in. Is the calendar still shared by this address?",
    404: "There is nothing at this address any more.",
    410: "There is nothing at this address any more.",
    429: "It was asked too often, and wants to be left alone for a while.",
}


def _read(answer: http.client.HTTPResponse, wanted: Wanted) -> Fetched | Unchanged:
    if answer.status == 304 and (wanted.etag or wanted.modified):
        return Unchanged()
    if answer.status != 200:
        raise CannotFetch(SAID.get(answer.status, f"It answered with error {answer.status}."))
    if (answer.length or 0) > LARGEST:
        raise _too_large()
    # Only what fits into its column, or it would not be what the host said.
    tags = [answer.getheader(name, "") for name in ("ETag", "Last-Modified")]
    etag, modified = (tag if len(tag) <= 200 and tag.isprintable() and tag.isascii() else "" for tag in tags)
    return Fetched(_body(answer), etag, modified)


def _body(answer: http.client.HTTPResponse) -> bytes:
    packing = answer.getheader("Content-Encoding", "identity").strip().lower()
    if packing in ("identity", ""):
        return _gathered(answer)
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise CannotFetch("It is packed in a way that we do not know.")
    unpacker = zlib.decompressobj(wbits=47)  # either header (zlib.net/manual.html, inflateInit2)
    body = unpacker.decompress(_gathered(answer), LARGEST + 1)
    if len(body) > LARGEST:
        raise _too_large()
    if not unpacker.eof:
        raise CannotFetch("It breaks off in the middle.")
    return body


def _gathered(answer: http.client.HTTPResponse) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise _too_large()
    if answer.length:
        raise CannotFetch("It breaks off in the middle.")
    return b"".join(pieces)


def _too_large() -> CannotFetch:
    return CannotFetch(f"It is larger than {LARGEST // 1024 // 1024} MB.")
