"""Carla works through her queue without touching the mouse, and we look at the clock."""

import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import Enter
from tests.flows.keys import Keys, signs_in
from tests.flows.site import ROOT, Site

CLAIMS = 8
WHY = "The handbook shows steady work on the current release, done alone and checked by others."
QUESTION = "Which of the two sites did you move alone, and when was that?"
WAYS: Sequence[tuple[str, str]] = (("2c", WHY), ("3c", WHY), ("1d", WHY), ("2c", WHY), ("2a", QUESTION))
"""For one claim after the other: the score by each criterion and the decision, and what is written about it."""


@pytest.fixture
def queue(site: Site) -> None:
    """Enough claims for Ledgerline's assessors."""
    command = [sys.executable, "-m", "tests.flows.claiming", str(CLAIMS), "ledgerline"]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True)


def begins(keys: Keys) -> None:
    """From the desk to the first claim that nobody is on."""
    page = keys.page
    keys.to(page.get_by_role("navigation", name="Main").get_by_role("link", name="Claims"))
    keys.press("Enter")
    page.wait_for_url("**/examinations")
    keys.skip()
    keys.to(page.get_by_role("link", name="Nobody on it"))
    keys.press("Enter")
    page.wait_for_url("**/examinations?show=free")
    keys.skip()
    keys.to(page.get_by_role("button", name="Take").first)
    keys.press("Enter")
    page.wait_for_url("**/examinations/*")


def decides(keys: Keys, score: str, verdict: str, text: str) -> None:
    """One claim, by single keys, as far as the next one."""
    page = keys.page
    criteria = page.locator("[data-criterion]")
    expect(page.locator("[data-criterion].current")).to_have_count(1)
    count = criteria.count()
    keys.press(*score * count)
    expect(criteria.get_by_role("radio", checked=True)).to_have_count(count)
    keys.press(verdict)
    expect(page.get_by_label("Why")).to_be_focused()
    keys.type(text)
    before = page.url
    keys.press("Control+Enter")
    page.wait_for_url(lambda address: address != before)


def test_an_assessor_works_through_the_queue_by_keyboard(queue: None, enter: Enter) -> None:
    carla = enter("Carla Moreau")
    keys = Keys(carla.page)
    signs_in(carla, keys)
    begins(keys)
    seen, began = set(), time.monotonic()
    for _, ((score, verdict), text) in zip(range(CLAIMS), cycle(WAYS), strict=False):
        seen.add(carla.page.url)
        decides(keys, score, verdict, text)
    minutes = (time.monotonic() - began) / 60
    assert len(seen) == CLAIMS
    print(f"\nassessor throughput: {CLAIMS / minutes:.0f} claims per minute by keyboard, reading not counted")


def test_the_evidence_stays_beside_the_criterion_that_is_read(queue: None, enter: Enter) -> None:
    carla = enter("Carla Moreau")
    page, keys = carla.page, Keys(carla.page)
    page.set_viewport_size({"width": 1440, "height": 700})
    signs_in(carla, keys)
    begins(keys)
    last = page.locator("[data-criterion]").last
    last.get_by_role("radio").first.focus()
    expect(last.get_by_role("radio").first).to_be_in_viewport()
    expect(page.locator(".piece").last).to_be_in_viewport(timeout=5_000)


def test_single_keys_can_be_switched_off_and_stay_off(queue: None, enter: Enter) -> None:
    carla = enter("Carla Moreau")
    page, keys = carla.page, Keys(carla.page)
    signs_in(carla, keys)
    begins(keys)
    keys.press("?")
    switch = page.get_by_label("Single keys are on")
    keys.to(switch)
    keys.press("Space")
    expect(switch).not_to_be_checked()
    page.reload()
    presses_in_vain(page, keys)
    page.get_by_label("Single keys are on").evaluate("one => one.closest('details').open = true")
    page.get_by_label("Single keys are on").check()
    page.get_by_label("Why").focus()
    keys.type("Decline? No: 1 2 3.")
    expect(page.get_by_label("Why")).to_have_value("Decline? No: 1 2 3.")
    expect(page.get_by_role("radio", name="Decline")).not_to_be_checked()


def presses_in_vain(page: Page, keys: Keys) -> None:
    page.locator("[data-criterion]").first.get_by_role("radio").first.focus()
    keys.press("3", "d")
    expect(page.locator("[data-criterion]").get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.get_by_role("radio", name="Decline")).not_to_be_checked()
