"""A keyboard and nothing else: every stop is one that can be seen."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.flows.person import Person

FARTHEST = 150
"""Stops on the longest page; a person gives up long before."""
IN_FOCUS = "element => element === document.activeElement"
SEEN = """() => {
  const at = document.activeElement, near = [at, at.nextElementSibling, at.closest("label"), at.closest("li, .panel")];
  const marked = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  return !at.matches(":focus") || near.some((each) => each && marked(getComputedStyle(each)));
}"""
"""A tick box may show its focus on the label drawn in its place. The calendar button in a date is the browser's own: while it has
the focus, the date itself does not."""


@dataclass(frozen=True)
class Keys:
    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def skip(self) -> None:
        """From the top of the page over the header, to its content."""
        self.press("Tab")
        expect(self.page.get_by_role("link", name="Skip to the content")).to_be_focused()
        expect(self.page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        self.press("Enter")
        expect(self.page.locator("main")).to_be_focused()

    def to(self, target: Locator) -> None:
        """Tab until it is there."""
        expect(target).to_be_visible()
        for _ in range(FARTHEST):
            self.press("Tab")
            assert self.page.evaluate(SEEN), f"focus cannot be seen: {self._here()}"
            if target.evaluate(IN_FOCUS):
                return
        raise AssertionError(f"no Tab leads to {target}")

    def _here(self) -> str:
        return str(self.page.evaluate("document.activeElement.outerHTML"))[:200]


def signs_in(person: Person, keys: Keys) -> None:
    """From the sign-in page to the desk."""
    page = person.page
    page.goto("/login")
    expect(page.get_by_label("Mail address")).to_be_focused()
    keys.type(person.email)
    keys.to(page.get_by_role("textbox", name="Password"))
    keys.type(person.password)
    keys.press("Enter")
    page.wait_for_url("**/desk")
