"""Joining in a real browser: the form, the mail, the way in; then a passkey instead of the password."""

from playwright.sync_api import BrowserContext, Page, expect

PASSWORD = "four random words here"
THERE = "greta.lind@example.com"


def add_authenticator(context: BrowserContext, page: Page) -> None:
    """A fingerprint reader that always recognizes its owner."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def open_mail(page: Page, subject: str) -> None:
    """Wait for the worker to send it, then open it in the demo's mailbox."""
    mail = page.get_by_role("link", name=subject).first
    for _ in range(60):
        page.goto(f"/demo/mailbox?to={THERE}")
        if mail.count():
            break
        page.wait_for_timeout(500)
    mail.click()


def test_greta_joins_and_then_signs_in_with_her_finger(context: BrowserContext, page: Page) -> None:
    add_authenticator(context, page)
    page.goto("/register")
    expect(page.get_by_label("Name of the organization")).to_be_hidden()
    page.get_by_label("Your name").fill("Greta Lind")
    page.get_by_label("Mail address").fill(THERE)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()

    open_mail(page, "Please confirm your address")
    confirm = page.frame_locator("iframe").get_by_role("link", name="Confirm my address")
    page.goto(str(confirm.get_attribute("href")))
    page.get_by_label("Mail address").fill(THERE)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk")

    page.goto("/settings/passkeys")
    page.get_by_label("Name of the passkey").fill("My laptop")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("My laptop signs you in from now on.")).to_be_visible()
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Sign out").click()

    page.goto("/login?next=/settings")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/settings")
    expect(page.get_by_label("Your name")).to_have_value("Greta Lind")
