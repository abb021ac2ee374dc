"""Roles in words that a person understands."""

from collections.abc import Iterable

ROLES = {
    "owner": "owner",
    "booker": "booker",
    "approver": "approver",
    "finance": "finance",
    "admin": "administrator",
    "assessor": "assessor",
}

MEMBER_DUTIES = {
    "owner": "Owner: everything, and decides who belongs to the team",
    "booker": "Booker: finds experts and books them",
    "approver": "Approver: approves hours",
    "finance": "Finance: pays, and sees all documents",
}

STAFF_DUTIES = {
    "admin": "Administrator: products, terms, and who belongs to the staff",
    "assessor": "Assessor: decides what experts are certified for",
    "finance": "Finance: sees the money",
}


def in_words(roles: Iterable[str]) -> str:
    """`approver and finance`."""
    words = [ROLES[role] for role in ROLES if role in set(roles)]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
