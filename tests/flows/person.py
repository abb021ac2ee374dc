"""Somebody in a story, in front of a browser of their own."""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import FrameLocator, Locator, Page, expect

from marketplace.cli.story import stage

DEADLINE = 240
"""Seconds that the worker may take, on a busy machine, for what follows a click."""
A_LOOK = 1_500
"""Milliseconds before a page that does not say it yet is loaded again."""


@dataclass(frozen=True)
class Person:
    """Newcomers choose their own password; people of the demo share one."""

    name: str
    page: Page
    password: str = stage.PASSWORD

    @property
    def email(self) -> str:
        return stage.address(self.name)

    def click(self, name: str | re.Pattern[str], role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.click(name, "link")

    def fill(self, **by_label: str) -> None:
        """Fields by their label, with underscores for spaces."""
        for label, text in by_label.items():
            self.page.get_by_label(label.replace("_", " ")).first.fill(text)

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def waits_for(self, text: str | re.Pattern[str] | Locator) -> None:
        """Load the page again until it says so: somebody else has acted, or the worker has work to do."""
        wanted = text if isinstance(text, Locator) else self.page.get_by_text(text)
        deadline = time.monotonic() + DEADLINE
        while True:
            try:
                return expect(wanted.first).to_be_visible(timeout=A_LOOK)
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
                self.page.reload()

    def sign_in(self) -> None:
        self.page.goto("/login")
        self.enter()
        self.page.wait_for_url("**/desk")

    def enter(self) -> None:
        """Address and password, where they are asked for."""
        self.page.get_by_label("Mail address").fill(self.email)
        self.page.get_by_role("textbox", name="Password").fill(self.password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def open_mail(self, subject: str) -> FrameLocator:
        """The mail as a mail program shows it, out of the demo's mailbox."""
        self.page.goto(f"/demo/mailbox?to={self.email}")
        mail = self.page.get_by_role("link", name=subject)
        self.waits_for(mail)
        mail.first.click()
        return self.page.frame_locator("iframe")

    def confirm(self) -> None:
        """Click the link in the first mail, and sign in for the first time."""
        self.open_mail("Please confirm your address").get_by_role("link", name="Confirm my address").click()
        self.page.wait_for_url("**/login**")
        self.enter()
        self.page.wait_for_url("**/desk")

    def move_clock(self, *, weeks: int = 0, days: int = 0) -> None:
        """With the buttons in the demo's bar."""
        for button in ["+ 1 week"] * weeks + ["+ 1 day"] * days:
            self.page.get_by_role("button", name=button).click()
            self.sees("The demo's clock has moved forward")
