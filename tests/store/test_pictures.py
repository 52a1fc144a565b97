"""Pictures drawn anew: the same to the eye, and nothing in the file but their pixels."""

from __future__ import annotations

import logging
import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from domain.refusals import (
    PictureHasTooManyPixels,
    PictureIsUnreadable,
    PictureMoves,
    Refusal,
)
from store.pictures import MOST_PIXELS, MOST_SCANS, redrawn
from tests.pictures import MAKER, chunk, chunks, drawn, jpeg, png, segments

PNG, JPEG = "image/png", "image/jpeg"
ROUGHLY = 12
"""Of 255; a picture that was turned is further off than that by far."""


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def saved(picture: Image.Image, form: str, **how: object) -> bytes:
    made = BytesIO()
    picture.save(made, form, **how)
    return made.getvalue()


def alike(one: Image.Image, other: Image.Image, by: float = 0) -> bool:
    """Whether the two are the same; or, as a JPEG is, but for so much on the average."""
    apart = ImageChops.difference(one.convert("RGBA"), other.convert("RGBA"))
    return one.size == other.size and max(ImageStat.Stat(apart).mean) <= by


def test_a_jpeg_loses_place_time_device_and_whatever_else_it_holds() -> None:
    content = jpeg()
    before = opened(content)
    assert before.getexif().get_ifd(0x8825), "else nothing would be looked for"
    assert content.count(MAKER.encode()) >= 7
    made = redrawn(content, JPEG)
    after = opened(made)
    assert MAKER.encode() not in made and b"Exif" not in made and b"Photoshop" not in made
    assert dict(after.getexif()) == {} and after.getexif().get_ifd(0x8825) == {}
    assert after.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert set(segments(made)) <= {0xE0, 0xDB, 0xC0, 0xC4}, "frame, tables and pixels alone"
    assert alike(before, after, by=ROUGHLY)


def test_a_png_loses_its_texts_times_and_whatever_is_hung_on() -> None:
    content = png()
    assert opened(content).info and b"tEXt" in content
    made = redrawn(content, PNG)
    assert set(chunks(made)) == {b"IHDR", b"IDAT", b"IEND"}
    assert made.endswith(chunk(b"IEND", b""))
    assert opened(made).info == {}
    assert alike(opened(content), opened(made))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_its_camera_was_held(orientation: int) -> None:
    upright = drawn(size=(48, 32))
    lying = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    taken = upright if orientation == 1 else upright.transpose(lying[orientation])
    made = opened(redrawn(jpeg(taken, orientation), JPEG))
    assert alike(made, upright, by=ROUGHLY)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_kind_keeps_its_pixels(mode: str) -> None:
    picture = drawn("L").convert(mode) if mode == "I;16" else drawn(mode)
    made = opened(redrawn(saved(picture, "PNG"), PNG))
    assert made.mode == ("RGB" if mode == "P" else mode)
    assert alike(made, picture)


def test_what_was_transparent_stays_so() -> None:
    palette = drawn("P")
    clear = saved(palette, "PNG", transparency=palette.getpixel((0, 0)))
    made = opened(redrawn(clear, PNG))
    assert made.mode == "RGBA" and made.getpixel((0, 0))[3] == 0  # type: ignore[index]  # four bands
    assert made.getpixel((31, 15))[3] == 255  # type: ignore[index]  # the same


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_of_any_kind_is_drawn(mode: str) -> None:
    made = opened(redrawn(saved(drawn(mode), "JPEG"), JPEG))
    assert made.mode == ("L" if mode == "L" else "RGB")
    assert alike(made, drawn(mode), by=ROUGHLY)


def test_of_a_phones_several_pictures_in_one_the_first_is_kept() -> None:
    several = saved(drawn(), "MPO", save_all=True, append_images=[drawn("L")])
    assert getattr(opened(several), "n_frames", 1) == 2
    made = redrawn(several, JPEG)
    assert (opened(made).format, made.count(b"\xff\xd8\xff")) == ("JPEG", 1)


def test_a_jpeg_grows_no_larger_than_it_was_if_that_can_be() -> None:
    rough = saved(Image.effect_noise((256, 256), 80).convert("RGB"), "JPEG", quality=75)
    assert len(redrawn(rough, JPEG)) <= len(rough)


def head(width: int, height: int) -> bytes:
    """A PNG that claims to be so large, with next to nothing in it."""
    ihdr = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    idat = chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + ihdr + idat + chunk(b"IEND", b"")


def test_a_picture_that_would_fill_the_memory_is_not_unpacked() -> None:
    side = int(MOST_PIXELS**0.5) + 1
    large = saved(Image.new("1", (side, side)), "PNG")
    assert len(large) < 100_000
    for content in (large, head(1 << 30, 1 << 30)):
        with pytest.raises(PictureHasTooManyPixels) as refused:
            redrawn(content, PNG)
    assert "40" in refused.value.message_ja


def test_a_picture_that_is_drawn_over_and_over_is_refused() -> None:
    """Each scan of a JPEG is a few bytes, and takes as long as all of its pixels."""
    sound = saved(drawn(), "JPEG", progressive=True)
    last = sound.rindex(b"\xff\xda")
    again = sound[:-2] + sound[last:-2] * MOST_SCANS + sound[-2:]
    assert redrawn(sound, JPEG)
    with pytest.raises(PictureIsUnreadable):
        redrawn(again, JPEG)


def test_a_picture_that_moves_is_refused() -> None:
    moving = saved(drawn(), "PNG", save_all=True, append_images=[Image.new("RGB", (32, 16))])
    with pytest.raises(PictureMoves):
        redrawn(moving, PNG)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (png()[:60], PNG),
        (saved(drawn(), "PNG")[:-30], PNG),
        (saved(drawn(), "JPEG")[:-40], JPEG),
        (b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", PNG),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13), PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", JPEG),
        (b"\xff\xd8\xff", JPEG),
        (jpeg(), PNG),
        (png(), JPEG),
    ],
    ids=range(9),
)
def test_a_damaged_picture_is_refused(content: bytes, media_type: str) -> None:
    with pytest.raises(PictureIsUnreadable):
        redrawn(content, media_type)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_damaged_exif_hinders_nothing() -> None:
    whole = jpeg()
    start = whole.index(b"Exif\0\0") + 6
    broken = whole[:start] + b"MM\0*\xff\xff\xff\xff" + whole[start + 8 :]
    assert alike(opened(redrawn(broken, JPEG)), drawn(), by=ROUGHLY)


@given(st.binary(max_size=200), st.sampled_from([PNG, JPEG]), st.integers(0, 400))
def test_whatever_it_is_it_is_drawn_or_refused(noise: bytes, media_type: str, at: int) -> None:
    whole = WHOLE[media_type]
    spoilt = whole[:at] + noise + whole[at + len(noise) :]
    try:
        assert MAKER.encode() not in redrawn(spoilt, media_type)
    except Refusal as refusal:
        assert isinstance(refusal, PictureIsUnreadable | PictureHasTooManyPixels | PictureMoves)


WHOLE = {PNG: png(), JPEG: jpeg()}


def test_nothing_that_stands_in_a_picture_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for content, media_type in ((jpeg(), JPEG), (png(), PNG)):
        redrawn(content, media_type)
    assert caplog.text == ""
