"""Days, eras and years as Japanese papers write them."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.calendar import (
    day_in_text,
    era_of,
    fiscal_year,
    fiscal_year_of,
    in_era,
    likely_years,
    month_end,
    months_after,
    nearest_day,
    normalise,
    one_year_of_two,
    western_year,
)

WRITTEN_ON = date(2023, 2, 20)
DAY = date(2023, 2, 17)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "再発防止策（2023年2月17日現在）",
        "2023/2/17",
        "2023-02-17",
        "2023.2.17",
        "2023. 2. 17",
        "２０２３年２月１７日",
        "二〇二三年二月十七日",
        "令和5年2月17日",
        "令和五年二月十七日",
        "R5.2.17",
        "R05/02/17",
        "㋿5年2月17日",
        "'23.2.17",
        "20230217",
        "2023(令和5)年2月17日",
        "令和5年(2023年)2月17日(金)現在",
        "As of Feb 17, 2023",
        "17th February 2023",
        "2023年4月1日からの計画（2023年2月17日現在）",
        "2023年2月17日と2023/2/17",
    ],
)
def test_a_whole_day_is_read_in_any_usual_writing(text: str) -> None:
    assert day_in_text(text, written_on=None) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2月17日現在",
        "2/17",
        "2/17時点",
        "（2/17（金）更新）",
        "23/2/17",
        "①2月17日現在",
        "5年2月17日",
    ],
)
def test_a_day_without_its_whole_year_is_read_from_the_day_of_writing(text: str) -> None:
    assert day_in_text(text, written_on=WRITTEN_ON) == DAY
    assert day_in_text(text, written_on=None) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "資料（1/2）",
        "2023年2月",
        "2023年2月30日",
        "2月30日現在",
        "2023年13月1日",
        "20231399",
        "Feb 30, 2023",
        "March 2023",
        "v1.2.3.4",
        "2023年4月1日と2023年4月2日",
        "2023年4月1日現在と2023年4月2日現在",
    ],
)
def test_no_day_or_several_are_no_answer(text: str) -> None:
    assert day_in_text(text, written_on=WRITTEN_ON) is None


def test_era_years_run_on_beyond_the_end_of_the_era() -> None:
    assert western_year("平成", 26) == 2014
    assert western_year("H", 32) == 2020
    assert western_year("令", 1) == 2019
    with pytest.raises(KeyError):
        western_year("応仁", 1)


def test_an_era_begins_on_its_first_day() -> None:
    assert in_era(date(2019, 4, 30)) == "平成31年4月30日"
    assert in_era(date(2019, 5, 1)) == "令和元年5月1日"
    assert in_era(date(1868, 1, 1)) == "1868年1月1日"
    assert era_of(date(1868, 1, 1)) is None


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    assert fiscal_year(2023) == (date(2023, 4, 1), date(2024, 3, 31))
    assert fiscal_year_of(date(2023, 3, 31)) == 2022
    assert fiscal_year_of(date(2023, 4, 1)) == 2023


def test_months_keep_the_day_or_end_with_the_month() -> None:
    assert month_end(2024, 2) == date(2024, 2, 29)
    assert months_after(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert months_after(date(2023, 11, 15), 3) == date(2024, 2, 15)
    assert months_after(date(2023, 3, 31), -1) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("number", "written_on", "years"),
    [
        (17, date(2005, 11, 1), (2005,)),
        (24, date(2024, 4, 1), (2024,)),
        (5, date(2023, 2, 17), (2023,)),
        (30, date(2016, 3, 1), (2018,)),
        (20, date(2012, 3, 1), (2008, 2020)),
        (3, date(1850, 1, 1), (2003,)),
    ],
)
def test_two_digits_mean_the_nearer_year_and_both_only_if_both_fit(
    number: int, written_on: date, years: tuple[int, ...]
) -> None:
    assert likely_years(number, written_on) == years


def test_the_nearest_day_may_lie_on_either_side_of_new_year() -> None:
    assert nearest_day(12, 28, date(2023, 1, 5)) == date(2022, 12, 28)
    assert nearest_day(1, 5, date(2022, 12, 28)) == date(2023, 1, 5)
    assert nearest_day(2, 29, date(2024, 12, 1)) == date(2024, 2, 29)
    assert nearest_day(4, 31, date(2024, 12, 1)) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("　Ｈ２７ 年度　", "H27年度"),
        ("平成 二十六 年 四月〜", "平成26年4月~"),
        ("第一四半期", "第1四半期"),
        ("四半期ごと", "四半期ごと"),
        ("半期に一度", "半期に1度"),
        ("四日市", "四日市"),
        ("百二十日", "120日"),
        ("㈱中部", "(株)中部"),
        ("①2月", "(1)2月"),
        ("❶4月⑳", "(1)4月(20)"),
        ("4月ー6月", "4月-6月"),
        ("セミナー", "セミナー"),
        ("ー", "-"),
        ("2023―2025", "2023-2025"),
        ("within  3\nmonths", "within 3 months"),
        ("’23.3", "'23.3"),
    ],
)
def test_there_is_one_way_of_writing(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_two_years_that_agree_are_one_and_two_that_differ_stay() -> None:
    assert one_year_of_two("2023(令和5)年度") == "2023年度"
    assert one_year_of_two("令和元年(2019年)5月") == "令和元年5月"
    assert one_year_of_two("令和5年(2024年)") == "令和5年(2024年)"


@given(DAYS)
def test_a_day_reads_back_from_every_writing(day: date) -> None:
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y/%m/%d}",
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}" if day.year >= 2000 else f"{day:%Y-%m-%d}",
        f"（{in_era(day)}現在）",
        f"{day:%B} {day.day}, {day.year}",
    ):
        assert day_in_text(written, written_on=None) == day


@given(st.text())
@example("⓫")
def test_normalising_twice_changes_nothing_and_no_text_raises(text: str) -> None:
    plain = normalise(text)
    assert normalise(plain) == plain
    day_in_text(text, written_on=WRITTEN_ON)


@given(DAYS, st.integers(-600, 600))
def test_months_later_is_the_same_day_or_a_month_end(day: date, months: int) -> None:
    moved = months_after(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or moved == month_end(moved.year, moved.month)
