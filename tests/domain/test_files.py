"""Which files are taken: name and content say the same, and nothing in them runs."""

import hashlib
import io
import zipfile
from typing import Final

import pytest
from hypothesis import given as draw
from hypothesis import strategies as st

from domain.files import MOST_BYTES, HandedIn, clean_name, examined
from domain.refusals import (
    FileIsEmpty,
    FileIsNotWhatItsNameSays,
    FileIsTooLarge,
    FileTypeIsNotTaken,
    Refusal,
    TextIsEmpty,
    TextIsTooLong,
)
from domain.texts import TURNING_SIGNS

OFFICE: Final = "application/vnd.openxmlformats-officedocument"
WORD, EXCEL, SHOW = (
    f"{OFFICE}.wordprocessingml.document",
    f"{OFFICE}.spreadsheetml.sheet",
    f"{OFFICE}.presentationml.presentation",
)


def package(kind: str, *others: str, listed: str = "") -> bytes:
    """An Office file as small as can be: the list of its parts, and these others."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types><Override PartName="/main.xml" ContentType="{kind}.main+xml"/>{listed}</Types>',
        )
        for other in others:
            made.writestr(other, "x")
    return held.getvalue()


PDF = b"%PDF-1.7\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"
TAKEN: list[tuple[str, bytes, str]] = [
    ("報告.pdf", PDF, "application/pdf"),
    ("報告.PDF", PDF, "application/pdf"),
    ("手順.docx", package(WORD), WORD),
    ("一覧.xlsx", package(EXCEL, "xl/workbook.xml"), EXCEL),
    ("説明.pptx", package(SHOW), SHOW),
    ("受講.csv", "氏名,点\n".encode(), "text/csv"),
    ("受講.csv", "氏名,点\r\n".encode("cp932"), "text/csv"),
    ("記録.txt", b"\xef\xbb\xbfdone", "text/plain"),
    ("画面.png", PNG, "image/png"),
    ("写真.jpg", JPEG, "image/jpeg"),
    ("写真.JPEG", JPEG, "image/jpeg"),
]


@pytest.mark.parametrize(("name", "content", "media_type"), TAKEN)
def test_a_file_is_taken_as_what_it_is(name: str, content: bytes, media_type: str) -> None:
    taken = examined(HandedIn(name, content))
    assert (taken.name, taken.media_type, taken.size) == (name, media_type, len(content))
    assert taken.sha256 == hashlib.sha256(content).hexdigest()


MACRO = f'<Override ContentType="{OFFICE}.macroEnabled.main+xml"/>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("報告.pdf", PNG),
        ("報告.pdf", b" %PDF-1.7"),
        ("画面.png", JPEG),
        ("画面.png", PNG[:7]),
        ("写真.jpg", PNG),
        ("手順.docx", PDF),
        ("手順.docx", b"PK\x03\x04broken"),
        ("手順.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("手順.docx", package(EXCEL)),
        ("一覧.xlsx", package(WORD)),
        ("説明.pptx", package(f"{OFFICE}.presentationml.slideshow")),
        ("手順.docx", package(WORD, "word/vbaProject.bin")),
        ("手順.docx", package(WORD, listed=MACRO)),
        ("一覧.xlsx", package("application/vnd.ms-excel.sheet.macroEnabled")),
        ("一覧.xlsx", package(EXCEL, "xl/macrosheets/sheet1.xml")),
        ("一覧.xlsx", b"#!/bin/sh\n" + package(EXCEL)),
        ("受講.csv", b"a,b\0"),
        ("受講.csv", b"\x80\x81\xfd\xfe\xff"),
        ("記録.txt", PNG),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileIsNotWhatItsNameSays) as refused:
        examined(HandedIn(name, content))
    assert refused.value.details == {"extension": name[name.index(".") :]}


def test_a_package_without_a_list_of_its_parts_is_none() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("word/document.xml", WORD)
    with pytest.raises(FileIsNotWhatItsNameSays):
        examined(HandedIn("手順.docx", held.getvalue()))


def test_a_list_of_parts_that_unpacks_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(FileIsNotWhatItsNameSays):
        examined(HandedIn("手順.docx", package("x" * 20_000_000 + WORD)))


@pytest.mark.parametrize(
    "name",
    ["手順.docm", "一覧.xls", "道具.exe", "頁.html", "絵.svg", "包み.zip", "名前だけ", ".pdf"],
)
def test_other_types_are_not_taken(name: str) -> None:
    with pytest.raises(FileTypeIsNotTaken) as refused:
        examined(HandedIn(name, PDF))
    assert ".pdf" in refused.value.message_en and ".docx" in refused.value.message_ja


def test_a_file_holds_something_but_not_too_much() -> None:
    assert examined(HandedIn("a.pdf", PDF.ljust(MOST_BYTES, b"x"))).size == 10 * 1024 * 1024
    wrong: list[tuple[bytes, type[Refusal]]] = [
        (b"", FileIsEmpty),
        (PDF.ljust(MOST_BYTES + 1, b"x"), FileIsTooLarge),
    ]
    for content, refusal in wrong:
        with pytest.raises(refusal):
            examined(HandedIn("a.pdf", content))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\資料\\報告.pdf", "報告.pdf"),
        ("/etc/../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\報告.pdf", "報告.pdf"),
        ("改\n行\t.pdf", "改行.pdf"),
        ("fdp.\u202egpj.pdf", "fdp.gpj.pdf"),
        ("報告\u2028.pdf", "報告.pdf"),
        (" 報告.pdf. ", "報告.pdf"),
        ("ハ\u3099ス.pdf", "バス.pdf"),
        ("x" * 251 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_name_loses_its_path_and_what_cannot_be_seen(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("", TextIsEmpty),
        ("資料/", TextIsEmpty),
        (" . ", TextIsEmpty),
        ("\0\n", TextIsEmpty),
        ("x" * 252 + ".pdf", TextIsTooLong),
    ],
)
def test_a_name_that_is_none_is_refused(name: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        clean_name(name)


@draw(st.text(max_size=300))
def test_no_name_leads_anywhere_or_hides_anything(name: str) -> None:
    try:
        clean = clean_name(name)
    except Refusal:
        return
    assert clean and clean == clean.strip() and len(clean) <= 255
    assert not set(clean) & (set("/\\\0\r\n\t\x7f\x85") | TURNING_SIGNS)
    assert clean_name(clean) == clean
    clean.encode()


@draw(st.binary(max_size=64), st.sampled_from([name for name, _, _ in TAKEN]))
def test_whatever_is_handed_in_is_taken_or_refused_by_name(content: bytes, name: str) -> None:
    try:
        examined(HandedIn(name, content))
    except Refusal as refusal:
        assert isinstance(refusal, FileIsEmpty | FileIsNotWhatItsNameSays)


def test_a_file_is_told_from_another_by_its_name_and_content() -> None:
    told = {str(HandedIn(n, c)) for n in ("a.pdf", "b.pdf") for c in (PDF, PNG)}
    assert len(told) == 4
    assert str(HandedIn("a.pdf", PDF)) in told
