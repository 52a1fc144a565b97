"""The desk's settings, and which days are working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.desk.clocks import Limit, Limits
from domain.desk.retention import Keeping
from service.settings import SettingIsWrong, Settings, keeping_in, limits_in
from service.workdays import is_working_day

URL = {"SEKISHO_DATABASE_URL": "sqlite:////srv/register.sqlite"}


def test_clocks_have_defaults_and_are_stated_one_by_one() -> None:
    assert limits_in("") == Limits()
    assert limits_in(" decide = 14b, feedback=2m ") == Limits(
        decide=Limit(14, "working_days"), feedback=Limit(2, "months")
    )
    assert limits_in("acknowledge=3").acknowledge == Limit(3)


def test_how_long_tickets_are_kept_is_stated() -> None:
    assert keeping_in("") == Keeping()
    assert keeping_in("36m, remind=30") == Keeping(Limit(36, "months"), 30)
    assert keeping_in("remind=7") == Keeping(reminded_before=7)


@pytest.mark.parametrize("text", ["decide", "decide=x", "answer=7", "decide=7y", "decide=1234"])
def test_a_clock_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(SettingIsWrong, match="SEKISHO_DESK_CLOCKS"):
        Settings.from_environment(URL | {"SEKISHO_DESK_CLOCKS": text})


@pytest.mark.parametrize("text", ["5y", "0m", "m", "60m remind", "60m; remind=6"])
def test_a_retention_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(SettingIsWrong, match="SEKISHO_DESK_KEEPING"):
        Settings.from_environment(URL | {"SEKISHO_DESK_KEEPING": text})


def test_the_desk_of_a_file_is_beside_it() -> None:
    settings = Settings.from_environment(URL)
    assert str(settings.desk_file) == "/srv/register.desk.sqlite"
    assert str(settings.desk_keys_file) == "/srv/register.desk-keys.sqlite"
    assert str(settings.desk_key_file) == "/srv/register.desk.key"
    with pytest.raises(SettingIsWrong, match="SEKISHO_DESK_URL"):
        Settings.from_environment(URL | {"SEKISHO_DESK_URL": "postgresql://a@b/c"})


def test_on_postgresql_the_desk_has_a_login_of_its_own_or_there_is_none() -> None:
    url = {"SEKISHO_DATABASE_URL": "postgresql://writer@db/sekisho", "SEKISHO_KEY_FILE": "k.key"}
    assert Settings.from_environment(url).desk_url is None
    named = Settings.from_environment(url | {"SEKISHO_DESK_URL": "postgresql://desk@db/sekisho"})
    assert named.desk_url is not None and named.desk_url.username == "desk"
    with pytest.raises(SettingIsWrong, match="SEKISHO_DESK_URL"):
        Settings.from_environment(url | {"SEKISHO_DESK_URL": "sqlite:///desk.sqlite"})


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2023, 2, 22), True),
        (date(2023, 2, 23), False),  # the Emperor's birthday
        (date(2023, 2, 25), False),  # a Saturday
        (date(2023, 5, 3), False),
        (date(2026, 9, 22), False),  # a day between two holidays
        (date(2023, 12, 28), True),
        (date(2023, 12, 29), False),
        (date(2024, 1, 3), False),
        (date(2024, 1, 4), True),
        (date(2024, 2, 12), False),  # in lieu of a Sunday
    ],
)
def test_working_days_are_those_of_japan(day: date, works: bool) -> None:
    assert is_working_day(day) == works


def test_a_year_has_some_240_working_days() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
    assert 235 <= sum(map(is_working_day, days)) <= 246
