"""Achievements: a skill at a level, whoever has it. A page for people, the same in JSON-LD for machines, and its picture."""

import json

from flask import Blueprint, Response, make_response, render_template

from marketplace.badges import achievement, addresses, picture, queries
from marketplace.badges.contexts import CREDENTIALS, OPEN_BADGES
from marketplace.web.machines import LINKED, PAGE, answer, wanted

bp = Blueprint("achievements", __name__)

AN_HOUR = 3600


@bp.get("/achievements/<ref>")
def show(ref: str) -> Response:
    skill, level = queries.achievement(ref)
    if wanted() == PAGE:
        page = make_response(render_template("achievements/show.html", skill=skill, level=level))
        page.vary.add("Accept")
        return page
    described = {"@context": [CREDENTIALS, OPEN_BADGES], **achievement.described(skill, level)}
    described["creator"] = {"id": addresses.did(skill.product.vendor), "type": ["Profile"]}
    return answer(json.dumps(described, ensure_ascii=False), LINKED, seconds=AN_HOUR)


@bp.get("/achievements/<ref>.png")
def image(ref: str) -> Response:
    return answer(picture.png(picture.words(*queries.achievement(ref))), "image/png", seconds=AN_HOUR)
