"""Groups the tokens of a wording into phrases: a date or a range and the words that belong to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.register.wording.tokens import Token, places
from domain.register.wording.vocabulary import Sign
from domain.register.wording.written import Written


@dataclass(slots=True)
class Phrase:
    """A date, or a range to a second date, with the words before and behind it."""

    first: Written
    last: Written | None
    text: str
    outer: "Phrase | None"
    """The phrase in whose brackets this one stands."""
    explains: bool = False
    """It stands in brackets behind words, as in 完了（3/15）."""
    before: list[Token] = field(default_factory=list)
    after: list[Token] = field(default_factory=list)

    @property
    def is_within_a_month(self) -> bool:
        """Days whose month is left open, as in 毎月1日～5日 or 翌月10日."""
        first = self.first
        open_month = first.month is None and first.months_on is None and not first.has_year
        return (first.day is not None and open_month) or (
            first.months_on is not None and first.follows
        )

    @property
    def says_no_year(self) -> bool:
        """Whether it is of months or parts of a year, of which one comes each year."""
        return all(
            (date.month or date.unit) and (date.follows or not date.has_year)
            for date in (self.first, self.last or self.first)
        )


@dataclass(frozen=True, slots=True)
class _Bracket:
    items: "list[Token | _Bracket]"

    def tokens(self) -> Iterator[Token]:
        for item in self.items:
            if isinstance(item, _Bracket):
                yield from item.tokens()
            else:
                yield item


def grouped(tokens: Sequence[Token]) -> tuple[list[Phrase], list[Token]]:
    """The phrases of a wording in order; and, if there are none, its tokens."""
    phrases: list[Phrase] = []
    loose = _group(_bracketed(tokens), None, [], phrases)
    return phrases, loose


def _bracketed(tokens: Sequence[Token]) -> list[Token | _Bracket]:
    """The tokens with those in brackets as one item; a bracket that is never closed ends last."""
    levels: list[list[Token | _Bracket]] = [[]]
    for token in tokens:
        if token.sign is Sign.OPEN:
            levels.append([])
        elif token.sign is not Sign.CLOSE:
            levels[-1].append(token)
        elif len(levels) > 1:
            inner = levels.pop()
            levels[-1].append(_Bracket(inner))
    while len(levels) > 1:
        inner = levels.pop()
        levels[-1].append(_Bracket(inner))
    return levels[0]


_BRACKET: Final = Token(Sign.OPEN, "(")
_BELONGS_TO_NEXT: Final = frozenset(
    {Sign.WAVE, Sign.ABOUT, Sign.DEADLINE, Sign.EARLIEST, Sign.PARTLY}
)


def _group(
    items: Sequence[Token | _Bracket],
    outer: Phrase | None,
    leading: Sequence[Token],
    phrases: list[Phrase],
) -> list[Token]:
    """Adds the phrases of one level of brackets; gives back the tokens no phrase took.

    `leading` are the words before the brackets when no date stands there: 完了（3/15）.
    """
    current: Phrase | None = None
    waiting: list[Token] = []
    at = 0
    while at < len(items):
        item = items[at]
        target = waiting if current is None or waiting else current.after
        if (
            isinstance(item, _Bracket)
            and current is not None
            and _is_a_step(item, current, waiting)
        ):
            known, words = len(phrases), waiting or current.after
            own = _since_wave(words)
            del words[len(words) - len(own) :]
            current.after.extend(waiting)
            _group(item.items, None, own, phrases)
            current, waiting = phrases[known], []
        elif isinstance(item, _Bracket):
            known = len(phrases)
            inner = _group(item.items, current or outer, [] if current else waiting, phrases)
            target += [_BRACKET, *inner] if inner else []
            if current is None and len(phrases) > known:
                current, waiting = phrases[known], []
        elif item.date is not None:
            if current is not None and target is current.after and not current.after:
                raise ValueError("two dates and nothing between")  # as where one was struck through
            end = _range_end(items, at)
            last = items[end]
            before = _since_join(waiting) or (_taken_back(current) if current else [*leading])
            current = Phrase(
                item.date,
                last.date if end > at and isinstance(last, Token) else None,
                "".join(_text(part) for part in items[at : end + 1]),
                outer,
                bool(leading),
                before,
            )
            phrases.append(current)
            waiting, at = [], end
        elif item.sign in (Sign.JOIN, Sign.EITHER) and current is not None:
            current.after.extend(waiting)
            waiting = [item]
        else:
            target.append(item)
        at += 1
    if current is None:
        return waiting
    current.after.extend(waiting)
    return []


def _is_a_step(bracket: _Bracket, current: Phrase, waiting: Sequence[Token]) -> bool:
    """規程改訂（6月）、研修（9月）: a date in brackets behind words of its own is no word on the one before."""
    if not any(token.date is not None for token in bracket.tokens()):
        return False
    return bool(_since_wave(waiting)) or (current.explains and bool(_since_wave(current.after)))


def _since_join(tokens: Sequence[Token]) -> list[Token]:
    """The words behind the last comma: what is before it speaks of something else."""
    joins = places(tokens, Sign.JOIN)
    return list(tokens[joins[-1] + 1 :] if joins else tokens)


def _since_wave(tokens: Sequence[Token]) -> list[Token]:
    """The same behind the last wave, too: 開始(4/1)~終了(9/30)."""
    own = _since_join(tokens)
    waves = places(own, Sign.WAVE)
    return own[waves[-1] + 1 :] if waves else own


_LABELS: Final = frozenset({Sign.START, Sign.FINISH, Sign.DEADLINE})


def _taken_back(phrase: Phrase) -> list[Token]:
    """The last words behind a date that rather belong to the date that follows them: 6月 完了:12月."""
    taken = _label_taken_back(phrase)
    while phrase.after and phrase.after[-1].sign in _BELONGS_TO_NEXT:
        taken.insert(0, phrase.after.pop())
    return taken


def _label_taken_back(phrase: Phrase) -> list[Token]:
    """The label of the next date, where it ends in a colon or the date before has its label in front as well."""
    end = len(phrase.after)
    while end and phrase.after[end - 1].sign in (Sign.TOPIC, Sign.OPEN):
        end -= 1
    has_colon = end < len(phrase.after)
    begin = end - 1
    while begin > 0 and phrase.after[begin].text in _OF_A_LABEL:
        begin -= 1
    if begin < 0 or phrase.after[begin].sign not in _LABELS:
        return []
    if not has_colon and not _is_labelled(phrase):
        return []
    while begin and phrase.after[begin - 1].sign is Sign.OPEN:
        begin -= 1
    taken = phrase.after[begin:]
    del phrase.after[begin:]
    return taken


_OF_A_LABEL: Final = frozenset({"日", "時期", "予定", "予定日", "予定時期", "時"})


def _is_labelled(phrase: Phrase) -> bool:
    """開始 6月: what the date is stands in front of it."""
    labels = [token for token in phrase.before if token.sign is not Sign.OPEN]
    return (
        bool(labels)
        and any(token.sign in _LABELS for token in labels)
        and all(
            token.sign in _LABELS or token.sign is Sign.TOPIC or token.text in _OF_A_LABEL
            for token in labels
        )
    )


_IN_A_RANGE: Final = frozenset({Sign.WAVE, Sign.SINCE, Sign.ABOUT, Sign.PLAN, Sign.JOIN})


def _range_end(items: Sequence[Token | _Bracket], start: int) -> int:
    """Where the range ends that begins with the date at `start`; `start` itself if it is none."""
    connected = False
    for at in range(start + 1, len(items)):
        item = items[at]
        if isinstance(item, _Bracket):
            if any(token.date is not None for token in item.tokens()):
                return start
        elif item.date is not None:
            return at if connected else start
        elif item.sign not in _IN_A_RANGE and not _is_weekday(item):
            return start
        else:
            connected = connected or item.sign in (Sign.WAVE, Sign.SINCE)
    return start


def _is_weekday(token: Token) -> bool:
    """(月) behind a day."""
    return token.sign is Sign.FILL and token.text.startswith("(")


def _text(item: Token | _Bracket) -> str:
    return (
        "".join(token.text for token in item.tokens()) if isinstance(item, _Bracket) else item.text
    )
