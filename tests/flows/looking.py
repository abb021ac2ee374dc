"""What a page must not do, whoever opens it: fail, ask elsewhere, spill over the edge of a phone, or shut anybody out.

Most of the time went into judging the same header, the same cards and the same buttons on each of two hundred pages. What a
style sheet draws alike is judged once: how an element looks follows from its shape (`shapes.js`), so colours, sizes of targets and
the mark of the focus are looked at where a shape is met for the first time. How a page is built (headings, labels, names,
landmarks) is judged on every page, unless one made of the same shapes in the same order was there before. What this leaves out
is what only the words change: a long name that moves two targets together. With `--whole` everything is judged everywhere.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHOWN = (
    *("color-contrast", "link-in-text-block"),
    *("target-size", "scrollable-region-focusable", "aria-hidden-focus", "button-name", "link-name"),
)
"""What another scheme or a narrow screen can change; the rest of a page is the same."""
DESK, TABLET, PHONE = (
    {"width": 1440, "height": 900},
    {"width": 768, "height": 1024},
    {"width": 360, "height": 780},
)
QUICKLY = {"resultTypes": ["violations"], "preload": False}
"""Without fetching the style sheets and media once more: only rules about turned screens and sound ask for them."""
BUILT = {"runOnly": RULES, "rules": {name: {"enabled": False} for name in SHOWN}, **QUICKLY}
DRAWN = {"runOnly": {"type": "rule", "values": SHOWN}, **QUICKLY}
RUN = "options => axe.run(options).then(found => found.violations)"
RUN_AT = """([wanted, options]) => {
  const include = shapes.one(wanted);
  return include.length ? axe.run({ include }, options).then(found => found.violations) : [];
}"""
UNSEEN = "wanted => shapes.unmarked(wanted)"
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TYPED = "input:is([type=text], [type=email], [type=password], [type=date], [type=url]), textarea"
VIEWS = (
    ("wide, light", DESK, "light", True),
    ("tablet, light", TABLET, "light", False),
    ("phone, dark", PHONE, "dark", True),
)
"""Everything that a wide screen shows, a phone shows, too: colours do not depend on the width. A tablet is looked at for what
spills over its edge."""
SCRIPTS = Path(__file__).with_name("shapes.js")

Shapes = Sequence[tuple[int, int]]
"""Each shape of a page with 1, or 2 for several, in the order of the page."""


@dataclass
class Met:
    """What has been looked at, by whoever looked."""

    whole: bool = False
    _drawn: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _built: set[tuple[tuple[int, int], ...]] = field(default_factory=set)

    def fresh(self, view: str, there: Shapes) -> list[int]:
        """Which of these are met for the first time in that view, or all."""
        fresh = [shape for shape, _ in there if self.whole or shape not in self._drawn[view]]
        self._drawn[view].update(fresh)
        return fresh

    def built_anew(self, there: Shapes) -> bool:
        build = tuple((shape, count) for shape, count in there)
        new = self.whole or build not in self._built
        self._built.add(build)
        return new


@dataclass
class Look:
    """One page of a browser, watched; `complaints` is everything that was wrong, in words."""

    page: Page
    hosts: frozenset[str]
    met: Met
    complaints: list[str] = field(default_factory=list)
    _address: str = ""
    _refuses: bool = False

    def __post_init__(self) -> None:
        self.page.add_init_script(Axe().axe_script)
        self.page.add_init_script(SCRIPTS.read_text())
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._complain(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _failed(self, request: Request) -> None:
        """A page that is left before its icon has come breaks that request off; nothing is wrong then."""
        if request.failure != "net::ERR_ABORTED":
            self._complain(f"failed: {request.url}")

    def open(self, address: str, status: int = 200) -> None:
        """Open and look. A `status` other than 200 is what the page has to answer."""
        self._begin()
        self._address, self._refuses = address, status >= 400
        answer = self.page.goto(address)
        if answer is None or answer.status != status:
            self._complain(f"answers {answer and answer.status}")
        self.now()

    def _begin(self) -> None:
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")

    def now(self) -> None:
        """Look at what is shown, on three screens and in both schemes."""
        there = [(shape, count) for shape, count in self.page.evaluate("shapes.list()")]
        if self.met.built_anew(there):
            self._judge("built", self.page.evaluate(RUN, BUILT))
        self._focus(self.met.fresh("focus", there))
        for view, size, scheme, drawn in VIEWS:
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self._spill(view)
            if drawn:
                self._judge(view, self.page.evaluate(RUN_AT, [self.met.fresh(view, there), DRAWN]))

    def send_empty(self, address: str) -> None:
        """Empty the first form of that page, send it, and look at what it says."""
        self._begin()
        self.page.goto(address)
        self._address, self._refuses = f"{address}, sent empty", True
        form = self.page.locator("main form[method=post]:has(.field)").first
        form.locator(TYPED).evaluate_all("all => all.forEach(one => { one.value = '' })")
        with self.page.expect_navigation():
            form.evaluate("form => form.requestSubmit()")
        if not self.page.locator(".error-summary, .mistake").count():
            self._complain("says nothing about it")
        self.now()

    @property
    def report(self) -> str:
        return "\n".join(self.complaints)

    def _judge(self, view: str, violations: Sequence[dict[str, Any]]) -> None:
        for violation in violations:
            for node in violation["nodes"][:3]:
                self._complain(f"{view}: {violation['id']} at {node['target']}: {node['html'][:160]}")

    def _focus(self, fresh: Sequence[int]) -> None:
        """Whatever can be clicked can be reached with Tab, in the order of the page, and shows that it has the focus."""
        for what, html in self.page.evaluate(UNSEEN, fresh):
            self._complain(f"by keyboard: {what}: {html}")

    def _spill(self, view: str) -> None:
        wide = self.page.evaluate(SPILL)
        if wide > 0:
            self._complain(f"{view}: {wide} pixels too wide")

    def _console(self, message: ConsoleMessage) -> None:
        expected = self._refuses and "the server responded with a status of 4" in message.text
        if message.type == "error" and not expected:
            self._complain(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme in ("http", "https") and place.netloc not in self.hosts:
            self._complain(f"asks another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not (self._refuses and response.request.is_navigation_request()):
            self._complain(f"{response.status} for {response.url}")

    def _complain(self, what: str) -> None:
        self.complaints.append(f"{self._address}: {what}")
