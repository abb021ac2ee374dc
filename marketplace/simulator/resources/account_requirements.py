"""What an account still has to say, and how that limits it."""

from marketplace.simulator.world import Body

FIRST = (
    "identity.individual.given_name",
    "identity.individual.surname",
    "identity.individual.date_of_birth",
    "configuration.recipient.default_outbound_destination",
)
MORE = ("identity.individual.documents.primary_verification",)


def entry(description: str) -> Body:
    """A requirement that waits for the person and blocks transfers until then."""
    blocked = {
        "capability": "stripe_balance.stripe_transfers",
        "configuration": "recipient",
        "deadline": {"status": "currently_due"},
    }
    return {
        "awaiting_action_from": "user",
        "description": description,
        "errors": [],
        "impact": {"restricts_capabilities": [blocked]},
        "minimum_deadline": {"status": "currently_due"},
        "reference": None,
        "requested_reasons": [{"code": "routine_onboarding"}],
    }


def capability(status: str, code: str = "", resolution: str = "") -> Body:
    details = [{"code": code, "resolution": resolution}] if code else []
    return {"status": status, "status_details": details}
