"""Ana was certified on 9.2 of Ledgerline Payroll; 10.1 is out."""

from datetime import date

from marketplace.catalog.models import Release, Topic
from marketplace.certification.models import Certificate
from marketplace.certification.standing import standing, standings
from tests import make
from tests.cast import Cast
from tests.conftest import Clock
from tests.counting import statements


def release(cast: Cast, version: str) -> Release:
    return next(one for one in cast.payroll.releases if one.version == version)


def certified_on(cast: Cast, version: str) -> Certificate:
    make.change(cast.certificate, release_id=release(cast, version).id)
    return cast.certificate


def test_a_certificate_on_an_older_release_says_what_changed_since(cast: Cast) -> None:
    for position, title in enumerate(("Payslips", "Filings"), 1):
        make.row(Topic, release_id=release(cast, "10.1").id, position=position, title=title)
    found = standing(certified_on(cast, "9.2"))
    assert (found.on, found.current) == (release(cast, "9.2"), release(cast, "10.1"))
    assert [one.title for one in found.topics] == ["Payslips", "Filings"]
    assert found.behind


def test_a_certificate_on_the_current_release_is_not_behind_until_the_next_one_is_out(
    cast: Cast, clock: Clock
) -> None:
    out_on = date(2027, 3, 20)
    make.row(Release, product_id=cast.payroll.id, version="11.0", released_on=out_on)
    certificate = certified_on(cast, "10.1")
    assert not standing(certificate).behind
    clock.forward(days=30)
    assert standing(certificate).behind


def test_a_certificate_that_names_no_release_is_behind_nothing(cast: Cast) -> None:
    make.row(Topic, release_id=release(cast, "10.1").id, position=1, title="Payslips")
    found = standing(cast.certificate)
    assert (found.on, found.topics, found.behind) == (None, [], False)


def test_many_certificates_ask_the_database_no_more_than_one(cast: Cast) -> None:
    certificates = [certified_on(cast, "9.2")]
    for name in ("A", "B", "C"):
        product = make.product(cast.ledgerline, name)
        make.row(
            Topic, release_id=product.releases[0].id, module_id=product.modules[0].id, position=1, title=name
        )
        certificates.append(
            make.certificate(cast.ana, make.skill(product), release_id=product.releases[1].id)
        )
    for one in certificates:
        assert one.skill
        assert one.release
    with statements() as seen:
        found = standings(certificates)
        assert [topic.area for one in certificates for topic in found[one.id].topics] == ["Leave"] * 3
    assert len(seen) == 1
    assert standings([]) == {}
