"""What can be kept: each reader finds in it what their pages show, and nothing of what they hide."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

from pytest import MonkeyPatch
from werkzeug.test import TestResponse

from marketplace.agreements import exporting
from marketplace.bookings import checklist
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.conversations import service as conversations
from marketplace.evidence import uploads
from marketplace.expenses import service as expenses
from marketplace.gateways import storage
from marketplace.kit.money import Money
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries
from marketplace.timesheets import service as timesheets
from tests import make
from tests.amendments import changing
from tests.booked import booked
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.disputes import disputing
from tests.expenses.spending import TICKET, handed_in
from tests.payments import paying
from tests.requests import requesting
from tests.reviews import reviewed
from tests.timesheets.stage import hours

DOCUMENTED = Path(__file__).parents[2] / "docs" / "exports.md"
NEXT = [date(2027, 3, 22), date(2027, 3, 23)]
MINE = "write to ana@elsewhere.example"


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def unpacked(answer: TestResponse) -> dict[str, bytes]:
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def got(cast: Cast, who: str, path: str) -> list[dict[str, str]]:
    answer = cast.browser(who).get(path)
    assert answer.status_code == 200, f"{who} at {path}: {answer.status}"
    return table(answer.data)


def at_work(cast: Cast, clock: Clock) -> Booking:
    """Agreed, paid, worked; a receipt, a file with the hours, one in the conversation, and a dispute about it."""
    booking = paying.paid(cast, WEEK[:3])
    ana, bruno = cast.actor("ana"), cast.actor("bruno")
    handed_in(cast, booking)
    plan = uploads.keep("plan.txt", b"Begin with site three.", by=bruno)
    conversations.send(booking.ref, f"Here is the plan; {MINE}", [plan.ref], by=bruno)
    clock.to(booking.ends_at)
    desk = uploads.keep("log.txt", b"nine to five", by=ana)
    timesheets.submit(booking.ref, hours(booking, 480, 480, 480), "Closed.", [desk.ref], by=ana)
    disputing.contested(cast, paying.now(booking))
    return paying.now(booking)


def test_an_archive_holds_for_each_reader_what_their_pages_show(
    cast: Cast, clock: Clock, simulator: Simulator, settle: Settle
) -> None:
    booking = at_work(cast, clock)
    settle()
    address = f"/bookings/{booking.ref}/archive.zip"
    ours = unpacked(cast.browser("dora").get(address))
    agreement, receipt = (
        f"agreements/agreement-{booking.ref}-1.pdf",
        next(n for n in ours if "receipts/" in n),
    )
    (statements,) = (name for name in ours if name.endswith("statements.txt"))
    files = {agreement, receipt, statements, "hours/2027-03-15/1 log.txt", "conversation/1 plan.txt"}
    tables = {"hours.csv", "deliverables.csv", "expenses.csv", "reviews.csv", "money.csv"}
    assert set(ours) == files | tables | {"booking.json", "conversation.txt", "conversation.html"}
    assert ours[agreement].startswith(b"%PDF")
    assert ours[receipt] == TICKET
    assert receipt.removeprefix("receipts/") == table(ours["expenses.csv"])[0]["receipts"]
    assert [row["minutes worked"] for row in table(ours["hours.csv"])] == ["480"] * 3
    assert "I worked from the archive." in ours[statements].decode()
    assert MINE in ours["conversation.txt"].decode(), "it is paid, so nothing is hidden any more"
    movements = table(ours["money.csv"])
    assert [(row["account"], row["amount"]) for row in movements] == [("booking", "2112.00")]
    carla = unpacked(cast.browser("carla").get(address))
    assert set(ours) - set(carla) == {
        receipt,
        "expenses.csv",
        "conversation.txt",
        "conversation.html",
        "conversation/1 plan.txt",
    }
    fritz = unpacked(cast.browser("fritz").get(address))
    assert set(ours) - set(fritz) == {
        receipt,
        statements,
        "hours/2027-03-15/1 log.txt",
        "conversation.txt",
        "conversation.html",
        "conversation/1 plan.txt",
    }
    assert {row["account"] for row in table(fritz["money.csv"])} > {"booking", "stripe"}
    for stranger in ("emil", "gus", "ines", "otto"):
        assert cast.browser(stranger).get(address).status_code == 404
    gone = next(iter(queries.sheets_of(booking.id)[0].files))
    storage.drop(gone.file_key)
    assert "hours/2027-03-15/1 log.txt" not in unpacked(cast.browser("ana").get(address))


def test_its_record_has_the_documented_keys_and_every_event(
    cast: Cast, clock: Clock, simulator: Simulator, settle: Settle
) -> None:
    booking = at_work(cast, clock)
    settle()
    address = f"/bookings/{booking.ref}/archive.zip"
    record = json.loads(unpacked(cast.browser("ana").get(address))["booking.json"])
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", DOCUMENTED.read_text().split("## booking.json")[1], re.M)
    assert [name for name, _ in rows] == list(record)
    for name, told in rows:
        one = record[name][0] if isinstance(record[name], list) and record[name] else record[name]
        if isinstance(one, dict):
            assert set(one) == {
                key for key in re.findall(r"`(\w+)`", told) if key in one or name != "agreements"
            }
    assert (record["read_as"], record["money"]["total"], record["terms"]["expenses_percent"]) == (
        "expert",
        "2112.00",
        50,
    )
    kinds = [one["kind"] for one in record["history"]]
    happened = [
        "BookingRequested",
        "BookingAccepted",
        "BookingConfirmed",
        "PaymentSucceeded",
        "ExpenseSubmitted",
        "TimesheetSubmitted",
        "DisputeOpened",
        "DisputeContested",
    ]
    assert [kind for kind in kinds if kind in happened] == happened
    shown = cast.browser("ana").get(f"/bookings/{booking.ref}").text
    assert all(escape(one["text"]) in shown for one in record["history"])
    for_carla = json.loads(unpacked(cast.browser("carla").get(address))["booking.json"])
    assert for_carla["read_as"] == "vendor"
    assert "ExpenseSubmitted" not in {one["kind"] for one in for_carla["history"]}


def test_before_the_payment_nothing_leads_past_us(cast: Cast) -> None:
    booking = ask(cast, message=f"Close March, {MINE}.")
    conversations.send(booking.ref, MINE, [], by=cast.actor("ana"))
    bookings.accept(booking.ref, by=cast.actor("ana"))
    for who in ("dora", "ana", "vera"):
        kept = unpacked(cast.browser(who).get(f"/bookings/{booking.ref}/archive.zip"))
        assert not [name for name, content in kept.items() if b"elsewhere.example" in content]
        assert not [name for name in kept if name.endswith(".pdf")], "a seal cannot hide anything"
        assert "[mail address hidden]" in json.loads(kept["booking.json"])["booking"]["asked_for"]
    listed = unpacked(cast.browser("dora").get("/agreements.zip"))
    assert [row["file"] for row in table(listed["agreements.csv"])] == [
        "not there: it can be downloaded once the booking is paid"
    ]
    request = requesting.published(cast, brief=f"Our lead is away, {MINE}.")
    proposal = requesting.proposed(cast, request, days=NEXT, message=f"I can; {MINE}")
    requesting.countered(cast, proposal, NEXT)
    for who in ("bruno", "ana"):
        (asked,) = got(cast, who, "/requests.csv")
        first, second = got(cast, who, "/proposals.csv")
        assert "[mail address hidden]" in asked["what is needed"]
        assert first["words"] == "I can; write to [mail address hidden]"
        assert (first["day rate"], second["day rate"], second["the last one"]) == ("640.00", "600.00", "yes")
    assert got(cast, "gus", "/requests.csv") == got(cast, "emil", "/proposals.csv") == []


def test_lists_are_kept_as_they_are_narrowed_on_screen_and_run_nothing(cast: Cast) -> None:
    first, second = booked(cast, cost_centre="=1+1"), ask(cast)
    (row,) = got(cast, "bruno", "/bookings.csv?stage=confirmed")
    assert (row["booking"], row["cost centre"], row["total"], row["days"]) == (
        first.ref,
        "'=1+1",
        "2112.00",
        "3",
    )
    for who in ("ana", "olga", "vera", "carla"):
        kept = [one["booking"] for one in got(cast, who, "/bookings.csv?stage=nonsense")]
        assert kept == [first.ref, second.ref]
    for who in ("gus", "emil", "ines"):
        assert got(cast, who, "/bookings.csv") == []
    assert cast.browser("otto").get("/bookings.csv").status_code == 404
    page = cast.browser("vera").get("/bookings?stage=confirmed").text
    assert "/bookings.csv?stage=confirmed" in page
    assert "/exports" in page


def test_a_sealed_review_is_kept_by_its_author_alone(cast: Cast, clock: Clock) -> None:
    booking = reviewed.completed(cast, clock)
    reviewed.send(cast, booking, "bruno", 4, words="Calm and quick.", note="She should be an assessor.")
    (own,) = got(cast, "dora", "/reviews.csv")
    assert (own["words"], own["average"], own["state"]) == ("Calm and quick.", "4.0", "sealed")
    assert got(cast, "ana", "/reviews.csv") == []
    (noted,) = got(cast, "carla", "/vendors/ledgerline/reviews.csv")
    assert (noted["words"], noted["stars 1"], noted["to the vendor alone"]) == (
        "",
        "",
        "She should be an assessor.",
    )
    reviewed.send(cast, booking, "ana", 5, words="Well prepared.", note="They were late once.")
    for who, notes in (
        ("ana", ["", "They were late once."]),
        ("dora", ["She should be an assessor.", ""]),
        ("carla", ["She should be an assessor.", "They were late once."]),
    ):
        path = "/vendors/ledgerline/reviews.csv?state=published" if who == "carla" else "/reviews.csv"
        rows = got(cast, who, path)
        assert [row["words"] for row in rows] == ["Calm and quick.", "Well prepared."]
        assert [row["to the vendor alone"] for row in rows] == notes
    assert got(cast, "carla", "/vendors/ledgerline/reviews.csv?state=hidden") == []


def test_disputes_tell_the_division_to_whom_they_concern(
    cast: Cast, clock: Clock, simulator: Simulator, settle: Settle
) -> None:
    booking = disputing.at_work(cast, clock)
    dispute = disputing.taken(cast, booking)
    disputing.opine(cast, dispute.ref, 128_000)
    settle()
    for who in ("ana", "bruno", "carla"):
        (row,) = got(cast, who, "/disputes.csv")
        assert (row["price in dispute"], row["went back of the price"], row["to the expert"]) == (
            "1920.00",
            "640.00",
            "1280.00",
        )
        assert (row["state"], row["went back in all"], row["assessor"]) == ("decided", "704.00", "Carla")
    assert got(cast, "carla", "/disputes.csv?show=waiting") == []
    assert got(cast, "gus", "/disputes.csv") == []
    assert cast.browser("fritz").get("/disputes.csv").status_code == 404


def test_the_vendors_finance_reads_what_goes_without_a_fee(cast: Cast) -> None:
    booking = booked(cast)
    handed_in(cast, booking, "100")
    dear = handed_in(cast, booking, "500")
    expenses.approve(dear.ref, "450", "Second class.", by=cast.actor("dora"))
    fritz = cast.browser("fritz")
    page = fritz.get("/vendors/ledgerline/expenses").text
    for said in ("€100.00", "€500.00", "€450.00", "€960.00", "Waiting for approval"):
        assert said in page
    narrowed = fritz.get("/vendors/ledgerline/expenses?state=approved").text
    assert "€500.00" in narrowed
    assert f"/expenses/{dear.ref}" not in narrowed, "the receipt is the two sides' own"
    rows = got(cast, "fritz", "/vendors/ledgerline/expenses.csv")
    assert [(row["asked for"], row["approved"]) for row in rows] == [("100.00", ""), ("500.00", "450.00")]
    assert "Nothing here" not in cast.browser("vera").get("/vendors/ledgerline/expenses").text


def test_under_each_hat_its_own_things_are_offered(cast: Cast) -> None:
    for who, there, not_there in (
        ("ana", "/proposals.csv", "/vendors/"),
        ("dora", "/expenses/receipts.zip", "/vendors/"),
        ("fritz", "/vendors/ledgerline/expenses.csv", "/disputes.csv"),
        ("carla", "/disputes.csv", "/vendors/ledgerline/expenses.csv"),
    ):
        page = cast.browser(who).get("/exports").text
        offered = re.findall(r'href="([^"]+\.(?:csv|zip))"', page)
        assert there in offered, who
        statement = re.findall(r'href="([^"]+/statements/[^"]+)"', page)
        assert [cast.browser(who).get(each).status_code for each in statement] == [200] * (who != "carla"), (
            who
        )
        assert not [one for one in offered if not_there in one], who
        for each in offered:
            assert cast.browser(who).get(each).status_code == 200, f"{who} at {each}"
    assert "Nothing to keep yet" in cast.browser("otto").get("/exports").text


def test_what_was_never_sealed_is_sealed_a_few_at_a_time(cast: Cast, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_SEALED", 1)
    first, second = accepted(cast, WEEK[:1]), accepted(cast, WEEK[1:2])
    browser = cast.browser("dora")
    for there in ([first], [first, second]):
        kept = unpacked(browser.get("/agreements.zip"))
        assert [name for name in kept if name.endswith(".pdf")] == [
            f"agreement-{one.ref}-1.pdf" for one in there
        ]
    assert set(unpacked(cast.browser("vera").get("/agreements.zip"))) == set(kept)
    assert set(unpacked(cast.browser("gus").get("/agreements.zip"))) == {"agreements.csv"}


def test_each_day_has_the_price_that_it_was_worked_for(
    cast: Cast, clock: Clock, simulator: Simulator, settle: Settle
) -> None:
    """A week is approved; then the two agree on a lower rate, and on a day more that nobody pays for."""
    booking = paying.paid(cast, [*WEEK[:1], *changing.NEXT[:2]])
    make.change(booking, checklist=["A login", "The old rules"])
    checklist.tick(booking.ref, 1, by=cast.actor("ana"))
    clock.to(datetime(2027, 3, 19, 18, tzinfo=UTC))
    first = timesheets.submit(booking.ref, {queries.shifts_of(booking)[0].ref: 480}, "", by=cast.actor("ana"))
    timesheets.approve(first.ref, by=cast.actor("dora"))
    settle()
    clock.forward(hours=1)
    days = [*WEEK[:1], *changing.NEXT[:2]]
    changing.agreed(cast, paying.now(booking), days, Money(60_000, "EUR"))
    settle()
    changing.agreed(cast, paying.now(booking), [*days, changing.NEXT[2]], Money(60_000, "EUR"))
    kept = unpacked(cast.browser("dora").get(f"/bookings/{booking.ref}/archive.zip"))
    (row,) = table(kept["hours.csv"])
    assert (row["price of the day"], row["earned with the sheet"], row["fee on that"]) == (
        "640.00",
        "640.00",
        "64.00",
    )
    record = json.loads(kept["booking.json"])
    assert [(one["on"], one["price"]) for one in record["days"]] == [
        (day.isoformat(), price) for day, price in zip(days, ("640.00", "600.00", "600.00"), strict=True)
    ], "the day that is only held is no day of it"
    assert [(one["rate_before"], one["rate_after"]) for one in record["changes"]] == [
        ("600.00", "600.00"),
        ("640.00", "600.00"),
    ]
    assert [(one["words"], one["ticked_by"]) for one in record["checklist"]] == [
        ("A login", "Ana"),
        ("The old rules", None),
    ]
    assert (record["booking"]["po_number"], record["changes"][0]["answer"]) == (None, None)
