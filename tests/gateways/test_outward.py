"""Reading from strangers: what is refused, what is survived, and that nobody is led inside."""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

import pytest
from flask import Flask

from marketplace.db.session import atomic
from marketplace.gateways import outward, outward_addresses
from marketplace.gateways.outward import Fetched, Unchanged, Wanted
from marketplace.gateways.outward_addresses import CannotFetch, allowed, target
from marketplace.kit.errors import Invalid
from tests.gateways.stranger import Handler, Stranger, dripping, led_to, silent, stranger

HERE = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def host(app: Flask) -> Iterator[Stranger]:
    app.config["OUTWARD_NETWORKS"] = HERE
    with stranger() as server:
        yield server
    app.config["OUTWARD_NETWORKS"] = ()


def fetched(address: str, etag: str = "", modified: str = "") -> Fetched | Unchanged | CannotFetch:
    [answer] = outward.fetch_all([Wanted(address, etag, modified)])
    return answer


def refusal(address: str) -> str:
    answer = fetched(address)
    assert isinstance(answer, CannotFetch), answer
    return answer.sentence


@pytest.mark.parametrize(
    "spot",
    """127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1 198.18.0.1 224.0.0.1
    255.255.255.255 240.0.0.1 ::1 :: fe80::1 fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
    64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:a00:1:: 2001:0:4136:e378:8000:63bf:f5ff:fffe 2001:db8::1""".split(),
)
def test_inward_addresses(spot: str) -> None:
    assert not allowed(ip_address(spot))


@pytest.mark.parametrize(
    "spot", ["8.8.8.8", "2a00:1450:4001:82f::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_out_there(spot: str) -> None:
    assert allowed(ip_address(spot))


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/x", "file:///etc/passwd", "gopher://a.example", "a.example/x.ics", "https://", "", "https://[::1",
     "javascript:alert(1)", "https://ana:secret@a.example/x.ics", "http://a.example:25/", "http://a.example:99999/", "x" * 3000,
     "https://a.example\\@b.example/x:y@c", f"https://{'a' * 70}.example/"],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(Invalid) as refused:
        target(address)
    assert refused.value.sentence.endswith(".")


def test_webcal_is_https() -> None:
    there = target("webcal://Calendar.Example/ana%20b/ä.ics?key=1&x=a b#top")
    assert (there.secure, there.host, there.port) == (True, "calendar.example", 443)
    assert there.path == "/ana%20b/%C3%A4.ics?key=1&x=a%20b"


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8000/x", "http://localhost:8000/", "http://[::1]:8000/", "http://2130706433:8000/", "http://0x7f.1:8000/",
     "http://[::ffff:127.0.0.1]:8000/", "http://169.254.169.254/latest/meta-data/"],
)  # fmt: skip
def test_nobody_is_led_inside_however_it_is_written(app: Flask, address: str) -> None:
    assert "not on the public internet" in refusal(address) or "no host" in refusal(address)


def test_one_inward_address_among_others_is_enough(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: resolved("8.8.8.8", "10.0.0.1"))
    assert "not on the public internet" in refusal("http://calendar.example/")


def resolved(*spots: str) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (spot, 80)) for spot in spots]


def test_the_address_that_was_checked_is_the_one_connected_to(
    host: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked a second time, the name would lead elsewhere: it is not asked a second time."""
    asked: list[str] = []

    def rebinding(name: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if name == "calendar.example":
            asked.append(name)
            return resolved("127.0.0.1" if len(asked) == 1 else "127.6.6.6")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, host.server_address[1]))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    address = host.at("/x.ics", b"hello", "calendar.example")
    answer = fetched(address)
    assert isinstance(answer, Fetched) and answer.body == b"hello"
    assert asked == ["calendar.example"]
    assert host.asked[0][1]["Host"].startswith("calendar.example")


def test_a_document_and_what_its_host_says_of_it(host: Stranger) -> None:
    address = host.at("/x.ics", lambda one: one.send(b"hello", ETag='"1"', Last_Modified="Mon"))
    assert fetched(address) == Fetched(b"hello", '"1"', "Mon")


def test_it_is_asked_whether_anything_has_changed(host: Stranger) -> None:
    def answer(one: Handler) -> None:
        known = one.headers["If-None-Match"] == '"1"' and one.headers["If-Modified-Since"] == "Mon"
        one.send(status=304 if known else 200)

    address = host.at("/x.ics", answer)
    assert isinstance(fetched(address, '"1"', "Mon"), Unchanged)
    assert isinstance(fetched(address), Fetched)


def test_a_host_that_says_unchanged_without_being_asked_makes_no_sense(host: Stranger) -> None:
    assert "304" in refusal(host.at("/x.ics", lambda one: one.send(status=304)))


@pytest.mark.parametrize(
    "status, said", [(401, "password"), (403, "let us in"), (404, "nothing at"), (503, "503")]
)
def test_errors_are_said_in_words(host: Stranger, status: int, said: str) -> None:
    assert said in refusal(host.at("/x.ics", lambda one: one.send(status=status)))


def test_it_may_lead_on_a_few_times(host: Stranger) -> None:
    last = host.at("/4", b"here")
    for number in (3, 2, 1, 0):
        last = host.at(f"/{number}", led_to(last if number % 2 else f"/{number + 1}"))
    answer = fetched(last)
    assert isinstance(answer, Fetched) and answer.body == b"here"
    assert "on and on" in refusal(host.at("/round", led_to("/round")))


@pytest.mark.parametrize(
    "inside", ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "file:///etc/passwd"]
)
def test_each_hop_is_checked(host: Stranger, inside: str) -> None:
    refused = refusal(host.at("/x.ics", led_to(inside)))
    assert "not on the public internet" in refused or "begins with https" in refused


def test_it_never_leads_from_encrypted_to_plain(host: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    def plain(self: outward._Line) -> None:
        self.sock = socket.create_connection((self.spot, host.server_address[1]))

    monkeypatch.setattr(outward._Line, "connect", plain)
    address = host.at("/x.ics", led_to(host.at("/y.ics", b"secret"))).replace("http:", "https:")
    assert "without encryption" in refusal(address)


def test_a_certificate_that_is_not_valid(host: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: outward._Line) -> None:
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr(outward._Line, "connect", connect)
    assert "certificate of 127.0.0.1 is not valid" in refusal("https://127.0.0.1/x.ics")


@pytest.mark.parametrize("slow", [dripping, silent])
def test_slow_hosts_are_given_up(host: Stranger, monkeypatch: pytest.MonkeyPatch, slow) -> None:
    monkeypatch.setattr(outward, "TOTAL", 0.4)
    began = time.monotonic()
    assert "too long" in refusal(host.at("/x.ics", slow))
    assert time.monotonic() - began < 2


def test_a_host_that_does_not_answer(app: Flask, host: Stranger) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "does not answer" in refusal(f"http://127.0.0.1:{taken.getsockname()[1]}/")


def test_what_is_too_large_is_not_read_to_its_end(host: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "LARGEST", 100_000)

    def unsaid(one: Handler) -> None:
        one.send_response(200)
        one.end_headers()
        for _ in range(200):
            one.wfile.write(b"x" * 1000)

    assert "larger than" in refusal(host.at("/said", b"x" * 100_001))
    assert "larger than" in refusal(host.at("/unsaid", unsaid))
    assert isinstance(fetched(host.at("/just", b"x" * 100_000)), Fetched)


def test_nor_is_what_becomes_too_large_unpacked(host: Stranger) -> None:
    def packed(body: bytes) -> outward.Answer:
        return fetched(host.at("/x.ics", lambda one: one.send(body, Content_Encoding="gzip")))

    assert packed(gzip.compress(b"hello")) == Fetched(b"hello", "", "")
    bomb = gzip.compress(b"\0" * (outward.LARGEST + 1))
    assert len(bomb) < 20_000
    for wrong, said in (
        (bomb, "larger than"),
        (gzip.compress(b"hello" * 99)[:-9], "middle"),
        (b"not packed", "as hosts do"),
    ):
        answer = packed(wrong)
        assert isinstance(answer, CannotFetch) and said in answer.sentence


def test_half_a_document_is_none(host: Stranger) -> None:
    assert "middle" in refusal(host.at("/x.ics", lambda one: one.send(b"half", Content_Length="8")))


def test_what_is_no_http_is_said_in_words(host: Stranger) -> None:
    assert "as hosts do" in refusal(
        host.at("/x.ics", lambda one: one.wfile.write(b"220 mail.example ESMTP\r\n\r\n"))
    )


def test_several_are_read_together(host: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "TOTAL", 0.6)
    good, slow = host.at("/good", b"hello"), host.at("/slow", silent)
    began = time.monotonic()
    answers = outward.fetch_all([Wanted(slow), Wanted(good), Wanted(slow), Wanted("http://[::1]/")])
    assert [type(one).__name__ for one in answers] == ["CannotFetch", "Fetched", "CannotFetch", "CannotFetch"]
    assert time.monotonic() - began < 1.5


def test_never_within_a_transaction(app: Flask) -> None:
    with atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        outward.fetch_all([])


def test_an_installation_can_trust_a_network_of_its_own() -> None:
    own = outward_addresses.target("http://10.1.2.3/")
    assert [str(spot) for spot in outward_addresses.spots(own, (ip_network("10.1.0.0/16"),))] == ["10.1.2.3"]
