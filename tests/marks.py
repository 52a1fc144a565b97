"""Texts that tests write into records, questions and names, of which none may come up in a log."""

from __future__ import annotations

from typing import Final

import pytest

MARK: Final = "秘標"
"""For a text that is of this matter alone."""

MARKS: Final = (
    MARK,
    "宛先の誤り",
    "二人で確かめる",
    "手順がない",
    "研修の実施記録",
    "次回に範囲を確かめる",
    "再集計",
    "他小売事業者等の顧客情報",
    "顧客管理システムで隠すべき項目",
    "MZ 委員",
)
"""Each stands in what many tests write or read, and nowhere in the product itself."""

LOGGING: Final = ("tests/api/", "tests/wall/", "tests/store/", "tests/machines/")
"""Where nothing but logs is written to the standard streams."""


def logged(text: str) -> list[str]:
    """Which of them came up."""
    return [mark for mark in MARKS if mark in text]


def judge(report: pytest.TestReport) -> None:
    """Let a test fail that logged one of them."""
    if not report.nodeid.startswith(LOGGING) or report.failed:
        return
    said = [f"{name}: {mark}" for name, text in report.sections for mark in logged(text)]
    if said:
        report.outcome, report.longrepr = "failed", f"logged what people wrote: {said}"
