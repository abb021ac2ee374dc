"""A picture that carries its credential (Open Badges 3.0, section 5.3: one uncompressed `iTXt` chunk)."""

import struct
import zlib

KEYWORD = b"openbadgecredential"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def baked(png: bytes, document: str) -> bytes:
    """The PNG with the credential right behind its header. Raises `ValueError` on anything that is no PNG."""
    if not png.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    header = len(_SIGNATURE) + 12 + struct.unpack_from(">I", png, len(_SIGNATURE))[0]
    # Keyword, not compressed by method 0, no language, no translated keyword (w3.org/TR/png, section 11.3.3.4).
    text = KEYWORD + b"\0\0\0\0\0" + document.encode()
    return png[:header] + _chunk(b"iTXt", text) + png[header:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
