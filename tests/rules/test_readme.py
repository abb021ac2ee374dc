"""What the README and its pages promise is there."""

import re
from pathlib import Path

import pytest

from marketplace.kit.lifecycle import Lifecycle
from tests.rules.readme import table
from tests.rules.test_lifecycles import ALL

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
LIFECYCLES = (ROOT / "docs" / "lifecycles.md").read_text()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.noun)
def test_each_lifecycle_is_drawn_as_the_code_has_it(one: Lifecycle) -> None:
    assert table(one) in LIFECYCLES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        if "://" not in link:
            assert (page.parent / link).exists(), link


def test_every_command_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|^    )make ([a-z]+)", README, re.MULTILINE)) <= targets
