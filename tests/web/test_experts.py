"""Ana's page, as others see it."""

from datetime import date

import pytest

from marketplace.calendar import service as calendar
from marketplace.catalog.models import Product, Release
from marketplace.certification import life
from marketplace.registry import experience, service
from marketplace.registry.experience import Employment
from tests import make
from tests.cast import Cast
from tests.conftest import Clock
from tests.counting import statements

SHIPYARD = Employment(
    "Secret Ships AG",
    "Payroll lead",
    date(2018, 3, 1),
    summary="Eight legal entities.",
    masked=True,
    industry="Manufacturing",
    size_band="500–1,000",
)


def test_the_page_says_what_is_proven_when_and_for_how_much(cast: Cast) -> None:
    page = cast.browser("visitor").get("/experts/ana").text
    for words in (
        "Ana",
        "Payroll that closes on time",
        "Ledgerline Payroll · Leave",
        "Certified Professional",
    ):
        assert words in page
    assert "€640.00" in page
    assert "Free from Tue, 2 Mar 2027" in page
    assert f"/certificates/{cast.certificate.ref}" in page


@pytest.mark.parametrize("who", ["visitor", "emil", "bruno", "carla", "vera", "otto"])
def test_a_masked_employer_never_leaves_the_house(cast: Cast, who: str) -> None:
    experience.add(cast.ana.ref, SHIPYARD, by=cast.actor("ana"))
    page = cast.browser(who).get("/experts/ana").text
    assert "Manufacturing, 500–1,000 people" in page
    assert "Secret" not in page


def test_even_on_her_own_public_page_ana_reads_what_others_read(cast: Cast) -> None:
    experience.add(cast.ana.ref, SHIPYARD, by=cast.actor("ana"))
    ana = cast.browser("ana")
    assert "Secret" not in ana.get("/experts/ana").text
    assert "Secret Ships AG" in ana.get("/profile/experience").text


def test_who_books_is_led_to_asking_and_others_are_told(cast: Cast) -> None:
    assert "Ask for days" in cast.browser("bruno").get("/experts/ana").text
    assert "Sign in to ask for days" in cast.browser("visitor").get("/experts/ana").text
    assert "Somebody who books for an organization" in cast.browser("carla").get("/experts/ana").text
    assert "Edit your profile" in cast.browser("ana").get("/experts/ana").text
    assert "as soon as a skill is certified" in cast.browser("bruno").get("/experts/emil").text


def test_days_off_and_days_gone_by_are_not_free(cast: Cast) -> None:
    visitor = cast.browser("visitor")
    free = visitor.get("/experts/ana").text.count('<td class="free">')
    calendar.add_day_off(cast.ana.ref, date(2027, 3, 8), date(2027, 3, 12), "", by=cast.actor("ana"))
    assert visitor.get("/experts/ana").text.count('<td class="free">') == free - 5


def test_a_revoked_certificate_counts_no_more(cast: Cast) -> None:
    life.revoke(cast.certificate.ref, reason="It was granted by mistake.", by=cast.actor("carla"))
    page = cast.browser("visitor").get("/experts/ana").text
    assert "Certified Professional" not in page
    assert "No live certificate" in page


def test_a_certificate_ends_by_itself(cast: Cast, clock: Clock) -> None:
    clock.forward(days=366)
    assert "Certified Professional" not in cast.browser("visitor").get("/experts/ana").text


def test_hidden_profiles_and_unknown_names_are_not_found(cast: Cast) -> None:
    service.hide(cast.ana.ref, by=cast.actor("ana"))
    for who in ("visitor", "emil", "bruno", "carla"):
        assert cast.browser(who).get("/experts/ana").status_code == 404
    assert "It is hidden" in cast.browser("ana").get("/experts/ana").text
    assert cast.browser("visitor").get("/experts/" + "x" * 3_000).status_code == 404


def test_what_ana_writes_is_text_and_never_script(cast: Cast) -> None:
    about = "<img src=x onerror=alert(1)> [here](javascript:alert(1)) **really**"
    service.revise(
        cast.ana.ref, name="<b>Ana</b>", headline="'\"><script>", about=about, by=cast.actor("ana")
    )
    page = cast.browser("visitor").get("/experts/ana").text
    assert "<script>" not in page.replace('<script type="module"', "")
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "<strong>really</strong>" in page


def test_names_in_any_script_are_shown(cast: Cast) -> None:
    service.revise(cast.ana.ref, name="آنا 🌊", headline="رواتب", about="", by=cast.actor("ana"))
    assert "آنا 🌊" in cast.browser("visitor").get("/experts/ana").text


def test_the_page_asks_the_database_no_more_for_a_long_career(cast: Cast) -> None:
    visitor = cast.browser("visitor")
    counted = []
    for count in (1, 6):
        for n in range(count):
            product = make.product(cast.ledgerline, f"Product {count} {n}", modules=())
            past = Employment("Somewhere", "Lead", date(2018, 3, 1), product_ref=product.ref)
            experience.add(cast.ana.ref, past, by=cast.actor("ana"))
            make.certificate(cast.ana, make.skill(product), release_id=newest(product).id)
        with statements() as seen:
            visitor.get("/experts/ana")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def newest(product: Product) -> Release:
    return product.releases[0]
