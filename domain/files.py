"""Files that are handed in: which are taken, by what they are called and by what they are."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from unicodedata import category, normalize

from domain.refusals import (
    FileIsEmpty,
    FileIsNotWhatItsNameSays,
    FileIsTooLarge,
    FileTypeIsNotTaken,
)
from domain.texts import TURNING_SIGNS, Field, clean_line, require_length

MEGABYTE: Final = 1024 * 1024
MOST_BYTES: Final = 10 * MEGABYTE
"""Bytes a file may have."""
LONGEST_NAME: Final = 255
"""Characters the name of a file may have, its extension included."""

FILE_NAME: Final = Field("ファイル名", "file name")

_UNSEEN: Final = ("Cc", "Cs", "Zl", "Zp")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_LONGEST_LIST: Final = MEGABYTE
"""Bytes that the list of an Office file's parts may have when unpacked."""


class HandedIn:
    """A file as somebody hands it in: a name and a content, neither of them examined."""

    __slots__ = ("content", "name")

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content

    def __str__(self) -> str:
        """What tells it from any other file, without its content."""
        return f"{self.name} {digest(self.content)}"


@dataclass(frozen=True, slots=True)
class File:
    """A file that is taken: what its fact says of it. `sha256` is of its content, in hex."""

    name: str
    media_type: str
    size: int
    sha256: str


def examined(handed: HandedIn) -> File:
    """What is known of a file once its rules hold: its name and its content say the same.

    Raises the named refusals of files, and those of a line for its name.
    """
    name = clean_name(handed.name)
    size = len(handed.content)
    if not size:
        raise FileIsEmpty()
    if size > MOST_BYTES:
        raise FileIsTooLarge(limit=MOST_BYTES // MEGABYTE)
    extension = PurePosixPath(name).suffix.casefold()
    kind = _KINDS.get(extension)
    if kind is None:
        raise FileTypeIsNotTaken(extensions=tuple(_KINDS))
    if not kind.fits(handed.content):
        raise FileIsNotWhatItsNameSays(extension=extension)
    return File(name, kind.media_type, size, digest(handed.content))


def digest(content: bytes) -> str:
    """The SHA-256 of a content, in hex."""
    return hashlib.sha256(content).hexdigest()


def clean_name(name: str) -> str:
    """The last part of a path, without signs that cannot be seen, in Unicode's composed form."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        sign for sign in last if category(sign) not in _UNSEEN and sign not in TURNING_SIGNS
    )
    plain = clean_line(normalize("NFC", seen).strip(". \u3000"), FILE_NAME)
    require_length(plain, LONGEST_NAME, FILE_NAME)
    return plain


# ----- what a content is ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    fits: Callable[[bytes], bool]


def _begins(signature: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signature)


def _is_text(content: bytes) -> bool:
    """UTF-8, or what Japanese Windows writes (CP932), without any NUL."""
    if b"\0" in content:
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_office(main: str) -> Callable[[bytes], bool]:
    """Whether an Office Open XML package has this main part, and neither macros nor old ones."""
    wanted = f"{_OFFICE}.{main}.main+xml".encode()

    def fits(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                names = {name.casefold() for name in package.namelist()}
                with package.open(_CONTENT_TYPES) as part:
                    listed = part.read(_LONGEST_LIST + 1)
        except Exception:
            # A damaged or locked package shows as whatever zipfile, zlib or struct make of it.
            return False
        runs = any("vbaproject" in name or "macrosheets/" in name for name in names)
        is_package = content.startswith(b"PK\x03\x04")
        return is_package and wanted in listed and b"macroEnabled" not in listed and not runs

    return fits


_KINDS: Final = {
    ".pdf": _Kind("application/pdf", _begins(b"%PDF-")),
    ".docx": _Kind(f"{_OFFICE}.wordprocessingml.document", _is_office("wordprocessingml.document")),
    ".xlsx": _Kind(f"{_OFFICE}.spreadsheetml.sheet", _is_office("spreadsheetml.sheet")),
    ".pptx": _Kind(
        f"{_OFFICE}.presentationml.presentation", _is_office("presentationml.presentation")
    ),
    ".csv": _Kind("text/csv", _is_text),
    ".txt": _Kind("text/plain", _is_text),
    ".png": _Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".jpg": _Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".jpeg": _Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
}
"""The files that are taken, by their extension."""
