"""Comparing, and writing into the books what happened at Stripe alone."""

from datetime import datetime, timedelta

import structlog

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.db.session import atomic, locked
from marketplace.events import queue
from marketplace.events.log import history, record
from marketplace.gateways.errors import GatewayRefused, GatewayUnavailable
from marketplace.gateways.stripe import Movement
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.ledger import service as ledger
from marketplace.ledger.models import AccountKind
from marketplace.reconciliation import balances, books, catching_up, comparing, policy, queries
from marketplace.reconciliation.events import CorrectionPosted, ReconciliationFailed, ReconciliationFinished
from marketplace.reconciliation.models import Reconciliation, ReconciliationState
from marketplace.reconciliation.report import Account, Difference, Report

EVERY = timedelta(days=1)
OVERLAP = timedelta(days=1)
"""Each begins so much before the last, so that what was on its way then is looked at again."""
AT_WORK = timedelta(minutes=20)
"""Longer than one takes; after that somebody else may take over."""
LOOK_AGAIN = timedelta(minutes=10)
TRIES = 6
KEPT_AT_STRIPE = timedelta(days=29)
"""Stripe lists its events for 30 days: https://docs.stripe.com/api/events/list."""
REASON = 100
"""Letters, so that it fits on an entry's line."""

log = structlog.get_logger()


def begin(*, whole: bool, by: Actor) -> Reconciliation:
    """Write down that one is wanted; the worker makes it. The one under way is that one, if there is one.

    `whole` looks at every line there ever was, otherwise at those since shortly before the last.
    """
    permit(policy.may_reconcile(by))
    with atomic() as session:
        found = queries.under_way()
        if found is None:
            last = None if whole else queries.last_finished()
            since = last.created_at - OVERLAP if last else None
            found = Reconciliation(since=since, asked_by_id=by.user_id)
            session.add(found)
            session.flush()
        elif whole:
            found.since = None
        ref = found.ref
    queue.nudge_tick()
    return queries.visible(ref, SYSTEM)


def run_due() -> None:
    """Once a day since money first moved, and whenever somebody has asked."""
    last = queries.last_begun()
    if last is not None and clock.now() - last >= EVERY:
        begin(whole=False, by=SYSTEM)
    for ref in queries.due():
        run(ref)


def run(ref: Ref) -> Reconciliation:
    """Make it, unless somebody does. What Stripe does not answer is asked again later."""
    with atomic():
        row = locked(Reconciliation, ref)
        if row.state is not ReconciliationState.STARTED or row.due_at > clock.now():
            return row
        row.due_at = clock.now() + AT_WORK
        row.tries += 1
        since, made_at = row.since, row.created_at
    try:
        fetched = catching_up.fetch_missed(max(since or made_at - KEPT_AT_STRIPE, made_at - KEPT_AT_STRIPE))
        movements, report = compare(since)
    except (GatewayUnavailable, GatewayRefused) as silence:
        log.warning("not reconciled yet", reconciliation=ref, reason=str(silence))
        _put_off(ref, str(silence))
    else:
        _finish(ref, fetched, movements, report)
    return queries.visible(ref, SYSTEM)


def compare(since: datetime | None) -> tuple[int, Report]:
    """How many lines of Stripe's were looked at, and what was found. Enters what concerns the platform alone.

    Experts' balances are looked at line by line where their sums differ, or when everything is to be.
    """
    reading = comparing.read(balances.PLATFORM, since)
    for one in reversed(reading.movements):
        if comparing.is_own(balances.PLATFORM, one):
            _enter_own(one)
    lines, found = len(reading.movements), list(balances.compared(balances.PLATFORM))
    differences = list(comparing.differences(reading))
    for account in balances.accounts()[1:]:
        try:
            said = list(balances.compared(account))
            found += said
            if since is None or any(one.difference for one in said):
                reading = comparing.read(account, None)
                lines += len(reading.movements)
                differences += comparing.differences(reading)
        except GatewayRefused as no:
            differences.append(_hidden(account, no))
    return lines, Report(found, differences)


def correct(ref: Ref, owner: Ref, source: str, reason: str, *, by: Actor) -> None:
    """Write into the books what that charge, transfer or dispute did to a balance at Stripe alone, with the operator's reason.

    It has to stand among the differences of the comparison `ref`, in the balance of `owner`; what is missing is worked out afresh.
    Raises `Conflict` when nothing is, or when a row of ours is behind it: then the row goes its own way. Raises `Invalid` without a
    reason.
    """
    made = queries.visible(ref, by)
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON:
        raise Invalid("Say why.", {"reason": f"Say what it was, in at most {REASON} letters."})
    shown = [one for one in made.report.flagged if (one.account.owner, one.subject) == (owner, source)]
    missing = [one for one in comparing.of_source(shown[0].account, source) if one.foreign] if shown else []
    if not missing:
        raise Conflict("The books and Stripe agree on this by now, or it will come right by itself.")
    with atomic():
        locked(Reconciliation, ref)
        for one in missing:
            _post_correction(one, reason, by)


def _post_correction(one: Difference, reason: str, by: Actor) -> None:
    """Once for each time that the two disagree about it: what another has entered meanwhile is not missing any more."""
    before = books.sums_of(one.account, one.subject)[one.subject, one.ours.currency]
    if before != one.ours.amount:
        raise Conflict("Somebody else has just written this into the books.")
    amount, currency = one.difference, one.ours.currency
    lines = ledger.move(
        amount,
        out_of=(AccountKind.ADJUSTMENTS, ""),
        into=(balances.kind_of(one.account), one.account.owner),
    )
    number = 1 + len(history(one.subject))
    ledger.post(f"correction:{one.subject}:{currency}:{number}", f"Correction: {reason}", lines, booking=None)
    record(CorrectionPosted(one.subject, one.subject, amount.amount, currency, reason), by=by)


def _enter_own(movement: Movement) -> None:
    """To or from the platform's own bank, or what Stripe bills it for."""
    bank = movement.kind in comparing.BANK
    into = (AccountKind.BANK if bank else AccountKind.STRIPE_FEES, "")
    what = f"The platform's own: {movement.kind.replace('_', ' ')} ({movement.source_id or movement.id})"
    lines = ledger.move(-movement.amount, out_of=(AccountKind.STRIPE, ""), into=into)
    with atomic():
        ledger.post(f"own:{movement.id}", what, lines, booking=None)


def _hidden(account: Account, no: GatewayRefused) -> Difference:
    none = Money.zero("EUR")
    why = f"Stripe does not show us this account: {no}"
    return Difference(account, account.stripe_id, "account", "", none, none, why, expected=False)


def _finish(ref: Ref, fetched: int, lines: int, report: Report) -> None:
    with atomic():
        row = locked(Reconciliation, ref)
        if row.state is not ReconciliationState.STARTED:
            return
        row.become("finish")
        row.finished_at, row.movements, row.fetched, row.failure = clock.now(), lines, fetched, None
        row.flagged, row.expected = len(report.flagged), len(report.expected)
        row.found = report.dumped()
        record(ReconciliationFinished(ref, row.flagged, row.expected), by=SYSTEM)


def _put_off(ref: Ref, silence: str) -> None:
    with atomic():
        row = locked(Reconciliation, ref)
        row.failure, row.due_at = silence, clock.now() + LOOK_AGAIN
        if row.state is ReconciliationState.STARTED and row.tries >= TRIES:
            row.become("give up")
            record(ReconciliationFailed(ref, silence), by=SYSTEM)
