"""What a level asks and gives, in words."""

from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.models import Terms
from marketplace.programmes.outline import TermsLine


def lasting(terms: Terms | TermsLine) -> str:
    """`12 months`, or `until 90 days after the next major release, at most 24 months`."""
    months = _counted(terms.months, "month")
    if not terms.until_major:
        return months
    if not terms.grace_days:
        return f"until the next major release, at most {months}"
    return f"until {_counted(terms.grace_days, 'day')} after the next major release, at most {months}"


def deciding(terms: Terms | TermsLine) -> str:
    return "two assessors, each for themselves" if terms.assessors == 2 else "one assessor"


def asked(terms: Terms | TermsLine) -> str:
    """The kinds of evidence that have to be there."""
    labels = [kind.label for kind in EvidenceKind if kind in terms.kinds]
    return "; ".join(labels) if labels else "any kind, at least one piece"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
