"""A portrait from whatever picture a person has: upright, square, small, and without its metadata."""

from io import BytesIO

from PIL import Image, ImageOps

from marketplace.kit.errors import Invalid

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 20_000_000, "WEBP": 20_000_000}
"""What a good telephone takes. A JPEG is read at a fraction of its size; the others fill four bytes of memory with each pixel."""

SIDE = 512
LEAST = 160
MEDIA_TYPE = "image/webp"
_FORMATS = ("JPEG", "PNG", "WEBP")


def portrait(content: bytes) -> bytes:
    """A square WebP of 512 pixels. The bytes say what it is, never the file's name. Raises `Invalid`."""
    if not content:
        raise _refusal("Choose a picture first.")
    if len(content) > LARGEST:
        raise _refusal("That picture is larger than 5 MB. Save it smaller and try again.")
    return _encoded(_upright(content))


def _upright(content: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content), formats=_FORMATS)
        _measure(picture)
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        picture.thumbnail((4 * SIDE, 4 * SIDE))
        return ImageOps.exif_transpose(picture)
    except Invalid:
        raise
    except Exception as error:
        # A broken file makes Pillow's readers stumble in many ways: OSError, SyntaxError, struct.error…
        raise _refusal("We cannot read that file as a picture. A JPEG, PNG or WebP works.") from error


def _measure(picture: Image.Image) -> None:
    width, height = picture.size
    most = MOST_PIXELS[picture.format or "PNG"]
    if width * height > most:
        megapixels = f"{width * height // 1_000_000} megapixels; up to {most // 1_000_000} work"
        raise _refusal(f"That picture has {megapixels}.")
    if min(width, height) < LEAST:
        raise _refusal(
            f"That picture is only {width} × {height} pixels. At least {LEAST} each way looks right."
        )


def _encoded(picture: Image.Image) -> bytes:
    """Pixels only: places, cameras and names that the file carried stay behind."""
    flat = Image.new("RGB", picture.size, "white")
    colours = picture.convert("RGBA")
    flat.paste(colours, mask=colours.getchannel("A"))
    small = ImageOps.fit(flat, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    out = BytesIO()
    small.save(out, "WEBP", quality=84, method=4)
    return out.getvalue()


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, {"photo": sentence})
