"""What a page must not do, whoever opens it: fail, ask elsewhere, spill over the edge of a phone, or shut anybody out."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHOWN = {
    "type": "rule",
    "values": [
        *("color-contrast", "link-in-text-block"),
        *("target-size", "scrollable-region-focusable", "aria-hidden-focus", "button-name", "link-name"),
    ],
}
"""What another scheme or a narrow screen can change; the rest of a page is the same."""
DESK, TABLET, PHONE = (
    {"width": 1440, "height": 900},
    {"width": 768, "height": 1024},
    {"width": 360, "height": 780},
)
RUN = "options => axe.run(options).then(found => found.violations)"
QUICKLY = {"resultTypes": ["violations"], "preload": False}
"""Without fetching the style sheets and media once more: only rules about turned screens and sound ask for them."""
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TYPED = "input:is([type=text], [type=email], [type=password], [type=date], [type=url]), textarea"
VIEWS = (
    ("wide, light", DESK, "light", RULES),
    ("tablet, dark", TABLET, "dark", None),
    ("phone, dark", PHONE, "dark", SHOWN),
)
"""Everything that a wide screen shows, a phone shows, too: colours do not depend on the width."""


@dataclass
class Look:
    """One page of a browser, watched; `complaints` is everything that was wrong, in words."""

    page: Page
    hosts: frozenset[str]
    complaints: list[str] = field(default_factory=list)
    _address: str = ""
    _refuses: bool = False

    def __post_init__(self) -> None:
        self.page.add_init_script(Axe().axe_script)
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
        self.page.set_viewport_size(DESK)
        self._address, self._refuses = address, status >= 400
        answer = self.page.goto(address)
        if answer is None or answer.status != status:
            self._complain(f"answers {answer and answer.status}")
        self.now()

    def now(self) -> None:
        """Look at what is shown, on three screens and in both schemes."""
        for view, size, scheme, rules in VIEWS:
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self._spill(view)
            if rules:
                self._axe(view, rules)

    def send_empty(self, address: str) -> None:
        """Empty the first form of that page, send it, and look at what it says."""
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

    def _axe(self, view: str, rules: dict[str, Any]) -> None:
        for violation in self.page.evaluate(RUN, {"runOnly": rules, **QUICKLY}):
            for node in violation["nodes"][:3]:
                self._complain(f"{view}: {violation['id']} at {node['target']}: {node['html'][:160]}")

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
