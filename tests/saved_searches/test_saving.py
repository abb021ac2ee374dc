"""Bruno saves searches, changes and deletes them."""

import pytest

from marketplace.accounts.actor import VISITOR
from marketplace.db.base import db
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.saved_searches import queries, service, standing
from marketplace.saved_searches.models import Alerts, Known, SavedSearch
from marketplace.saved_searches.wording import asked
from marketplace.search.query import Query
from tests import make
from tests.cast import Cast
from tests.conftest import Clock
from tests.saved_searches.kept import PAYROLL, keep


def test_the_address_is_kept_without_the_place_in_the_list(cast: Cast) -> None:
    search = keep(cast, **PAYROLL, level="professional", remote="1", page="3")
    assert search.args == {**PAYROLL, "level": "professional", "remote": "1"}
    assert standing.current(search) == Query.parse({**PAYROLL, "level": "professional", "remote": "1"})
    assert asked(search.args) == ["Ledgerline Payroll", "Professional or higher", "remote"]


def test_only_its_owner_knows_of_it(cast: Cast) -> None:
    search = keep(cast)
    assert queries.own(search.ref, cast.actor("bruno")) is search
    for name in ("olga", "gus", "otto"):
        with pytest.raises(NotFound):
            queries.own(search.ref, cast.actor(name))
        with pytest.raises(NotFound):
            service.delete(search.ref, by=cast.actor(name))
    with pytest.raises(NotAllowed):
        service.save(Query.parse(PAYROLL), "Mine", Alerts.NONE, by=VISITOR)


@pytest.mark.parametrize(
    "args, said",
    [({"first": "2027-02-01"}, "That day has passed"), ({"page": "2"}, "asks for nothing yet")],
)
def test_what_cannot_be_searched_for_cannot_be_kept(cast: Cast, args: dict[str, str], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        keep(cast, **args)


def test_alerts_need_a_search_that_can_be_looked_at(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid, match="We do not know that product"):
        keep(cast, Alerts.DAILY, product="ledgerline/gone")
    monkeypatch.setattr(standing, "MOST", 0)
    with pytest.raises(Invalid, match="Narrow it"):
        keep(cast, Alerts.DAILY)
    assert keep(cast).alerts is Alerts.NONE


def test_the_same_search_is_kept_once_and_fifty_in_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(cast)
    with pytest.raises(Conflict, match="as “Payroll people”"):
        keep(cast, name="Again")
    monkeypatch.setattr(service, "MOST", 2)
    keep(cast, q="leave")
    with pytest.raises(Conflict, match="the most"):
        keep(cast, q="absence")
    assert keep(cast, who="gus").name == "Payroll people"


def test_fifty_is_the_limit() -> None:
    assert service.MOST == 50


def test_another_query_in_its_place(cast: Cast) -> None:
    search = keep(cast, Alerts.DAILY)
    by = cast.actor("bruno")
    service.replace(search.ref, Query.parse({"q": "leave"}), "Leave people", Alerts.WEEKLY, by=by)
    (one,) = queries.saved_by(by.user_id)
    assert (one.name, one.args, one.alerts) == ("Leave people", {"q": "leave"}, Alerts.WEEKLY)


def test_deleting_leaves_nothing(cast: Cast) -> None:
    search = keep(cast, Alerts.INSTANT)
    assert db.session.query(Known).count() == 1
    service.delete(search.ref, by=cast.actor("bruno"))
    assert db.session.query(SavedSearch).count() == db.session.query(Known).count() == 0


def test_the_link_in_a_mail_stops_it_and_forged_ones_do_nothing(cast: Cast) -> None:
    search = keep(cast, Alerts.DAILY)
    token = service.stop_token(search)
    for forged in (token[:-1], search.ref, "x"):
        with pytest.raises(NotFound):
            service.stop(forged)
    for _ in range(2):
        assert service.stop(token).alerts is Alerts.NONE
    assert search.due_at is None
    service.delete(search.ref, by=cast.actor("bruno"))
    with pytest.raises(NotFound, match="deleted"):
        service.stop(token)


def test_a_period_that_has_begun_means_what_is_left_of_it(cast: Cast, clock: Clock) -> None:
    search = keep(cast, first="2027-03-08", last="2027-03-19", **PAYROLL)
    assert standing.rest(search) == ""
    clock.forward(days=9)
    query = standing.current(search)
    assert (str(query.first), str(query.last)) == ("2027-03-10", "2027-03-19")
    assert not standing.over(search)
    clock.forward(days=10)
    assert standing.over(search)
    assert standing.rest(search) == standing.OVER
    assert standing.found(search) == ([], standing.OVER)


def test_names_are_cleaned_and_needed(cast: Cast) -> None:
    assert keep(cast, name="  Year\n end ").name == "Year end"
    with pytest.raises(Invalid, match="Give it a name"):
        keep(cast, name=" ", q="x")
    with pytest.raises(Invalid, match="there is room for 120"):
        keep(cast, name="x" * 121, q="x")


def test_matching_is_what_the_search_shows(cast: Cast) -> None:
    pia = make.expert("Pia")
    make.certificate(pia, cast.leave)
    ids, rests = standing.found(keep(cast))
    assert (set(ids), rests) == ({cast.ana.id, pia.id}, "")
