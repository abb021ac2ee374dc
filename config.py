"""Every setting, read once from the environment. Production refuses to start without its secrets."""

import os
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
MODES = ("development", "demo", "production")
DEVELOPMENT_SECRETS = {
    "SECRET_KEY": "development-only-secret-key",
    "SECURITY_PASSWORD_SALT": "development-only-salt",
    "STRIPE_SECRET_KEY": "sk_test_simulator",
    "STRIPE_WEBHOOK_SECRET": "whsec_simulator",
    "TOTP_SECRET": "development-only-totp-secret-aaaaaaaaaaa=",
    "BADGE_KEY": "development-only-badge-key",
}
"""Good enough to try the product on one's own machine. Production refuses them by name."""


def settings(given: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The application's settings. Raises `RuntimeError` naming every secret that production lacks."""
    mode = given.get("MAVENRY_ENV", "development")
    if mode not in MODES:
        raise RuntimeError(f"MAVENRY_ENV is {mode!r}; it can be {', '.join(MODES)}.")
    instance = Path(given.get("INSTANCE_PATH", HERE / "instance")).absolute()
    env = {**_demo(given, instance), **given} if mode == "demo" else given
    secrets = {name: env.get(name, default) for name, default in DEVELOPMENT_SECRETS.items()}
    if mode == "production":
        _refuse_development(secrets, env)
    base_url = env.get("BASE_URL", f"http://localhost:{env.get('PORT', '8000')}")
    if urlsplit(base_url).path.strip("/"):
        raise RuntimeError(
            "BASE_URL is a host without a path: the names of vendors' keys (did:web) are made from it."
        )
    return {
        **secrets,
        "ENV": mode,
        "DEMO": mode == "demo",
        "SITE_NAME": env.get("SITE_NAME", "Mavenry"),
        "BASE_URL": base_url,
        "PORT": _port(env, "PORT", "8000"),
        "SIMULATOR_PORT": _port(env, "SIMULATOR_PORT", "12111"),
        "INSTANCE_PATH": str(instance),
        "FILES_PATH": str(instance / "files"),
        "CLOCK_FILE": env.get("CLOCK_FILE"),
        "LOG_LEVEL": env.get("LOG_LEVEL", "INFO"),
        "SQLALCHEMY_DATABASE_URI": database_url(env.get("DATABASE_URL", f"sqlite:///{instance}/mavenry.db")),
        "QUEUE_URL": env.get("QUEUE_URL", f"sqlite:///{instance}/queue.db"),
        "RATELIMIT_STORAGE_URI": env.get("RATELIMIT_STORAGE_URL", "memory://"),
        "LEXICON_SECONDS": int(env.get("LEXICON_SECONDS", "10")),
        "SIGN_IN_LIMIT": env.get("SIGN_IN_LIMIT", "20 per minute; 200 per hour"),
        "REGISTRATION_LIMIT": env.get("REGISTRATION_LIMIT", "10 per minute; 60 per hour"),
        "RECOVERY_LIMIT": env.get("RECOVERY_LIMIT", "10 per minute; 60 per hour"),
        "LETTER_LIMIT": env.get("LETTER_LIMIT", "20 per 10 minutes; 100 per day"),
        "MESSAGE_LIMIT": env.get("MESSAGE_LIMIT", "30 per minute; 300 per hour"),
        "REFERENCE_LIMIT": env.get("REFERENCE_LIMIT", "20 per 10 minutes; 100 per day"),
        "ADDRESS_LIMIT": env.get("ADDRESS_LIMIT", "10 per 10 minutes"),
        "FEED_LIMIT": env.get("FEED_LIMIT", "60 per hour"),
        "OUTWARD_NETWORKS": _networks(env.get("OUTWARD_NETWORKS", "")),
        "STRIPE_API_BASE": env.get("STRIPE_API_BASE"),
        "SIMULATOR_URL": env.get("SIMULATOR_URL"),
        "MAIL_SERVER": env.get("MAIL_SERVER", "127.0.0.1"),
        "MAIL_PORT": _port(env, "MAIL_PORT", "1025"),
        "MAIL_USERNAME": env.get("MAIL_USERNAME"),
        "MAIL_PASSWORD": env.get("MAIL_PASSWORD"),
        "MAIL_USE_TLS": env.get("MAIL_USE_TLS", "") == "1",
        "MAIL_TIMEOUT": 10,
        "MAIL_DEFAULT_SENDER": env.get("MAIL_SENDER", "Mavenry <hello@mavenry.example>"),
        "MAILBOX_PATH": env.get("MAILBOX_PATH"),
        "PROXIES": int(env.get("PROXIES", "0")),
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "SESSION_COOKIE_NAME": "mavenry",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": base_url.startswith("https:"),
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
        "BOOTSTRAP_SERVE_LOCAL": True,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        # HTML only where `web/compression.py` says so.
        "COMPRESS_MIMETYPES": [
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "image/svg+xml",
        ],
        "COMPRESS_ZSTD_LEVEL": 9,
        "COMPRESS_STREAMING_ENDPOINT_CONDITIONAL": ["static", "bootstrap.static"],
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "en",
    }


def _demo(given: Mapping[str, str], instance: Path) -> dict[str, str]:
    """What the demo adds: a clock that can be moved, a mailbox, and the simulator in Stripe's place."""
    simulator = f"http://127.0.0.1:{given.get('SIMULATOR_PORT', '12111')}"  # by the name its own pages bear
    return {
        "CLOCK_FILE": str(instance / "clock.json"),
        "MAILBOX_PATH": str(instance / "mailbox"),
        "MAIL_PORT": "8025",
        "LOG_LEVEL": "WARNING",
        "OUTWARD_NETWORKS": "127.0.0.0/8, ::1",  # the demo reads a calendar of its own
        "STRIPE_API_BASE": simulator,
        "SIMULATOR_URL": simulator,
    }


def database_url(url: str) -> str:
    """PostgreSQL is spoken through psycopg 3, however the address is spelled."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _networks(text: str) -> tuple[Any, ...]:
    """Inner networks that calendars may be read from all the same."""
    try:
        return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())
    except ValueError:
        raise RuntimeError(
            f"OUTWARD_NETWORKS is {text!r}; it can be networks like 10.1.0.0/16, with commas."
        ) from None


def _port(env: Mapping[str, str], name: str, default: str) -> int:
    given = env.get(name, default)
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65_536):
        raise RuntimeError(f"{name} is {given!r}; it can be a number from 1 to 65535.")
    return int(given)


def _refuse_development(secrets: Mapping[str, str], env: Mapping[str, str]) -> None:
    weak = [name for name, value in secrets.items() if _weak(name, value)]
    weak += [name for name in ("BASE_URL", "DATABASE_URL") if not env.get(name)]
    if not env.get("BASE_URL", "").startswith("https://"):
        weak.append("BASE_URL (must begin with https://)")
    if weak:
        raise RuntimeError("Production needs these settings in its environment: " + ", ".join(weak))


def _weak(name: str, value: str) -> bool:
    """`BADGE_KEY` lists several secrets while it is being changed: each has to be sound."""
    parts = value.split(",") if name == "BADGE_KEY" else [value]
    return any(one.strip() == DEVELOPMENT_SECRETS[name] or len(one.strip()) < 16 for one in parts)
