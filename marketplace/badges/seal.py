"""A small seal for one's own site: who, what, and whether it holds today. One picture, no script, nothing from elsewhere."""

from collections.abc import Iterable
from functools import cache

from markupsafe import escape

from marketplace.badges import rosette
from marketplace.badges.credential import called
from marketplace.badges.models import Credential, Naming
from marketplace.badges.rosette import Point
from marketplace.badges.validity import Validity
from marketplace.certification.standing import Standing

WIDTH, HEIGHT = 340, 96
LONGEST_NAME, LONGEST_LINE = 27, 40
"""Characters that fit beside the rosette, whatever letters they are."""

COLOURS = {Validity.VALID: "#245f3a", Validity.SUSPENDED: "#94401a"}
ENDED = "#9c1c35"
CARD = (
    f'<rect x=".75" y=".75" width="{WIDTH - 1.5}" height="{HEIGHT - 1.5}" rx="10" '
    'fill="#fffefb" stroke="#e6c583" stroke-width="1.5"/>'
)
SERIF = "Palatino,'Palatino Linotype','URW Palladio L',P052,Georgia,serif"
SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"


def svg(credential: Credential, now: Validity, standing: Standing, site: str) -> str:
    """The picture. `site` is the name of this installation."""
    certificate = credential.certificate
    skill, level = certificate.skill, certificate.named_level
    on = _releases(standing)
    holder = called(credential.naming, credential.holder)
    titled = (
        f"{holder}: {level.label} in {skill.name}{on}. {now.word}. {skill.product.vendor.name} via {site}"
    )
    colour = COLOURS.get(now, ENDED)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t"><title id="t">{escape(titled)}</title>',
            CARD,
            _rosette(level.value, faded=now is not Validity.VALID),
            _line(27, LONGEST_NAME, credential.holder, size=17, weight=600, family=SERIF),
            _line(46, LONGEST_LINE, f"{level.label}{on}", size=12.5, weight=600, fill="#7a4700"),
            _line(62, LONGEST_LINE, skill.name, size=12.5),
            f'<circle cx="94" cy="77.5" r="4" fill="{colour}"/>',
            _line(82, LONGEST_LINE - 2, _last(credential, now), size=12.5, weight=600, fill=colour, x=103),
            "</svg>",
        )
    )


def _releases(standing: Standing) -> str:
    """On which release, and which one is out since."""
    if standing.on is None:
        return ""
    newer = f" · current {standing.current.version}" if standing.behind and standing.current else ""
    return f" on {standing.on.version}{newer}"


def _last(credential: Credential, now: Validity) -> str:
    vendor = credential.certificate.skill.product.vendor.name
    pseudonym = " · pseudonym" if credential.naming is Naming.PSEUDONYM else ""
    return f"{now.word}{pseudonym} · {vendor}"


def _line(
    y: float,
    longest: int,
    text: str,
    *,
    size: float,
    weight: int = 400,
    fill: str = "#14252a",
    family: str = SANS,
    x: int = 90,
) -> str:
    shown = text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    return (
        f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}">{escape(shown)}</text>'
    )


@cache
def _rosette(level: int, *, faded: bool) -> str:
    """The engraved lines are left out: at this size nobody sees them, and they weigh."""
    edge = _path(rosette.edge(steps=96))
    marks = "".join(_path(one) for one in rosette.lozenges(level, size=7.4, gap=12.5))
    gold, amber = ("#b9b5a8", "#6d6a60") if faded else ("#dd9a26", "#7a4700")
    return (
        f'<g transform="translate(48 48) scale(.72)"><path d="{edge}" fill="{gold}"/>'
        f'<circle r="37" fill="none" stroke="{amber}" stroke-opacity=".55"/>'
        f'<circle r="31" fill="#fcf1da" stroke="{amber}"/><path d="{marks}" fill="{amber}"/></g>'
    )


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
