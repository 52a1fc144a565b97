"""Reads what a schedule wording such as ～2023年3月 or 来年度上期を目途に says."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from domain.calendar import normalise, one_year_of_two
from domain.register.wording.composing import composed
from domain.register.wording.english import cut_english, is_english
from domain.register.wording.reading import Certainty, Milestone, Reading, ScheduleKind
from domain.register.wording.said_once import said_each_time
from domain.register.wording.tokens import cut

__all__ = ["Certainty", "Milestone", "Reading", "ScheduleKind", "read_schedule"]

LONGEST_READ: Final = 200
_KEPT: Final = 2_000
"""How many readings are kept: a register says the same few hundred wordings again and again."""
_SAYS_NOTHING: Final = re.compile(
    r"[-~_/・.…、。*]*|\(?(?:なし|無し|無|該当(?:なし|無し|せず)|特に?(?:なし|無し)|空白|空欄|記載(?:なし|無し)"
    r"|対象外|N/?A|n/?a|n\.a\.?|none|nil|null|not applicable)\)?。?",
    re.IGNORECASE,
)
_NEXT_LINE: Final = re.compile(r"(?<=[^\s、。,・:：(（~～-])[ \t\u3000]*\r?\n\s*(?=[^\s)）])")
_JAPANESE: Final = re.compile(r"[\u3005-\u30ff\u3400-\u9fff]")
_NOTE_MARK: Final = re.compile(
    r"\((?:※|注|\*)\d{0,2}\)|(?:※|注|\*) ?\d{1,2}(?:[、,]\d{1,2})*(?=$|[、,。()~])"
)


def read_schedule(wording: str | None, written_on: date) -> Reading:
    """What a schedule wording says, counted from the day it was written.

    The wording is kept exactly as given. What cannot be read is UNREAD, never guessed; nothing
    raises. Rules: README.md beside this file.
    """
    if wording is not None and len(wording) > LONGEST_READ:
        return _read(wording, written_on)  # too long to be kept, and mostly to be read
    return _kept(wording, written_on)


def _read(wording: str | None, written_on: date) -> Reading:
    text = wording or ""
    if len(text) <= LONGEST_READ:
        text = normalise(_NEXT_LINE.sub("、" if _JAPANESE.search(text) else ", ", text))
    if _SAYS_NOTHING.fullmatch(text):
        return Reading(wording, ScheduleKind.NONE)
    text = _NOTE_MARK.sub("", text.removeprefix("- ")) or text
    if len(text) > LONGEST_READ:
        return Reading(wording, ScheduleKind.UNREAD)
    try:
        text = said_each_time(text)
        tokens = cut_english(text) if is_english(text) else cut(one_year_of_two(text))
        return replace(composed(tokens, written_on), wording=wording)
    except (ValueError, OverflowError):  # as of a year that the calendar cannot hold: 9999年度
        return Reading(wording, ScheduleKind.UNREAD)


_kept = lru_cache(_KEPT)(_read)
