"""The application, put together. A table of contents: each line is explained where it is defined."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate

from config import settings
from marketplace import reactions, schedule, tables
from marketplace.accounts import security as accounts
from marketplace.api import search as api
from marketplace.cli import commands
from marketplace.db import engine
from marketplace.db.base import db
from marketplace.events import wiring as events
from marketplace.gateways import mail, stripe
from marketplace.inbound import stripe as inbound
from marketplace.kit import clock, logs
from marketplace.web import drawing, reading, site

HERE = Path(__file__).parent.parent


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application from the environment, with `overrides` on top."""
    app = Flask(
        "mavenry",
        root_path=str(HERE),
        template_folder=str(HERE / "templates"),
        static_folder=str(HERE / "static"),
    )
    app.config.from_mapping(settings() | dict(overrides or {}))
    Path(app.config["INSTANCE_PATH"]).mkdir(parents=True, exist_ok=True)
    drawing.prepare(app)
    reading.prepare(app)
    logs.configure(level=app.config["LOG_LEVEL"], machine=app.config["ENV"] == "production")
    use_clock(app)

    db.init_app(app)
    engine.prepare(app)
    app.extensions["tables"] = tables.PACKAGES
    Migrate(app, db, directory=str(HERE / "migrations"), render_as_batch=True)

    Babel(app)
    Bootstrap5(app)
    mail.init_app(app)
    stripe.init_app(app)

    events.init_app(app, reactions.REACTIONS, reactions.AT_ONCE, reactions.READERS, schedule.tick)
    accounts.init_app(app)
    site.init_app(app)
    api.init_app(app)
    inbound.init_app(app)
    commands.init_app(app)
    return app


def use_clock(app: Flask) -> None:
    """The real clock, or in the demo the one that can be moved."""
    if app.config["CLOCK_FILE"]:
        clock.use(clock.from_file(Path(app.config["CLOCK_FILE"])))
