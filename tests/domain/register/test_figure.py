"""What may become of a figure (件数等)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.refusals import Refusal, TextIsEmpty, WordIsUnknown
from domain.register.figure import Figure
from domain.register.refusals import (
    FigureIsRestated,
    FigureRestatesItself,
    NumberIsNegative,
    NumberIsNotFinite,
    RestatementNeedsItsReason,
    WholeFigureNamesIncidents,
    WholeFigureNeedsItsReport,
)
from tests.story import BY_EDITOR, SUBJECT, given, happened, then_begun, then_refused

REPORT, LOGS = UUID(int=0x2E), UUID(int=0x106)
ONE, TWO = UUID(int=0x11), UUID(int=0x12)
OLDER, NEWER, NEWEST = UUID(int=0xF0), UUID(int=0xF1), UUID(int=0xF2)

DETAILS: dict[str, Any] = {
    "report": REPORT,
    "label": "マスキング不備・アクセス制限不備",
    "measure": "閲覧者数",
    "value": Decimal(3393),
    "unit": "人",
    "base": None,
    "breakdown": None,
    "distinct": True,
    "about": False,
    "multiple": False,
    "method": "LOG",
    "investigation": LOGS,
    "incidents": (ONE, TWO),
    "whole": False,
    "restates": None,
    "reason": None,
    "categories": (),
}
STATED = happened(Figure.Stated, owner=2, **DETAILS)
RESTATED = happened(Figure.Restated, by_figure=NEWER)


def state(**details: Any) -> Figure:
    return Figure.state(id=SUBJECT, owner=2, **details, **BY_EDITOR)


def test_a_figure_is_stated_about_incidents() -> None:
    then_begun(lambda: state(**DETAILS), STATED)


def test_a_figure_is_stated_with_what_it_counts_alone() -> None:
    then_begun(
        lambda: state(label="合計", measure="閲覧契約件数", value=Decimal(94721), unit="件"),
        STATED.but(
            report=None,
            label="合計",
            measure="閲覧契約件数",
            value=Decimal(94721),
            unit="件",
            distinct=None,
            method=None,
            investigation=None,
            incidents=(),
        ),
    )


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"incidents": ()}, None),
        ({"incidents": (), "whole": True}, None),
        ({"whole": True}, WholeFigureNamesIncidents),
        ({"incidents": (), "whole": True, "report": None}, WholeFigureNeedsItsReport),
        ({"report": None}, None),
        ({"value": Decimal(0)}, None),
        ({"value": Decimal("59.3"), "unit": "%", "base": Decimal(4014)}, None),
        ({"value": Decimal("-0.1")}, NumberIsNegative),
        ({"value": Decimal("NaN")}, NumberIsNotFinite),
        ({"base": Decimal(0)}, None),
        ({"base": Decimal(-1)}, NumberIsNegative),
        ({"base": Decimal("Infinity")}, NumberIsNotFinite),
        ({"breakdown": "OWN_STAFF"}, None),
        ({"breakdown": "CONTRACTOR"}, None),
        ({"breakdown": "FAMILY"}, WordIsUnknown),
        ({"method": "QUESTIONNAIRE", "multiple": True, "about": True}, None),
        ({"method": "アンケート"}, WordIsUnknown),
        ({"distinct": False}, None),
        ({"label": " "}, TextIsEmpty),
        ({"measure": ""}, TextIsEmpty),
        ({"unit": ""}, TextIsEmpty),
        ({"restates": OLDER, "reason": "期間を延長したため"}, None),
        ({"restates": OLDER}, RestatementNeedsItsReason),
        ({"restates": OLDER, "reason": " "}, RestatementNeedsItsReason),
        ({"restates": SUBJECT, "reason": "期間を延長したため"}, FigureRestatesItself),
        ({"categories": ("NONE",)}, None),
    ],
)
def test_a_figure_counts_something_about_something(
    other: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    if refusal:
        then_refused(lambda: state(**DETAILS | other), refusal)
    else:
        then_begun(lambda: state(**DETAILS | other), STATED.but(**other))


def test_a_figure_names_each_incident_once() -> None:
    then_begun(
        lambda: state(**DETAILS | {"incidents": (TWO, ONE, TWO)}),
        STATED.but(incidents=(TWO, ONE)),
    )


def test_a_figure_is_restated_by_a_newer_one() -> None:
    (given(Figure, STATED).when(lambda f: f.restated(by_figure=NEWER, **BY_EDITOR)).then(RESTATED))


def test_a_figure_restated_by_the_same_one_is_left_as_it_is() -> None:
    (
        given(Figure, STATED, RESTATED)
        .when(lambda f: f.restated(by_figure=NEWER, **BY_EDITOR))
        .then_nothing()
    )


def test_a_figure_is_restated_once() -> None:
    (
        given(Figure, STATED, RESTATED)
        .when(lambda f: f.restated(by_figure=NEWEST, **BY_EDITOR))
        .then_refused(FigureIsRestated)
    )


def test_a_figure_is_not_restated_by_itself() -> None:
    (
        given(Figure, STATED)
        .when(lambda f: f.restated(by_figure=SUBJECT, **BY_EDITOR))
        .then_refused(FigureRestatesItself)
    )


def test_a_figure_keeps_what_was_stated_after_it_is_restated() -> None:
    figure = given(Figure, STATED, RESTATED).subject
    assert figure.stated is not None
    assert (figure.stated.value, figure.restated_by) == (Decimal(3393), NEWER)
