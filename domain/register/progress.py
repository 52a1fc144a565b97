"""The words of a countermeasure's progress and effect, and the rules between them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.texts import Word


class CountermeasureKind(Word):
    """What it is for: 修正, 是正処置, 予防処置 (ISO 9000)."""

    CORRECTION = "CORRECTION", "修正"
    CORRECTIVE = "CORRECTIVE", "是正処置"
    PREVENTIVE = "PREVENTIVE", "予防処置"


class Status(Word):
    """How far the implementer is, in the order of progress; the last three end it."""

    UNDER_CONSIDERATION = "UNDER_CONSIDERATION", "検討中"
    PLANNED = "PLANNED", "計画済み"
    IN_PROGRESS = "IN_PROGRESS", "実施中"
    IMPLEMENTED = "IMPLEMENTED", "実施済み"
    OPERATING = "OPERATING", "運用中"
    HANDED_OVER = "HANDED_OVER", "日常業務へ移行"
    CANCELLED = "CANCELLED", "中止"
    RISK_ACCEPTED = "RISK_ACCEPTED", "リスク受容"
    SPLIT = "SPLIT", "分割済み"


class Verdict(Word):
    """What the reviewer makes of it: －, 継続フォロー, 要改善, 解決, フォロー終了."""

    NONE_YET = "NONE_YET", "未評価"
    FOLLOW_UP = "FOLLOW_UP", "継続フォロー"
    NEEDS_IMPROVEMENT = "NEEDS_IMPROVEMENT", "要改善"
    RESOLVED = "RESOLVED", "解決"
    FOLLOW_UP_ENDED = "FOLLOW_UP_ENDED", "フォロー終了"


class Layer(Word):
    """What of an effect is checked: 整備 it is set up, 運用 it is lived by, 効果 it works."""

    SET_UP = "SET_UP", "整備"
    OPERATED = "OPERATED", "運用"
    EFFECTIVE = "EFFECTIVE", "効果"


PROPOSABLE: Final = (Status.UNDER_CONSIDERATION, Status.PLANNED)
TAKEN_UP: Final = (Status.UNDER_CONSIDERATION, Status.PLANNED, Status.IN_PROGRESS)
"""Begun or to be begun, and not done: what is given up returns to these, and these are split."""
DONE: Final = frozenset({Status.IMPLEMENTED, Status.OPERATING, Status.HANDED_OVER})
"""There is something that can have an effect."""
CONTINUING_ONLY: Final = frozenset({Status.OPERATING, Status.HANDED_OVER})
GIVEN_UP: Final = frozenset({Status.CANCELLED, Status.RISK_ACCEPTED})
NEVER_LATE: Final = GIVEN_UP | {Status.SPLIT}
"""Nobody waits for it any more; of what was split, one waits for the parts."""
CLOSED_STATUSES: Final = NEVER_LATE | {Status.HANDED_OVER}
"""The implementer reports no more. An implemented one-off is not among them: its effect is not
yet judged, and it may still fall back."""
CLOSING_VERDICTS: Final = frozenset({Verdict.RESOLVED, Verdict.FOLLOW_UP_ENDED})
LOOKED_AT_ONCE_DONE: Final = frozenset({Layer.OPERATED, Layer.EFFECTIVE})
"""What is not done yet is neither lived by nor works; that it is not set up may be found before."""

_PROGRESS: Final = tuple(status for status in Status if status not in NEVER_LATE)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks of a measure's present round say so far, and who concluded any of them."""

    met: frozenset[str] = frozenset()
    by: frozenset[UUID] = frozenset()

    def lacks(self, kind: str | None) -> tuple[Layer, ...]:
        """The layers that a measure of this kind needs and no check has found met."""
        return tuple(one for one in Layer if one in layers_needed(kind) and one not in self.met)


UNCHECKED: Final = Checked()
"""Nothing was checked yet."""


def layers_needed(kind: str | None) -> frozenset[Layer]:
    """What must be found met before a measure of this kind is closed.

    A correction puts one thing right and is there or not; whatever is to prevent something has to
    be lived by and to work. A measure of no stated kind is taken for one of those.
    """
    if kind == CountermeasureKind.CORRECTION:
        return frozenset({Layer.SET_UP})
    return frozenset(Layer)


def closes(verdict: str, status: str) -> bool:
    """Whether the verdict ends the follow-up of something that was done, and so needs its checks."""
    return verdict in CLOSING_VERDICTS and status in DONE


def is_open(status: str) -> bool:
    """Whether the implementer still has to report: not handed over, given up or split."""
    return status not in CLOSED_STATUSES


def is_verified(status: str, verdict: str, *, outdated: bool) -> bool:
    """Whether the effect counts as proven, so that it can be questioned."""
    return status == Status.HANDED_OVER or (closes(verdict, status) and not outdated)


def steps_back(before: Status, after: Status) -> bool:
    """Whether progress goes back, as it does when what was given up is taken up again."""
    if before in GIVEN_UP:
        return True
    return after in _PROGRESS and _PROGRESS.index(after) < _PROGRESS.index(before)


def verdict_fits(verdict: str, status: str) -> bool:
    """Whether the verdict may stand beside the status.

    Resolved needs something done; follow-up also ends for what was given up.
    """
    match verdict:
        case Verdict.RESOLVED:
            return status in DONE
        case Verdict.FOLLOW_UP_ENDED:
            return status in DONE | GIVEN_UP
        case _:
            return True


def kind_outdates(verdict: str, status: str, *, before: str | None, after: str | None) -> bool:
    """Whether another kind outdates what was judged: a verdict or a hand-over closed what now needs
    further layers."""
    closed = is_verified(status, verdict, outdated=False)
    return closed and not layers_needed(after) <= layers_needed(before)
