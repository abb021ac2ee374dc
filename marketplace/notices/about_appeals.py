"""What is said about appeals: to those who may decide them, to the expert, and to those whose decision it was about."""

from marketplace.accounts.actor import StaffRole
from marketplace.assessing import appeals
from marketplace.assessing.events import AppealDismissed, AppealFiled, AppealGranted, AppealWithdrawn
from marketplace.assessing.models import Appeal
from marketplace.assessing.queries import appeal_named
from marketplace.certification.queries import certificate_named
from marketplace.events.models import Event
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted
from marketplace.organizations import queries as organizations


def filed(fact: AppealFiled, event: Event) -> None:
    appeal = appeal_named(fact.subject)
    expert, what = appeal.expert.name, _what(appeal)
    deciding = [one.id for one in appeals.judges(appeal)]
    tell(
        event,
        deciding,
        "appeal_filed",
        title=f"An appeal to decide: {expert}, {appeal.claim.skill.name}",
        body=f"{expert} appeals against {what}, in which you had no part.\n\n{quoted(expert, appeal.statement)}",
        path=f"/appeals/{appeal.ref}",
    )
    if not deciding:
        tell(
            event,
            organizations.staff_ids(appeal.claim.skill.vendor_id, StaffRole.ADMIN),
            "appeal_without_judge",
            title=f"Nobody can decide the appeal of {expert}",
            body=f"{expert} appeals against {what}. All your assessors had a part in it, or have a conflict of "
            "interest. Invite another assessor, please.",
            path=f"/vendors/{appeal.claim.skill.product.vendor.slug}/staff",
        )


def withdrawn(fact: AppealWithdrawn, event: Event) -> None:
    appeal = appeal_named(fact.subject)
    tell(
        event,
        [one.id for one in appeals.judges(appeal)],
        "appeal_withdrawn",
        title=f"{appeal.expert.name} took an appeal back",
        body=f"It was against {_what(appeal)}. There is nothing to do.",
        path="/appeals",
    )


def granted(fact: AppealGranted, event: Event) -> None:
    appeal, certificate = appeal_named(fact.subject), certificate_named(fact.certificate)
    skill = certificate.skill
    level = f"{certificate.named_level.label} in {skill.name}"

    def body(reader: Reader) -> str:
        again = "counts again, under a new number" if appeal.certificate else "has been given after all"
        return (
            f"Another assessor of {skill.product.vendor.name} looked again. Your certificate as {level} {again}, "
            f"through {reader.day(certificate.expires_on)}.\n\n{quoted('The assessor', appeal.reason)}"
        )

    title, path = f"Your appeal was granted: {level}", f"/certificates/{certificate.ref}"
    tell(event, [appeal.expert.user_id], "appeal_granted", title=title, body=body, path=path)
    _tell_deciders(
        appeal,
        event,
        title=f"On appeal, {appeal.expert.name} was certified after all",
        body=f"It was about {_what(appeal)}, in which you had a part.\n\n{quoted('Your colleague', appeal.reason)}",
    )


def dismissed(fact: AppealDismissed, event: Event) -> None:
    appeal = appeal_named(fact.subject)
    tell(
        event,
        [appeal.expert.user_id],
        "appeal_dismissed",
        title=f"Your appeal about {appeal.claim.skill.name} was dismissed",
        body=f"Another assessor of {appeal.claim.skill.product.vendor.name} looked again at {_what(appeal)}. "
        f"The decision stands, and this one is final.\n\n{quoted('The assessor', appeal.reason)}"
        "You can claim the skill again whenever you have more to show.",
        path=_path(appeal),
    )


def _tell_deciders(appeal: Appeal, event: Event, *, title: str, body: str) -> None:
    """What was overturned is worth knowing for those who decided it."""
    tell(
        event,
        appeals.had_part(appeal),
        "decision_overturned",
        title=title,
        body=body,
        path=f"/appeals/{appeal.ref}",
    )


def _what(appeal: Appeal) -> str:
    kind = "the revocation of the certificate for" if appeal.certificate else "the refusal of the claim for"
    return f"{kind} {appeal.claim.skill.name}"


def _path(appeal: Appeal) -> str:
    if appeal.certificate:
        return f"/certificates/{appeal.certificate.ref}"
    return f"/claims/{appeal.claim.ref}"
