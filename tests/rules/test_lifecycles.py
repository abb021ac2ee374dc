"""Every lifecycle in the product, found by looking: each cell of its table leads where the table says, or refuses in words."""

import importlib
import pkgutil
from collections.abc import Iterator
from enum import StrEnum

import pytest

import marketplace
from marketplace.events.facts import Fact
from marketplace.kit.errors import WrongState
from marketplace.kit.lifecycle import Lifecycle

SIMULATOR = "marketplace.simulator"


def modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(marketplace.__path__, "marketplace."):
        if not found.name.startswith(SIMULATOR):
            yield importlib.import_module(found.name)


def lifecycles() -> list[Lifecycle]:
    found = {id(value): value for module in modules() for value in vars(module).values() if is_one(value)}
    return sorted(found.values(), key=lambda one: one.noun)


def is_one(value: object) -> bool:
    return isinstance(value, Lifecycle)


def states(one: Lifecycle) -> list[StrEnum]:
    return list(type(next(iter(one.said))))


def verbs(one: Lifecycle) -> list[str]:
    return sorted({step.verb for step in one.steps})


ALL = lifecycles()
CELLS = [(one, state, verb) for one in ALL for state in states(one) for verb in verbs(one)]
each = pytest.mark.parametrize("one", ALL, ids=lambda one: one.noun)


def test_the_product_has_the_lifecycles_it_speaks_of() -> None:
    nouns = {one.noun for one in ALL}
    assert nouns >= {
        "booking",
        "shift",
        "timesheet",
        "payment",
        "refund",
        "transfer",
        "payout",
        "payout account",
    }
    assert nouns >= {"claim", "certificate", "invitation", "profile"}
    assert nouns >= {"attestation", "import", "hand-over", "merger", "blueprint"}
    assert nouns >= {"availability", "attestation", "import", "hand-over", "merger"}
    assert nouns >= {"shortlist", "shortlist entry", "report", "review", "review window"}
    assert nouns >= {"linked calendar", "dispute", "absence"}
    assert nouns >= {"request", "invitation to propose", "proposal"}
    assert len(nouns) == len(ALL)


@pytest.mark.parametrize(
    ("one", "state", "verb"), CELLS, ids=[f"{one.noun}-{state}-{verb}" for one, state, verb in CELLS]
)
def test_every_cell_leads_on_or_says_why_not(one: Lifecycle, state: StrEnum, verb: str) -> None:
    rows = [step for step in one.steps if (step.state, step.verb) == (state, verb)]
    if rows:
        [step] = rows
        assert one.allows(state, verb)
        assert one.after(state, verb) is step.next
    else:
        assert not one.allows(state, verb)
        with pytest.raises(WrongState) as refused:
            one.after(state, verb)
        assert one.said[state] in refused.value.sentence


@each
def test_every_state_is_said_in_words(one: Lifecycle) -> None:
    assert set(one.said) == set(states(one))
    for state, sentence in one.said.items():
        assert sentence and sentence[0].islower() and not sentence.endswith("."), state
        assert "_" not in sentence


@each
def test_every_state_is_reached_from_the_first(one: Lifecycle) -> None:
    first = states(one)[0]
    reached, todo = {first}, [first]
    while todo:
        here = todo.pop()
        ahead = {step.next for step in one.steps if step.state is here} - reached
        reached |= ahead
        todo += ahead
    assert reached == set(states(one))


@each
def test_no_state_is_a_trap_on_the_way_to_an_end(one: Lifecycle) -> None:
    """From everywhere some end is reached: a state that nothing leaves, or a round that never stops being alive."""
    leaves = {state: {step.next for step in one.steps if step.state is state} for state in states(one)}
    ends = {state for state, ahead in leaves.items() if not ahead}
    assert ends or all(leaves.values())
    for state, ahead in leaves.items():
        assert state in ends or ahead - {state}, f"{state} leads nowhere else"


@each
def test_every_step_names_who_takes_it_and_a_fact_that_exists(one: Lifecycle) -> None:
    for step in one.steps:
        assert step.who
        assert not step.event or step.event in Fact.registry, step.event
