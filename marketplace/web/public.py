"""The front page, how it works, health."""

from flask import Blueprint, render_template
from sqlalchemy import text

from marketplace.catalog import queries as catalog
from marketplace.db.base import db
from marketplace.search.figures import figures

bp = Blueprint("public", __name__)

OUTCOMES = 12
"""On the front page: three columns of four."""


@bp.get("/")
def landing() -> str:
    products = catalog.offered_products()[:6]
    outcomes = catalog.published_blueprints(limit=OUTCOMES)
    return render_template("public/landing.html", figures=figures(), products=products, outcomes=outcomes)


@bp.get("/how-it-works")
def how_it_works() -> str:
    return render_template("public/how_it_works.html")


@bp.get("/health")
def health() -> dict[str, str]:
    """For a load balancer: the process answers and the database does."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
