"""Wordings that look like a plain date and say something else: not done, moved, before it, or no date at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.register.wording import read_schedule
from tests.domain.register.test_wording import REPORT_DAY, expected

PITFALLS = """\
UNREAD - - NONE = 延期 | 時期を延期 | ～2023年6月～ | 2023/9～6 | 6/30～15 | 13/1～5
WITHIN 2023-04-01 2023-09-30 FIRM = 開始時期：2023年4月 終了時期：2023年9月
WITHIN 2023-06-01 2023-09-30 FIRM = 2023/6～9
UNREAD - - NONE = 未了 | 2023年6月に実施予定だったが未了 | 未使用IDの削除を2023年6月に未実施 | 2023年6月末（取消） | 2023年6月（白紙） | 2023年6月末（廃案） | 2023年6月末（差戻し）
UNREAD - - NONE = 2023年6月以降は見合わせ | 廃案：2023年6月末 | 2023年度第4四半期決算まで | 2024年4月の2か月前まで | 2年後の4月まで | 2023年6月の予定を延期 | 6月末予定だったが延期
UNREAD - - NONE = 2024年4月予定を前倒し | 2024年4月から1か月延期 | 2024年3月までの予定を延長 | 6月（延期予定） | 2023年度（上） | 05/06/2024 | 10/20名完了
UNREAD - - NONE = 2/3完了 | 2023年3月2023年6月 | 令和5年（2024年）6月 | 第1四半期（1～3月） | 2023年6月30日～6月1日 | June 2023 (rejected) | 3 months prior to March 2024
UNREAD - - NONE = 4月中に着手し、3か月以内に完了 | 2023年4月から3か月後 | 2023年6月は見合わせます
BY - 2023-06-16 FIRM = 2023年6月末の2週間前まで
BY - 2023-09-01 FIRM = 2023年10月1日の1か月前まで
BY - 2023-09-30 FIRM = 2023年10月1日の前日まで | 2023年9月末（6月末までから延長） | 2023年6月（最終期限2023年9月末）
BY - 2023-03-31 FIRM = 2023年4月1日より前に
FROM 2023-04-01 - FIRM = 2023年4月から実施し、1年後に見直し | 2023年4月開始、1年後に評価 | 4/1から運用 | 2023年4月から実施しています。 | 施行：4月1日 周知：3月 | 4月施行、3月周知 | 4月運用開始、10月見直し
FROM 2023-04-01 - FIRM = 2023年4月施行、2023年10月見直し
WITHIN 2023-07-01 2023-07-01 FIRM = 2023年4月1日の3か月後
TRIGGERED - - FIRM = 6月の総会前まで | 稼働の3か月前まで | 契約更新の1か月前までに
TRIGGERED - - NONE = 2024年4月の施行前 | 2024年4月の稼働に先立ち | 6/28の取締役会前 | 株主総会（6/28）後 | 本報告以降 | 改正法の施行日から | 2024年3月期決算発表後
WITHIN 2024-01-01 2024-01-31 FIRM = 2024年4月を前倒しし2024年1月
WITHIN 2023-06-01 2023-06-30 FIRM = 2023年6月（←2023年3月） | 2023年6月に変更（2023年3月） | 2023年6月（2023年3月から3か月延期） | 2023年6月（初回計画2023年3月） | 6月に延期 | 6/1～30 | June 2023 (revised from March 2023)
WITHIN 2023-06-01 2023-06-30 FIRM = 2023年3月（旧）2023年6月（新） | 未受講者への研修：2023年6月 | 2023年6月に未登録業者の確認 | 3月（6月に延期）
BY - 2023-06-30 FIRM = 2023年6月末（前回報告：5月末） | 繰越処理の見直し：2023年6月まで
BY - 2024-03-31 FIRM = 2024年3月まで延長 | 31/03/2024まで | 2023年度末（3月）
WITHIN 2023-04-01 2024-03-31 FIRM = 開始：2023/4/1　終了：2024/3/31 | （開始）2023年4月（完了）2024年3月 | FY2023-24 | 2023/24年度 | 2023年度（2022年度から継続） | Start: April 2023, End: March 2024 | 開始：4月、完了：翌年3月
WITHIN 2023-06-01 2023-12-31 FIRM = 着手 6月 完了 12月 | 6月開始→12月完了 | 6、9、12月
WITHIN 2023-06-01 2023-12-31 PLANNED = 開始日2023年6月1日、終了予定日2023年12月末
FROM 2023-04-01 - TARGET = 2023年4月開始、終了時期未定
WITHIN 2023-10-02 2023-10-13 FIRM = 10月2日（月）～10月13日（金）
WITHIN 2023-05-01 2023-09-30 FIRM = 5月中に着手、9月末までに完了
RECURRING - - FIRM = 毎月1日～5日 | 毎月（翌月10日まで） | 年1回（2023年10月） | 年2回（2023年6月、12月） | 2023年9月まで毎月、10月以降は四半期ごと | at least twice a year | 毎四半期決算時
RECURRING 2024-06-01 - FIRM = 2年に1回（次回：2024年6月）
RECURRING 2023-06-01 2024-03-31 FIRM = 毎月（2023年6月～2024年3月）
RECURRING 2023-06-01 2023-12-31 FIRM = 6月～12月毎月
RECURRING 2023-02-17 2026-02-17 FIRM = 今後3年間、四半期ごと
WITHIN 2023-04-01 2026-03-31 FIRM = FY2023-25 | 2023年度～2025 | 2023～2025FY
WITHIN 2023-07-01 2023-09-30 FIRM = FY23-2Q
WITHIN 2023-04-01 2023-09-30 FIRM = 2023年度・上期 | 2023年度上 | 開始(4/1)～終了(9/30)
WITHIN 2023-06-15 2023-06-17 FIRM = 2023.6.15～6.17 | 2023/6/15-17
WITHIN 2023-06-15 2023-06-29 FIRM = 6/15・22・29
WITHIN 2023-09-01 2024-03-31 FIRM = 第1段階：2023年9月、第2段階：2024年3月
BY - 2023-06-28 FIRM = 株主総会（6/28）まで
WITHIN 2023-03-01 2023-03-31 FIRM = 2023年3月※１、２
WITHIN 2023-06-01 2023-08-31 FIRM = 2023年6月1日から起算して3か月
BY - 2023-12-31 FIRM = 2023年年内
WITHIN 2023-06-01 2024-03-31 FIRM = June 2023 through March 2024
FROM 2023-06-01 - TARGET = June 2023 at the earliest
WITHIN 2023-09-01 2023-09-30 FIRM = 2023年9月（6月予定から延期） | 2023年9月（6月末の予定を変更） | 2023年9月（6月より前倒し） | 2023年9月へ延期（6月末完了予定）
FROM 2023-07-01 - FIRM = 策定（2023年6月）、施行（2023年7月1日）
WITHIN 2023-06-01 2023-09-30 FIRM = 規程改訂（2023年6月）、研修（2023年9月） | ①規程改訂（2023年6月）②研修（2023年9月） | 第1回（6月）、第2回（9月）
BY - 2023-04-30 FIRM = 2023年4月までに計画を変更
WITHIN 2024-01-01 2024-03-31 FIRM = 第4四半期（2024年1月～3月）
WITHIN 2023-04-10 2023-04-10 FIRM = 4/10社名変更
"""

RUNNING = """\
2023-05-12 WITHIN 2023-04-01 2023-12-31 FIRM = 4月～12月
2023-11-30 WITHIN 2023-04-01 2023-12-31 FIRM ? = 4月～12月
2023-11-30 WITHIN 2023-07-01 2023-12-31 FIRM ? = 7月から12月まで
2023-11-30 WITHIN 2023-10-01 2023-12-31 FIRM = 10月～12月
2024-01-10 WITHIN 2024-10-01 2024-12-31 FIRM ? = 10月～12月
2023-11-30 WITHIN 2023-09-01 2024-03-31 FIRM = 9月～3月
2023-11-30 WITHIN 2023-11-01 2023-12-20 FIRM = 11月1日～12月20日
2023-11-30 WITHIN 2023-04-01 2024-03-31 FIRM = 上期～下期
2023-11-30 WITHIN 2023-07-01 2024-03-31 FIRM = 2Q～4Q
2023-11-30 WITHIN 2023-06-01 2023-12-31 FIRM ? = from June to December
2023-05-12 WITHIN 2023-04-01 2024-03-31 FIRM = 4月～翌年3月
2026-11-30 WITHIN 2026-04-01 2027-03-31 FIRM = 4月～翌年3月
2024-01-15 WITHIN 2024-12-01 2025-03-31 FIRM ? = 12月～翌年3月
2023-11-30 WITHIN 2023-06-01 2023-12-31 FIRM = 6月開始、12月完了
2023-11-30 WITHIN 2023-06-01 2023-12-31 FIRM = 6月着手、12月末まで
2023-11-30 WITHIN 2023-06-01 2023-12-31 FIRM = 6月、9月、12月
2023-05-12 WITHIN 2023-04-01 2023-06-30 FIRM = 4月／5月／6月
2023-05-12 FROM 2023-10-01 - FIRM = 下期～
2023-05-12 FROM 2024-01-01 - FIRM = 第4四半期から
2023-05-12 FROM 2023-04-01 - FIRM ? = 4月～
2023-11-30 BY - 2023-03-31 PLANNED = 完了予定日：2023年3月31日
2026-04-03 WITHIN 2023-04-01 2023-09-30 PLANNED = 開始日：2023年4月1日、完了予定日：2023年9月30日
2023-11-30 WITHIN 2023-04-01 2023-09-30 FIRM = 開始：2023/4/1 終了：2023/9/30
2026-04-03 FROM 2026-10-01 - FIRM = 10月開始、翌年4月稼働
2023-11-30 RECURRING 2023-04-01 - FIRM = 毎年4月（2023年4月から）
2023-02-17 WITHIN 2022-04-01 2023-03-31 FIRM ? = 4月～3月
"""


def pitfalls() -> list[tuple[str, str]]:
    """Each wording with what it says."""
    rows = (row.split(" = ", 1) for row in PITFALLS.splitlines())
    return [(wording, said) for said, wordings in rows for wording in wordings.split(" | ")]


def running() -> list[tuple[str, str, str]]:
    """Each wording with the day it was written and what it says."""
    rows = (row.split(" = ", 1) for row in RUNNING.splitlines())
    return [(wording, said[:10], said[11:]) for said, wording in rows]


@pytest.mark.parametrize(("wording", "said"), pitfalls())
def test_what_looks_like_a_plain_date_is_read_for_what_it_says(wording: str, said: str) -> None:
    assert replace(read_schedule(wording, REPORT_DAY), milestones=()) == expected(wording, said)


@pytest.mark.parametrize(("wording", "written_on", "said"), running())
def test_dates_without_a_year_run_until_the_last_is_over(
    wording: str, written_on: str, said: str
) -> None:
    got = read_schedule(wording, date.fromisoformat(written_on))
    assert replace(got, milestones=()) == expected(wording, said)


@pytest.mark.parametrize("break_", ["\n", "\r\n", " \n "])
def test_dates_on_lines_of_their_own_are_a_list_and_a_wrapped_line_is_one(break_: str) -> None:
    listed = read_schedule(f"2023年6月{break_}2023年9月", REPORT_DAY)
    assert (listed.start, listed.due) == (date(2023, 6, 1), date(2023, 9, 30))
    wrapped = read_schedule(f"2023年6月末{break_}までに完了", REPORT_DAY)
    assert (wrapped.start, wrapped.due) == (None, date(2023, 6, 30))
