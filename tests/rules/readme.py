"""The tables of docs/lifecycles.md, drawn from the code: `python -m tests.rules.readme` prints them."""

from marketplace.kit.lifecycle import Lifecycle
from tests.rules.test_lifecycles import ALL

HEAD = "| from | verb | who | to | otherwise, by itself |\n|---|---|---|---|---|"


def table(one: Lifecycle) -> str:
    rows = (
        f"| {step.state} | {step.verb} | {step.who} | {step.next} | {step.timer} |".replace("_", " ")
        for step in one.steps
    )
    return "\n".join((f"**{one.noun.capitalize()}**", "", HEAD, *rows))


if __name__ == "__main__":
    print("\n\n".join(table(one) for one in ALL))
