"""Where people get to by following links: one page of each kind."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page

NOT_PAGES = re.compile(
    r"^/(static|bootstrap|evidence|photos|places|health|messages/files|disputes/files|expenses/files|timesheets/files|earnings/onboarding|issuers|status)(/|$)"
    r"|\.(json|png|svg|csv|zip|pdf)$|/conversation\.(txt|html)$|/copy\.(txt|html)$|/(sealed|agreement/certificate)$"
)
PUBLIC = re.compile(r"/(how-it-works|confirm|vendors|products|experts|certificates|demo/mailbox)?(/…)?$")
"""What everybody sees alike; looked at once, as a visitor."""
NAMED = re.compile(
    r"^/(experts|vendors|products)/.+?(?=/(?:staff|money|statements|expenses|terms|edit|certificates|bookings|calls)|$)"
)
PROGRAMME = re.compile(r"^/programmes/[^/]+/.+?(?=/versions/|$)")
"""A product's or a module's, whichever: one page draws them all."""
VERSION = re.compile(r"(?<=/versions)/\d+|(?<=/deliverables)/\d+|(?<=/statements)/\d{4}-\d\d")
QUERIES = {"page", "next", "q", "month", "module", "currency", "rate"}
"""What a query may ask without the page being another one."""
REF = re.compile(r"/[0-9a-hjkmnp-tv-z]{12}(?=/|$)|(?<=/mailbox)/.+")
OFTEN = {"/bookings/…": 3, "/bookings/…/timesheet": 2, "/bookings/…/conversation": 2}
"""Pages that look different by the state of what they show."""
LINKS = "all => all.map(one => one.getAttribute('href').split('#')[0])"


def kind(address: str) -> str:
    """`/bookings/…/ledger` for any booking's; a query counts by what it asks, not by the answer."""
    parts = urlsplit(address)
    path = PROGRAMME.sub("/programmes/…/…", NAMED.sub(r"/\1/…", parts.path))
    path = VERSION.sub("/…", REF.sub("/…", path))
    if path == "/saved-searches/new":
        return path
    asked = sorted({name for name, _ in parse_qsl(parts.query)} - QUERIES)
    return f"{path}?{'&'.join(asked)}" if asked else path


def walk(page: Page, starts: Sequence[str], seen_before: Sequence[str] = ()) -> Iterator[str]:
    """Each address in turn, for the caller to open; its links are followed afterwards. The starts are opened in any case."""
    waiting, met, times = deque(starts), set(starts), Counter(map(kind, starts))
    known = set(map(kind, seen_before)) - set(map(kind, starts))
    while waiting:
        yield waiting.popleft()
        for found in set(page.locator("a[href^='/']").evaluate_all(LINKS)) - met:
            what = kind(found)
            new = (
                times[what] < OFTEN.get(what, 1)
                and what not in known
                and not (seen_before and PUBLIC.match(what))
            )
            if new and not NOT_PAGES.search(urlsplit(found).path):
                met.add(found)
                times[what] += 1
                waiting.append(found)
