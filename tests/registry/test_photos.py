"""Pictures that people send, and what we keep of them."""

from io import BytesIO

import pytest
from PIL import Image

from marketplace.accounts.actor import VISITOR
from marketplace.gateways import storage
from marketplace.kit.errors import Invalid, NotFound
from marketplace.registry import photos, queries, service
from tests.cast import Cast


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (900, 600), mode: str = "RGB", **options: object
) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 0).save(out, kind, **options)
    return out.getvalue()


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "A camera with a memory"
    return picture(exif=exif)


@pytest.mark.parametrize(
    "content",
    [
        with_gps(),
        picture("PNG", (300, 800), "RGBA"),
        picture("PNG", (300, 300), "P"),
        picture("PNG", (300, 300), "I;16"),
        picture("WEBP"),
        picture("JPEG", (300, 300), "CMYK"),
    ],
    ids=["exif", "transparent", "palette", "sixteen-bit", "webp", "cmyk"],
)
def test_any_picture_becomes_a_small_square_without_memories(content: bytes) -> None:
    kept = photos.portrait(content)
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size) == ("WEBP", (512, 512))
        assert not image.getexif()
    assert b"camera" not in kept


def test_a_picture_taken_sideways_stands_upright() -> None:
    sideways = Image.new("RGB", (400, 200), "black")
    sideways.paste("white", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    sideways.save(out, "JPEG", exif=exif)
    with Image.open(BytesIO(photos.portrait(out.getvalue()))) as image:
        top, bottom = image.getpixel((256, 10)), image.getpixel((256, 500))
    assert sum(top) > 700 > 60 > sum(bottom)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(50),
        picture()[:200],
        picture("GIF", (300, 300), "P"),
        picture(size=(159, 900)),
        picture("PNG", (8_000, 8_000), "1"),
        b"\xff" * (photos.LARGEST + 1),
    ],
    ids=["nothing", "svg", "broken-gif", "cut-off", "gif", "tiny", "bomb", "huge"],
)
def test_what_is_no_proper_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        photos.portrait(content)
    assert set(refusal.value.fields) == {"photo"}


def test_a_new_photo_takes_the_place_of_the_old(cast: Cast) -> None:
    ana = cast.actor("ana")
    first = service.set_photo(cast.ana.ref, picture(), by=ana).photo_key
    second = service.set_photo(cast.ana.ref, picture("PNG"), by=ana).photo_key
    assert first and second
    assert storage.path_of(second).is_file()
    with pytest.raises(NotFound):
        storage.path_of(first)
    service.remove_photo(cast.ana.ref, by=ana)
    with pytest.raises(NotFound):
        storage.path_of(second)


def test_a_hidden_experts_photo_is_hidden_too(cast: Cast) -> None:
    ana = cast.actor("ana")
    key = service.set_photo(cast.ana.ref, picture(), by=ana).photo_key
    assert key
    assert queries.photo_shown(key, VISITOR)
    service.hide(cast.ana.ref, by=ana)
    assert queries.photo_shown(key, ana)
    for stranger in (VISITOR, cast.actor("emil")):
        with pytest.raises(NotFound):
            queries.photo_shown(key, stranger)
