"""What may be done over GraphQL, and each refusal by its name; a refusal changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.stage import Stage, unnamed

KEYS = iter(range(10_000))


def key() -> str:
    return f"key-{next(KEYS)}"


def a_measure(stage: Stage, **more: Any) -> dict[str, Any]:
    given = {"idempotencyKey": key(), "title": "入退室の記録を毎月確かめる"} | more
    made = stage.do(stage.who("MZ", "editor"), "proposeCountermeasure", **given)
    assert made["__typename"] == "Countermeasure", made
    return made


def test_an_editor_reports_an_incident_of_the_own_party(stage: Stage) -> None:
    made = stage.do(
        stage.who("PG", "editor"),
        "reportIncident",
        idempotencyKey="a",
        title="宛先の誤り",
        informationCategories=["PERSONAL", "NETWORK_CUSTOMER"],
    )
    assert made["__typename"] == "Incident"
    assert made["owner"] == {"code": "PG"}
    assert made["informationCategories"] == ["NETWORK_CUSTOMER", "PERSONAL"]
    query = '{ incidents(filter: {search: "宛先の誤り"}) { totalCount } }'
    assert stage.ask(stage.who("PG"), query)["incidents"]["totalCount"] == 1
    assert stage.ask(stage.who("MZ"), query)["incidents"]["totalCount"] == 0


def test_a_title_is_all_that_is_needed(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    incident = stage.do(editor, "reportIncident", idempotencyKey="1", title="誤送信")
    cause = stage.do(editor, "stateCause", idempotencyKey="2", statement="確認の手順がない")
    measure = stage.do(editor, "proposeCountermeasure", idempotencyKey="3", title="二人で確かめる")
    assert [incident["__typename"], cause["__typename"], measure["__typename"]] == [
        "Incident",
        "Cause",
        "Countermeasure",
    ]
    assert (measure["status"], measure["schedule"]) == ("UNDER_CONSIDERATION", None)
    assert incident["informationCategories"] == []


def test_a_repeat_is_answered_again_and_not_done_again(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    first = stage.do(editor, "reportIncident", idempotencyKey="same", title="誤送信")
    facts = stage.facts()
    assert stage.do(editor, "reportIncident", idempotencyKey="same", title="誤送信") == first
    assert stage.facts() == facts
    other = stage.do(editor, "reportIncident", idempotencyKey="same", title="別のこと")
    assert other["__typename"] == "KeyWasUsedForAnotherInput"
    assert stage.facts() == facts
    elsewhere = stage.do(
        stage.who("PG", "editor"), "reportIncident", idempotencyKey="same", title="別のこと"
    )
    assert elsewhere["__typename"] == "Incident", "a key is one member's own"


@pytest.mark.parametrize("bad", ["", "  ", "k" * 201])
def test_a_key_must_be_one(stage: Stage, bad: str) -> None:
    facts = stage.facts()
    answer = stage.do(stage.who("MZ", "editor"), "reportIncident", idempotencyKey=bad, title="x")
    assert answer["__typename"] == ("TextIsTooLong" if bad.strip() else "TextIsEmpty")
    assert stage.facts() == facts


@pytest.mark.parametrize("role", ["member", "barrier_officer", "cco", "auditor"])
def test_only_an_editor_writes(stage: Stage, role: str) -> None:
    facts = stage.facts()
    answer = stage.do(stage.who("MZ", role), "reportIncident", idempotencyKey=key(), title="誤送信")
    assert answer["__typename"] == "NotPermitted"
    assert "editor" in answer["messageEn"]
    assert stage.facts() == facts


@pytest.mark.parametrize(
    ("title", "refusal"),
    [
        ("", "TextIsEmpty"),
        ("二行\nある", "TextHasLines"),
        ("x" * 2001, "TextIsTooLong"),
        ("制御\u0007文字", "TextHasControlCharacters"),
    ],
)
def test_a_title_is_one_clean_line(stage: Stage, title: str, refusal: str) -> None:
    facts = stage.facts()
    answer = stage.do(
        stage.who("MZ", "editor"), "proposeCountermeasure", idempotencyKey=key(), title=title
    )
    assert answer["__typename"] == refusal
    assert answer["message"] and answer["messageEn"]
    assert stage.facts() == facts


def test_none_stands_alone_among_information_categories(stage: Stage) -> None:
    answer = stage.do(
        stage.who("MZ", "editor"),
        "stateCause",
        idempotencyKey=key(),
        statement="x",
        informationCategories=["NONE", "PERSONAL"],
    )
    assert answer["__typename"] == "NoneStandsAlone"


def test_a_cause_is_linked_to_what_it_explains_and_what_answers_it(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    cause = stage.do(editor, "stateCause", idempotencyKey=key(), statement="新しい原因")
    measure = a_measure(stage)
    incident = stage.do(editor, "reportIncident", idempotencyKey=key(), title="新しい事案")
    for target, field in ((measure, "countermeasure"), (incident, "incident")):
        link = stage.do(
            editor, "linkRecords", idempotencyKey=key(), cause=cause["id"], record=target["id"]
        )
        assert link["__typename"] == "Link"
        assert link["cause"] == {"statement": "新しい原因"}
        assert link[field] is not None
    facts = stage.facts()
    again = stage.do(
        editor, "linkRecords", idempotencyKey=key(), cause=cause["id"], record=measure["id"]
    )
    assert again["__typename"] == "Link" and stage.facts() == facts


def test_a_hidden_record_is_linked_no_more_than_an_absent_one(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    cause = stage.do(editor, "stateCause", idempotencyKey=key(), statement="x")["id"]
    [hidden] = stage.ask(stage.who("PG"), '{ incidents(filter: {owner: "PG"}) { nodes { id } } }')[
        "incidents"
    ]["nodes"]
    answers = [
        unnamed(
            record,
            stage.do(editor, "linkRecords", idempotencyKey=key(), cause=cause, record=record),
        )
        for record in (hidden["id"], "00000000-0000-0000-0000-000000000000", "nonsense")
    ]
    assert answers[0]["__typename"] == "NoSuchRecord"
    assert answers[0] == answers[1] == answers[2]


def test_two_records_of_another_party_are_not_ours_to_link(stage: Stage) -> None:
    data = stage.ask(
        stage.who("PG"),
        '{ causes(filter: {owner: "MZ"}) { nodes { id } } incidents(filter: {owner: "MZ"}) { nodes { id } } }',
    )
    answer = stage.do(
        stage.who("PG", "editor"),
        "linkRecords",
        idempotencyKey=key(),
        cause=data["causes"]["nodes"][0]["id"],
        record=data["incidents"]["nodes"][0]["id"],
    )
    assert answer["__typename"] == "NotYourParty"


def test_a_new_category_joins_the_taxonomy_and_groups_progress(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    cause = stage.do(editor, "stateCause", idempotencyKey=key(), statement="x", category="委託管理")
    measure = a_measure(stage)
    stage.do(editor, "linkRecords", idempotencyKey=key(), cause=cause["id"], record=measure["id"])
    groups = stage.ask(stage.who("MZ"), "{ progress(by: CATEGORY) { key total } }")["progress"]
    assert {"key": "委託管理", "total": 1} in groups


def set_schedule(stage: Stage, measure: dict[str, Any], **given: Any) -> dict[str, Any]:
    return stage.do(
        stage.who("MZ", "editor"),
        "setSchedule",
        **{
            "idempotencyKey": key(),
            "expectedVersion": measure["version"],
            "countermeasure": measure["id"],
            "writtenOn": "2023-02-17",
        }
        | given,
    )


def version_of(stage: Stage, measure: dict[str, Any]) -> str:
    query = "query ($id: ID!) { node(id: $id) { version } }"
    return str(stage.ask(stage.who("MZ"), query, id=measure["id"])["node"]["version"])


def test_a_later_or_vaguer_due_is_a_slip_and_needs_its_reason(stage: Stage) -> None:
    measure = a_measure(stage, wording="2023年3月末までに", writtenOn="2023-02-17")
    assert measure["schedule"]["due"] == "2023-03-31"
    for later in ("2023年6月末までに", "検討"):
        refused = set_schedule(stage, measure, wording=later)
        assert refused["__typename"] == "SlipNeedsItsReason"
    asked = set_schedule(stage, measure, wording="2023年6月末までに", reason="部品の遅れ")
    assert asked["schedule"] == measure["schedule"]
    request = asked["pendingExtension"]
    stage.do(
        stage.who("MZ", "cco"),
        "decideExtension",
        idempotencyKey=key(),
        extension=request["id"],
        expectedVersion=request["version"],
        granted=True,
    )
    slipped = stage.do(
        stage.who("MZ", "editor"),
        "remarkCountermeasure",
        idempotencyKey=key(),
        countermeasure=measure["id"],
        expectedVersion=version_of(stage, measure),
        remark="承認済み",
    )
    assert slipped["schedule"]["slipCount"] == 1
    assert slipped["schedule"]["slips"] == [
        {
            "fromWording": "2023年3月末までに",
            "toWording": "2023年6月末までに",
            "reason": "部品の遅れ",
        }
    ]
    assert slipped["schedule"]["originalWording"] == "2023年3月末までに"
    earlier = set_schedule(stage, slipped, wording="2023年5月末までに")
    assert (earlier["schedule"]["slipCount"], earlier["schedule"]["due"]) == (1, "2023-05-31")


def test_a_schedule_set_on_an_old_reading_is_refused(stage: Stage) -> None:
    measure = a_measure(stage)
    fresh = set_schedule(stage, measure, wording="2023年4月～")
    facts = stage.facts()
    assert set_schedule(stage, measure, wording="2023年5月～")["__typename"] == "StaleVersion"
    assert stage.facts() == facts
    assert set_schedule(stage, fresh, wording="2023年5月～")["__typename"] == "Countermeasure"


def test_a_wording_that_cannot_be_read_is_kept_unread(stage: Stage) -> None:
    made = set_schedule(stage, a_measure(stage), wording="空模様しだい")
    assert (made["schedule"]["kind"], made["schedule"]["wording"]) == ("UNREAD", "空模様しだい")
    assert made["schedule"]["due"] is None


def report(stage: Stage, measure: dict[str, Any], **given: Any) -> dict[str, Any]:
    return stage.do(
        stage.who("MZ", "editor"),
        "reportProgress",
        **{
            "idempotencyKey": key(),
            "expectedVersion": measure["version"],
            "countermeasure": measure["id"],
        }
        | given,
    )


def test_progress_says_the_actual_days(stage: Stage) -> None:
    measure = a_measure(stage, wording="2023年3月末までに", writtenOn="2023-02-17")
    begun = report(stage, measure, status="IN_PROGRESS", startedOn="2023-03-01")
    assert (begun["status"], begun["schedule"]["startedOn"]) == ("IN_PROGRESS", "2023-03-01")
    refused = report(stage, begun, status="IMPLEMENTED", finishedOn="2023-02-20")
    assert refused["__typename"] == "FinishIsBeforeStart"
    done = report(stage, begun, status="IMPLEMENTED", finishedOn="2023-03-20")
    assert (done["status"], done["schedule"]["finishedOn"]) == ("IMPLEMENTED", "2023-03-20")
    overdue = stage.ask(
        stage.who("MZ"),
        'query ($c: [String!]) { countermeasures(filter: {codes: $c, overdue: true}, statusDate: "2023-04-15") { totalCount } }',
        c=[done["code"]],
    )
    assert overdue["countermeasures"]["totalCount"] == 0
    back = report(stage, done, status="IN_PROGRESS", reason="不備が見つかった")
    assert (back["status"], back["schedule"]["finishedOn"]) == ("IN_PROGRESS", None)


def test_what_is_implemented_has_finished_today_unless_said_otherwise(stage: Stage) -> None:
    done = report(stage, a_measure(stage), status="IMPLEMENTED")
    assert done["schedule"]["finishedOn"] is not None


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"status": "OPERATING"}, "OnlyContinuingMeasuresOperate"),
        ({"status": "CANCELLED"}, "GivingUpNeedsItsReason"),
        ({"status": "IMPLEMENTED", "finishedOn": "2999-01-01"}, "DayIsInTheFuture"),
        ({"status": "IN_PROGRESS", "expectedVersion": "0" * 24}, "StaleVersion"),
    ],
)
def test_progress_that_cannot_be_is_refused(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    measure = a_measure(stage)
    facts = stage.facts()
    assert report(stage, measure, **given)["__typename"] == refusal
    assert stage.facts() == facts


def test_a_step_back_needs_its_reason(stage: Stage) -> None:
    done = report(stage, a_measure(stage), status="IMPLEMENTED")
    assert report(stage, done, status="PLANNED")["__typename"] == "SteppingBackNeedsItsReason"


def test_nobody_acts_outside_their_party(stage: Stage) -> None:
    query = "{ countermeasures(first: 1) { nodes { id version } } }"
    [measure] = stage.ask(stage.who("PG"), query)["countermeasures"]["nodes"]
    answer = stage.do(
        stage.who("PG", "editor"),
        "reportProgress",
        idempotencyKey=key(),
        expectedVersion=measure["version"],
        countermeasure=measure["id"],
        status="IN_PROGRESS",
    )
    assert answer["__typename"] == "NotYourParty"


VERSION = "query ($id: ID!) { node(id: $id) { version } }"
FIGURES = """{ reports { figures { id version label measure value distinct whole } } }"""


def test_a_figure_is_restated_by_a_newer_one_and_never_overwritten(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    [told] = stage.ask(editor, FIGURES)["reports"]
    whole = next(f for f in told["figures"] if f["value"] == "94721")
    given = {
        "idempotencyKey": key(),
        "expectedVersion": whole["version"],
        "figure": whole["id"],
        "value": "399376",
        "reason": "期間と単位を改めて数え直した",
    }
    newer = stage.do(editor, "restateFigure", **given)
    assert newer["__typename"] == "Figure"
    assert (newer["value"], newer["restates"]) == ("399376", {"value": "94721"})
    [told] = stage.ask(editor, FIGURES)["reports"]
    assert [f["value"] for f in told["figures"] if f["whole"]] == ["3677", "399376"]
    version = stage.ask(editor, VERSION, id=whole["id"])["node"]["version"]
    for read, refusal in ((whole["version"], "StaleVersion"), (version, "FigureIsRestated")):
        fresh = {"idempotencyKey": key(), "expectedVersion": read}
        assert stage.do(editor, "restateFigure", **(given | fresh))["__typename"] == refusal
    [seen] = stage.ask(stage.who("PG"), FIGURES)["reports"]
    assert "94721" in [f["value"] for f in seen["figures"]], "the newer one is not released"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"value": "-1"}, "NumberIsNegative"),
        ({"reason": " "}, "RestatementNeedsItsReason"),
        ({"expectedVersion": "old"}, "StaleVersion"),
        ({"figure": "none"}, "NoSuchRecord"),
    ],
)
def test_a_restatement_that_cannot_be_is_refused(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    editor = stage.who("MZ", "editor")
    figure = stage.ask(editor, FIGURES)["reports"][0]["figures"][0]
    facts = stage.facts()
    whole = {
        "idempotencyKey": key(),
        "expectedVersion": figure["version"],
        "figure": figure["id"],
        "value": "10",
        "reason": "数え直し",
    } | given
    assert stage.do(editor, "restateFigure", **whole)["__typename"] == refusal
    assert stage.facts() == facts
