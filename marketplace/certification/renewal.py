"""Renewing a certificate: what is still true is carried forward, and only what changed is asked."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from marketplace.accounts.actor import Actor
from marketplace.catalog import topics as releases
from marketplace.catalog.models import Topic
from marketplace.certification import policy, queries, rules, service, terms
from marketplace.certification.models import Certificate, CertificateState, Claim, Renewal, TopicAnswer
from marketplace.db.session import atomic, locked
from marketplace.evidence import work
from marketplace.evidence.models import Evidence, ReferenceState
from marketplace.evidence.pieces import NewEvidence, checked
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.programmes.kinds import EvidenceKind
from marketplace.registry.models import Expert

LATEST = timedelta(days=365)
"""So long after its end a certificate can still be renewed; later it takes a claim of its own."""

SHORTEST_ANSWER, LONGEST_ANSWER = 20, 2_000


def renewable(certificate: Certificate) -> bool | str:
    """True, or the sentence that says why not (yet)."""
    skill = certificate.skill
    if skill.retired:
        return f"{skill.name} is no longer certified by {skill.product.vendor.name}."
    if certificate.state in (
        CertificateState.REVOKED,
        CertificateState.SUPERSEDED,
        CertificateState.SUSPENDED,
    ):
        return "Only a certificate that holds, or that has just ended, can be renewed."
    if certificate.expires_on < clock.today():
        return _renewable_after_its_end(certificate)
    if certificate.expires_on <= clock.today() + terms.EARLY or changed(certificate):
        return True
    return "It can be renewed from 90 days before it ends, or when a release has changed something."


def _renewable_after_its_end(certificate: Certificate) -> bool | str:
    if any(one.skill_id == certificate.skill_id for one in queries.live(certificate.expert_id)):
        return "You hold a newer certificate for this skill already."
    over = certificate.expires_on + LATEST < clock.today()
    return "It ended more than a year ago. Claim the skill again, please." if over else True


def changed(certificate: Certificate) -> list[Topic]:
    """What releases have changed since the one it was given on."""
    skill = certificate.skill
    current = releases.current_release(skill.product, clock.today())
    return releases.changed_topics(skill, certificate.release, current)


def shown_by_work(certificate: Certificate) -> set[Ref]:
    """Of these topics, those that approved work on their release, or a later one, speaks for."""
    done = work.of(certificate.expert_id, certificate.skill)
    return {one.ref for one in changed(certificate) if work.speaks_for(done, one)}


def renew(
    certificate_ref: Ref,
    *,
    statement: str,
    carried: Sequence[Ref],
    topics: Mapping[Ref, str],
    evidence: Sequence[NewEvidence] = (),
    level: int | None = None,
    by: Actor,
) -> Claim:
    """Claim it once more. `carried` are pieces of the earlier claim that still hold; `topics` says what the expert knows of
    each change.

    Raises `Invalid` with fields (`topic_<ref>` for an answer that is missing), `ClaimOpen`, `NotAllowed`.
    """
    said = rules.written(statement, "statement", rules.SHORTEST_STATEMENT, rules.LONGEST_STATEMENT)
    handed_in = checked(evidence)
    with atomic():
        before = queries.own_certificate(certificate_ref, by)
        permit(policy.may_renew(by, before))
        permit(renewable(before))
        expert = locked(Expert, before.expert.ref)
        skill = before.skill
        rules.check_room(expert, skill)
        wanted = rules.known_level(level or before.level)
        rules.check_not_above(wanted, before.named_level)
        made = service.draft(
            expert,
            skill,
            wanted,
            said,
            releases.current_release(skill.product, clock.today()) or before.release,
        )
        made.renewal = Renewal(certificate=before)
        made.topic_answers = _answers(before, topics)
        made.evidence.extend(_copy(one) for one in carriable(before) if one.ref in set(carried))
        service.submit(made, handed_in, by=by)
    return made


def _answers(before: Certificate, typed: Mapping[Ref, str]) -> list[TopicAnswer]:
    """An answer to every change, but those that approved work speaks for."""
    shown = shown_by_work(before)
    answers, missing = [], {}
    for topic in changed(before):
        text = typed.get(topic.ref, "").strip()
        if SHORTEST_ANSWER <= len(text) <= LONGEST_ANSWER:
            answers.append(TopicAnswer(topic=topic, text=text))
        elif text or topic.ref not in shown:
            missing[f"topic_{topic.ref}"] = (
                f"Between {SHORTEST_ANSWER} and {LONGEST_ANSWER:,} characters about this, please."
            )
    if missing:
        raise Invalid("Say something about each thing that changed.", missing)
    return answers


def carriable(certificate: Certificate) -> list[Evidence]:
    """Pieces of the earlier claim that can still be true: whatever the expert handed in, and references that were given.

    What is attested or worked here joins by itself.
    """
    return [one for one in certificate.claim.evidence if _holds(one)]


def _holds(one: Evidence) -> bool:
    if one.reference:
        return one.reference.state is ReferenceState.GIVEN
    return one.kind in (EvidenceKind.TEXT, EvidenceKind.LINK, EvidenceKind.FILE)


def _copy(one: Evidence) -> Evidence:
    return Evidence(
        kind=one.kind,
        text=one.text,
        url=one.url,
        file_key=one.file_key,
        file_name=one.file_name,
        media_type=one.media_type,
        size=one.size,
        reference=one.reference,
        carried_from_id=one.id,
    )
