"""How the command line ends: every foreseen failure in words and with status 1."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Failure(Exception):
    """Something foreseen went wrong; the message says what, and what to do."""


@contextmanager
def spoken() -> Iterator[None]:
    """Say a foreseen failure on stderr instead of showing a traceback."""
    try:
        yield
    except Exception as error:
        message = _worded(error)
        if message is None:
            raise
        print(f"エラー / Error: {message}", file=sys.stderr)  # noqa: T201 -- the one place to end
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _worded(error: Exception) -> str | None:
    from api.identity import TokenKeyIsDamaged
    from domain.refusals import Refusal
    from service.house import DatabaseIsNotReady
    from service.people import NameIsUnclear
    from service.serving import PortIsTaken
    from service.settings import SettingIsWrong
    from store.keys import KeyDoesNotFit, KeyFileIsMissing
    from store.subjects import KeyStoreIsMissing

    if isinstance(error, Refusal):
        return f"{error.message_ja} / {error.message_en}"
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    foreseen = (
        Failure,
        DatabaseIsNotReady,
        NameIsUnclear,
        PortIsTaken,
        TokenKeyIsDamaged,
        SettingIsWrong,
        KeyDoesNotFit,
        KeyFileIsMissing,
        KeyStoreIsMissing,
    )
    return str(error) if isinstance(error, foreseen) else None
