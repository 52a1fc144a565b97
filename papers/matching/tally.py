"""Counts of what became of the rows, by kind, and the known records a file no longer names."""

from dataclasses import dataclass, field
from typing import Final

from papers.matching.findings import PlanFindings, several

KINDS: Final = ("incidents", "figures", "causes", "measures")
OUTCOMES: Final = ("new", "changed", "unchanged", "passed_over")


@dataclass(slots=True)
class Tally:
    """`counts[kind][outcome]`; `vanished[kind]` are pairs of code and text."""

    counts: dict[str, dict[str, int]] = field(
        default_factory=lambda: {kind: dict.fromkeys(OUTCOMES, 0) for kind in KINDS}
    )
    vanished: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def count(self, kind: str, outcome: str) -> None:
        """One more row of a kind."""
        self.counts[kind][outcome] += 1

    def vanish(self, kind: str, records: list[tuple[str, str]], findings: PlanFindings) -> None:
        """Known records of a kind that no row names: reported, never cancelled."""
        if records:
            self.vanished[kind] = records
            codes = several([code for code, _ in records])
            findings.caution(f"{kind}-not-in-the-file", None, codes, count=str(len(records)))
