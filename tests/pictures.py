"""Pictures that tests hand in: small ones, and what cameras and programs put beside their pixels."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Final

from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

MAKER: Final = "Secret Maker"
"""Stands in every place that a picture has beside its pixels."""
SIZE: Final = (32, 16)
PROFILE: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
"""Of colours; it says when it was made."""


def drawn(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture of which no two corners are alike."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.paste((200, 10, 10), (0, 0, size[0] // 4, size[1] // 4))
    picture.paste((10, 10, 200), (size[0] // 2, 0, size[0], size[1] // 4))
    return picture.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """Where, when and by which device it was taken."""
    told = Image.Exif()
    told[ExifTags.Base.Make] = MAKER
    told[ExifTags.Base.DateTime] = "2023:02:17 09:00:00"
    told[ExifTags.Base.Orientation] = orientation
    place = told.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (35.0, 41.0, 22.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (139.0, 41.0, 30.0)
    return told


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def jpeg(picture: Image.Image | None = None, orientation: int = 1) -> bytes:
    """A JPEG with all that one may hold beside its pixels."""
    made, maker = BytesIO(), MAKER.encode()
    (picture or drawn()).save(
        made,
        "JPEG",
        quality=95,
        exif=exif(orientation),
        comment=maker,
        icc_profile=PROFILE + maker,
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + maker + b"</x:xmpmeta>",
    )
    whole = made.getvalue()
    iptc = segment(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0" + struct.pack(">I", 20) + maker)
    thumbnail = BytesIO()
    drawn().save(thumbnail, "JPEG", comment=maker)
    private = segment(0xEB, maker) + segment(0xE1, b"Exif2\0" + thumbnail.getvalue())
    return whole[:2] + iptc + private + whole[2:] + b"PK\x03\x04" + maker


def png(picture: Image.Image | None = None) -> bytes:
    """A PNG with all that one may hold beside its pixels."""
    made, told, maker = BytesIO(), PngInfo(), MAKER.encode()
    told.add_text("Author", MAKER)
    told.add_text("Comment", MAKER, zip=True)
    told.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{MAKER}</x:xmpmeta>")
    (picture or drawn()).save(made, "PNG", pnginfo=told, exif=exif(), icc_profile=PROFILE)
    whole = made.getvalue()
    time = chunk(b"tIME", struct.pack(">HBBBBB", 2023, 2, 17, 9, 0, 0))
    return whole[:-12] + time + chunk(b"prVt", maker) + whole[-12:] + b"<html>" + maker


def chunks(content: bytes) -> list[bytes]:
    """The kinds of chunks of a PNG, in order."""
    found, at = [], 8
    while at < len(content):
        [length] = struct.unpack(">I", content[at : at + 4])
        found.append(content[at + 4 : at + 8])
        at += length + 12
    return found


def segments(content: bytes) -> list[int]:
    """The markers of a JPEG up to its pixels, in order."""
    found, at = [], 2
    while content[at + 1] != 0xDA:
        found.append(content[at + 1])
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return found
