"""The catalogue in the browser: everybody reads it, Vera keeps it."""

import pytest

from marketplace.catalog import queries, service
from tests import make
from tests.cast import Cast
from tests.counting import statements


def test_a_visitor_reads_vendors_products_and_how_many_know_them(cast: Cast) -> None:
    visitor = cast.browser("visitor")
    assert "Ledgerline" in visitor.get("/vendors").text
    assert "Ledgerline Payroll" in visitor.get("/vendors/ledgerline").text
    assert '<strong class="figures">1</strong> certified expert' in visitor.get("/products").text
    page = visitor.get("/products/ledgerline/ledgerline-payroll").text
    assert "Leave" in page
    assert "10.1" in page
    assert "Edit in the catalogue" not in page


def test_lists_ask_the_database_no_more_for_many_products_than_for_one(cast: Cast) -> None:
    visitor = cast.browser("visitor")
    counted = []
    for names in (["A"], ["B", "C", "D", "E"]):
        for name in names:
            make.product(cast.ledgerline, name, modules=("One", "Two"))
        with statements() as seen:
            visitor.get("/products")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_vera_adds_a_product_with_a_module_and_a_release(cast: Cast) -> None:
    vera = cast.browser("vera")
    added = vera.post(
        "/catalog/ledgerline/products/new", data={"name": "Expenses", "summary": "Trips", "about": ""}
    )
    page = vera.get(added.headers["Location"])
    assert "Expenses is in the catalogue" in page.text
    product = queries.product_by_slug("ledgerline", "expenses")
    at = f"/catalog/products/{product.ref}"
    vera.post(f"{at}/modules/new", data={"name": "Receipts"})
    vera.post(
        f"{at}/releases/new", data={"version": "3.0", "released_on": "2027-01-05", "notes": "*All* new"}
    )
    page = cast.browser("visitor").get("/products/ledgerline/expenses").text
    assert "Receipts" in page
    assert "<em>All</em> new" in page


def test_a_name_that_is_taken_is_told_on_the_form_with_everything_kept(cast: Cast) -> None:
    typed = {"name": "ledgerline payroll", "summary": "Kept as typed", "about": "This as well"}
    answer = cast.browser("vera").post("/catalog/ledgerline/products/new", data=typed)
    assert answer.status_code == 400
    assert "There is already a product called ledgerline payroll." in answer.text
    assert "Kept as typed" in answer.text
    assert "This as well" in answer.text


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "\u202e\u200b"])
def test_a_name_that_is_none_gets_a_sentence(cast: Cast, name: str) -> None:
    answer = cast.browser("vera").post("/catalog/ledgerline/products/new", data={"name": name})
    assert answer.status_code == 400
    assert "error-summary" in answer.text


@pytest.mark.parametrize("day", ["", "tomorrow", "2027-02-30", "0001-01-01", "9999-12-31"])
def test_a_release_day_that_cannot_be_gets_a_sentence(cast: Cast, day: str) -> None:
    at = f"/catalog/products/{cast.payroll.ref}/releases/new"
    answer = cast.browser("vera").post(at, data={"version": "77.7", "released_on": day})
    assert answer.status_code == 400
    assert 'value="77.7"' in answer.text


def test_a_retired_product_leaves_the_lists_and_keeps_its_page(cast: Cast) -> None:
    vera, visitor = cast.browser("vera"), cast.browser("visitor")
    vera.post(f"/catalog/products/{cast.payroll.ref}/retirement")
    assert "Ledgerline Payroll" not in visitor.get("/products").text
    assert "no longer certifies" in visitor.get("/products/ledgerline/ledgerline-payroll").text
    assert "Retired" in vera.get("/catalog").text
    vera.post(f"/catalog/products/{cast.payroll.ref}/restoration")
    assert "Ledgerline Payroll" in visitor.get("/products").text


def test_vera_retires_and_restores_a_module(cast: Cast) -> None:
    assert cast.leave.module
    vera = cast.browser("vera")
    at = f"/catalog/modules/{cast.leave.module.ref}"
    vera.post(f"{at}/retirement")
    assert "Leave" not in cast.browser("visitor").get("/products/ledgerline/ledgerline-payroll").text
    vera.post(f"{at}/restoration")
    assert "Leave" in cast.browser("visitor").get("/products/ledgerline/ledgerline-payroll").text


@pytest.mark.parametrize("who", ["ana", "olga", "carla", "ines", "otto"])
def test_the_catalogue_of_ledgerline_is_kept_by_its_administrator_alone(cast: Cast, who: str) -> None:
    browser = cast.browser(who)
    for address in (
        "/catalog/ledgerline/products/new",
        f"/catalog/products/{cast.payroll.ref}",
        f"/catalog/products/{cast.payroll.ref}/edit",
        "/vendors/ledgerline/edit",
        "/vendors/ledgerline/terms",
    ):
        assert browser.get(address).status_code == 403
    assert browser.post(f"/catalog/products/{cast.payroll.ref}/retirement").status_code == 403


def test_a_visitor_is_asked_to_sign_in_first(cast: Cast) -> None:
    answer = cast.browser("visitor").get("/catalog")
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]


def test_what_is_not_there_is_not_found(cast: Cast) -> None:
    visitor, vera = cast.browser("visitor"), cast.browser("vera")
    for address in (
        "/vendors/nobody",
        "/products/ledgerline/nothing",
        "/products/stockpile/ledgerline-payroll",
    ):
        assert visitor.get(address).status_code == 404
    for address in (
        "/catalog/products/nothing",
        "/catalog/modules/nothing/edit",
        "/catalog/releases/nothing/edit",
    ):
        assert vera.get(address).status_code == 404


def test_vera_sets_terms_in_percent(cast: Cast) -> None:
    terms = {
        "certificate_months": "18",
        "review_business_days": "8",
        "second_opinion_percent": "25",
        "fee_percent": "12.5",
        "repeat_fee_percent": "6",
        "answer_hours": "48",
        "call_answer_hours": "12",
        "call_buffer_minutes": "20",
        "hold_hours": "72",
        "instant_hold_minutes": "20",
        "notice_hours": "24",
        "horizon_days": "180",
        "approval_business_days": "5",
        "release_business_days": "2",
        "review_days": "10",
        "no_show_minutes": "20",
        "dispute_answer_business_days": "4",
        "dispute_opinion_business_days": "6",
        "expenses_percent": "30",
        "cancellation": "flexible",
    }
    vera = cast.browser("vera")
    assert vera.post("/vendors/ledgerline/terms", data=terms).status_code == 302
    assert (cast.ledgerline.fee_basis_points, cast.ledgerline.certificate_months) == (1_250, 18)
    assert (cast.ledgerline.review_days, cast.ledgerline.no_show_minutes) == (10, 20)
    assert cast.ledgerline.instant_hold_minutes == 20
    assert (cast.ledgerline.call_answer_hours, cast.ledgerline.call_buffer_minutes) == (12, 20)
    assert (cast.ledgerline.review_business_days, cast.ledgerline.second_opinion_percent) == (8, 25)
    assert (cast.ledgerline.cancellation, cast.ledgerline.expenses_percent) == ("flexible", 30)
    for wrong in (
        {"fee_percent": "99"},
        {"answer_hours": "soon"},
        {"repeat_fee_percent": "13"},
        {"hold_hours": ""},
        {"review_business_days": "0"},
        {"review_business_days": "31"},
        {"second_opinion_percent": "101"},
        {"second_opinion_percent": "-1"},
        {"cancellation": "generous"},
    ):
        answer = vera.post("/vendors/ledgerline/terms", data=terms | wrong)
        assert answer.status_code == 400
        assert "error-summary" in answer.text


def test_a_vendors_page_is_text_and_never_script(cast: Cast) -> None:
    page = {
        "name": "Ledgerline",
        "about": "<script>alert(1)</script> [x](javascript:alert(1))",
        "website": "",
    }
    assert cast.browser("vera").post("/vendors/ledgerline/edit", data=page).status_code == 302
    shown = cast.browser("visitor").get("/vendors/ledgerline").text
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown


def test_an_administrator_of_another_vendor_starts_at_their_own_catalogue(cast: Cast) -> None:
    service.add_product(cast.stockpile.ref, name="Stockpile Warehouse", by=cast.actor("ines"))
    page = cast.browser("ines").get("/catalog").text
    assert "Stockpile Warehouse" in page
    assert "Ledgerline Payroll" not in page


def test_long_lists_come_in_pages_and_odd_page_numbers_do_no_harm(cast: Cast) -> None:
    for number in range(queries.PAGE):
        make.product(cast.stockpile, f"Product {number:02}", modules=())
    visitor = cast.browser("visitor")
    assert "Page 1 of 2" in visitor.get("/products").text
    assert "Product 47" in visitor.get("/products?page=2").text
    for odd in ("0", "-3", "x", "9" * 30, "999"):
        assert visitor.get(f"/products?page={odd}").status_code == 200
        assert visitor.get(f"/vendors?page={odd}").status_code == 200
