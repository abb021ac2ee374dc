"""Statements are found from where one's money is, month by month, and taken away as files."""

from marketplace.simulator.serving import Simulator
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.reconciliation.stage import released


def test_month_by_month(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> None:
    released(cast, clock, settle)
    ana, dora, fritz = (cast.browser(name) for name in ("ana", "dora", "fritz"))
    assert "/earnings/statements/2027-03" in ana.get("/earnings").text
    page = ana.get("/earnings/statements/2027-03").text
    assert "Statement for March 2027" in page and "not over yet" in page
    assert "/earnings/statements/2027-02" in page and "/earnings/statements/2027-04" not in page
    assert "Nothing moved" in ana.get("/earnings/statements/2027-02").text
    theirs = f"/organizations/{cast.nordwind.ref}/statements/2027-03"
    assert theirs in dora.get(f"/organizations/{cast.nordwind.ref}/spending").text
    assert "Customer paid" in dora.get(theirs).text
    ours = "/vendors/ledgerline/statements/2027-03"
    assert ours in fritz.get("/vendors/ledgerline/money").text
    for address, kind in (
        (f"{ours}/statement.csv", "text/csv"),
        (f"{theirs}/statement.pdf", "application/pdf"),
    ):
        answer = (fritz if address.startswith("/vendors") else dora).get(address)
        assert answer.mimetype == kind
        assert "statement-" in answer.headers["Content-Disposition"]
    assert fritz.get("/vendors/ledgerline/statements/2027-13").status_code == 404
    assert fritz.get("/vendors/ledgerline/statements/2027-03/statement.exe").status_code == 404
