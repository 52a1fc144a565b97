"""Pictures drawn anew from their pixels alone: where, when and by which device one was taken stays behind.

What a file holds besides is not looked for and removed, which would miss what is unknown: the pixels are put
into a blank picture, and that one is kept. Pillow reads and writes them.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from io import BytesIO
from threading import Lock
from typing import Final

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from domain.refusals import PictureHasTooManyPixels, PictureIsUnreadable, PictureMoves, Refusal

MOST_PIXELS: Final = 40_000_000
"""What is unpacked at most: twice as much as most phones and screens give, a few hundred megabytes."""
MOST_SCANS: Final = 300
"""So often a JPEG may go over its pixels: usual are one to ten, and some more may stand in what follows."""
QUALITIES: Final = (90, 80, 70)
"""Of a JPEG: the first that makes it no larger than it was, or the last. Its own tables of quantisation would
tell of the device."""
PICTURES: Final = frozenset({"image/png", "image/jpeg"})
"""The media types that are drawn anew."""

_KEPT: Final = ("1", "L", "LA", "RGB", "RGBA", "I;16")
"""Modes in which a PNG is written as it was read."""
_SCAN: Final = b"\xff\xda"
_ONE_AT_A_TIME: Final = Lock()
"""One large picture is unpacked at a time in a process."""

logging.getLogger("PIL").setLevel(logging.WARNING)  # at DEBUG it tells what stands in a picture


def redrawn(content: bytes, media_type: str) -> bytes:
    """The picture, upright, with nothing but its pixels.

    Raises PictureIsUnreadable, PictureHasTooManyPixels, PictureMoves.
    """
    with _ONE_AT_A_TIME:
        try:
            picture = _opened(content, media_type)
            picture.load()
            with suppress(
                Exception
            ):  # where it cannot be told which way is up, it stays as it lies
                ImageOps.exif_transpose(picture, in_place=True)
            return _written(picture, len(content))
        except Refusal:
            raise
        except Exception:
            # A damaged picture shows as whatever Pillow, zlib or struct make of it.
            raise PictureIsUnreadable() from None


def _opened(content: bytes, media_type: str) -> ImageFile:
    """The picture as its head says, before any pixel is unpacked."""
    jpeg = media_type == "image/jpeg"
    picture = (JpegImageFile if jpeg else PngImageFile)(BytesIO(content))
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureHasTooManyPixels(limit=MOST_PIXELS // 1_000_000)
    if jpeg and content.count(_SCAN) > MOST_SCANS:
        raise PictureIsUnreadable()
    if getattr(picture, "is_animated", False):
        raise PictureMoves()
    return picture


def _written(picture: Image.Image, was: int) -> bytes:
    mode = _mode_of(picture)
    fresh = Image.new(mode, picture.size)
    fresh.paste(picture if picture.mode == mode else picture.convert(mode))
    if picture.format == "PNG":
        return _saved(fresh, "PNG")
    for quality in QUALITIES:
        made = _saved(fresh, "JPEG", quality=quality)
        if len(made) <= was:
            break
    return made


def _saved(fresh: Image.Image, form: str, **how: int) -> bytes:
    blank = BytesIO()
    fresh.save(blank, form, **how)
    return blank.getvalue()


def _mode_of(picture: Image.Image) -> str:
    if picture.format == "JPEG":
        return "L" if picture.mode == "L" else "RGB"
    if picture.mode in _KEPT and "transparency" not in picture.info:
        return picture.mode
    return "RGBA" if picture.has_transparency_data else "RGB"
