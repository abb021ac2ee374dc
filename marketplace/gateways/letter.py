"""A mail with a greeting, a few paragraphs and one step to take, in our design."""

from dataclasses import asdict, dataclass

from flask import current_app

from marketplace.gateways import mail

TEMPLATE = "security/email/letter"


@dataclass(frozen=True)
class Letter:
    """`why` says in the small print why the person gets it; `link` is a path on this site."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    why: str
    step: str = ""
    path: str = ""


def send(letter: Letter, *, to: str, reference: str) -> None:
    """Write it as text and HTML, and send it. Raises `mail.MailNotSent`."""
    words = asdict(letter)
    if letter.path:
        words["link"] = str(current_app.config["BASE_URL"]).rstrip("/") + letter.path
    text, html = (
        current_app.jinja_env.get_template(f"{TEMPLATE}.{form}").render(**words) for form in ("txt", "html")
    )
    mail.send(to=to, subject=letter.title, text=text, html=html, reference=reference)


def path_to(endpoint: str, **values: str) -> str:
    """The path of a page, for a mail that is written outside any request."""
    return current_app.url_map.bind("").build(endpoint, values)
