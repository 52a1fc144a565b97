"""Requests of the GraphQL multipart request specification: operations, map and one file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from api.edge.asked import Question, in_shape
from api.edge.bodies import limited
from api.edge.strict import distinct, strict_json
from api.edge.wrong import RequestIsWrong
from domain.files import MEGABYTE, MOST_BYTES, HandedIn

MAX_FORM = MOST_BYTES + 2 * MEGABYTE
"""Bytes that a form may have. A file a little too large is still read, to be refused by its rule."""
_TOO_LARGE = (
    f"ファイルは {MOST_BYTES // MEGABYTE} MB までです。小さくするか分けて送信してください。"
    f" / A file may have {MOST_BYTES // MEGABYTE} MB: make it smaller, or send it in parts."
)


Look = Callable[[Question], bool]
"""Whether what is asked takes a file from whoever asks: looked at before any file is read."""


class _StrictParser(MultiPartParser):
    """Reads parts into memory; texts are UTF-8 or nothing. Nothing is written to disk on the way: what is
    confidential is kept sealed or not at all."""

    spool_max_size = MAX_FORM
    look: Look | None = None

    def on_headers_finished(self) -> None:
        super().on_headers_finished()
        if self._current_part.file is not None and self.look is not None:
            raise ValueError("a file comes behind what is asked")

    def on_part_end(self) -> None:
        part = self._current_part
        if part.file is None:
            text = part.data.decode("utf-8")  # the parser itself would fall back to Latin-1
            if self.look is not None and part.field_name == "operations":
                if not self.look(in_shape(strict_json(text))):
                    raise ValueError("no file is taken for that")
                self.look = None
        super().on_part_end()

    def close(self) -> None:
        """Let go of all files, those included whose part never ended."""
        for file in self._files_to_close_on_error:
            file.close()


async def form(request: Request, most_text: int, look: Look | None = None) -> Question:
    """What a form asks, its file in its place; raises RequestIsWrong. With `look`, no file is read before
    what is asked was looked at."""
    parser = _StrictParser(
        request.headers,
        limited(request, MAX_FORM, _TOO_LARGE),
        max_files=1,
        max_fields=2,
        max_part_size=most_text,
    )
    parser.look = look
    try:
        return await _with_file(await parser.parse())
    except (MultiPartException, ValueError, RecursionError, KeyError):
        raise _no_form() from None
    finally:
        parser.close()


async def _with_file(form: FormData) -> Question:
    """The question with the file in its place; raises ValueError where the form is not to the
    letter of the specification, or hands in another number of files."""
    parts = distinct(form.multi_items())
    operations, places = parts.pop("operations", None), parts.pop("map", None)
    [(name, file)] = parts.items()
    if not (isinstance(operations, str) and isinstance(places, str)):
        raise ValueError("operations and map are texts")
    if not isinstance(file, UploadFile):
        raise ValueError("the part beside them is a file")
    told, mapped = strict_json(operations), strict_json(places)
    if not (isinstance(mapped, dict) and mapped.keys() == {name}):
        raise ValueError("map names the file")
    if not isinstance(mapped[name], list):
        raise ValueError("map lists the places of a file")
    [place] = mapped[name]
    asked = in_shape(told)
    name = file.filename or ""
    name.encode()  # half a letter is no text
    _put(told, place, HandedIn(name, await file.read()))
    return asked


def _put(told: Any, place: Any, file: HandedIn) -> None:
    """Put the file in its place: a variable that is there and null."""
    if not isinstance(place, str) or not place.startswith("variables."):
        raise ValueError("the place is a variable")
    *path, last = place.split(".")
    for step in path:
        told = told.get(step) if isinstance(told, dict) else None
    if not isinstance(told, dict) or told.get(last, file) is not None:
        raise ValueError("the place is there and null")
    told[last] = file


def _no_form() -> RequestIsWrong:
    return RequestIsWrong(
        400,
        "フォームを読めません。operations・map・ファイル1つの順に、GraphQL multipart request の形で"
        "送信し、map ではファイルの入る null の変数を1つ指定してください。"
        " / This form cannot be read: send operations, map and one file as the GraphQL multipart"
        " request specification says, and let map name one variable that is null.",
        "FORM",
    )
