"""Every answer carries the headers that keep a browser honest."""

import re
from pathlib import Path

from flask import Flask

from marketplace.web.security import own_path
from tests.cast import Cast


def test_no_page_may_run_inline_code_or_be_framed(app: Flask) -> None:
    policy = app.test_client().get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_no_template_contains_what_the_policy_would_block(app: Flask) -> None:
    pages = (Path(app.root_path) / "templates").rglob("*.html")
    blocked = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)""")
    offenders = [
        str(page)
        for page in pages
        if "mail" not in page.parts and "email" not in page.parts and blocked.search(page.read_text())
    ]
    assert offenders == []


def test_transport_security_is_asked_for_only_where_there_is_some(app: Flask) -> None:
    browser = app.test_client()
    assert "Strict-Transport-Security" not in browser.get("/").headers
    assert "Strict-Transport-Security" in browser.get("/", base_url="https://experts.example").headers


def test_what_a_signed_in_person_sees_is_not_kept_by_caches(cast: Cast) -> None:
    assert cast.browser("bruno").get("/desk").headers["Cache-Control"] == "no-store"


def test_each_answer_names_its_request_so_that_a_log_line_can_be_found(app: Flask) -> None:
    first, second = (app.test_client().get("/").headers["X-Request-Id"] for _ in range(2))
    assert first != second


def test_a_link_from_outside_never_decides_where_we_lead() -> None:
    for outside in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        None,
        "/\t/evil",
    ):
        assert own_path(outside, "/desk") == "/desk", outside
    assert own_path("/bookings?page=2", "/desk") == "/bookings?page=2"


def test_only_a_visitors_search_is_sent_compressed(cast: Cast) -> None:
    """The length of a compressed page gives away what it holds next to what a stranger chose (breachattack.com)."""
    asked = {"Accept-Encoding": "gzip, br, zstd"}
    visitor, bruno = cast.browser("visitor"), cast.browser("bruno")
    assert visitor.get("/search?q=leave", headers=asked).headers.get("Content-Encoding")
    for browser, path in ((bruno, "/search?q=leave"), (bruno, "/desk"), (visitor, "/"), (visitor, "/login")):
        assert "Content-Encoding" not in browser.get(path, headers=asked).headers, path
