"""A sheet of paper, as PDF.

Roboto comes with the package `font-roboto` and covers Latin, Greek and Cyrillic; what it lacks is shown as an empty box.
"""

from pathlib import Path

import font_roboto
from fpdf import FPDF
from fpdf.enums import XPos, YPos

FONTS = Path(font_roboto.font_directory)
INK, SOFT = (20, 37, 42), (90, 100, 104)


class Paper(FPDF):
    """A4, with what it is and the page at the foot of each page."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self.foot = foot
        for style, file in (("", "Regular"), ("B", "Bold"), ("I", "Italic"), ("BI", "BoldItalic")):
            self.add_font("Roboto", style, FONTS / f"Roboto-{file}.ttf")
        self.set_margins(22, 20, 22)
        self.set_auto_page_break(True, margin=22)
        self.set_lang("en")

    def footer(self) -> None:
        self.set_y(-15)
        self._write(f"{self.foot} · page {self.page_no()} of {{nb}}", 8.5, SOFT)

    def line_of(self, text: str, *, soft: bool = False, bold: bool = False) -> None:
        self._write(text, 9.5 if soft else 10.5, SOFT if soft else INK, "B" if bold else "")

    def _write(self, text: str, size: float, colour: tuple[int, int, int], style: str = "") -> None:
        self.set_font("Roboto", style, size)
        self.set_text_color(*colour)
        self.multi_cell(0, size * 0.5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
