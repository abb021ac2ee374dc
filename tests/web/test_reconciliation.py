"""Otto looks at the books and Stripe's, and writes into them what somebody did by hand."""

from marketplace import schedule
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.reconciliation import queries
from marketplace.simulator.serving import Simulator
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.reconciliation.stage import by_hand, released

PAGE = "/operations/reconciliation"


def test_asked_for_made_and_cleared(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> None:
    moved = by_hand(cast, released(cast, clock, settle))
    otto = cast.browser("otto")
    assert "Nothing has been compared yet" in otto.get(PAGE).text
    page = otto.post(PAGE, data={"whole": "y"}).headers["Location"]
    assert "It is being made" in otto.get(page).text and "under way" in otto.get(PAGE).text
    schedule.tick()
    shown = otto.get(page).text
    assert f"Transfer {moved}" in shown and "off by -€1.00" in shown.replace("−", "-")
    assert "2 differences" in otto.get(PAGE).text
    refused = otto.post(f"{page}/corrections", data={"owner": "", "subject": moved, "reason": " "})
    assert refused.status_code == 400 and "Say what it was" in refused.text
    typed = otto.post(f"{page}/corrections", data={"owner": "", "subject": "tr_unknown", "reason": "<b>Mine"})
    assert typed.status_code == 409 and "agree on this by now" in typed.text
    done = otto.post(f"{page}/corrections", data={"owner": "", "subject": moved, "reason": "A gift"})
    assert done.status_code == 302
    assert ledger.balances(AccountKind.ADJUSTMENTS) == {"EUR": 100}
    made = queries.last_finished()
    assert made and made.asked_by and made.asked_by.id == cast.actor("otto").user_id
