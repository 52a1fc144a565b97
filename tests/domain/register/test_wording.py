"""Schedule wordings, shown and unshown, read as a careful reader would defend."""

from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import in_era, month_end
from domain.register.wording import Certainty, Milestone, Reading, ScheduleKind, read_schedule

REPORT_DAY = date(2023, 2, 17)

# Day of writing, kind, start, due, certainty = the wording, as found in published plans.
FOUND = """\
2023-02-17 FROM 2023-02-01 - FIRM = 2023年2月～
2023-02-17 FROM 2023-03-01 - FIRM = 2023年3月～
2023-02-17 FROM 2023-04-01 - FIRM = 2023年4月～
2023-02-17 FROM 2023-06-01 - FIRM = 2023年6月～
2023-02-17 WITHIN 2023-03-01 2023-03-31 FIRM = 2023年3月
2023-02-17 BY - 2023-03-31 FIRM = ～2023年3月
2023-02-17 TRIGGERED - - TARGET = 本報告後すみやかに
2023-02-17 WITHIN 2023-04-01 2024-03-31 FIRM = 2023年度
2023-02-17 UNDECIDED - - NONE = 検討
2023-02-17 NONE - - NONE = -
2023-02-17 NONE - - NONE =
2023-04-17 BY - 2023-05-12 FIRM = 5月12日までに
2023-04-17 BY - 2023-05-12 FIRM = 来月12日まで
2023-04-17 BY - 2026-04-17 TARGET = 3年以内をめどに
2023-05-12 WITHIN 2023-05-12 2028-05-12 TARGET = 約5年かけて
2023-06-15 BY - 2026-06-30 TARGET = 2026年6月の完了を目指す
2023-01-27 BY - 2023-03-31 FIRM = 3月までに
2023-03-17 WITHIN 2023-04-01 2023-04-01 FIRM = 4月1日に
2023-02-17 TRIGGERED - - NONE = 随時
2023-06-15 WITHIN 2023-06-15 2024-06-15 FIRM = 今後1年かけて集中的に
2023-02-17 TRIGGERED - - NONE = 人事異動のタイミングにおいて
2023-03-17 WITHIN 2022-04-01 2023-01-19 FIRM = 2022年4月1日〜23年1月19日
2015-12-01 WITHIN 2014-04-01 2015-11-30 FIRM = 平成26年4月~平成27年11月
2015-12-01 WITHIN 2015-04-01 2016-03-31 FIRM = H27 年度も実施継続
2015-12-01 RECURRING - - FIRM = 年間計 2 回
2015-12-01 RECURRING - - FIRM = 毎月
2023-02-17 RECURRING - - FIRM = 毎日の朝礼時に
2023-02-17 RECURRING - - TARGET = 時期を捉えて年複数回
2006-09-01 WITHIN 2006-04-01 2007-03-31 FIRM = 平成18年度中に
2005-11-01 WITHIN 2005-04-01 2005-09-30 FIRM = 17年4月~9月
2005-11-01 WITHIN 2005-04-01 2005-09-30 FIRM = 17年上期
2005-11-01 ONGOING - - NONE = 同左(継続実施)
2024-04-01 WITHIN 2024-04-01 2025-03-31 FIRM = 2024年度中に
2023-06-01 BY - 2023-12-31 FIRM = 2023年内に
2024-03-01 BY - 2024-03-29 FIRM = 3月29日までの報告
2024-04-01 BY - 2024-09-30 FIRM = 24年9月末までに
2024-04-01 BY - 2025-03-31 FIRM = 25年3月までに
2024-04-01 TRIGGERED - - NONE = 順次
2024-04-01 BY - 2024-06-30 PLANNED = 2024年6月に完了予定
2024-04-01 BY - 2026-12-31 PLANNED = 2026年12月の完了を予定
2024-03-01 BY - 2024-04-30 PLANNED = 2024年前半から4月完了予定に変更
2024-04-01 RECURRING - - FIRM = 3か月に1度
2021-01-27 BY - 2021-07-10 TARGET = 2021年4月上旬及び7月上旬までを目途に
2023-02-17 RECURRING - - FIRM = 半年ごとに
2023-02-17 TRIGGERED - - FIRM = 1週間以内に
2021-03-10 REPORTED - - NONE = 2021 年2月末時点
2023-11-20 BY - 2024-02-29 FIRM = 来年2月末までに
2023-11-20 WITHIN 2025-03-01 2025-03-31 TARGET = 再来年3月ごろ
2023-06-01 BY - 2023-09-30 FIRM = 9月まで
2012-11-01 BY - 2016-03-31 TARGET = 2016年3月をメドに
2026-02-01 WITHIN 2026-07-01 2026-12-31 PLANNED = 2026 年下半期予定
2023-06-01 WITHIN 2023-10-01 2023-10-31 TARGET = 10月頃
2023-06-01 WITHIN 2023-11-01 2023-12-31 TARGET = 11〜12月頃
2023-02-17 RECURRING - - TARGET = 毎月5日頃
2023-02-17 RECURRING - - TARGET = 月初に
2023-02-17 TRIGGERED - - FIRM = 発生の都度、速やかに
2023-02-17 RECURRING - - FIRM = 毎月20日
2023-02-17 TRIGGERED - - NONE = 必要に応じて検討・実施
2023-02-17 TRIGGERED - - NONE = 意見・要望があれば検討
2023-02-17 TRIGGERED - - NONE = 逐次実施
2025-06-11 TRIGGERED - - FIRM = 公布の日から1年6月以内
"""

# Kind, start, due, certainty, ? where two readings fit = wordings made up for this test, all
# written on the day of the report.
MADE_UP = """\
WITHIN 2023-02-17 2023-02-17 FIRM = 2023年2月17日 | 2023/2/17
WITHIN 2023-03-01 2023-03-31 FIRM = R5.3 | '23.3 | 23/3 | 202303 | ２０２３年３月 | 令和五年三月
WITHIN 2023-03-01 2023-03-31 FIRM = 2023(令和5)年3月 | 速やかに（3月中） | 2023年3月）
WITHIN 2023-03-31 2023-03-31 FIRM = R5/3/31
WITHIN 2019-04-01 2019-04-30 FIRM = H31.4
WITHIN 2023-03-01 2023-06-30 FIRM = 2023年3月～6月
WITHIN 2023-03-01 2024-03-31 FIRM = 2023年3月から2024年3月まで
WITHIN 2023-04-01 2023-09-30 FIRM = 2023年4月1日から9月末日 | 1Q～2Q | 2023年度上期中 | 2023年度（上期：4月～9月） | 上期
WITHIN 2023-03-01 2023-06-30 PLANNED = 2023年3月(予定)～6月(予定)
WITHIN 2023-04-01 2026-03-31 FIRM = 2023～2025年度 | 令和5～7年度 | R5～R7年度 | 2023年4月から3年間 | 2023年4月～3年間
WITHIN 2023-11-01 2024-02-29 FIRM ? = 11月～翌年2月
WITHIN 2022-12-01 2023-03-31 FIRM = 2022年12月～3月
WITHIN 2023-03-11 2023-03-31 FIRM = 3月中旬～下旬
WITHIN 2023-04-01 2023-04-05 FIRM = 4月1～5日
WITHIN 2023-10-01 2023-10-31 FIRM = 10/1-10/31
WITHIN 2023-03-01 2023-11-30 TARGET ? = 2023年春～秋
WITHIN 2023-04-01 2023-05-31 TARGET = 4・5月頃
WITHIN 2023-04-01 2023-05-31 FIRM ? = 4月か5月
FROM 2023-04-01 - FIRM = 4月以降 | 4月より | 4月着手 | 2023年4月1日施行 | 4月から順次 | 2023年4月から全社員を対象に研修を実施
FROM 2023-04-01 - FIRM = 2023年4月から新体制 | 2023年4月～当面の間 | 継続（2023年4月～） | 新年度より実施 | 4月以降可能な限り早期に
FROM 2023-04-01 - FIRM = 規程改定（3月）→運用開始（4月）
FROM 2023-04-01 - TARGET = 4月を目処に開始 | 早ければ4月 | 2023年4月以降で調整中
RECURRING 2023-04-01 - FIRM = 2023年度以降、毎年度実施 | 4月から毎月
FROM 2022-12-01 - FIRM = 12月から実施中
FROM 2023-04-01 - FIRM = 4月～継続
FROM 2022-04-01 - FIRM = 4月から継続中
FROM 2023-01-01 - FIRM ? = 1月～
FROM 2023-03-01 - PLANNED = 2023年3月から運用開始予定
FROM 2024-04-01 - TARGET = 2024年4月の運用開始を目指す
FROM 2024-01-01 - TARGET = 年明け以降
FROM 2023-01-01 - FIRM = 先月から実施
WITHIN 2023-07-01 2023-09-30 FIRM = 2023年度第2四半期 | FY23 Q2
WITHIN 2023-04-01 2023-06-30 FIRM ? = 2023年1Q
WITHIN 2023-04-01 2023-06-30 FIRM = 第一四半期（4～6月） | 2023年3月から2023年4月～6月に変更
WITHIN 2023-04-01 2024-03-31 FIRM = 2024年3月期 | 2023年度中に検討 | 来期中 | 2023/4 ~ 2024/3
WITHIN 2023-04-01 2024-03-31 FIRM = 2023年度（2023年4月時点） | 自2023年4月至2024年3月
WITHIN 2022-10-01 2023-03-31 FIRM = 下期
WITHIN 2022-10-01 2023-03-31 FIRM ? = 下半期
WITHIN 2023-07-01 2023-12-31 FIRM ? = 2023年後半
WITHIN 2023-10-01 2024-03-31 FIRM = 2023年度後半
WITHIN 2023-10-01 2024-03-31 FIRM ? = 10月～翌3月
WITHIN 2023-06-01 2023-08-31 TARGET ? = 2023年夏頃
WITHIN 2024-03-01 2024-05-31 TARGET ? = 来春
WITHIN 2023-03-11 2023-03-20 FIRM = 3月半ば
WITHIN 2023-04-21 2023-04-30 FIRM = 4月下旬
WITHIN 2023-05-01 2023-05-10 FIRM = 5月初旬
WITHIN 2023-09-01 2023-10-31 TARGET ? = 2023年度半ば
WITHIN 2023-04-01 2023-04-30 TARGET = 年度当初 | 2023年度上期初め
WITHIN 2024-01-01 2024-01-31 TARGET = 年明け
WITHIN 2023-02-13 2023-02-19 FIRM = 今週中
WITHIN 2023-03-11 2023-03-20 TARGET = 来月中旬頃
WITHIN 2023-04-01 2023-04-30 FIRM = 2023年4月の組織改正に合わせて | 2023年4月（本社） | 2023年4月の取締役会で決議
WITHIN 2023-04-01 2023-04-30 FIRM = 2023年6月から4月に前倒し | - 2023年4月
WITHIN 2023-07-01 2023-07-31 FIRM = 2023年7月の人事異動時
WITHIN 2023-06-01 2023-06-30 FIRM = システム改修：2023年6月 | 第2回（2023年6月） | 3月→6月 | 2023年3月から6月に延期
WITHIN 2023-06-01 2023-06-30 FIRM = 当初2023年3月を6月に延期 | 2023年6月（当初2023年3月）
WITHIN 2023-06-01 2023-06-30 FIRM = （変更前）2023年3月（変更後）2023年6月 | 2023年6月に延期
WITHIN 2023-06-01 2023-06-30 FIRM = 当初2023年3月～5月、2023年6月に実施 | 当初2023年3月～、2023年6月に実施
WITHIN 2023-06-01 2023-06-30 FIRM = 2023年6月（当初2023年3月～）
WITHIN 2025-04-01 2026-03-31 PLANNED = システム更改時（2025年度予定）
WITHIN 2023-01-01 2023-12-31 FIRM = 令和5年措置
WITHIN 2023-04-01 2023-04-01 FIRM = 2023年4月1日付で設置
WITHIN 2023-04-03 2023-04-03 FIRM = 2023年4月3日(月)
WITHIN 2023-04-01 2024-03-31 TARGET = 2023年度中の実施に向けて検討中
WITHIN 2023-03-01 2023-03-31 FIRM ? = 2023年3月（一部4月以降）
BY - 2024-03-31 FIRM = 2023年度末 | 2023年度（2024年3月まで） | 遅くとも2023年度末までには | 2023年4月から1年以内
BY - 2023-03-31 TARGET = 年度末頃 | 2023年3月完了見込み
BY - 2023-12-31 TARGET = 年内目途
BY - 2023-03-31 FIRM = 年度内に完了 | 3月末日 | 期限：2023年3月31日 | 3月31日締切 | 2023年3月31日をもって終了 | 2023年4月より前に
BY - 2023-03-31 FIRM = ～R5.3末 | 至2023年3月 | 年度内に1回以上
BY - 2023-02-28 FIRM = 月末まで
BY - 2023-02-20 FIRM = 20日まで
BY - 2023-06-30 FIRM = 2023年6月末までに全営業所 | 2023年6月の株主総会まで | 調査結果を踏まえ、6月末までに策定
BY - 2023-03-31 PLANNED = 完了予定：2023年3月 | 実施中（2023年3月完了予定）
BY - 2023-04-30 TARGET = 2023年4月目標 | 2023年4月末頃までに
BY - 2024-03-31 TARGET = 2023年度目途
BY - 2023-07-31 TARGET = 2023年7月を目途に新組織
BY - 2026-03-31 FIRM = 2025年度までに段階的に | 2025年度までの3年間
BY - 2023-03-31 FIRM ? = 期末
BY - 2023-09-30 PLANNED = 9月完了予定（2023年2月時点）
BY - 2023-08-17 FIRM = 半年以内 | 2四半期以内
BY - 2024-02-17 TARGET = 概ね1年以内を目途 | 1年後を目途
WITHIN 2023-02-17 2026-02-17 TARGET = 2～3年かけて | 概ね3年
WITHIN 2023-02-17 2023-05-17 TARGET = 約3か月
WITHIN 2023-02-17 2024-08-17 FIRM = 1年半かけて
WITHIN 2023-02-17 2026-02-17 FIRM = 今後3か年で
WITHIN 2023-08-17 2023-08-17 FIRM = 半年後
FROM 2023-05-17 - FIRM = 3か月後から
BY - 2023-03-03 FIRM = 今後2週間以内
BY - 2023-05-01 FIRM = 2023年4月1日から1か月以内
WITHIN 2024-03-01 2024-03-31 FIRM = 2023年12月→3月
UNDECIDED - - NONE = 3月→未定 | 未定 | 要検討 | 別途通知 | 関係部署と調整中 | 2023年2月現在、検討中 | 実施予定 | 今後 | 継続検討
UNDECIDED - - NONE = 後日公表
RECURRING - - FIRM = 毎年4月 | 毎年3月末までに | 毎月第２火曜日 | 月１回（第3水曜日） | 年2回（4月、10月） | 年1回以上 | 年１～２回
RECURRING - - FIRM = 1回/3か月 | 四半期毎 | 半期に一度 | 隔月 | 年度ごとに見直し | 各四半期末 | 月次で確認 | 定期的に見直し | 入社時及び年1回
RECURRING - - FIRM = 随時（年1回以上） | 継続実施（毎月） | 上期・下期各1回
RECURRING - - TARGET = 2回／月程度 | 月末 | 数年に一度
RECURRING 2023-04-01 2023-09-30 FIRM = 2023年4月から9月まで毎月
RECURRING - 2023-06-30 FIRM = 毎週（6月まで）
RECURRING 2023-04-01 2024-03-31 FIRM = 2023年度に年2回
RECURRING - 2023-09-30 FIRM = 9月まで毎月
TRIGGERED - - FIRM = 次回会議まで | 第3回委員会まで | 契約締結後1か月以内 | 発生から3営業日以内 | 10日以内 | 今後5営業日以内 | 直ちに
TRIGGERED - - FIRM = 必要の都度 | 半月以内
TRIGGERED - - NONE = 改修後 | 2023年6月の株主総会後 | 5月の連休明け | 改修に合わせて | 可能なものから順次実施 | 採用時 | 入社時研修
TRIGGERED - - NONE = 準備が整い次第 | 承認を得て実施 | 調査結果を踏まえて検討 | 適切な時期に | 協議の上、決定 | 随時見直しを継続 | 2023年度予算成立後
TRIGGERED - - NONE = ベンダー見積取得後に判断
TRIGGERED - - TARGET = 2週間程度 | 早急に対応 | できるだけ早く | 近日中に公表予定
TRIGGERED - - PLANNED = 順次実施予定
ONGOING - - NONE = 当面の間 | 引き続き実施 | 実施中 | 運用中 | 通年 | 同左（継続） | 継続実施（必要に応じて見直し） | 一部実施済み
ONGOING - - NONE = 2022年12月策定済（継続運用中） | 従来から実施
REPORTED - - NONE = 済 | 実施済み | 完了（3/15） | 完了(R5.1.31) | 2023年1月完了 | 2022年12月28日に社内通知を発信済み | 概ね完了
REPORTED - - NONE = 2023年1月末現在 | ～2023年1月（実施済） | 即時対応済 | 2月10日完了 | 12月完了
NONE - - NONE = なし | 該当なし | N/A | … | ― | \u3000
UNREAD - - NONE = 〃 | 同上 | 桜の咲く頃 | 2023年3月報告書参照 | 2023年3月期決算 | 2023年3月号に掲載 | 2023年3月までの議事録
UNREAD - - NONE = 2023年3月から遅延 | 2023年度は実施しない | 2023年4月中止 | 2023年4月 A社 | 進捗4/5 | 2023年13月
UNREAD - - NONE = 2023年2月30日 | 2023年4月31日まで | 2021年度中期経営計画 | 2月分まで | 20年以上前 | 5年ぶり | 5年 | 3か月
UNREAD - - NONE = 数年以内 | 年末年始 | 当初2023年3月 | 5.12 | 2-3 | 9999年度末 | 0000年3月 | 翌 | 月例会議室 | 翌13月
UNREAD - - NONE = 5/2/17 | 2023年6月～2023年4月 | 2023年度中期 | 1年以上 | 2023年3月分
UNREAD - - NONE = 2023年6月～4月2023年
WITHIN 2022-04-01 2023-03-31 FIRM = 今期
WITHIN 2023-02-17 2024-08-17 TARGET = 約1年半
BY - 2023-04-01 FIRM = 1か月半以内
WITHIN 2026-02-17 2026-02-17 TARGET = 2、3年後
WITHIN 2023-01-01 2023-01-31 TARGET = 2023年早々
WITHIN 2023-05-01 2023-05-31 TARGET ? = 第1四半期半ば
BY - 2023-04-30 FIRM = 4月完了
WITHIN 2023-03-01 2023-06-30 TARGET = 2023年3月(予定(仮))～6月
BY - 2023-09-15 FIRM = 9月15日完了
WITHIN 2023-10-01 2023-10-01 FIRM = 2023年10月1日（日）
WITHIN 2023-03-01 2023-05-31 TARGET ? = 令和5年春
WITHIN 2023-04-01 2023-10-31 FIRM = 2023年4月（試行）～10月（本格運用）
WITHIN 2023-02-01 2023-06-30 FIRM = 2023年2月着手～2023年6月完了
WITHIN 2023-04-01 2023-04-20 FIRM = 4/上～4/中
WITHIN 2023-04-01 2023-04-30 PLANNED = 2023年4月(計画) | 計画：2023年4月
RECURRING 2023-07-01 - FIRM = 2023年7月、以降毎年7月
WITHIN 2023-03-02 2023-06-30 FIRM = 2023年3月（3月2日着手）～6月
"""
MADE_UP_ENGLISH = """\
FROM 2023-04-01 - FIRM = from April 2023 | starting April 2023 | from April 2023 onwards
FROM 2023-04-01 - FIRM = start in April 2023 | in stages from April 2023
FROM 2023-04-01 - FIRM = from April 2023, training for all staff | effective from 1 April 2023
FROM 2023-04-01 - FIRM = from April 2023 until further notice | from April 2023 to completion
FROM 2023-04-01 - FIRM = to start from April 2023 | starting in FY2023
FROM 2023-04-01 - FIRM = from launch in April 2023
FROM 2022-04-01 - FIRM = since April 2022 | continuously from April 2022
FROM 2023-06-01 - FIRM = June 2023 or later
FROM 2023-04-01 - TARGET = no earlier than April 2023
BY - 2023-03-31 FIRM = until March 2023 | by the end of March | no later than 31 March 2023
BY - 2023-03-31 FIRM = before April 2023 | before April 1, 2023 | on or before March 31, 2023 | by March 2023 at the latest
BY - 2023-03-31 FIRM = due 2023/3/31 | end of the fiscal year | ~March 2023 | end-March 2023
BY - 2023-03-31 FIRM = by the end of this fiscal year | by 3/31
BY - 2024-03-31 FIRM = by end of FY2023
BY - 2023-12-31 FIRM = by year-end | by Q3 FY2023 | by the end of 2023
BY - 2023-03-31 PLANNED = to be completed by March 2023
BY - 2023-03-31 TARGET = target: March 2023
BY - 2023-06-30 FIRM = training for all staff by June 2023 | end of June
BY - 2023-06-30 FIRM = by the general meeting in June 2023
WITHIN 2023-03-01 2023-03-31 FIRM = March 2023 | from March 1 to March 31, 2023
WITHIN 2023-04-01 2023-04-30 FIRM = in April 2023 | Apr '23
WITHIN 2023-03-31 2023-03-31 FIRM = Mar 31, 2023 | 03/31/2023 | 3/31 (Fri)
WITHIN 2023-04-01 2023-04-01 FIRM = April 1st, 2023 | 1 April 2023
WITHIN 2023-04-01 2023-04-10 FIRM = early April 2023
WITHIN 2023-03-21 2023-03-31 FIRM = late March
WITHIN 2023-06-01 2023-07-31 TARGET ? = mid-2023
WITHIN 2023-06-01 2023-08-31 TARGET ? = summer of 2023
WITHIN 2023-04-01 2023-09-30 FIRM = first half of FY2023 | 2023-04-01 to 2023-09-30
WITHIN 2023-03-01 2023-03-15 FIRM = first half of March
WITHIN 2023-07-01 2023-09-30 FIRM = second quarter of FY2023
WITHIN 2023-04-01 2023-06-30 FIRM ? = Q1 2023
WITHIN 2023-04-01 2024-03-31 FIRM = next fiscal year | within FY2023
WITHIN 2023-04-01 2024-03-31 FIRM = from April 2023 to March 2024 | from April 2023 for one year
WITHIN 2023-04-01 2024-03-31 FIRM = 2023/4 - 2024/3
WITHIN 2023-02-01 2023-02-28 FIRM = this month
WITHIN 2023-01-01 2023-12-31 FIRM ? = 2023
WITHIN 2023-06-01 2023-06-30 TARGET = around June 2023 | expected in June 2023
WITHIN 2023-04-01 2023-04-30 PLANNED = April 2023 (planned)
WITHIN 2023-04-01 2023-06-30 FIRM = April to June 2023 | between April and June 2023
WITHIN 2023-04-01 2023-06-30 FIRM = Apr-Jun 2023
WITHIN 2023-04-01 2026-03-31 FIRM = FY2023-FY2025
BY - 2023-05-17 FIRM = within 3 months
WITHIN 2023-02-17 2028-02-17 FIRM = over the next 5 years
WITHIN 2023-02-17 2028-02-17 TARGET = approx. 5 years
WITHIN 2023-08-17 2023-08-17 FIRM = in 6 months
UNREAD - - NONE = half a year | hello world | see appendix | may be changed | cancelled
UNREAD - - NONE = not before April 2023 | may | sometime | rolled out in June 2023
UNREAD - - NONE = after April 2023
WITHIN 2023-04-01 2026-03-31 TARGET = for 2 to 3 years from April 2023
TRIGGERED - - FIRM = within 2 weeks | within 10 business days
TRIGGERED - - FIRM = within one month of contract signing | within 3 months after approval
TRIGGERED - - FIRM = immediately | by the next meeting | each time | until further notice
RECURRING - - FIRM = monthly | twice a year | every 3 months | regularly | annually in April
RECURRING - - FIRM = every April
RECURRING 2023-04-01 - FIRM = quarterly from April 2023 | every year from FY2023
TRIGGERED - - TARGET = ASAP | as soon as possible after approval
TRIGGERED - - NONE = as needed | after system renewal | when contracts are renewed
TRIGGERED - - NONE = after the general meeting in June 2023
ONGOING - - NONE = ongoing | for the time being | in progress
UNDECIDED - - NONE = under consideration | TBD | to be determined | not yet decided
UNDECIDED - - NONE = under review
REPORTED - - NONE = completed in March 2023 | as of March 31, 2023 | done | already implemented
NONE - - NONE = n/a | none
FROM 2023-01-01 - FIRM = from 2023
WITHIN 2023-10-01 2023-12-31 FIRM = Q3
BY - 2023-04-20 FIRM = by mid-April
WITHIN 2023-04-01 2023-04-30 TARGET = early FY2023 | April 2023 (tentative)
WITHIN 2023-01-01 2023-06-30 FIRM ? = in the first half of 2023
BY - 2023-06-30 TARGET = expected completion: June 2023
BY - 2023-06-30 PLANNED = scheduled for completion in June 2023 | will be completed in June 2023
FROM 2023-05-01 - FIRM = from early May
WITHIN 2022-04-01 2023-03-31 FIRM = within this fiscal year
WITHIN 2023-06-01 2023-09-30 FIRM = June-September 2023
WITHIN 2023-10-01 2024-03-31 FIRM = 2nd half FY2023 | 2H FY2023
BY - 2023-08-31 TARGET ? = by summer 2023
WITHIN 2023-09-01 2023-12-31 TARGET = late 2023
WITHIN 2023-06-01 2023-06-30 FIRM = postponed to June 2023 | March 2023 -> June 2023
WITHIN 2023-06-01 2023-06-30 FIRM = originally March 2023, postponed to June 2023
WITHIN 2023-06-01 2023-06-30 FIRM = delayed to June 2023
WITHIN 2023-06-01 2023-06-30 FIRM = postponed from March 2023 to June 2023
WITHIN 2023-06-01 2023-06-30 FIRM = March 2023 (postponed to June 2023)
WITHIN 2023-03-01 2023-04-30 FIRM ? = March or April 2023
WITHIN 2023-04-01 2023-04-30 FIRM = 2023年4月（※1） | 2023年4月*1 | 04/2023 | 2023 April | 2023/Apr
WITHIN 2023-04-01 2023-04-01 FIRM = 2023-04-01 00:00:00 | 1-Apr-2023 | 1-Apr-23
WITHIN 2023-04-01 2023-05-31 FIRM ? = 2023年4月or5月
WITHIN 2023-01-01 2023-12-31 FIRM = CY2023
WITHIN 2023-04-01 2026-03-31 FIRM = 3 years from April 2023
WITHIN 2023-06-01 2023-06-30 FIRM = originally March 2023, now June 2023
FROM 2023-04-01 - FIRM = 2023年4月※1～
BY - 2023-06-30 FIRM = 2023年6月末（3月末から延期） | 2023年6月末 ※3月末からの延期
BY - 2023-03-31 FIRM = 今期末 | 3月31日（金）必着
BY - 2023-09-30 PLANNED = 着手済み（2023年9月完了予定）
BY - 2023-04-30 TARGET = ASAP（4月末目標）
TRIGGERED - - FIRM = within 6 months of approval | with immediate effect | before the next audit
TRIGGERED - - FIRM = by the next steering committee
TRIGGERED - - TARGET = promptly after this report
RECURRING - - FIRM = twice yearly
ONGOING - - NONE = 期限なし | 永続
UNDECIDED - - NONE = 別途調整
REPORTED - - NONE = 2022年10月着手済み | 着手済み
NONE - - NONE = n.a.
UNREAD - - NONE = 2023年4月2週 | 2023年4月第1週 | Apr-23 | ※1
"""


def day_or_none(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


def expected(wording: str, said: str) -> Reading:
    kind, start, due, certainty, *unsure = said.split()
    return Reading(
        wording,
        ScheduleKind(kind),
        day_or_none(start),
        day_or_none(due),
        Certainty(certainty),
        ambiguous=unsure == ["?"],
    )


def found() -> list[tuple[str, str, str]]:
    """Each wording with the day it was written and what it says."""
    rows = (row.split(" =", 1) for row in FOUND.splitlines())
    return [(wording.removeprefix(" "), said[:10], said[11:]) for said, wording in rows]


@pytest.mark.parametrize(("wording", "written_on", "said"), found())
def test_every_wording_found_reads_exactly_as_given(
    wording: str, written_on: str, said: str
) -> None:
    got = read_schedule(wording, date.fromisoformat(written_on))
    assert replace(got, ambiguous=False, milestones=()) == expected(wording, said)


def made_up() -> list[tuple[str, str]]:
    """Each wording with what it says."""
    rows = (row.split(" = ", 1) for row in (MADE_UP + MADE_UP_ENGLISH).splitlines())
    return [(wording, said) for said, wordings in rows for wording in wordings.split(" | ")]


@pytest.mark.parametrize(("wording", "said"), made_up())
def test_a_wording_never_shown_reads_by_the_same_grammar(wording: str, said: str) -> None:
    assert replace(read_schedule(wording, REPORT_DAY), milestones=()) == expected(wording, said)


def test_a_half_year_beside_a_calendar_year_is_ambiguous() -> None:
    assert read_schedule("2026 年下半期予定", date(2026, 2, 1)).ambiguous
    assert not read_schedule("2026 年度下半期予定", date(2026, 2, 1)).ambiguous
    assert not read_schedule("17年上期", date(2005, 11, 1)).ambiguous


def test_two_digits_that_fit_two_eras_are_ambiguous() -> None:
    reading = read_schedule("20年3月まで", date(2012, 5, 1))
    assert (reading.due, reading.ambiguous) == (date(2008, 3, 31), True)


@pytest.mark.parametrize(
    ("wording", "written_on", "due"),
    [
        ("1月末まで", date(2023, 2, 17), date(2024, 1, 31)),
        ("1月末まで", date(2023, 6, 17), date(2024, 1, 31)),
        ("31日まで", date(2023, 2, 17), date(2023, 3, 31)),
        ("2月29日まで", date(2023, 3, 1), date(2024, 2, 29)),
        ("来週末まで", date(2023, 2, 17), date(2023, 2, 26)),
        ("明日まで", date(2023, 2, 17), date(2023, 2, 18)),
        ("1か月以内", date(2023, 1, 31), date(2023, 2, 28)),
    ],
)
def test_a_plan_looks_ahead(wording: str, written_on: date, due: date) -> None:
    assert read_schedule(wording, written_on).due == due


def test_a_start_just_gone_by_was_made_but_may_be_a_year_ahead() -> None:
    reading = read_schedule("4月から", date(2023, 5, 17))
    assert (reading.start, reading.ambiguous) == (date(2023, 4, 1), True)
    assert read_schedule("4月から", date(2023, 9, 1)).start == date(2024, 4, 1)
    assert read_schedule("4月以降", date(2023, 5, 17)).start == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("wording", "kind", "start", "due", "milestones"),
    [
        (
            "2021年4月上旬及び7月上旬までを目途に",
            ScheduleKind.BY,
            None,
            date(2021, 7, 10),
            (
                Milestone(date(2021, 4, 1), date(2021, 4, 10), "2021年4月上旬"),
                Milestone(None, date(2021, 7, 10), "7月上旬"),
            ),
        ),
        (
            "2023年4月から着手し、2024年3月までに完了",
            ScheduleKind.WITHIN,
            date(2023, 4, 1),
            date(2024, 3, 31),
            (
                Milestone(date(2023, 4, 1), None, "2023年4月"),
                Milestone(None, date(2024, 3, 31), "2024年3月"),
            ),
        ),
        (
            "2023年3月末までに策定、4月から運用開始",
            ScheduleKind.BY,
            None,
            date(2023, 3, 31),
            (
                Milestone(None, date(2023, 3, 31), "2023年3月末"),
                Milestone(date(2023, 4, 1), None, "4月"),
            ),
        ),
        (
            "2023年度に検討し、2024年度から実施",
            ScheduleKind.FROM,
            date(2024, 4, 1),
            None,
            (
                Milestone(date(2023, 4, 1), date(2024, 3, 31), "2023年度"),
                Milestone(date(2024, 4, 1), None, "2024年度"),
            ),
        ),
        (
            "①2023年3月 ②2023年6月",
            ScheduleKind.WITHIN,
            date(2023, 3, 1),
            date(2023, 6, 30),
            (
                Milestone(date(2023, 3, 1), date(2023, 3, 31), "2023年3月"),
                Milestone(date(2023, 6, 1), date(2023, 6, 30), "2023年6月"),
            ),
        ),
    ],
)
def test_a_wording_with_two_dates_keeps_both_and_never_loses_a_deadline(
    wording: str,
    kind: ScheduleKind,
    start: date | None,
    due: date | None,
    milestones: tuple[Milestone, ...],
) -> None:
    got = read_schedule(wording, date(2021, 1, 27) if "2021" in wording else REPORT_DAY)
    assert (got.kind, got.start, got.due, got.milestones) == (kind, start, due, milestones)


def test_the_wording_is_kept_exactly_as_given() -> None:
    for wording in (None, "", "　2023年 3月～\n", "桜の咲く頃"):
        assert read_schedule(wording, REPORT_DAY).wording == wording


def test_a_wording_longer_than_a_cell_is_not_read() -> None:
    assert read_schedule("2023年3月まで" + "、" * 300, REPORT_DAY).kind is ScheduleKind.UNREAD
    assert read_schedule("㍿" * 60, REPORT_DAY).kind is ScheduleKind.UNREAD


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
ALPHABET = (
    "0123456789０１年月日度期末中内上下旬半四第QHFRＲ~～－-/.・、()（）【】→'からまで以降より頃に"
    "予定目途を目指す約後前毎回次第随時検討継続済一二十元令和平成今来翌本同春FYQ fromby tou"
)
MOST = 5.0  # seconds; a reading takes milliseconds, a runaway pattern minutes


def looks_right(reading: Reading, wording: str) -> bool:
    """What holds of every reading whatever it reads."""
    named = reading.start is not None or reading.due is not None
    in_order = not (reading.start and reading.due) or reading.start <= reading.due
    dated = {ScheduleKind.FROM, ScheduleKind.BY, ScheduleKind.WITHIN}
    return (
        reading.wording == wording
        and in_order
        and (named or reading.kind not in dated)
        and (not named or reading.kind in dated | {ScheduleKind.RECURRING})
        and (reading.kind is not ScheduleKind.FROM or reading.due is None)
        and (reading.kind is not ScheduleKind.BY or reading.start is None)
        and len(reading.milestones) != 1
        and all(one.start or one.due for one in reading.milestones)
    )


@given(st.text(), st.dates())
def test_no_text_raises(wording: str, written_on: date) -> None:
    assert looks_right(read_schedule(wording, written_on), wording)


@given(st.text(ALPHABET, max_size=220), st.dates())
def test_no_text_of_dates_raises_or_takes_long(wording: str, written_on: date) -> None:
    began = perf_counter()
    assert looks_right(read_schedule(wording, written_on), wording)
    assert perf_counter() - began < MOST


@given(st.lists(st.sampled_from([wording for wording, _ in made_up()]), min_size=2, max_size=5))
def test_wordings_strung_together_still_make_sense_or_are_unread(wordings: list[str]) -> None:
    for between in ("", "、", " ", "（", "→"):
        strung = between.join(wordings)
        assert looks_right(read_schedule(strung, REPORT_DAY), strung)


@given(DAYS)
def test_a_day_reads_back_from_every_writing(day: date) -> None:
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        in_era(day),
        f"{day:%Y/%m/%d}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"'{day:%y}/{day.month}/{day.day}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
    ):
        both = read_schedule(written, REPORT_DAY)
        assert (both.kind, both.start, both.due) == (ScheduleKind.WITHIN, day, day), written
    until = f"遅くとも{day.year}年{day.month}月{day.day}日までに完了予定"
    assert read_schedule(until, REPORT_DAY) == Reading(
        until, ScheduleKind.BY, None, day, Certainty.PLANNED
    )


@given(DAYS, st.integers(1, 400))
def test_a_range_of_months_reads_back(start: date, length: int) -> None:
    first, last = start.replace(day=1), start + timedelta(days=length)
    due = month_end(last.year, last.month)
    for written in (
        f"{first.year}年{first.month}月～{last.year}年{last.month}月",
        f"{first.year}年{first.month}月から{last.year}年{last.month}月まで",
        f"{first:%Y/%m}-{last:%Y/%m}",
        f"{first.year}.{first.month}〜{last.year}.{last.month}",
        f"R{first.year - 2018}.{first.month}～R{last.year - 2018}.{last.month}"
        if first.year > 2018
        else f"H{first.year - 1988}.{first.month}～H{last.year - 1988}.{last.month}",
        f"from {first:%B} {first.year} to {last:%B} {last.year}",
    ):
        reading = read_schedule(written, REPORT_DAY)
        assert (reading.kind, reading.start, reading.due) == (ScheduleKind.WITHIN, first, due), (
            written
        )


@given(st.integers(2000, 2098), st.integers(1, 4))
def test_a_fiscal_year_and_its_quarters_read_back(year: int, quarter: int) -> None:
    whole = (date(year, 4, 1), date(year + 1, 3, 31))
    for written in (f"{year}年度", f"FY{year}", f"{year}年度中に実施", f"fiscal year {year}"):
        reading = read_schedule(written, REPORT_DAY)
        assert (reading.start, reading.due) == whole, written
    month = 3 * quarter + 1
    start = date(year + (month > 12), (month - 1) % 12 + 1, 1)
    for written in (
        f"{year}年度第{quarter}四半期",
        f"FY{year} Q{quarter}",
        f"{year}年度{quarter}Q",
    ):
        reading = read_schedule(written, REPORT_DAY)
        assert reading.start == start, written
        assert reading.due == month_end(start.year, start.month + 2), written
