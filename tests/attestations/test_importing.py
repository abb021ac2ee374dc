"""Vera uploads a file: she sees what would come in, confirms, and all of it is there, or nothing."""

import pytest
from sqlalchemy import func, select

from marketplace.attestations import importing, imports, queries, service
from marketplace.attestations.models import Attestation
from marketplace.attestations.staging import AttestationImport, ImportLine, ImportState, LineState
from marketplace.attestations.usage import Words
from marketplace.catalog import service as catalog
from marketplace.db.base import db
from marketplace.events import outbox
from marketplace.events.models import Pending
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from tests import crashing, make, racing
from tests.attestations.files import EMIL, PIA, file
from tests.cast import Cast
from tests.conftest import Clock, Settle


def uploaded(cast: Cast, *rows: str) -> AttestationImport:
    return imports.upload(cast.ledgerline.ref, "people.csv", file(*rows), by=cast.actor("vera"))


def confirmed(cast: Cast, *rows: str) -> AttestationImport:
    return imports.begin(uploaded(cast, *rows).ref, by=cast.actor("vera"))


def stated() -> int:
    return db.session.scalar(select(func.count(Attestation.id))) or 0


def mistakes(staged: AttestationImport) -> dict[int, list[str]]:
    return {line.number: [each[0] for each in line.mistakes] for line in imports.wrong_lines(staged)}


def test_nothing_comes_in_before_vera_says_so_and_all_of_it_after(cast: Cast, settle: Settle) -> None:
    staged = uploaded(cast, PIA, EMIL)
    settle()
    assert (staged.total, staged.ready, staged.wrong, stated()) == (2, 2, 0, 0)
    imports.begin(staged.ref, by=cast.actor("vera"))
    settle()
    assert (staged.state, staged.stated, staged.done) == (ImportState.IMPORTED, 2, 2)
    pia, emil = db.session.scalars(select(Attestation).order_by(Attestation.id))
    assert pia.sentence == "Administrator, Ledgerline Payroll · Leave, releases 9.2–10.1, 26 months"
    assert (pia.name, pia.expert_id, pia.stated_by_id) == ("Pia", None, cast.user("vera").id)
    assert emil.expert_id == cast.emil.id
    assert list(queries.standing_for(cast.emil.id, cast.leave)) == [emil]
    assert db.session.scalar(select(func.count(ImportLine.id))) == 0, "rows of a file are not kept"


def test_every_mistake_of_a_row_is_told_with_its_column(cast: Cast) -> None:
    staged = uploaded(
        cast,
        PIA,
        "not an address,,Payrol,,Administrator,,,26",
        "a@example.test,,Ledgerline Payroll,Loans,,8.0,,lots",
        "a@example.test,,Ledgerline Payroll,,,8.0,,lots",
        "a@example.test,,Ledgerline Payroll,,Admin,10.1,9.2,26",
        "vera@example.test,,Ledgerline Payroll,,Admin,,,26",
    )
    assert mistakes(staged) == {
        3: ["email", "product"],
        4: ["module", "role", "months", "first release"],
        5: ["role", "months", "first release"],
        6: ["last release"],
        7: ["email"],
    }
    with pytest.raises(Invalid, match="nothing is imported by halves"):
        imports.begin(staged.ref, by=cast.actor("vera"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", '"\tx"', '"\rx"', " =cmd|' /C calc'!A0"])
def test_cells_that_spreadsheets_would_run_are_refused(cast: Cast, cell: str) -> None:
    staged = uploaded(cast, f"pia@example.test,{cell},Ledgerline Payroll,,Administrator,,,26")
    (line,) = imports.wrong_lines(staged)
    assert line.mistakes[0][0] == "name"
    assert "formula" in line.mistakes[0][2]


def test_what_is_known_is_left_out_and_says_why(cast: Cast, settle: Settle) -> None:
    words = Words("administrator", "9.2", "10.1", "26")
    service.state(
        cast.ledgerline.ref, "pia@example.test", skill_ref=cast.leave.ref, words=words, by=cast.actor("carla")
    )
    staged = uploaded(cast, PIA, EMIL, EMIL.upper())
    notes = [line.note for line in imports.lines_of(staged, LineState.KNOWN).items]
    assert notes == ["Has been stated already.", "Says the same as row 3."]
    imports.begin(staged.ref, by=cast.actor("vera"))
    settle()
    assert (staged.stated, staged.known, stated()) == (1, 2, 2)
    again = uploaded(cast, PIA, EMIL)
    with pytest.raises(Invalid, match="already"):
        imports.begin(again.ref, by=cast.actor("vera"))


def test_a_product_retired_in_between_stops_all_of_it(cast: Cast, settle: Settle) -> None:
    books = make.product(cast.ledgerline, "Ledgerline Books", ())
    staged = confirmed(cast, PIA, "pia@example.test,,Ledgerline Books,,Clerk,,,3")
    catalog.retire_product(books.ref, by=cast.actor("vera"))
    settle()
    assert (staged.state, stated()) == (ImportState.FAILED, 0)
    assert mistakes(staged) == {3: ["product"]}


def test_a_module_retired_in_the_last_moment_stops_it_too(
    cast: Cast, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged, module, vera = confirmed(cast, PIA, EMIL), cast.payroll.modules[0].ref, cast.actor("vera")
    finish = importing._finish

    def late(ref: str) -> None:
        catalog.retire_module(module, by=vera)
        finish(ref)

    monkeypatch.setattr(importing, "_finish", late)
    settle()
    assert (staged.state, stated(), mistakes(staged)) == (ImportState.FAILED, 0, {2: ["module"]})


def test_the_same_file_confirmed_twice_comes_in_once(cast: Cast, settle: Settle) -> None:
    first, second = confirmed(cast, PIA, EMIL), confirmed(cast, PIA, EMIL)
    settle()
    assert (first.stated, second.stated, second.known, stated()) == (2, 0, 2, 2)


def test_pressing_confirm_in_two_windows(cast: Cast, settle: Settle) -> None:
    ref, vera = uploaded(cast, PIA).ref, cast.actor("vera")
    outcomes = racing.threads(cast.app, [lambda: imports.begin(ref, by=vera)] * 2)
    assert sorted(outcomes) == ["WrongState", "done"]
    settle()
    assert stated() == 1


def test_discarded_it_is_gone(cast: Cast) -> None:
    staged = uploaded(cast, PIA)
    imports.discard(staged.ref, by=cast.actor("carla"))
    assert imports.lines_of(staged, LineState.READY).items == []
    with pytest.raises(WrongState, match="discarded"):
        imports.begin(staged.ref, by=cast.actor("vera"))


def test_nobody_confirms_for_a_week(cast: Cast, clock: Clock) -> None:
    staged = uploaded(cast, PIA)
    clock.forward(days=6, hours=23)
    assert imports.discard_old() == 0
    clock.forward(hours=1)
    assert imports.discard_old() == 1
    assert imports.discard_old() == 0
    assert staged.state is ImportState.DISCARDED


def test_strangers_neither_upload_nor_see_it(cast: Cast) -> None:
    staged = uploaded(cast, PIA)
    for name in ("fritz", "ines", "bruno", "otto"):
        with pytest.raises(NotAllowed):
            imports.upload(cast.ledgerline.ref, "x.csv", file(PIA), by=cast.actor(name))
        with pytest.raises(NotFound):
            imports.begin(staged.ref, by=cast.actor(name))


ROWS = [f"p{number}@example.test,,Ledgerline Payroll,,Clerk,,,{number % 90 + 1}" for number in range(1_200)]
# Claimed; three steps of rows, and a look for a fourth; all of it at once; ticked off.
STEPS = crashing.points(requests=0, commits=7)


@pytest.mark.parametrize("point", STEPS, ids=str)
def test_the_worker_is_killed_half_way(cast: Cast, clock: Clock, point: crashing.Point) -> None:
    staged = confirmed(cast, *ROWS)
    crashing.dies(cast.app, point, _work)
    db.session.expire_all()
    assert stated() in (0, 1_200)
    crashing.recovered(clock, minutes=4)
    db.session.expire_all()
    assert (staged.state, staged.stated, stated()) == (ImportState.IMPORTED, 1_200, 1_200)


def test_these_are_all_the_points_there_are(cast: Cast) -> None:
    confirmed(cast, *ROWS)
    assert crashing.counted(cast.app, _work) == (0, 7)


def _work() -> None:
    wanted = select(Pending.id).where(Pending.reaction == "attestations.importing.carry_out")
    outbox.run(db.session.scalars(wanted).one())


def test_progress_is_seen_while_it_lasts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    staged, seen = confirmed(cast, *ROWS), []
    monkeypatch.setattr(importing, "_finish", lambda ref: seen.append(staged.done))
    outbox.sweep()
    assert seen == [1_200]
    assert staged.state is ImportState.IMPORTING


@pytest.mark.slow
def test_a_file_of_twenty_thousand_rows_comes_in_whole(cast: Cast, settle: Settle) -> None:
    rows = [f"p{number}@example.test,,Ledgerline Payroll,,Clerk,,,26" for number in range(20_000)]
    staged = confirmed(cast, *rows)
    settle()
    assert staged.stated == 20_000
