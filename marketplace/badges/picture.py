"""The seal as a picture: what was certified, by whom, on what. No person is named in it; the credential inside does that."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from marketplace.badges import rosette
from marketplace.badges.rosette import Point
from marketplace.catalog.models import Release, Skill
from marketplace.programmes.levels import Level

SIDE = 640
FINER = 2
"""Drawn so many times larger and scaled down, which smooths every edge."""

PAPER, GOLD, INK, AMBER, PALE, SOFT = "#fffdf7", "#dd9a26", "#14252a", "#7a4700", "#fcf1da", "#4a5c62"
CENTRE = (SIDE / 2, 226.0)
SCALE = 3.75
WIDEST = 540


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on it, top to bottom."""

    level: int
    level_name: str
    skill: str
    vendor: str
    release: str


def words(skill: Skill, level: Level, release: Release | None = None) -> Words:
    on = f"on release {release.version}" if release else ""
    return Words(level.value, level.label, skill.name, skill.product.vendor.name, on)


@lru_cache(maxsize=256)
def png(said: Words) -> bytes:
    """640 pixels square."""
    image = Image.new("RGB", (SIDE * FINER, SIDE * FINER), PAPER)
    draw = ImageDraw.Draw(image)
    _frame(draw)
    _seal(draw, said.level)
    _text(draw, said)
    out = BytesIO()
    small = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    small.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _frame(draw: ImageDraw.ImageDraw) -> None:
    for inset, width in ((14, 3), (22, 1)):
        box = [inset * FINER, inset * FINER, (SIDE - inset) * FINER, (SIDE - inset) * FINER]
        draw.rounded_rectangle(box, radius=18 * FINER, outline=GOLD, width=width * FINER)


def _seal(draw: ImageDraw.ImageDraw, level: int) -> None:
    draw.polygon(_placed(rosette.edge()), fill=GOLD)
    for wave in rosette.waves():
        draw.line(_placed(wave), fill="#a9700f", width=2)
    left, top = _placed([(-rosette.HEART, -rosette.HEART)])[0]
    right, bottom = _placed([(rosette.HEART, rosette.HEART)])[0]
    draw.ellipse([left, top, right, bottom], fill=PALE, outline=AMBER, width=2 * FINER)
    for lozenge in rosette.lozenges(level):
        draw.polygon(_placed(lozenge), fill=AMBER)


def _placed(points: Iterable[Point]) -> list[Point]:
    return [((CENTRE[0] + x * SCALE) * FINER, (CENTRE[1] + y * SCALE) * FINER) for x, y in points]


def _text(draw: ImageDraw.ImageDraw, said: Words) -> None:
    lines = (
        (474, 46, INK, said.level_name),
        (520, 28, AMBER, said.skill),
        (560, 21, SOFT, f"Certified by {said.vendor}"),
        (590, 18, SOFT, said.release),
    )
    for height, size, colour, text in lines:
        shown, font = _fitting(text, size)
        draw.text((SIDE * FINER / 2, height * FINER), shown, fill=colour, font=font, anchor="ms")


def _fitting(text: str, size: int) -> tuple[str, ImageFont.FreeTypeFont | ImageFont.ImageFont]:
    """Smaller letters for a longer line, down to two thirds; beyond that it is cut short."""
    for smaller in range(size, size * 2 // 3, -1):
        font = ImageFont.load_default(smaller * FINER)
        if font.getlength(text) <= WIDEST * FINER:
            return text, font
    while text and font.getlength(text + "…") > WIDEST * FINER:
        text = text[:-1]
    return text.rstrip() + "…", font
