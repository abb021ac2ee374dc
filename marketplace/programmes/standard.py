"""The programme that holds for a skill until its vendor writes one."""

from sqlalchemy import select

from marketplace.catalog.models import Skill
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.kit import clock
from marketplace.programmes.levels import MEANINGS, Level
from marketplace.programmes.models import Criterion, Descriptor, Programme, Rubric, RubricState, Terms

CRITERIA = (
    (
        "Depth",
        "How well do they know what it does and why?",
        {
            Level.ASSOCIATE: "Describes everyday tasks correctly.",
            Level.PRACTITIONER: "Explains what happens behind everyday tasks.",
            Level.PROFESSIONAL: "Explains its settings and what depends on them.",
            Level.EXPERT: "Explains its limits, and designs around them.",
        },
    ),
    (
        "Independence",
        "How much of it did they do themselves, and alone?",
        MEANINGS,
    ),
    (
        "Proof",
        "Could somebody else check it?",
        {
            Level.ASSOCIATE: "Says concretely when, where and for how long.",
            Level.PRACTITIONER: "Shows a piece of work, or somebody who saw it.",
            Level.PROFESSIONAL: "Shows work that went live, and somebody who saw it.",
            Level.EXPERT: "Shows several such pieces from different places.",
        },
    ),
)


def programme_of(skill: Skill) -> Programme:
    """The skill's programme. It is written down the first time that somebody needs it."""
    found = db.session.scalar(select(Programme).where(Programme.skill_id == skill.id))
    if found:
        return found
    with atomic() as session:
        locked(Skill, skill.ref)
        found = session.scalar(select(Programme).where(Programme.skill_id == skill.id))
        if found is None:
            found = unwritten(skill)
            session.add(found)
            session.flush()
    return found


def unwritten(skill: Skill) -> Programme:
    """The standard programme for that skill, not in the database: enough to be shown."""
    return Programme(skill=skill, rubrics=[_rubric(skill.product.vendor.certificate_months)])


def current_rubric(skill: Skill) -> Rubric:
    """The published version."""
    return programme_of(skill).current


def _rubric(months: int) -> Rubric:
    return Rubric(
        number=1,
        state=RubricState.PUBLISHED,
        changes="",
        about="",
        revision=0,
        published_at=clock.now(),
        criteria=[
            Criterion(
                position=position,
                name=name,
                about=about,
                descriptors=[Descriptor(level=level, text=text) for level, text in texts.items()],
            )
            for position, (name, about, texts) in enumerate(CRITERIA, 1)
        ],
        terms=[_terms(level, months) for level in Level],
    )


def _terms(level: Level, months: int) -> Terms:
    """Every value is said, since those of columns are filled in by the database only."""
    return Terms(level=level, months=months, kinds=frozenset(), until_major=False, grace_days=90, assessors=1)
