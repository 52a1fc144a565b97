"""What a dated phrase says of its days: from, by, within, or what is past or hangs on an event."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from domain.register.wording.days import TO_COME, signs_of, waves_before
from domain.register.wording.phrases import Phrase
from domain.register.wording.reading import Milestone, ScheduleKind
from domain.register.wording.tokens import Token, places
from domain.register.wording.vocabulary import Sign
from domain.register.wording.written import Stretch

_SINCE: Final = frozenset({Sign.WAVE, Sign.SINCE, Sign.ONWARD})
_MAY_END_IN_UNTIL: Final = frozenset({Sign.DURING, Sign.INSIDE})
_RELATIONS: Final = _SINCE | _MAY_END_IN_UNTIL | {Sign.UNTIL, Sign.BEFORE}


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase with its days and what it says of them."""

    kind: ScheduleKind
    days: Stretch
    phrase: Phrase
    start: date | None = None
    due: date | None = None

    @property
    def is_partial(self) -> bool:
        """一部4月以降: only some of it."""
        return any(token.sign is Sign.PARTLY for token in self.phrase.before)

    @property
    def is_one_time(self) -> bool:
        """A month, a day or a part of a year by itself, and not 2023年度, 6月～3月 or 2023年度中."""
        first, last = self.phrase.first, self.phrase.last
        during = any(token.sign in _MAY_END_IN_UNTIL for token in self.phrase.after)
        topic = any(token.sign is Sign.TOPIC for token in self.phrase.after)
        whole_year = first.month is None and first.unit is None and first.part is None and not topic
        return self.kind is ScheduleKind.WITHIN and last is None and not during and not whole_year

    @property
    def starts(self) -> bool:
        """5月中に着手: something begins within these days."""
        words = (*self.phrase.before, *self.phrase.after)
        return any(token.sign is Sign.START for token in words)

    @property
    def milestone(self) -> Milestone:
        """The phrase as one of several."""
        return Milestone(self.start, self.due, self.phrase.text)


def said_of(phrase: Phrase, days: Stretch, written_on: date) -> Said | None:
    """What a phrase says; None where it counts from its days to others that cannot be told."""
    phrase = _without_open_end(phrase)
    after, signs = [token.sign for token in phrase.after], signs_of(phrase)
    if (at := _counts_from_it(phrase.after)) is not None:
        return _counted(phrase, days, at)
    if any(
        _is_ahead([*phrase.before, *phrase.after], at) for at in places(phrase.before, Sign.LENGTH)
    ):
        return None
    relation = next((sign for sign in after if sign in _RELATIONS), None)
    until = relation is Sign.UNTIL or (relation in _MAY_END_IN_UNTIL and Sign.UNTIL in after)
    if relation is Sign.WAVE and waves_before(phrase) and phrase.last is None:
        return None  # struck through, as ~~3月~~ is
    counted = any(token.text.startswith("から起算") for token in phrase.after)
    since = counted or (relation in _SINCE and not waves_before(phrase))
    starting = Said(ScheduleKind.FROM, days, phrase, start=days.first)
    ending = Said(ScheduleKind.BY, days, phrase, due=days.last)
    both = Said(ScheduleKind.WITHIN, days, phrase, start=days.first, due=days.last)
    past = Said(ScheduleKind.REPORTED, days, phrase)
    if Sign.AS_OF in after:
        return past
    before_it = any(map(_leads_up, phrase.after))  # 6月の総会前まで is not by the end of June
    if not since and (before_it or not until) and _dates_an_event(phrase):
        return Said(ScheduleKind.TRIGGERED, days, phrase)
    if Sign.DONE in signs and not since:
        return past
    if relation is Sign.BEFORE and phrase.last is None:
        return ending if phrase.first.is_end else _before(phrase, days)
    if since and (lasting := _lasting(phrase, days)):
        return lasting
    if not since and Sign.LENGTH in after and Sign.LIMIT in after:
        return None  # 4月に着手し、3か月以内に完了: its own days are not the last
    if phrase.last is not None:
        return both
    if since:
        return starting
    if until or waves_before(phrase) or Sign.DEADLINE in signs:
        return ending
    if Sign.EARLIEST in signs:
        return starting
    if Sign.FINISH in signs:
        return past if days.last < written_on and not signs & TO_COME else ending
    if Sign.INSIDE in after:
        return ending
    if Sign.START in signs and Sign.DURING not in after:
        return starting
    return ending if phrase.first.is_end or Sign.AIM in signs else both


_OPEN_ENDED: Final = frozenset({Sign.WEIGHED, Sign.ASKED, Sign.OPEN_TIME})
_BETWEEN: Final = frozenset({Sign.TOPIC, Sign.FILL, Sign.LINK, Sign.PLAN})


def _without_open_end(phrase: Phrase) -> Phrase:
    """4月開始、終了時期は未定: the finish that is not settled is no word about the date."""
    for at in places(phrase.after, Sign.FINISH):
        behind = at + 1
        while behind < len(phrase.after) and phrase.after[behind].sign in _BETWEEN:
            behind += 1
        apart = at > 0 and phrase.after[at - 1].sign in (Sign.JOIN, Sign.OPEN)
        if apart and behind < len(phrase.after) and phrase.after[behind].sign in _OPEN_ENDED:
            return replace(phrase, after=phrase.after[:at] + phrase.after[behind:])
    return phrase


_NAMES_AN_EVENT: Final = frozenset(
    {
        Sign.LINK,
        Sign.WORD,
        Sign.ACTION,
        Sign.START,
        Sign.FINISH,
        Sign.NEXT_EVENT,
        Sign.FILL,
        Sign.PLACE,
    }
)


def _dates_an_event(phrase: Phrase) -> bool:
    """Whether the date only says when an event is, as in 6月の株主総会後: what follows hangs on it."""
    for at, token in enumerate(phrase.after):
        if token.sign is Sign.AFTER_EVENT:
            return at > 0 or phrase.explains
        if _leads_up(token):
            return True
        if token.sign not in _NAMES_AN_EVENT:
            return False
    return False


def _leads_up(token: Token) -> bool:
    """前, に先立ち behind an event."""
    return token.sign is Sign.ON_EVENT and token.text.startswith(("前", "に先立"))


def _is_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Whether the length at this place leads up to something, or away from it: 3か月前, 2か月後."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and (
        following.sign in (Sign.AFTER_EVENT, Sign.BEFORE) or _leads_up(following)
    )


def _counts_from_it(after: Sequence[Token]) -> int | None:
    """Where the length stands that leads from the days of a phrase to others: 4月1日の2週間前まで, and not
    4月から実施し、1年後に見直し."""
    for at in places(after, Sign.LENGTH):
        if any(token.sign in (Sign.JOIN, Sign.SAID, Sign.WAVE) for token in after[:at]):
            return None
        if _is_ahead(after, at):
            return at
    return None


def _counted(phrase: Phrase, days: Stretch, at: int) -> Said | None:
    """So long before or after a day: told of a day alone, and where nothing else stands between."""
    length, between = phrase.after[at].length, phrase.after[:at]
    exact = phrase.last is None and (phrase.first.is_day or phrase.first.is_end)
    if (
        length is None
        or length.open
        or not exact
        or any(one.text not in ("の", "から") for one in between)
    ):
        return None
    back = not phrase.after[at + 1].text.startswith("後")
    day = length.before(days.first) if back else length.after(days.first)
    until = any(token.sign is Sign.UNTIL for token in phrase.after[at:])
    there = replace(days, first=day, last=day)
    kind = ScheduleKind.BY if until else ScheduleKind.WITHIN
    return Said(kind, there, phrase, start=None if until else day, due=day)


def _before(phrase: Phrase, days: Stretch) -> Said:
    """Before April: by the last day of March; before a day: by the one before it."""
    return Said(ScheduleKind.BY, days, phrase, due=days.first - timedelta(days=1))


def _lasting(phrase: Phrase, days: Stretch) -> Said | None:
    """2023年4月から1年間: the length from the start on; None where no length is said."""
    lengths = [at for at in places(phrase.after, Sign.LENGTH) if not _is_ahead(phrase.after, at)]
    length = phrase.after[lengths[0]].length if lengths else None
    if length is None or length.open:
        return None
    limited = any(token.sign is Sign.LIMIT for token in phrase.after)
    end = length.after(days.first)
    days = replace(days, vague=days.vague or length.rough)
    if limited:
        due = end if phrase.first.is_day or phrase.first.is_end else end - timedelta(days=1)
        return Said(ScheduleKind.BY, days, phrase, due=due)
    return Said(ScheduleKind.WITHIN, days, phrase, start=days.first, due=end - timedelta(days=1))
