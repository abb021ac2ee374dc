"""The running order, whether it has been played, and who can sign in afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, select

from marketplace.accounts.actor import SYSTEM
from marketplace.accounts.models import User
from marketplace.bookings import service as bookings
from marketplace.certification import life as certificate_life
from marketplace.cli.story import (
    agreeing,
    between,
    changing,
    covering,
    disputing,
    examining,
    joining,
    keeping,
    opening,
    outcomes,
    people,
    programmes,
    proving,
    renewing,
    requesting,
    reviewing,
    ruling,
    spending,
    stage,
    subscribing,
    talking,
    vouching,
    working,
)
from marketplace.cli.story.people import ExpertMade
from marketplace.cli.story.world import LEDGERLINE, VENDORS
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.facts import Fact
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.expenses.models import Category
from marketplace.kit.ids import Ref

DOUBTED = 2
"""Which of the second claims two assessors do not agree about."""

ANA, EMIL = people.ANA.name, people.EMIL.name
AT_ONCE = 8
"""Which of the experts lets customers book without asking."""


@dataclass(frozen=True)
class DemoPlayed(Fact):
    """The story has been played to its end."""


def played() -> bool:
    return db.session.scalar(select(Event.id).where(Event.kind == DemoPlayed.__name__).limit(1)) is not None


def begun() -> bool:
    """Somebody is here already: the story, broken off, or people of one's own."""
    return bool(db.session.scalar(select(func.count(User.id))))


def play(say: Callable[[str], object]) -> None:
    """Ten weeks in half a minute. The clock of the demo ends where the real one is."""
    # Everything that follows is run here, at its own hour of the story; the worker must not find it all again.
    current_app.extensions["nudges"] = {}
    experts = list(people.experts())
    say("Act one: vendors move in")
    stage.turn_clock(-70)
    opening.play()
    outcomes.write()
    say("Act two: experts are certified, customers arrive")
    _certified(experts)
    say("Act three: work is booked, done and paid")
    _past(experts)
    _present(experts)
    stage.turn_clock(0)
    subscribing.play()
    stage.settle()
    with atomic():
        record(DemoPlayed("demo"), by=SYSTEM)


def _certified(experts: Sequence[ExpertMade]) -> None:
    stage.turn_clock(-66)
    for vendor in VENDORS:
        examining.sample(vendor, 0)
    joining.experts(experts)
    first = [joining.claim(one.name, *one.skills[0]) for one in experts]
    stage.turn_clock(-62)
    certificates = [examining.certify(ref) for ref in first[:-2]]
    examining.certify(first[-2], but="The handbook covers another product. Show us work on this one, please.")
    examining.sample(LEDGERLINE, 100)
    second = [joining.claim(one.name, *one.skills[1]) for one in experts[:12]]
    examining.sample(LEDGERLINE, 0)
    stage.turn_clock(-60)
    for number, ref in enumerate(second):
        examining.certify(ref, doubt=number == DOUBTED)
    certificate_life.revoke(
        certificates[-1],
        reason="The handbook handed in as evidence turned out to be somebody else's work.",
        by=stage.actor(examining.assessor_of(experts[-3])),
    )
    programmes.write()
    joining.customers()
    vouching.attested((experts[0].name, experts[4].name))
    stage.settle()
    proving.publish(
        next(ref for one, ref in zip(experts, certificates, strict=False) if one.name == ANA), ANA
    )


def _past(experts: Sequence[ExpertMade]) -> None:
    between.confirm(experts, -57)
    stage.turn_clock(-56)
    working.onboard(ANA)
    working.onboard(EMIL)
    closed = working.request(
        ANA, "Bruno Keil", "Our year-end rehearsal fails on site three.", after=6, days=3
    )
    picking = working.request(
        EMIL, "Tessa Quinn", "Five days to bring waveless picking to Leeds.", after=6, days=5
    )
    talking.say(
        closed,
        (
            ANA,
            "Which release do you run there, and does the rehearsal stop with an error or with wrong figures?",
        ),
        (
            "Bruno Keil",
            "10.1 since May. It stops at step four; the log is long.\n\nMay I call you? Mine is 0171 5550123.",
        ),
    )
    stage.turn_clock(-55)
    working.accept(closed, ANA)
    working.accept(picking, EMIL)
    working.pay(closed, "Dora Hansen")
    working.pay(picking, "Tessa Quinn")
    between.confirm(experts, -48)
    talking.hand_over(closed, "Bruno Keil", "Our checklist, so that you see where step four stands.")
    talking.say(
        closed,
        (
            ANA,
            "Thank you. Step four reads https://docs.ledgerline.example/leave/carry-over, the part on shifts.",
        ),
        ("Dora Hansen", "The badge for the gate waits at reception on Monday at 8:30."),
    )
    talking.read(closed, ANA, "Bruno Keil")
    stage.turn_clock(-45)
    working.hours(closed, ANA, "Rehearsal green on all sites; the fix is written down in your wiki.")
    train = spending.hand_in(closed, ANA, Category.TRAVEL, "Train to Rostock and back.", "118.40")
    stage.turn_clock(-44)
    working.approve(closed, "Dora Hansen")
    spending.approve(train, "Dora Hansen", "89.40", "First class is not in our rules; second was 89.40.")
    spending.pay(train, "Dora Hansen")
    between.confirm(experts, -39)
    stage.turn_clock(-36)
    working.hours(picking, EMIL, "Live since Wednesday.")
    working.approve(picking, "Tessa Quinn", but="Was Thursday not the day that we did not need after all?")
    working.hours(picking, EMIL, "You are right: day five was not needed.", short={4: 0})
    stage.turn_clock(-35)
    working.approve(picking, "Tessa Quinn")
    _reviewed(closed, picking)
    for day in (-31, -29, -26):
        between.confirm(experts, day)
        stage.settle()
    _called_off()


def _reviewed(closed: Ref, picking: Ref) -> None:
    """One pair within a day; of the other only the customer, which the schedule publishes when the time is up."""
    stage.turn_clock(-34)
    reviewing.write(
        closed,
        ANA,
        (5, 4, 5, 5),
        "A rehearsal copy was ready on the first morning, and somebody who knew the sites sat beside me.",
    )
    praise = reviewing.write(
        closed,
        "Bruno Keil",
        (5, 5, 4, 5),
        "Found in a day what we had looked for since autumn, and wrote it down so that we can run it without her.",
        note="Could you certify more people for Year-end? We asked three before her.",
    )
    reviewing.reply(
        praise, ANA, "Thank you. The notes are in your wiki under Year-end, the last page is a checklist."
    )
    reviewing.write(
        picking,
        "Tessa Quinn",
        (5, 4, 4, 5),
        "Waveless picking went live a day early. We would have liked a word more often in between.",
    )


def _called_off() -> None:
    stage.turn_clock(-25)
    dropped = working.request(ANA, "Gus Halvorsen", "Absence rules for three hospitals.", after=7, days=2)
    refused = working.request(EMIL, "Bruno Keil", "Slotting review in Rostock.", after=5, days=2)
    bookings.decline(
        refused, "I am travelling that week. From the Monday after I could.", by=stage.actor(EMIL)
    )
    working.accept(dropped, ANA)
    working.pay(dropped, "Gus Halvorsen")
    keeping.searches()
    stage.turn_clock(-22)
    bookings.cancel(dropped, by=stage.actor("Gus Halvorsen"), reason="The project moves to spring.")
    talking.say(dropped, ("Gus Halvorsen", "You could at least have offered us May at half the rate."))
    talking.report(dropped, ANA, "I did nothing to be spoken to like this; they cancelled, not I.")
    stage.settle()


def _present(experts: Sequence[ExpertMade]) -> None:
    between.confirm(experts, -20)
    stage.turn_clock(-18)
    programmes.release()
    programmes.revise()
    stage.turn_clock(-15)
    worked = working.request(
        ANA,
        "Gus Halvorsen",
        "Carry-over rules before the audit.",
        after=2,
        days=3,
        outcome=requesting.OUTCOME,
    )
    unwritten = working.request(EMIL, "Bruno Keil", "Voice picking for the cold store.", after=2, days=2)
    leone = experts[14].name
    doubtful = working.request(leone, "Gus Halvorsen", "Certificates for staff, two sites.", after=2, days=2)
    for booking, expert, payer in (
        (worked, ANA, "Gus Halvorsen"),
        (unwritten, EMIL, "Dora Hansen"),
        (doubtful, leone, "Gus Halvorsen"),
    ):
        working.accept(booking, expert)
        working.pay(booking, payer)
    working.ready(worked, ANA)
    between.confirm(between.careful(experts), -12)
    stage.turn_clock(-9)
    working.hours(doubtful, leone, "Both sites are done; the second one from home.")
    asked = joining.claim_another(experts[3], 3)
    stage.turn_clock(-8)
    claim = disputing.begin(
        doubtful,
        "Gus Halvorsen",
        "On the second day nobody at the site saw you, and the certificates came out empty.",
        days=1,
    )
    examining.ask(asked, "Your handbook describes one country. Which others did you set up, and when?")
    turned_down = joining.claim_another(experts[4], 4)
    stage.turn_clock(-5)
    disputing.contest(
        claim, leone, "I worked from home, as agreed on the telephone. Empty is what your test data is."
    )
    examining.certify(turned_down, but="The level needs work at several sites; the handbook shows one.")
    vouching.handed_over()
    lumen = next(one for one in experts if one.skills[0][0] == "Lumen LMS")
    renewing.suspend(renewing.first_of(lumen.name), examining.assessor_of(lumen))
    between.confirm(between.prompt(experts)[::2], -4)
    joining.claim_another(experts[2], 3)
    renewed = renewing.renew(one.name for one in experts if one.name not in (ANA, experts[2].name))
    examining.appeal(turned_down, "Chapter six describes the second site. It was overlooked, I believe.")
    agreeing.word("ledgerline", "Vera Lindqvist")
    ahead = working.request(ANA, "Tessa Quinn", "Year-end coaching for a new team of two.", after=14, days=3)
    working.accept(ahead, ANA)
    working.pay(ahead, "Tessa Quinn")
    grown = changing.propose(
        ahead, "Tessa Quinn", "Two more people join; one day later suits them.", drop=1, more=2
    )
    changing.agree(grown, ANA, "Tessa Quinn")
    ill = working.request(
        experts[5].name, "Bruno Keil", "Two days on our card reconciliation.", after=14, days=2
    )
    working.accept(ill, experts[5].name)
    working.pay(ill, "Dora Hansen")
    between.confirm(between.prompt(experts)[1::2], -1)
    renewing.vouch(renewed)
    working.deliver(worked, ANA, 1, "Every rule on a page of its own; all three sites have signed.")
    working.hours(worked, ANA, "Rules live on all three sites, checked against last year.")
    spending.hand_in(worked, ANA, Category.LODGING, "Two nights near the hospital.", "214.00", "2,470.00 NOK")
    between.searched()
    stage.turn_clock(-0.5)
    unpaid = working.request(
        experts[2].name, "Bruno Keil", "Two days on our closing checklist.", after=12, days=2
    )
    working.accept(unpaid, experts[2].name)
    covering.stand_by(
        unpaid,
        "Bruno Keil",
        experts[2].name,
        "Begin with the accruals; the team lead has the open questions.",
    )
    joining.claim_another(experts[0], 2)
    keeping.shortlist([ANA, experts[2].name, experts[3].name])
    ruling.play(experts[AT_ONCE].name)
    taken = working.request(
        experts[AT_ONCE].name,
        "Gus Halvorsen",
        "Two days on our interfaces, as soon as you can.",
        after=6,
        days=2,
    )
    working.pay(taken, "Gus Halvorsen")
    changing.call_off(ill, experts[5].name, "I have to stay in hospital for a while. I am sorry.")
    _wanted()
    stage.turn_clock(-0.2)
    agreeing.limit("Bruno Keil", "Olga Petersen")
    asked = working.request(ANA, "Bruno Keil", "Could you stand in while our lead is away?", after=20, days=5)
    talking.say(
        asked,
        ("Bruno Keil", "Remote is fine for three of the five days. Questions: bruno.keil@nordwind.example."),
    )
    changing.propose(ahead, "Tessa Quinn", "The team is smaller than we thought.", drop=1)


def _wanted() -> None:
    """A request with two proposals; Ana has Nordwind's counter to answer."""
    wanted = requesting.publish("Bruno Keil", ANA)
    stage.turn_clock(-0.4)
    hers = requesting.propose(
        wanted, ANA, "I have moved three of these. Rostock first is a good plan.", more=8_000
    )
    for other in requesting.others(wanted, ANA, "Bruno Keil")[:1]:
        requesting.propose(wanted, other, "Remote on all but the first day, if that suits you.")
    talking.ask_about(wanted, ANA, (ANA, WHICH_FIRST), ("Bruno Keil", ROSTOCK_FIRST))
    stage.turn_clock(-0.3)
    requesting.counter(
        hers,
        "Bruno Keil",
        680,
        "Could you do it in five days? We prepare the lists of rules before you come.",
    )


WHICH_FIRST = "Is Rostock’s works agreement on overtime signed already? It decides which rule comes first."
ROSTOCK_FIRST = "It is, since May. I add it to the hand-over folder before you start."

SIGN_INS = (
    ("Expert, certified, booked and paid", ANA),
    ("Expert in another field", EMIL),
    ("Nordwind: books", "Bruno Keil"),
    ("Nordwind: approves and pays", "Dora Hansen"),
    ("Halden Hospitals: owner", "Gus Halvorsen"),
    ("Ledgerline: assessor", "Carla Moreau"),
    ("Ledgerline: second assessor", "Nadia Brandt"),
    ("Ledgerline: admin", "Vera Lindqvist"),
    ("Ledgerline: finance", "Fritz Adler"),
    ("Operator", opening.OPERATOR),
)


def sign_ins(base_url: str) -> str:
    """The address and a table of sign-ins, ready to print."""
    rows = [f"  {who:<36} {stage.address(name)}" for who, name in SIGN_INS]
    head = f"\n{current_app.config['SITE_NAME']} runs at {base_url}    (Ctrl-C stops everything)\n"
    proof = proving.address()
    foot = [f"  A proof that anybody can check: {proof}", ""] if proof else []
    return "\n".join((head, f"  Password for everybody: {stage.PASSWORD}", "", *rows, "", *foot))
