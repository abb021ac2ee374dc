"""Somebody new registers, opens the mail, signs in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import EmailMultiAlternatives

from marketplace.accounts import service as accounts
from marketplace.db.base import db
from marketplace.organizations import queries as organizations
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.mailbox import last_mail, link_in, mails

GRETA = {
    "purpose": "expert",
    "name": "Greta Lind",
    "email": "Greta@Example.test",
    "password": "four random words here",
    "organization_name": "",
    "country": "",
}
HERS = "greta@example.test"


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    app.extensions["mailman"].outbox = []
    return app.test_client()


def test_an_expert_registers_confirms_and_signs_in(app: Flask, visitor: FlaskClient, settle: Settle) -> None:
    assert visitor.post("/register", data=GRETA).headers["Location"].endswith("/registered")
    assert not mails(app), "mail goes out after the commit"
    known = {"email": HERS, "password": GRETA["password"]}
    assert "confirm your address first" in visitor.post("/login", data=known).text
    settle()
    confirmation = link_in(last_mail(app, HERS))
    assert visitor.get(confirmation).headers["Location"].endswith("/confirmed")
    landed = visitor.post("/login", data={"email": "GRETA@example.test", "password": GRETA["password"]})
    assert landed.headers["Location"].endswith("/desk")
    assert "Greta Lind" in visitor.get("/settings").text


@pytest.mark.parametrize(
    ("told", "kept"), [("America/Lima", "America/Lima"), ("Mars/Olympus", "Europe/Berlin")]
)
def test_times_are_shown_in_the_browsers_zone_from_the_first_day(
    visitor: FlaskClient, told: str, kept: str
) -> None:
    visitor.post("/register", data=GRETA | {"timezone": told})
    greta = accounts.find(HERS)
    assert greta
    assert greta.timezone == kept


def test_every_mistake_is_told_at_once(visitor: FlaskClient) -> None:
    page = visitor.post("/register", data={"purpose": "organization", "email": "", "name": "x" * 130}).text
    for sentence in (
        "Name of the organization: Give its name.",
        "Country: Choose a country.",
        "Your name: That is 130 characters; there is room for 120.",
        "Mail address: That does not look like a mail address.",
        "Password: Choose a password.",
    ):
        assert sentence in page


def test_who_registered_first_with_a_strangers_address_never_gets_in(
    app: Flask, visitor: FlaskClient, settle: Settle
) -> None:
    visitor.post("/register", data=GRETA | {"password": "the thief knows this"})
    visitor.post("/register", data=GRETA)
    settle()
    letter = last_mail(app, HERS)
    assert letter.subject == "Choose your password to begin"
    chosen = GRETA["password"]
    visitor.post(link_in(letter), data={"password": chosen, "password_confirm": chosen})
    greta = accounts.find(HERS)
    assert greta
    assert greta.confirmed_at
    thief, owner = app.test_client(), app.test_client()
    assert thief.post("/login", data={"email": HERS, "password": "the thief knows this"}).status_code == 200
    landed = owner.post("/login", data={"email": HERS, "password": GRETA["password"]})
    assert landed.headers["Location"].endswith("/desk")


def test_an_organization_is_there_once_its_founder_has_confirmed(
    app: Flask, visitor: FlaskClient, settle: Settle
) -> None:
    visitor.post(
        "/register",
        data=GRETA | {"purpose": "organization", "organization_name": "Lindqvist AB", "country": "SE"},
    )
    settle()
    visitor.get(link_in(last_mail(app, HERS)))
    greta = accounts.find(HERS)
    assert greta
    (roles,) = organizations.actor_for(greta).organizations.values()
    assert roles == {"owner"}
    settle()
    assert len(organizations.actor_for(greta).organizations) == 1
    hats = organizations.hats_of(greta, expert=False, worn=None)
    assert [hat.label for hat in hats] == ["Lindqvist AB"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Tell us your name"),
        ({"email": "nonsense"}, "That does not look like a mail address"),
        ({"password": "short"}, "At least 10 characters"),
        ({"password": "x" * 300}, "At most 256 characters"),
        ({"purpose": "organization"}, "Give its name"),
        ({"purpose": "organization", "organization_name": "Lindqvist"}, "Choose a country"),
        ({"purpose": "organization", "organization_name": "L", "country": "XX"}, "Choose a country"),
        ({"purpose": "operator"}, "Choose one"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    visitor: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    answer = visitor.post("/register", data=GRETA | change).text
    assert sentence in answer
    assert f'value="{(GRETA | change)["email"]}"'.lower() in answer.lower()
    assert accounts.find(HERS) is None


def test_a_taken_address_looks_like_a_free_one(cast: Cast, visitor: FlaskClient, settle: Settle) -> None:
    taken = visitor.post("/register", data=GRETA | {"email": "ana@example.test"})
    free = cast.browser("visitor").post("/register", data=GRETA)
    assert (taken.status_code, taken.headers["Location"]) == (free.status_code, free.headers["Location"])
    settle()
    assert last_mail(cast.app, "ana@example.test").subject == "You have an account already"
    assert cast.user("ana").name == "Ana"


def test_the_second_click_on_the_link_is_harmless(app: Flask, visitor: FlaskClient, settle: Settle) -> None:
    visitor.post("/register", data=GRETA)
    settle()
    confirmation = link_in(last_mail(app, HERS))
    visitor.get(confirmation)
    assert "confirmed already" in visitor.get(confirmation, follow_redirects=True).text
    assert "not complete" in visitor.get("/confirm/forged", follow_redirects=True).text


def test_the_mail_is_sent_again_on_request(app: Flask, visitor: FlaskClient, settle: Settle) -> None:
    visitor.post("/register", data=GRETA)
    for address in (HERS, "nobody@example.test"):
        assert "a mail is on its way" in visitor.post("/confirm", data={"email": address}).text
    settle()
    assert [mail.to for mail in mails(app)] == [[HERS], [HERS]]


def test_a_mail_server_that_is_down_loses_nothing(
    app: Flask, visitor: FlaskClient, settle: Settle, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as down:
        down.setattr(EmailMultiAlternatives, "send", refuse)
        assert visitor.post("/register", data=GRETA).status_code == 302
        settle()
    assert accounts.find(HERS)
    assert not mails(app)
    clock.forward(seconds=5)
    settle()
    assert last_mail(app, HERS).subject == "Please confirm your address"


def test_an_invited_person_registers_and_comes_back_to_the_invitation(
    cast: Cast, visitor: FlaskClient, settle: Settle
) -> None:
    cast.browser("olga").post(
        f"/organizations/{cast.nordwind.ref}/invitations", data={"email": HERS, "roles": "booker"}
    )
    settle()
    invitation = link_in(last_mail(cast.app, HERS))
    assert "Nordwind invites you" in visitor.get(invitation).text
    visitor.post(f"/register?next={invitation}", data=GRETA | {"purpose": "member", "next": invitation})
    settle()
    on = visitor.get(link_in(last_mail(cast.app, HERS))).headers["Location"]
    way = visitor.get(on).headers["Location"]
    landed = visitor.post(way, data={"email": HERS, "password": GRETA["password"]})
    assert landed.headers["Location"].endswith(invitation)
    visitor.post(f"{invitation}/acceptance")
    greta = accounts.find(HERS)
    assert greta
    db.session.refresh(greta)
    assert organizations.actor_for(greta).is_member(cast.nordwind.id)


def test_only_invited_people_may_say_so(visitor: FlaskClient) -> None:
    assert "I was invited" not in visitor.get("/register").text
    assert "I was invited" in visitor.get("/register?next=/invitations/abc").text
    assert "Not a valid choice" in visitor.post("/register", data=GRETA | {"purpose": "member"}).text
