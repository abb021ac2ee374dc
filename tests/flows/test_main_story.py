"""The whole story, as a newcomer lives it: Mira is certified, Theo finds and books her, the work is paid, the books balance."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.flows.conftest import Enter
from tests.flows.person import Person
from tests.flows.site import Site

PASSWORD = "four random words here"
SKILL = "Ledgerline Expenses"
IBAN = "DE89370400440532013000"
DAY_RATE, PRICE, TOTAL = "500", "€1,000.00", "€1,100.00"


@dataclass(frozen=True)
class Cast:
    mira: Person
    theo: Person
    carla: Person
    fritz: Person


def test_from_registering_to_money_in_the_bank(site: Site, enter: Enter, tmp_path: Path) -> None:
    cast = Cast(
        mira=enter("Mira Okonkwo", PASSWORD),
        theo=enter("Theo Lindgren", PASSWORD),
        carla=enter("Carla Moreau"),
        fritz=enter("Fritz Adler"),
    )
    days = site.working_days(after=4, count=2)

    joins_as_expert(cast.mira)
    writes_a_profile(cast.mira)
    says_when_she_works(cast.mira)
    claims_a_skill(cast.mira, tmp_path)
    publishes(cast.mira)
    certifies(cast.carla, cast.mira)
    sets_up_payouts(cast.mira)

    joins_for_an_organization(cast.theo, "Kestrel Bakeries")
    finds(cast.theo, cast.mira, days)
    booking = asks(cast.theo, cast.mira, days)
    accepts(cast.mira, "Kestrel Bakeries")
    pays(cast.theo, booking)
    keeps_the_agreement(cast.theo, cast.mira, booking)
    stripe_told_us(cast.theo, site)

    cast.theo.move_clock(weeks=2)
    submits_hours(cast.mira, days)
    approves(cast.theo, cast.mira)
    review_each_other(cast.theo, cast.mira)
    cast.theo.move_clock(weeks=1)
    money_leaves(cast.mira)
    cast.theo.move_clock(days=3)
    money_arrives(cast.mira)

    follows_the_money(cast.mira)
    the_books_balance(cast.fritz, site, booking)
    were_told(cast)


def joins(person: Person, why: str) -> None:
    page = person.page
    page.goto("/")
    person.follow("Join")
    page.get_by_label(why).check()
    person.fill(Your_name=person.name, Mail_address=person.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)


def joins_as_expert(mira: Person) -> None:
    joins(mira, "I know a product well")
    mira.click("Create my account")
    mira.sees("Look into your mailbox")
    mira.confirm()


def joins_for_an_organization(theo: Person, organization: str) -> None:
    joins(theo, "My organization needs somebody")
    theo.fill(Name_of_the_organization=organization)
    theo.page.get_by_label("Country").select_option("Netherlands")
    theo.click("Create my account")
    theo.confirm()
    expect(theo.page.get_by_role("heading", name=organization)).to_be_visible()


def writes_a_profile(mira: Person) -> None:
    page = mira.page
    mira.follow("Begin")
    mira.click("Begin your profile")
    mira.fill(
        Headline="Expenses that settle with the next payslip", About_you="Nine years of **travel expenses**."
    )
    mira.click("Save")
    mira.follow("Next: Photo")
    mira.follow("Next: Place")
    page.get_by_role("combobox", name="Town").press_sequentially("Utre")
    page.get_by_role("option", name="Utrecht, ").first.click()
    page.get_by_label("I work remotely").check()
    mira.click("Save")
    mira.follow("Next: Languages")
    page.get_by_label("English").check()
    mira.click("Save")
    mira.follow("Next: Rates")
    page.get_by_label("A day").fill(DAY_RATE)
    page.get_by_label("Currency").select_option("EUR")
    mira.click("Save")
    mira.follow("Next: Experience")
    mira.follow("Add an employer")
    mira.fill(Your_job="Expenses lead", Employer="Grachtenhof", From="2017-03", To="2026-05")
    mira.click("Add to my profile")
    mira.sees("Added to your profile.")


def says_when_she_works(mira: Person) -> None:
    mira.follow("Next: Weekly hours")
    mira.sees("Europe/Amsterdam")
    mira.sees("We have filled in a usual week for you.")
    mira.fill(Friday="")
    mira.click("Save weekly hours")
    mira.sees("Customers see them once your profile is public.")
    mira.sees("No work")


def claims_a_skill(mira: Person, folder: Path) -> None:
    page = mira.page
    plan = folder / "policy-plan.md"
    plan.write_text("# How we moved 400 travellers to one policy\n\nStep by step, with the mistakes.\n")
    mira.follow("Skills")
    mira.follow("Claim your first skill")
    mira.follow(re.compile(f"^Cards ?, {SKILL}"))
    page.get_by_label("Professional").check()
    page.get_by_label("The release you know best").select_option("4.3")
    mira.fill(
        What_you_have_done_with_it="Introduced card matching for 400 travellers in three countries.",
        In_your_own_words="The bank file came twice; here is how we found out, and what we changed.",
    )
    page.get_by_label("Files").set_input_files(plan)
    mira.click("Submit the claim")
    mira.sees("Your claim is with the assessors of Ledgerline.")
    expect(page.get_by_role("link", name="policy-plan.md")).to_be_visible()


def publishes(mira: Person) -> None:
    mira.follow("Profile")
    mira.click("Publish my profile")
    mira.sees("Your profile is public.")


def certifies(carla: Person, mira: Person) -> None:
    page = carla.page
    carla.sign_in()
    carla.follow("Claims")
    page.get_by_label("Product", exact=True).select_option(SKILL)
    carla.click("Show")
    carla.waits_for(page.get_by_role("link", name=f"{mira.name}: {SKILL}"))
    carla.follow(f"{mira.name}: {SKILL}")
    with page.expect_download() as saved:
        carla.follow("policy-plan.md")
    assert "400 travellers" in saved.value.path().read_text()
    carla.click("Take this claim")
    expect(page.get_by_role("heading", name="Decide")).to_be_visible()
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator("label[for$='-3']").click()
    page.get_by_label("Certify", exact=True).check()
    carla.fill(Why="The plan is hers, names its mistakes, and covers every step of card matching.")
    carla.click("Decide and go on")
    carla.sees(f"{mira.name} is certified: Professional in {SKILL}")


def sets_up_payouts(mira: Person) -> None:
    page = mira.page
    mira.follow("Earnings")
    page.get_by_label("Country of your bank account").select_option("Germany")
    mira.click("Set up payouts")
    mira.sees("Where should your money go?")
    mira.fill(Given_name="Mira", Surname="Okonkwo", IBAN=IBAN)
    mira.click("Complete")
    page.wait_for_url("**/earnings")
    mira.waits_for("What you earn goes to your bank account in Germany")


def finds(theo: Person, mira: Person, days: list[date]) -> None:
    page = theo.page
    theo.follow("Find an expert")
    page.get_by_role("radio", name=SKILL).check()
    theo.fill(First_day=str(days[0]), Last_day=str(days[-1]))
    theo.click("Show experts")
    hit = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=mira.name))
    theo.waits_for(hit.get_by_text("free all 2 days"))
    theo.follow(mira.name)
    expect(page.get_by_role("heading", name=mira.name)).to_be_visible()


def asks(theo: Person, mira: Person, days: list[date]) -> str:
    """The address of the booking."""
    page = theo.page
    theo.follow("Ask for days")
    for day in days:
        expect(page.locator(f"input[name='days'][value='{day}']")).to_be_checked()
    theo.click("See the price")
    expect(page.get_by_text(TOTAL, exact=True)).to_be_visible()
    theo.fill(What_do_you_need_done="Match two years of company cards before the audit.")
    page.get_by_label(f"Kestrel Bakeries agrees to the agreement with {mira.name}").check()
    theo.click("Ask for these days")
    theo.sees(f"{mira.name} has your request")
    return re.sub(r"^https?://[^/]+", "", page.url)


def accepts(mira: Person, organization: str) -> None:
    mira.page.goto("/desk")
    mira.waits_for(f"{organization} asks for 2 days")
    mira.follow("Answer")
    mira.sees("Match two years of company cards")
    mira.click("Accept and hold the days")
    mira.sees(f"Waiting for {organization} to pay")


def pays(theo: Person, booking: str) -> None:
    page = theo.page
    page.goto(booking)
    theo.click(f"Pay {TOTAL}")
    theo.sees("Simulator: no real money moves")
    theo.fill(Card_number="4242 4242 4242 4242", Expiry="12 / 34", CVC="123", Name_on_card=theo.name)
    theo.click(f"Pay {TOTAL}")
    page.wait_for_url(f"**{booking}")
    theo.sees("Paid. The days are yours.")
    theo.sees("Confirmed and paid")


def keeps_the_agreement(theo: Person, mira: Person, booking: str) -> None:
    """The sealed PDF, as it lies on their disk."""
    theo.page.goto(booking)
    with theo.page.expect_download() as coming:
        theo.follow("Sealed PDF")
    pages = PdfReader(coming.value.path()).pages
    text = " ".join(page.extract_text() for page in pages).replace("\n", " ")
    for said in (TOTAL, f"{theo.name}, for Kestrel Bakeries", f"{mira.name}, the expert"):
        assert said in text


def stripe_told_us(theo: Person, site: Site) -> None:
    """Not only the browser has come back: the signed notice was posted and taken."""
    theo.page.goto(site.simulator)
    told = theo.page.get_by_role("row").filter(has_text="checkout.session.completed").first
    theo.waits_for(told.get_by_text("taken"))
    theo.page.go_back()


def submits_hours(mira: Person, days: list[date]) -> None:
    page = mira.page
    page.goto("/desk")
    mira.waits_for("Submit your hours for Kestrel Bakeries")
    mira.follow("Write the hours")
    fields = page.get_by_label(re.compile("^Hours on"))
    expect(fields).to_have_count(len(days))
    for field in fields.all():
        field.fill("7:30")
    mira.fill(Note="All cards matched; the list of open items is in your wiki.")
    mira.click("Submit hours")
    mira.sees("Waits for approval")


def approves(theo: Person, mira: Person) -> None:
    theo.page.goto("/desk")
    theo.waits_for(f"{mira.name} submitted hours")
    theo.follow("Look at the hours")
    theo.sees("All cards matched")
    theo.click("Approve 15")
    theo.sees("Approved")


def review_each_other(theo: Person, mira: Person) -> None:
    """Blind: Theo reads Mira's words once he has written himself."""
    said = {
        mira: "Cards and people were ready on the first morning.",
        theo: "Quick, calm, and it still balances.",
    }
    for person, other in ((mira, "Kestrel Bakeries"), (theo, mira.name)):
        person.page.goto("/desk")
        person.waits_for(f"How was it with {other}?")
        person.page.get_by_role("link", name=re.compile(f"^Write your review.*{other}")).click()
        for question in person.page.get_by_role("group").filter(has_text="excellent").all():
            question.get_by_label("5, excellent").check()
        person.fill(In_your_words=said[person])
        assert said[mira] not in theo.page.content()
        person.click("Send the review")
        person.sees("Sent.")
    theo.sees("Both have written now")
    theo.sees(said[mira])
    theo.follow(mira.name)
    theo.follow(f"See the profile of {mira.name}")
    theo.sees(said[theo])
    theo.sees("from 1 review")


def money_leaves(mira: Person) -> None:
    mira.page.goto("/earnings")
    mira.waits_for(
        mira.page.get_by_role("row").filter(has_text="Kestrel Bakeries").filter(has_text="On its way")
    )


def money_arrives(mira: Person) -> None:
    mira.page.goto("/earnings")
    row = mira.page.get_by_role("row").filter(has_text="Kestrel Bakeries").filter(has_text="In the bank")
    mira.waits_for(row)
    expect(row).to_contain_text(PRICE)


def follows_the_money(mira: Person) -> None:
    mira.follow("Every movement of the money from Kestrel Bakeries")
    for step in ("Customer paid", "Earned: hours approved", "Released to the expert", "In the expert's bank"):
        expect(mira.page.get_by_role("rowheader", name=step).first).to_be_visible()
    owed = mira.page.get_by_role("group", name=f"Owed to {mira.name}")
    expect(owed.get_by_role("row").last).to_contain_text("€0.00")


def the_books_balance(fritz: Person, site: Site, booking: str) -> None:
    fritz.sign_in()
    fritz.page.goto(booking)
    fritz.follow("Every movement of this money")
    fritz.sees("The books balance")
    for step in ("Stripe's fee", "Our fee on it"):
        expect(fritz.page.get_by_role("rowheader", name=step).first).to_be_visible()
    sums = site.rows("SELECT currency, SUM(amount) FROM posting GROUP BY currency")
    assert sums
    assert all(left == 0 for _, left in sums), sums
    assert "no other differences" in site.flask("reconcile")
    assert "No experts differ" in site.flask("check-search")
    kept = "SELECT progress, kind FROM received WHERE kind = 'checkout.session.completed'"
    assert {progress for progress, _ in site.rows(kept)} == {"done"}


def were_told(cast: Cast) -> None:
    mira = (
        f"You are certified: Professional, {SKILL}",
        "You can be paid",
        "Kestrel Bakeries asks for 2 days of your time",
        "Booked and paid: Kestrel Bakeries",
        "Hours approved: Kestrel Bakeries",
        "How was it with Kestrel Bakeries?",
        "The reviews are published: Kestrel Bakeries",
        f"{PRICE} is on its way to you",
        f"{PRICE} is in your bank",
    )
    theo = (
        f"{cast.mira.name} accepted: please pay to confirm",
        f"{cast.mira.name} is booked",
        f"Hours to approve: {cast.mira.name}",
        f"How was it with {cast.mira.name}?",
    )
    for person, titles in ((cast.mira, mira), (cast.theo, theo)):
        person.page.goto("/notices")
        for title in titles:
            expect(person.page.get_by_role("heading", name=title)).to_be_visible()
        person.page.goto(f"/demo/mailbox?to={person.email}")
        for title in titles:
            person.waits_for(person.page.get_by_role("link", name=title))
            expect(person.page.get_by_role("link", name=title)).to_have_count(1)
