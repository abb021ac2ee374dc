"""Carla works through her queue."""

import re
from datetime import UTC, date, datetime

from marketplace.assessing import appeals, seats
from marketplace.assessing.models import Assessment, AssessmentState, Seat
from marketplace.catalog.models import Topic
from marketplace.certification import service as certification
from marketplace.certification.models import Certificate, Claim, ClaimState, Renewal, TopicAnswer
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.evidence import uploads
from marketplace.evidence.models import Evidence, ReferenceState, Work
from marketplace.evidence.pieces import NewEvidence
from marketplace.organizations.models import Staff
from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.models import Criterion, Rubric, RubricState
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

WHY = "The year-end notes show it was done, not read about."


def filled_in(claim: Claim, score: str = "3", **fields: str) -> dict[str, str]:
    """A form that can be sent, with the same score by every criterion."""
    scores = {f"score_{one.ref}": score for one in claim.rubric.criteria}
    return {"verdict": "certify", "level": "3", "reason": WHY} | scores | fields


def decide(cast: Cast, claim: Claim, person: str = "carla", **fields: str) -> tuple[int, str, str | None]:
    score = fields.pop("score", "3")
    answer = cast.browser(person).post(f"/examinations/{claim.ref}", data=filled_in(claim, score, **fields))
    return answer.status_code, answer.get_data(as_text=True), answer.location


def test_the_queue_has_the_oldest_first_and_says_what_is_overdue(cast: Cast, clock: Clock) -> None:
    make.claim(cast.emil, cast.leave)
    clock.forward(days=8)
    make.claim(cast.ana, cast.leave, 4)
    page = cast.browser("carla").get("/examinations").get_data(as_text=True)
    assert page.index("Emil: ") < page.index("Ana: ")
    assert page.count("Overdue since") == 1
    assert "Emil" not in cast.browser("ines").get("/examinations").get_data(as_text=True)


def test_a_decision_leads_to_the_next_claim_and_at_last_to_the_empty_queue(cast: Cast, clock: Clock) -> None:
    first = make.claim(cast.emil, cast.leave)
    clock.forward(hours=1)
    second = make.claim(cast.ana, cast.leave, 4)
    assert decide(cast, first)[2] == f"/examinations/{second.ref}"
    assert decide(cast, second, verdict="decline")[2] == "/examinations"
    assert (first.state, second.state) == (ClaimState.CERTIFIED, ClaimState.DECLINED)


def test_the_evidence_stands_beside_the_statement(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave, statement="Four years at a **hospital**.")
    carla = cast.browser("carla")
    page = carla.get(f"/examinations/{claim.ref}").get_data(as_text=True)
    assert "<strong>hospital</strong>" in page
    assert "Nobody is on it" in page
    page = carla.post(f"/examinations/{claim.ref}/assessment", follow_redirects=True).get_data(as_text=True)
    assert "Nobody decides a claim of their own" in page


def test_a_decision_without_reason_or_verdict_keeps_what_was_typed(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    status, page, _ = decide(cast, claim, reason="Too short")
    assert status == 400
    assert "Too short" in page
    status, page, _ = decide(cast, claim, verdict="")
    assert status == 400
    assert WHY in page
    assert claim.state is ClaimState.SUBMITTED


def test_a_claim_above_the_one_made_cannot_be_certified(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave, 2)
    assert decide(cast, claim, level="4")[0] == 400
    assert db.session.query(Certificate).count() == 1


def test_admins_read_but_do_not_decide_and_others_see_nothing(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    assert "decided by the vendor" in cast.browser("vera").get(f"/examinations/{claim.ref}").get_data(
        as_text=True
    )
    assert decide(cast, claim, "vera")[0] == 403
    for outsider in ("ines", "emil", "bruno", "fritz"):
        assert cast.browser(outsider).get(f"/examinations/{claim.ref}").status_code == 404
        assert decide(cast, claim, outsider)[0] == 404
    assert cast.browser("bruno").get("/examinations").status_code == 403


def test_one_s_own_claim_says_why_somebody_else_must_decide(cast: Cast) -> None:
    own = make.claim(make.expert("Carla", user=cast.user("carla"), slug="carla"), cast.leave)
    page = cast.browser("carla").get(f"/examinations/{own.ref}").get_data(as_text=True)
    assert "another assessor has to take this one" in page
    assert decide(cast, own)[0] == 403
    assert own.state is ClaimState.SUBMITTED


def test_somebody_was_faster(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    decide(cast, claim)
    status, page, _ = decide(cast, claim, verdict="decline")
    assert status == 409
    assert "has been certified" in page


def page_of(cast: Cast, person: str, claim: Claim) -> str:
    return cast.browser(person).get(f"/examinations/{claim.ref}").get_data(as_text=True)


def take(cast: Cast, claim: Claim, person: str = "carla") -> int:
    return cast.browser(person).post(f"/examinations/{claim.ref}/assessment").status_code


def test_the_address_narrows_the_queue(cast: Cast, clock: Clock) -> None:
    make.claim(cast.emil, cast.leave)
    clock.forward(hours=1)
    taken = make.claim(cast.ana, cast.leave, 4)
    asked = make.claim(make.expert("Ada"), cast.leave, 1)
    take(cast, taken)
    decide(cast, asked, verdict="ask", stop="1")
    wanted = {
        "show=free": "Emil",
        "show=mine": "Ana",
        "show=asked": "Ada",
        "level=4": "Ana",
        f"product={cast.payroll.ref}&level=3": "Emil",
        "kind=first&level=3": "Emil",
    }
    for query, name in wanted.items():
        page = cast.browser("carla").get(f"/examinations?{query}").get_data(as_text=True)
        assert [one for one in ("Emil", "Ana", "Ada") if f"{one}: " in page] == [name], query
    assert "No such claims" in cast.browser("carla").get("/examinations?kind=renewal").get_data(as_text=True)
    assert cast.browser("carla").get("/examinations?level=9&show=x&kind=&page=x").status_code == 200


def test_the_queue_says_who_is_on_it_and_whom_one_may_not_assess(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    take(cast, make.claim(cast.emil, cast.leave), "nils")
    make.join(cast.nordwind, cast.user("ana"), "booker")
    make.join(cast.nordwind, cast.user("carla"), "booker")
    make.claim(cast.ana, cast.leave, 4)
    page = cast.browser("carla").get("/examinations").get_data(as_text=True)
    assert "On the desk of Nils since" in page
    assert "You and Ana both belong to Nordwind" in page
    assert "/assessment" not in page


def test_what_one_has_taken_nobody_else_works_on(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    claim = make.claim(cast.emil, cast.leave)
    take(cast, claim)
    assert take(cast, claim, "nils") == 409
    assert "Carla has this claim on the desk already" in page_of(cast, "nils", claim)
    seat = seats.open_seat_of(claim, cast.actor("carla"))
    assert seat
    assert cast.browser("nils").post(f"/assessments/{seat.ref}/return").status_code == 403
    assert "Hand it back" in page_of(cast, "carla", claim)
    cast.browser("carla").post(f"/assessments/{seat.ref}/return")
    assert "Nobody is on it" in page_of(cast, "nils", claim)


def test_an_admin_hands_a_claim_to_somebody_whom_no_conflict_keeps_from_it(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    make.join(cast.nordwind, cast.user("emil"), "booker")
    make.join(cast.nordwind, cast.user("nils"), "booker")
    claim = make.claim(cast.emil, cast.leave)
    page = page_of(cast, "vera", claim)
    assert "Nils: has a conflict of interest." in page
    assert "Nordwind" not in page
    vera, address = cast.browser("vera"), f"/examinations/{claim.ref}/assignment"
    assert vera.post(address, data={"assessor": cast.user("nils").ref}).status_code == 403
    assert vera.post(address, data={"assessor": "nobody"}).status_code == 400
    assert vera.post(address, data={"assessor": cast.user("carla").ref}).status_code == 302
    assert seats.open_seat_of(claim, cast.actor("carla"))
    assert "Take it from Carla" in page_of(cast, "vera", claim)


def test_an_invalid_form_loses_nothing(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    first, *rest = claim.rubric.criteria
    given = {f"note_{first.ref}": "Page 12.", f"score_{rest[0].ref}": ""}
    status, page, _ = decide(cast, claim, score="2", **given)
    assert status == 400
    assert "Say what the evidence shows." in page
    assert "Page 12." in page
    assert WHY in page
    assert re.search(rf'name="score_{first.ref}"[^>]*value="2" checked', page)
    assert not re.search(rf'name="score_{rest[0].ref}"[^>]*checked', page)


def test_rubbish_for_a_score_or_a_level_is_refused_in_words(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    first = claim.rubric.criteria[0]
    for name in (f"score_{first.ref}", "level"):
        for rubbish in ("x", "-1", "9", "٣", "3.0"):
            status, page, _ = decide(cast, claim, **{name: rubbish})
            assert status == 400
            assert "Choose one of the" in page
    assert claim.state is ClaimState.SUBMITTED


def test_saved_for_later_is_there_later_and_nobody_else_sees_it(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    claim = make.claim(cast.emil, cast.leave)
    first, second, _ = claim.rubric.criteria
    half = {
        "save": "1",
        f"score_{first.ref}": "2",
        f"note_{second.ref}": "Ask for the year.",
        "reason": "So far",
    }
    cast.browser("carla").post(f"/examinations/{claim.ref}", data=half)
    page = page_of(cast, "carla", claim)
    assert re.search(rf'name="score_{first.ref}"[^>]*value="2" checked', page)
    assert "Ask for the year." in page
    assert "So far" in page
    assert "Ask for the year." not in page_of(cast, "nils", claim)
    assert claim.state is ClaimState.SUBMITTED


def test_a_question_keeps_what_was_found_and_the_next_claim_comes(cast: Cast, clock: Clock) -> None:
    claim = make.claim(cast.emil, cast.leave)
    clock.forward(hours=1)
    following = make.claim(cast.ana, cast.leave, 4)
    question = "Which of the three sites did you set up alone?"
    _, _, location = decide(cast, claim, verdict="ask", reason=question, score="1")
    assert location == f"/examinations/{following.ref}"
    assert seats.open_seat_of(following, cast.actor("carla"))
    page = page_of(cast, "carla", claim)
    assert "Waiting for Emil" in page
    assert question in page
    certification.answer(claim.ref, "Sites one and three.", by=cast.actor("emil"))
    page = page_of(cast, "carla", claim)
    assert "Sites one and three." in page
    assert re.search(r'value="1" checked', page)


def test_decide_and_stop_takes_no_further_claim(cast: Cast, clock: Clock) -> None:
    claim = make.claim(cast.emil, cast.leave)
    clock.forward(hours=1)
    following = make.claim(cast.ana, cast.leave, 4)
    assert decide(cast, claim, stop="1")[2] == "/examinations"
    assert seats.open_seat_of(following, cast.actor("carla")) is None


def test_two_opinions_stay_apart_until_both_are_in(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor", tove="assessor")
    claim = make.claim(cast.emil, cast.leave, opinions=2, sampled=True)
    note = {f"note_{claim.rubric.criteria[0].ref}": "Carla saw page 12."}
    assert "second" not in page_of(cast, "carla", claim)
    assert "sample" not in page_of(cast, "carla", claim)
    decide(cast, claim, **note)
    page = page_of(cast, "nils", claim)
    assert "Carla" not in page
    queue = cast.browser("nils").get("/examinations?show=free").get_data(as_text=True)
    assert "Carla" not in queue.partition("Who has how much")[0]
    decide(cast, claim, "nils", score="1", level="1")
    page = page_of(cast, "tove", claim)
    assert "What two assessors found" in page
    assert "Carla saw page 12." in page
    assert page.count("Differs") == 1 + len(claim.rubric.criteria)
    assert "Assessors disagree" in cast.browser("tove").get("/examinations").get_data(as_text=True)
    decide(cast, claim, "tove", score="1", level="1")
    assert claim.state is ClaimState.CERTIFIED


def test_who_is_on_it_learns_of_nobody_else_who_is(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    make.hire(cast.ledgerline, make.user("Tove"), "assessor,admin")
    claim = make.claim(cast.emil, cast.leave, opinions=2, sampled=True)
    take(cast, claim, "tove")
    take(cast, claim, "nils")
    page = page_of(cast, "tove", claim)
    assert "Nils" not in page
    assert "Hand it to somebody" not in page
    queue = cast.browser("tove").get("/examinations").get_data(as_text=True).partition("Who has how much")[0]
    assert "Nils" not in queue


def test_a_conflict_of_interest_keeps_the_evidence_from_an_assessor(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    for person in ("ana", "nils"):
        make.join(cast.halden, cast.user(person), "booker")
    notes = uploads.keep("notes.txt", b"Year end, step by step", by=cast.actor("ana"))
    claim = certification.claim(
        cast.leave.ref,
        4,
        statement="I ran leave and absence for 900 people, over six years.",
        evidence=[NewEvidence(upload=notes.ref)],
        by=cast.actor("ana"),
    )
    file = f"/evidence/{claim.evidence[0].ref}"
    assert "notes.txt" not in page_of(cast, "nils", claim)
    assert cast.browser("nils").get(file).status_code == 403
    assert "notes.txt" in page_of(cast, "carla", claim)
    assert cast.browser("carla").get(file).status_code == 200


def test_evidence_of_every_kind_says_whose_word_it_is(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    given = ReferenceState.GIVEN
    words = {"state": given, "position": "Head of payroll", "text": "Alone, in eight weeks."}
    public = make.reference(cast.emil, cast.leave, "Hanne", email="hanne@gmail.com", **words)
    same = make.reference(cast.emil, cast.leave, "Piet", email="piet@example.test")
    pieces = [
        {"kind": EvidenceKind.TEXT, "text": "Told **step by step**."},
        {"kind": EvidenceKind.LINK, "url": "https://talks.example.org/2025"},
        {"kind": EvidenceKind.REFERENCE, "reference_id": public.id},
        {"kind": EvidenceKind.REFERENCE, "reference_id": same.id},
        {"kind": EvidenceKind.ATTESTATION, "attestation_id": make.attestation(cast.emil, cast.leave).id},
        {"kind": EvidenceKind.WORK, "work_id": worked(cast).id},
    ]
    for piece in pieces:
        make.row(Evidence, claim_id=claim.id, **piece)
    first = claim.evidence[0]
    make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.TEXT, text="Old", carried_from_id=first.id)
    page = page_of(cast, "carla", claim)
    for words in (
        "<strong>step by step</strong>",
        'rel="noopener noreferrer nofollow"',
        "Alone, in eight weeks.",
        "Head of payroll",
        "A public mail provider",
        "The same domain as the expert’s own address",
        "Administrator, Ledgerline Payroll · Leave, 26 months",
        "7 h 45 min for Nordwind, on 10.1",
        "Carried from the earlier claim",
    ):
        assert words in page


def worked(cast: Cast) -> Work:
    """One day that Nordwind approved."""
    day = date(2027, 2, 1)
    return make.row(
        Work,
        expert_id=cast.emil.id,
        skill_id=cast.leave.id,
        release_id=next(one.id for one in cast.payroll.releases if one.version == "10.1"),
        organization_id=cast.nordwind.id,
        booking="b" * 12,
        minutes=465,
        first_on=day,
        last_on=day,
        approved_at=datetime(2027, 2, 2, tzinfo=UTC),
    )


def test_a_renewal_shows_what_changed_and_what_the_expert_says_of_it(cast: Cast) -> None:
    release = next(one for one in cast.payroll.releases if one.version == "10.1")
    topic = make.row(Topic, release_id=release.id, position=1, title="Carry-over by site", about="New rule.")
    older = next(one for one in cast.payroll.releases if one.version == "9.2")
    make.change(cast.certificate, release_id=older.id)
    claim = make.claim(cast.ana, cast.leave, release_id=release.id)
    make.row(Renewal, claim_id=claim.id, certificate_id=cast.certificate.id)
    make.row(TopicAnswer, claim_id=claim.id, topic_id=topic.id, text="I moved two sites to it in May.")
    page = page_of(cast, "carla", claim)
    assert "Carry-over by site" in page
    assert "I moved two sites to it in May." in page
    assert "certified on 9.2" in page
    assert "Renewal" in cast.browser("carla").get("/examinations?kind=renewal").get_data(as_text=True)


def test_a_newer_rubric_is_mentioned_and_not_used(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    pinned = claim.rubric
    with atomic() as session:
        newer = Rubric(programme=pinned.programme, number=2, state=RubricState.PUBLISHED)
        newer.criteria = [Criterion(position=1, name="Handing over")]
        pinned.become("replace")
        session.add(newer)
    page = page_of(cast, "carla", claim)
    assert "Version 2 is published by now; this claim is still judged by version 1." in page
    assert "Handing over" not in page


def test_the_load_counts_what_is_open_and_what_was_done(cast: Cast, clock: Clock) -> None:
    first, second = make.claim(cast.emil, cast.leave), make.claim(cast.ana, cast.leave, 4)
    take(cast, first)
    take(cast, second)
    clock.forward(hours=5)
    decide(cast, first)
    page = cast.browser("vera").get("/examinations").get_data(as_text=True)
    table = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.partition("Who has how much")[2]))
    assert "Carla 1 1 5 hours" in table


def test_appeals_disagreements_and_what_is_begun_come_first_on_the_desk(cast: Cast, clock: Clock) -> None:
    make.more_staff(cast.ledgerline, nils="assessor", tove="assessor")
    appealed = make.declined(make.claim(cast.emil, cast.leave), cast.actor("nils"))
    appeals.file(appealed.ref, statement="Please look at chapter five again.", by=cast.actor("emil"))
    overdue = make.claim(make.expert("Odo"), cast.leave)
    clock.forward(days=9)
    disputed = make.claim(make.expert("Dia"), cast.leave, opinions=2)
    decide(cast, disputed, "nils", stop="1")
    decide(cast, disputed, "tove", verdict="decline", stop="1")
    begun = make.claim(cast.ana, cast.leave, 4)
    take(cast, begun)
    page = cast.browser("carla").get("/desk").get_data(as_text=True)
    order = ["Emil appeals", "Resolve: Dia", "You have begun: Ana", "Odo: "]
    assert sorted(order, key=page.index) == order
    assert overdue.state is ClaimState.SUBMITTED


def test_nobody_reads_what_colleagues_noted_about_oneself(cast: Cast) -> None:
    carla = make.expert("Carla", user=cast.user("carla"), slug="carla")
    own = make.claim(carla, cast.leave)
    make.row(Staff, vendor_id=cast.ledgerline.id, user_id=make.user("Nils").id, roles=frozenset(["admin"]))
    found = {"assessor_id": cast.user("nils").id, "seat": Seat.FIRST, "taken_at": own.submitted_at}
    make.row(Assessment, claim_id=own.id, state=AssessmentState.DONE, reason="Doubtful at best.", **found)
    make.change(own, state=ClaimState.DECLINED, decided_at=own.submitted_at, reason="Not shown.")
    assert "Doubtful at best." not in page_of(cast, "carla", own)
    assert "Doubtful at best." in page_of(cast, "nils", own)


def test_what_one_finds_while_the_other_asks_is_kept(cast: Cast) -> None:
    make.more_staff(cast.ledgerline, nils="assessor")
    claim = make.claim(cast.emil, cast.leave, opinions=2)
    take(cast, claim)
    decide(cast, claim, "nils", verdict="ask", stop="1")
    note = {f"note_{claim.rubric.criteria[0].ref}": "Carla saw page 12."}
    status, page, _ = decide(cast, claim, **note)
    assert status == 409
    assert "What you found is kept" in page
    certification.answer(claim.ref, "Sites one and three.", by=cast.actor("emil"))
    page = page_of(cast, "carla", claim)
    assert "Carla saw page 12." in page
    assert WHY in page
    assert "Carla saw page 12." not in page_of(cast, "nils", claim)
