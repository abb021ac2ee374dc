"""Connect onboarding, hosted: who you are, where your money goes, and how the check turns out."""

from dataclasses import dataclass, field

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.simulator import iban
from marketplace.simulator.clock import rfc3339
from marketplace.simulator.ids import fresh
from marketplace.simulator.pages.safety import leads_to
from marketplace.simulator.resources.account_requirements import MORE, capability, entry
from marketplace.simulator.resources.accounts import changed
from marketplace.simulator.world import Body, World

FIELDS = ("given_name", "surname", "iban")


@dataclass
class Person:
    given_name: str = ""
    surname: str = ""
    iban: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def check(self) -> None:
        if not self.given_name:
            self.errors["given_name"] = "Write your given name."
        if not self.surname:
            self.errors["surname"] = "Write your surname."
        if not iban.valid(self.iban):
            self.errors["iban"] = "Write a valid IBAN, such as DE89 3704 0044 0532 0130 00."


def pages(world: World) -> Blueprint:
    blueprint = Blueprint("onboarding", __name__)

    @blueprint.get("/setup/<token>")
    def show(token: str) -> ResponseReturnValue:
        with world.store.transaction():
            link = the_link(world, token)
            if stale(world, link):
                return redirect(link["_flow"]["refresh_url"], 303)
            return page(link, known_person(world.the("v2.core.account", link["account"])))

    @blueprint.post("/setup/<token>")
    def submit(token: str) -> ResponseReturnValue:
        given_name, surname, number = (request.form.get(name, "").strip()[:100] for name in FIELDS)
        person = Person(given_name, surname, number)
        outcome = request.form.get("outcome", "complete")
        with world.store.transaction():
            link = the_link(world, token)
            if stale(world, link):
                return redirect(link["_flow"]["refresh_url"], 303)
            if outcome != "reject":
                person.check()
            if person.errors:
                return page(link, person), 422
            settle(world, world.the("v2.core.account", link["account"]), person, outcome)
            world.store.save(link | {"_used": True})
            return redirect(link["_flow"].get("return_url") or "/", 303)

    return blueprint


def the_link(world: World, token: str) -> Body:
    found = world.store.find(token, "v2.core.account_link")
    return found or abort(404)


def stale(world: World, link: Body) -> bool:
    return bool(link["_used"] or link["_ends"] < world.now())


def known_person(account: Body) -> Person:
    individual = account["identity"].get("individual") or {}
    words = (account["display_name"] or "").split()
    given = individual.get("given_name") or " ".join(words[:-1])
    return Person(given, individual.get("surname") or " ".join(words[-1:]), "DE89 3704 0044 0532 0130 00")


def page(link: Body, person: Person) -> str:
    leads_to(link["_flow"].get("return_url"), link["_flow"]["refresh_url"])
    return render_template("onboarding.html", person=person, ibans=iban.TEST_IBANS, flow=link["_flow"])


def individual(world: World, account: Body, person: Person) -> Body:
    """The account's person, new or with what was typed now."""
    now = rfc3339(world.now())
    new = {
        "id": fresh("person"),
        "object": "v2.core.account_person",
        "account": account["id"],
        "created": now,
    }
    known = new | (account["identity"].get("individual") or {})
    return known | {"given_name": person.given_name, "surname": person.surname, "updated": now}


def settle(world: World, account: Body, person: Person, outcome: str) -> None:
    if outcome == "reject":
        changed(world, account, capability("rejected", "rejected_other", "no_resolution"), [])
        return
    account["identity"] |= {"entity_type": account["identity"]["entity_type"] or "individual"}
    account["identity"]["individual"] = individual(world, account, person)
    holder = f"{person.given_name} {person.surname}"
    account["_bank"] = iban.bank_account(person.iban, account["id"], holder)
    account["defaults"]["currency"] = account["defaults"]["currency"] or account["_bank"]["currency"]
    if outcome == "more":
        waiting = capability("restricted", "requirements_pending_verification", "provide_info")
        changed(world, account, waiting, [entry(name) for name in MORE])
    else:
        changed(world, account, capability("active"), [])
