"""What is said about expenses: to approvers and payers when one waits for them, to the expert how it went."""

from collections.abc import Callable

from marketplace.accounts.actor import SYSTEM
from marketplace.events.models import Event
from marketplace.expenses import events, queries
from marketplace.expenses.models import Expense
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted, shortened


def submitted(fact: events.ExpenseSubmitted, event: Event) -> None:
    one = _named(fact.subject)
    name = one.booking.expert.name

    def body(reader: Reader) -> str:
        original = f" On the receipt: {one.original}." if one.original else ""
        return (
            f"{_said(one, reader, one.claimed)}{original}\n\n“{shortened(one.words)}”\n\n"
            "Look at the receipt and approve it, approve less, or send it back with a reason. Nothing is approved by itself."
        )

    title = f"An expense to approve: {name}"
    tell(event, sides.approvers(one.booking), "expense_submitted", title=title, body=body, path=_path(one))


def sent_back(fact: events.ExpenseSentBack, event: Event) -> None:
    one = _named(fact.subject)
    who = one.booking.organization.name

    def body(reader: Reader) -> str:
        return (
            f"{who} has a question about this: {_said(one, reader, one.claimed)}\n\n{quoted(who, fact.reason)}"
            "Correct it and hand it in again, or withdraw it; what you wrote and the receipts are kept."
        )

    title = f"{who} sent your expense back"
    tell(event, sides.expert(one.booking), "expense_sent_back", title=title, body=body, path=_path(one))


def approved(fact: events.ExpenseApproved, event: Event) -> None:
    one, amount = _named(fact.subject), Money(fact.amount, fact.currency)
    who = one.booking.organization.name

    def to_expert(reader: Reader) -> str:
        how = f"{who} approved {reader.money(amount)}"
        if fact.amount < fact.claimed:
            how += f" of {reader.money(Money(fact.claimed, fact.currency))}"
        return f"{how}. {_said(one, reader, one.claimed)}\n\n{quoted(who, fact.reason)}It is paid next; then it is released to you."

    def to_payers(reader: Reader) -> str:
        return f"It is approved: {_said(one, reader, amount)}\n\nPay {reader.money(amount)} by card. There is no fee on expenses."

    title, path = f"Expense approved: {who}", _path(one)
    tell(event, sides.expert(one.booking), "expense_approved", title=title, body=to_expert, path=path)
    title = f"An expense to pay: {one.booking.expert.name}"
    tell(
        event,
        sides.payers(one.booking),
        "expense_to_pay",
        title=title,
        body=to_payers,
        path=path,
        also_actor=True,
    )


def withdrawn(fact: events.ExpenseWithdrawn, event: Event) -> None:
    one = _named(fact.subject)
    name = one.booking.expert.name

    def body(reader: Reader) -> str:
        return f"{name} took this back, so there is nothing to approve or to pay: {_said(one, reader, one.claimed)}"

    title = f"{name} withdrew an expense"
    tell(event, sides.approvers(one.booking), "expense_withdrawn", title=title, body=body, path=_path(one))


def paid(fact: events.ExpensePaid, event: Event) -> None:
    one, amount = _named(fact.subject), Money(fact.amount, fact.currency)
    who, wait = one.booking.organization.name, one.booking.release_business_days
    days = "a working day" if wait == 1 else f"{wait} working days"

    def body(reader: Reader) -> str:
        return (
            f"{who} has paid {reader.money(amount)}: {_said(one, reader, amount)}\n\n"
            f"All of it is yours. It leaves for your account {days} from now, once your payouts are set up."
        )

    title = f"Expense paid: {who}"
    tell(event, sides.expert(one.booking), "expense_paid", title=title, body=body, path=_path(one))


def reminded(fact: events.ExpenseReminded, event: Event) -> None:
    """Whoever it waits for at this moment."""
    one = _named(fact.subject)
    name = one.booking.expert.name

    def to_approve(reader: Reader) -> str:
        return f"This still waits for an answer: {_said(one, reader, one.claimed)}\n\nApprove it, or send it back with a reason."

    def to_pay(reader: Reader) -> str:
        return f"This is approved and still not paid: {_said(one, reader, one.amount)}\n\n{name} has paid it already."

    words: tuple[list[int], str, Callable[[Reader], str]]
    if fact.approved:
        words = sides.payers(one.booking), f"Still to pay: an expense of {name}", to_pay
    else:
        words = sides.approvers(one.booking), f"Still to approve: an expense of {name}", to_approve
    readers, title, body = words
    tell(event, readers, "expense_reminded", title=title, body=body, path=_path(one))


def _named(ref: Ref) -> Expense:
    return queries.visible(ref, SYSTEM)


def _said(one: Expense, reader: Reader, amount: Money) -> str:
    """`Travel on Monday, 8 March 2027, €45.20.`"""
    return f"{one.category.label} on {reader.day(one.spent_on)}, {reader.money(amount)}."


def _path(one: Expense) -> str:
    return f"/expenses/{one.ref}"
