"""Links to the hosted onboarding: https://docs.stripe.com/api/v2/core/account-links. Good for ten minutes."""

from marketplace.simulator.clock import MINUTE, rfc3339
from marketplace.simulator.errors import missing_parameter
from marketplace.simulator.ids import fresh
from marketplace.simulator.routing import Call, Routes
from marketplace.simulator.shapes import address, one_of, shape, text
from marketplace.simulator.world import Body

routes = Routes()
COLLECTION = shape(
    {"fields": one_of("currently_due", "eventually_due"), "future_requirements": one_of("include", "omit")}
)
FLOW = shape(
    {
        "collection_options": COLLECTION,
        "refresh_url": address,
        "return_url": address,
    },
    needs=("refresh_url",),
)
USE_CASE = shape(
    {
        "type": one_of("account_onboarding", "account_update"),
        "account_onboarding": FLOW,
        "account_update": FLOW,
    },
    needs=("type",),
)


@routes.post("/v2/core/account_links", {"account": text, "use_case": USE_CASE}, needs=("account", "use_case"))
def create(call: Call) -> Body:
    account = call.world.the("v2.core.account", call.get("account"), param="account")
    case = call.get("use_case")
    if case["type"] not in case:
        raise missing_parameter(f"use_case[{case['type']}]")
    token, now = fresh("link"), call.world.now()
    link: Body = {
        "_id": token,
        "_flow": case[case["type"]],
        "_ends": now + 10 * MINUTE,
        "_used": False,
        "account": account["id"],
        "created": rfc3339(now),
        "expires_at": rfc3339(now + 10 * MINUTE),
        "livemode": False,
        "object": "v2.core.account_link",
        "url": f"{call.world.url}/setup/{token}",
        "use_case": case,
    }
    return call.world.store.add(link)
