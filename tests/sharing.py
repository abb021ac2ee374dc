"""How the tests are divided among several workers (`pytest -n 2`).

Stories in the browser share a running site, so one worker plays them all while the others do the rest: a second site would cost as
much as ten stories, and what was looked at on one would be looked at again on the other. Every other test goes to whoever is free.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

STORIES = "tests/flows/"


class OneStoryteller(LoadScopeScheduling):
    """All stories are one piece of work, the largest, and so begun first; each other test is a piece of its own.

    The mark `xdist_group` would say the same, but pytest 9.2 does not read back the names that pytest-xdist 3.8 writes for it.
    """

    def _split_scope(self, nodeid: str) -> str:
        return STORIES if nodeid.startswith(STORIES) else nodeid


@pytest.hookimpl
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return OneStoryteller(config, log)
