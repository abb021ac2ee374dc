"""The life of a certificate: claimed, vouched for, looked at by two, proven to a stranger, and renewed after a release."""

import json
import re
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.flows.conftest import Enter
from tests.flows.person import Person
from tests.flows.site import Site
from tests.flows.test_main_story import PASSWORD, joins_as_expert

SKILL = "Ledgerline Payroll · Leave & Absence"
QUEUE = "/examinations?level=4"
"""Narrowed to the level that Runa claims: other stories leave claims of their own."""
REFEREE = "maria.olsen@referees.example"
CHANGE = "Absence can be planned by team"


def test_from_claim_to_renewal(site: Site, enter: Enter, tmp_path: Path) -> None:
    runa, stranger = enter("Runa Solheim", PASSWORD), enter("A stranger")
    carla, nadia, vera = enter("Carla Moreau"), enter("Nadia Brandt"), enter("Vera Lindqvist")

    joins_as_expert(runa)
    runa.page.goto("/desk")
    claims_at_the_highest_level(runa)
    answers_as_referee(enter("Maria Olsen"))
    carla.sign_in()
    finds(carla, runa, "Carla's first look: chapter four alone carries the level.")
    carla.sees("Kept. The decision follows.")
    nadia.sign_in()
    sees_nothing_of_the_first(nadia, runa)
    finds(nadia, runa, "Read on its own: the migration in mid-year settles it for me.")
    nadia.sees(f"{runa.name} is certified: Expert in {SKILL}")

    proof = makes_it_public(runa)
    checks_it(stranger, proof, runa.name)

    vera.sign_in()
    brings_out_a_release(vera, site.today())
    renews(runa)
    finds(carla, runa, "The answer on team planning comes from somebody who has used it.", renewal=True)
    finds(nadia, runa, "Nothing in it is copied from the release notes. Renewed.", renewal=True)
    has_a_newer_one(stranger, proof)


def claims_at_the_highest_level(runa: Person) -> None:
    page = runa.page
    runa.follow("Skills")
    runa.follow("Claim your first skill")
    runa.follow(re.compile("^Leave & Absence ?, Ledgerline Payroll"))
    page.get_by_label(re.compile("^Expert")).check()
    page.get_by_label("The release you know best").select_option("11.0")
    runa.fill(
        What_you_have_done_with_it="Twelve years of absence rules, for hospitals in three countries, alone since 2019.",
        In_your_own_words="How we changed the carry-over in mid-year and proved every balance afterwards.",
    )
    runa.click("Submit the claim")
    runa.sees("the word of a referee")
    page.get_by_label("Name", exact=True).first.fill("Maria Olsen")
    page.get_by_label("Mail address").first.fill(REFEREE)
    page.get_by_label("How you know each other").first.fill("She led the payroll office I worked in.")
    runa.click("Submit the claim")
    runa.sees("Your claim is with the assessors of Ledgerline.")
    runa.sees("Maria Olsen")


def answers_as_referee(maria: Person) -> None:
    page = maria.page
    page.goto(f"/demo/mailbox?to={REFEREE}")
    mail = page.get_by_role("link", name="Runa Solheim names you as a referee")
    maria.waits_for(mail)
    mail.first.click()
    page.frame_locator("iframe").get_by_role("link", name="See what is asked").click()
    maria.sees("She led the payroll office I worked in.")
    asked = page.url
    page.get_by_label("What you were to each other").fill("Her manager, from 2019 to 2024")
    page.get_by_label("What you saw").fill(
        "She changed the carry-over in June and not one balance was wrong."
    )
    page.get_by_label("I am Maria Olsen").check()
    maria.click("Send my answer")
    maria.sees("Thank you")
    page.goto(asked)
    maria.sees("This link has been used already")


def finds(assessor: Person, runa: Person, reason: str, *, renewal: bool = False) -> None:
    """Reads the claim and certifies the level that is claimed."""
    page = assessor.page
    page.goto(QUEUE)
    claim = page.get_by_role("link", name=f"{runa.name}: {SKILL}")
    assessor.waits_for(claim)
    claim.first.click()
    page.wait_for_url("**/examinations/*")
    if page.get_by_role("button", name="Take this claim").is_visible():
        assessor.click("Take this claim")
    if renewal:
        assessor.sees("each team plans within its own rules")
    else:
        assessor.sees("not one balance was wrong")
        assessor.sees("referees.example")
    expect(page.get_by_role("heading", name="Decide")).to_be_visible()
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator("label[for$='-4']").click()
    page.get_by_label("Certify", exact=True).check()
    page.locator("[name=reason]").fill(reason)
    assessor.click("Decide and go on")


def sees_nothing_of_the_first(nadia: Person, runa: Person) -> None:
    nadia.page.goto(QUEUE)
    nadia.follow(f"{runa.name}: {SKILL}")
    expect(nadia.page.get_by_text("chapter four alone")).to_have_count(0)


def makes_it_public(runa: Person) -> str:
    """The address of the proof."""
    page = runa.page
    page.goto("/claims")
    runa.waits_for("Certified")
    page.goto("/claims")
    page.locator("a[href^='/certificates/']").first.click()
    runa.follow("Public proof, file and seal")
    runa.waits_for(page.get_by_role("button", name="Publish it"))
    runa.click("Publish it")
    link = page.locator("a[href*='/credentials/']").first
    return re.sub(r"^https?://[^/]+", "", link.get_attribute("href") or "")


def checks_it(stranger: Person, proof: str, name: str) -> None:
    page = stranger.page
    page.goto(proof)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    stranger.sees("Valid today")
    stranger.sees("Reference")
    expect(page.get_by_text("not one balance was wrong")).to_have_count(0)
    with page.expect_download() as saved:
        page.get_by_role("link", name="As a file").click()
    credential = json.loads(saved.value.path().read_text())
    assert credential["proof"]["cryptosuite"] == "eddsa-rdfc-2022"


def brings_out_a_release(vera: Person, on: date) -> None:
    page = vera.page
    page.goto("/catalog")
    vera.follow("Ledgerline Payroll")
    vera.follow("Add a release")
    vera.fill(Version="11.7", Released_on=str(on))
    vera.click("Add the release")
    page.locator("[name=title_1]").fill(CHANGE)
    page.locator("[name=about_1]").fill("A calendar for a whole team, with its own rules.")
    vera.click("Save the topics")


def renews(runa: Person) -> None:
    page = runa.page
    page.goto("/claims")
    page.locator("a[href^='/certificates/']").first.click()
    runa.waits_for("1 changed topic")
    runa.follow("Renew it")
    runa.fill(What_you_have_done_with_it_since="Kept the rules of two hospitals through the last audit.")
    runa.click("Send the renewal")
    runa.sees("Say something about this.")
    page.get_by_label(CHANGE).fill("Used it for the night shifts: each team plans within its own rules.")
    runa.click("Send the renewal")
    runa.sees("with the assessors of Ledgerline")


def has_a_newer_one(stranger: Person, proof: str) -> None:
    stranger.page.goto(proof)
    stranger.waits_for("The certificate that holds now")
    stranger.follow("The certificate that holds now")
    stranger.sees("Valid today")
