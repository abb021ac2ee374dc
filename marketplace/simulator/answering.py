"""One API request from its headers to its answer: who asks, what for, whether it was asked before."""

import json
import logging
from collections.abc import Callable
from typing import Any

from flask import Response, request

from marketplace.simulator import idempotency
from marketplace.simulator.errors import ApiError, broken, no_access, no_key, not_reachable, wrong_key
from marketplace.simulator.events import API_VERSION
from marketplace.simulator.idempotency import Answer, Key
from marketplace.simulator.ids import fresh
from marketplace.simulator.params import from_json, unfolded
from marketplace.simulator.presenting import expanded
from marketplace.simulator.routing import Call, Route
from marketplace.simulator.ticking import catch_up
from marketplace.simulator.world import Request, World


def endpoint_for(world: World, route: Route) -> Callable[..., Response]:
    def endpoint(**path: str) -> Response:
        return respond(world, lambda number: answer(world, route, path, number))

    return endpoint


def unknown_request(world: World, method: str, path: str) -> Response:
    def refuse(number: str) -> Answer:
        raise not_reachable(method, path)

    return respond(world, refuse)


def respond(world: World, work: Callable[[str], Answer]) -> Response:
    number = fresh("req", 14)
    try:
        found = work(number)
    except ApiError as problem:
        found = Answer(problem.status, problem.body())
    except Exception:
        logging.exception("%s %s failed", request.method, request.path)
        found = Answer(500, broken().body())
    note(world, number, found.status)
    headers = {"Request-Id": number, "Stripe-Version": request.headers.get("Stripe-Version", API_VERSION)}
    headers |= {"Idempotent-Replayed": "true"} if found.replayed else {}
    if key := request.headers.get("Idempotency-Key"):
        headers["Idempotency-Key"] = key
    return Response(json.dumps(found.body, indent=2), found.status, headers, mimetype="application/json")


def answer(world: World, route: Route, path: dict[str, str], number: str) -> Answer:
    authenticate()
    account = request.headers.get("Stripe-Account") or request.headers.get("Stripe-Context") or ""
    raw = asked()
    call = Call(world, route.rule(raw, ""), account, request.path)
    key = key_of(route, account, raw)
    with idempotency.held(world, key):
        refuse_unknown_account(world, account)
        if key and (before := idempotency.saved(world, key)):
            return before
        found = play(world, route, call, path, number, key)
    world.observe(request.method, request.path, raw, found.body)
    return found


def key_of(route: Route, account: str, raw: dict[str, Any]) -> Key | None:
    text = request.headers.get("Idempotency-Key")
    if route.method != "POST" or not text:
        return None
    return Key(text, account, idempotency.fingerprint(route.method, request.path, raw))


def play(
    world: World, route: Route, call: Call, path: dict[str, str], number: str, key: Key | None
) -> Answer:
    """The work and its answer in one transaction; what failed leaves only its answer."""
    with world.store.transaction():
        catch_up(world)
        world.cause = (number, key.text if key else None)
        try:
            with world.store.transaction():
                body = route.handler(call, **path)
                found = Answer(200, expanded(world, body, call.get("expand", [])))
        except ApiError as problem:
            found = Answer(problem.status, problem.body())
        except Exception:
            logging.exception("%s %s failed", route.method, call.path)
            found = Answer(500, broken().body())
        finally:
            world.cause = (None, None)
        if key and remembers(route, found):
            idempotency.save(world, key, found)
    return found


def remembers(route: Route, found: Answer) -> bool:
    """Version 1 replays failures too, version 2 plays them again."""
    return route.path.startswith("/v1/") or found.status < 400


def authenticate() -> None:
    given = request.authorization
    key = (given.token or given.username or "") if given else ""
    if not key:
        raise no_key()
    if not key.startswith(("sk_test_", "rk_test_")):
        raise wrong_key(key)


def refuse_unknown_account(world: World, account: str) -> None:
    if not account:
        return
    with world.store.transaction():
        if not world.store.find(account, "v2.core.account"):
            raise no_access(account)


def asked() -> dict[str, Any]:
    if request.method == "POST" and request.path.startswith("/v2/"):
        return from_json(request.get_data())
    source = request.form if request.method == "POST" else request.args
    return unfolded(source.items(multi=True))


def note(world: World, number: str, status: int) -> None:
    """For the front page; kept in memory, so that no answer waits for the store."""
    world.requests.appendleft(Request(number, world.now(), request.method, request.path, status))
