"""Roll-outs over GraphQL: who is asked what, who answers, and who learns nothing of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.api.annotating import ABSENT
from tests.api.stage import Stage, unnamed
from tests.api.test_auditing import COULD, WHY
from tests.api.test_barrier_rules import end, impose
from tests.api.test_commands import a_measure, key
from tests.api.test_releases import an_incident, listed, preview, release, seen, withdraw

SECRET = "山田太郎様の契約情報が閲覧された"
TEXT = "受付画面に、隠すべき項目が表示されていないかをご確認ください"
PUBLIC = {"informationCategories": ["NONE"]}
OFFICER = ("PG", "barrier_officer")


def a_case(stage: Stage, **given: Any) -> dict[str, Any]:
    """An incident of PG, who asks here."""
    return an_incident(stage, **({"title": SECRET} | PUBLIC | given))


def ask(stage: Stage, record: str, *parties: str, **given: Any) -> dict[str, Any]:
    whole = {
        "idempotencyKey": key(),
        "record": record,
        "parties": [{"party": one, "text": f"{TEXT}（{one}）"} for one in parties or ("MZ",)],
    } | given
    return stage.do(stage.who(*OFFICER), "askRollOut", **whole)


def asked(stage: Stage, *parties: str, **given: Any) -> dict[str, Any]:
    """A roll-out about a new incident; to the first party."""
    made = ask(stage, a_case(stage)["id"], *parties, **given)
    assert made["__typename"] == "AskRollOutPayload", made
    return dict(made["rollOuts"][0])


def revise(stage: Stage, roll_out: dict[str, Any], **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), "rollOut": roll_out["id"], "acknowledgeReaders": ["MZ"]}
    read = {"expectedVersion": roll_out["version"]}
    return stage.do(stage.who(*OFFICER), "reviseRollOut", **(whole | read | given))


def take_back(stage: Stage, roll_out: dict[str, Any], **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), "rollOut": roll_out["id"]}
    read = {"expectedVersion": roll_out["version"]}
    return stage.do(stage.who(*OFFICER), "withdrawRollOut", **(whole | read | given))


def answer(
    stage: Stage, roll_out: dict[str, Any], who: UUID | None = None, /, **given: Any
) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), "rollOut": roll_out["id"], "verdict": "APPLIES"} | PUBLIC
    return stage.do(who or stage.who("MZ", "editor"), "answerRollOut", **(whole | given))


def told_anew(stage: Stage, given_answer: dict[str, Any], **given: Any) -> dict[str, Any]:
    read = {"answer": given_answer["id"], "expectedVersion": given_answer["version"]}
    whole = {"idempotencyKey": key()} | read
    return stage.do(stage.who("MZ", "editor"), "reviseRollOutAnswer", **(whole | given))


def roll_outs(stage: Stage, party: str, **variables: Any) -> list[dict[str, Any]]:
    query = """query ($filter: RollOutFilter, $orderBy: RollOutOrder! = RECORDED, $on: Date,
        $asOf: Moment) { rollOuts(filter: $filter, orderBy: $orderBy, statusDate: $on, asOf: $asOf) {
        totalCount nodes { id version owner { code } to { code } text answerBy daysLeft withdrawn
          about { id } answers { id verdict } releases { id } } } }"""
    found = stage.ask(stage.who(party), query, **variables)["rollOuts"]
    assert found["totalCount"] == len(found["nodes"])
    return list(found["nodes"])


def answers(stage: Stage, party: str, **variables: Any) -> list[str]:
    query = """query ($filter: RollOutAnswerFilter, $orderBy: RollOutAnswerOrder! = RECORDED) {
        rollOutAnswers(filter: $filter, orderBy: $orderBy) { totalCount
        nodes { text rollOut { id } records { record { id } } } } }"""
    found = stage.ask(stage.who(party), query, **variables)["rollOutAnswers"]
    assert found["totalCount"] == len(found["nodes"])
    return [one["text"] for one in found["nodes"]]


# ----- asking -----------------------------------------------------------------------------------


def test_a_party_is_asked_in_words_written_for_it_and_sees_no_more(stage: Stage) -> None:
    case = a_case(stage)
    made = ask(stage, case["id"], "MZ", answerBy="2999-03-31")
    [mine] = made["rollOuts"]
    assert (mine["owner"], mine["to"]) == ({"code": "PG"}, {"code": "MZ"})
    assert mine["about"] == {"id": case["id"], "__typename": "Incident"}
    [theirs] = roll_outs(stage, "MZ", on="2999-03-01")
    assert (theirs["id"], theirs["text"]) == (mine["id"], f"{TEXT}（MZ）")
    assert (theirs["owner"], theirs["daysLeft"]) == ({"code": "PG"}, 30)
    assert (theirs["about"], theirs["withdrawn"], theirs["releases"]) == (None, False, [])
    assert seen(stage, stage.who("MZ"), case["id"]) is None
    release(stage, case["id"])
    [opened] = roll_outs(stage, "MZ")
    assert opened["about"] == {"id": case["id"]}


def test_parties_asked_together_learn_nothing_of_each_other(stage: Stage) -> None:
    case = a_case(stage)
    made = ask(stage, case["id"], "MZ", "HD")["rollOuts"]
    assert [one["to"]["code"] for one in made] == ["MZ", "HD"]
    for party, text in (("MZ", f"{TEXT}（MZ）"), ("HD", f"{TEXT}（HD）")):
        assert [one["text"] for one in roll_outs(stage, party)] == [text]
    release(stage, case["id"])
    query = "query ($id: ID!) { node(id: $id) { ... on Incident { rollOuts { to { code } } } } }"
    for party, to in (("PG", ["MZ", "HD"]), ("MZ", ["MZ"])):
        node = stage.ask(stage.who(party), query, id=case["id"])["node"]
        assert [one["to"]["code"] for one in node["rollOuts"]] == to


def test_asking_is_a_release_in_other_words_and_told_as_one(stage: Stage) -> None:
    case = a_case(stage)
    at = stage.clock()
    [made] = ask(stage, case["id"], basis="三社の合意")["rollOuts"]
    [given] = listed(stage, stage.who(*OFFICER))
    assert (given["basis"], given["wording"], given["stands"]) == ("三社の合意", made["text"], True)
    assert given["record"] == {"id": case["id"]}
    auditor = stage.who("PG", "auditor")
    for record, ground in ((case["id"], "ASKED"), (made["id"], "WHOLE")):
        told = stage.ask(auditor, WHY, record=record, party="MZ")["whyVisible"]
        assert (told["could"], told["ground"]) == (True, ground)
        assert stage.ask(auditor, WHY, record=record, party="HD")["whyVisible"] is None
        now = {"at": stage.clock().isoformat()}
        sights = stage.ask(auditor, COULD, record=record, at=now)["couldSee"]
        assert [one["party"]["code"] for one in sights] == ["PG", "MZ"]
        before = stage.ask(auditor, COULD, record=record, at={"at": at.isoformat()})["couldSee"]
        assert [one["party"]["code"] for one in before] == ["PG"][: record == case["id"]]
    assert stage.ask(stage.who("MZ", "auditor"), WHY, record=made["id"], party="MZ") == {
        "whyVisible": None
    }


def test_beside_a_roll_out_the_record_is_released_as_if_there_were_none(stage: Stage) -> None:
    case = a_case(stage)
    ask(stage, case["id"])
    words = [{"id": case["id"], "text": "要旨"}]
    [worded] = release(stage, case["id"], wordings=words)["releases"]
    assert worded["wording"] == "要旨"
    assert [one["text"] for one in roll_outs(stage, "MZ")] == [f"{TEXT}（MZ）"]
    withdraw(stage, worded)
    assert release(stage, case["id"])["__typename"] == "ReleaseRecordsPayload"
    [mine] = roll_outs(stage, "MZ")
    assert release(stage, mine["id"])["__typename"] == "RecordIsNotReleased"


def test_what_may_not_be_released_may_not_be_asked_about(stage: Stage) -> None:
    unjudged = a_case(stage, informationCategories=[])
    barred = a_case(stage, informationCategories=["NETWORK_CUSTOMER"])
    theirs = stage.do(
        stage.who("MZ", "editor"), "reportIncident", idempotencyKey=key(), title="誤送信", **PUBLIC
    )
    impose(stage, category="NETWORK_CUSTOMER")
    facts = stage.facts()
    for record, refusal in (
        (unjudged["id"], "RecordIsUnjudged"),
        (barred["id"], "BarrierRuleForbids"),
        (theirs["id"], "NoSuchRecord"),
        (ABSENT, "NoSuchRecord"),
    ):
        assert ask(stage, record)["__typename"] == refusal
        assert ask(stage, record, "HD", "MZ")["__typename"] == refusal, "all of them, or none"
    assert stage.facts() == facts
    words = {"party": "MZ", "text": TEXT}
    for own, refusal in (
        ([], "JudgementNamesNoCategory"),
        (["NONE", "PERSONAL"], "NoneStandsAlone"),
        (["NETWORK_CUSTOMER"], "BarrierRuleForbids"),
        (["NONE"], "AskRollOutPayload"),
    ):
        said = ask(stage, barred["id"], parties=[words | {"informationCategories": own}])
        assert said["__typename"] == refusal


def test_a_rule_imposed_later_bars_the_words(stage: Stage) -> None:
    case = a_case(stage, informationCategories=["NETWORK_CUSTOMER"])
    [made] = ask(stage, case["id"])["rollOuts"]
    assert len(roll_outs(stage, "MZ")) == 1
    rule = impose(stage, category="NETWORK_CUSTOMER")
    assert roll_outs(stage, "MZ") == []
    assert answer(stage, made)["__typename"] == "NoSuchRecord"
    assert (
        stage.ask(stage.who("PG", "auditor"), WHY, record=made["id"], party="MZ")["whyVisible"][
            "could"
        ]
        is False
    )
    assert revise(stage, made, text="別の文面")["__typename"] == "BarrierRuleForbids"
    end(stage, rule, acknowledgeReaders=["MZ"])
    assert len(roll_outs(stage, "MZ")) == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"parties": []}, "RollOutAsksNobody"),
        ({"parties": [{"party": "MZ", "text": TEXT}] * 2}, "RollOutAsksTwice"),
        ({"parties": [{"party": "PG", "text": TEXT}]}, "ReleaseIsToItsOwnParty"),
        ({"parties": [{"party": "XX", "text": TEXT}]}, "NoSuchRecord"),
        ({"parties": [{"party": "MZ", "text": " \n"}]}, "TextIsEmpty"),
        ({"answerBy": "2023-01-01"}, "AnswerIsWantedTooEarly"),
    ],
)
def test_who_cannot_be_asked_is_refused(stage: Stage, given: dict[str, Any], refusal: str) -> None:
    case = a_case(stage)
    facts = stage.facts()
    assert ask(stage, case["id"], **given)["__typename"] == refusal
    assert stage.facts() == facts


@pytest.mark.parametrize("role", ["member", "editor", "cco", "auditor"])
def test_only_a_barrier_officer_asks(stage: Stage, role: str) -> None:
    case, facts = a_case(stage), stage.facts()
    given = {
        "idempotencyKey": key(),
        "record": case["id"],
        "parties": [{"party": "MZ", "text": "?"}],
    }
    assert stage.do(stage.who("PG", role), "askRollOut", **given)["__typename"] == "NotPermitted"
    assert stage.facts() == facts


# ----- other words, and no longer asked ---------------------------------------------------------


def test_whoever_changes_the_words_knows_who_reads_them(stage: Stage) -> None:
    made = asked(stage)
    facts = stage.facts()
    said = revise(stage, made, text="表示の有無と件数", acknowledgeReaders=[])
    assert (said["__typename"], stage.facts()) == ("OthersWillRead", facts)
    assert "MZ" in said["messageEn"]
    told = revise(stage, made, text="表示の有無と件数", answerBy="2999-04-30")
    assert (told["text"], told["answerBy"]) == ("表示の有無と件数", "2999-04-30")
    assert [one["text"] for one in roll_outs(stage, "MZ")] == ["表示の有無と件数"]
    assert [one["wording"] for one in listed(stage, stage.who(*OFFICER))] == ["表示の有無と件数"]
    facts = stage.facts()
    same = revise(stage, told, text=None)
    assert (same["version"], stage.facts()) == (told["version"], facts)
    assert revise(stage, made, text="?")["__typename"] == "StaleVersion"
    assert revise(stage, told, answerBy="2023-01-01")["__typename"] == "AnswerIsWantedTooEarly"
    said = revise(stage, told, informationCategories=[])
    assert said["__typename"] == "JudgementNamesNoCategory"
    judged = revise(stage, told, answerBy=None, informationCategories=["PERSONAL"])
    assert (judged["informationCategories"], judged["answerBy"]) == (["PERSONAL"], None)


def test_what_is_asked_no_more_is_seen_no_more(stage: Stage) -> None:
    made = asked(stage)
    then = {"at": stage.clock().isoformat()}
    given = answer(stage, made, text="確認します")
    assert len(roll_outs(stage, "MZ", asOf=then)) == 1
    over = take_back(stage, made, reason="誤って依頼した")
    assert (over["withdrawn"], over["text"]) == (True, made["text"])
    for variables in ({}, {"asOf": then}):
        assert roll_outs(stage, "MZ", **variables) == []
    query = "query ($id: ID!) { node(id: $id) { ... on RollOutAnswer { text rollOut { id } } } }"
    kept = stage.ask(stage.who("MZ"), query, id=given["id"])["node"]
    assert kept == {"text": "確認します", "rollOut": None}
    facts = stage.facts()
    assert take_back(stage, over)["__typename"] == "RollOutIsWithdrawn"
    assert revise(stage, over, text="?")["__typename"] == "RollOutIsWithdrawn"
    assert answer(stage, made)["__typename"] == "NoSuchRecord"
    assert stage.facts() == facts
    [mine] = roll_outs(stage, "PG")
    assert (mine["withdrawn"], mine["answers"]) == (True, [])
    told = told_anew(stage, given, text="対象外でした")
    assert told["text"] == "対象外でした", "an answer is its giver's own"


def test_a_withdrawn_release_takes_the_roll_out_back_as_well(stage: Stage) -> None:
    made = asked(stage)
    [given] = listed(stage, stage.who(*OFFICER))
    withdraw(stage, given)
    assert roll_outs(stage, "MZ") == []
    [mine] = roll_outs(stage, "PG", filter={"open": False})
    assert (mine["id"], mine["withdrawn"]) == (made["id"], True)


def test_a_party_is_asked_the_same_once_at_a_time(stage: Stage) -> None:
    case = a_case(stage)
    [made] = ask(stage, case["id"])["rollOuts"]
    facts = stage.facts()
    assert ask(stage, case["id"], "HD", "MZ")["__typename"] == "RollOutStands"
    assert stage.facts() == facts
    take_back(stage, made)
    [again] = ask(stage, case["id"])["rollOuts"]
    assert again["id"] != made["id"]
    assert [one["id"] for one in roll_outs(stage, "MZ")] == [again["id"]]


# ----- answering --------------------------------------------------------------------------------


def test_an_answer_is_the_own_record_of_who_gives_it_until_it_is_released(stage: Stage) -> None:
    made, measure = asked(stage), a_measure(stage, **PUBLIC)
    given = answer(stage, made, text="該当する画面がありました", records=[measure["id"]])
    assert (given["__typename"], given["owner"]) == ("RollOutAnswer", {"code": "MZ"})
    assert (given["verdict"], given["rollOut"]) == ("APPLIES", {"id": made["id"]})
    [before] = roll_outs(stage, "PG")
    assert (before["answers"], answers(stage, "PG")) == ([], [])
    assert roll_outs(stage, "PG", filter={"answered": True}) == []
    officer = stage.who("MZ", "barrier_officer")
    release(stage, given["id"], who=officer, to="PG")
    [after] = roll_outs(stage, "PG", filter={"answered": True})
    assert after["answers"] == [{"id": given["id"], "verdict": "APPLIES"}]
    assert after["version"] == before["version"], "the roll-out is as it was"
    query = """query ($id: ID!) { node(id: $id) { ... on RollOutAnswer { text rollOut { id }
        records { record { id } } } } }"""
    shown = stage.ask(stage.who("PG"), query, id=given["id"])["node"]
    assert (shown["text"], shown["rollOut"]) == ("該当する画面がありました", {"id": made["id"]})
    assert shown["records"] == [], "what is done stays where it is"
    release(stage, measure["id"], who=officer, to="PG")
    shown = stage.ask(stage.who("PG"), query, id=given["id"])["node"]
    assert shown["records"] == [{"record": {"id": measure["id"]}}]
    release(stage, given["id"], who=officer, to="HD")
    shown = stage.ask(stage.who("HD"), query, id=given["id"])["node"]
    assert (shown["rollOut"], shown["records"]) == (None, [])


def test_an_answer_is_told_anew_and_its_readers_are_named(stage: Stage) -> None:
    measure = a_measure(stage)
    given = answer(stage, asked(stage), verdict="UNDER_EXAMINATION", text="確認中")
    release(stage, given["id"], who=stage.who("MZ", "barrier_officer"), to="PG")
    facts = stage.facts()
    assert told_anew(stage, given, verdict="DOES_NOT_APPLY")["__typename"] == "OthersWillRead"
    assert stage.facts() == facts
    known: dict[str, Any] = {"acknowledgeReaders": ["PG"]}
    told = told_anew(stage, given, verdict="DOES_NOT_APPLY", text=None, **known)
    assert (told["verdict"], told["text"]) == ("DOES_NOT_APPLY", None)
    more = told_anew(stage, told, records=[measure["id"]], verdict=None, **known)
    assert (more["verdict"], len(more["records"])) == ("DOES_NOT_APPLY", 1)
    facts = stage.facts()
    same = told_anew(stage, more, verdict="DOES_NOT_APPLY")
    assert (same["version"], stage.facts()) == (more["version"], facts)
    assert told_anew(stage, given, text="?")["__typename"] == "StaleVersion"


def test_only_who_is_asked_answers_and_once(stage: Stage) -> None:
    made = asked(stage)
    mine = stage.who("PG", "editor")
    facts = stage.facts()
    assert answer(stage, made, mine)["__typename"] == "RollOutIsYourOwn"
    absent = [
        unnamed(one, answer(stage, {"id": one}, stage.who("HD", "editor")))
        for one in (made["id"], ABSENT, "nonsense")
    ]
    assert absent[0]["__typename"] == "NoSuchRecord"
    assert absent[0] == absent[1] == absent[2]
    other = an_incident(stage, **PUBLIC)
    assert answer(stage, made, records=[other["id"]])["__typename"] == "NoSuchRecord"
    release(stage, other["id"])
    facts = stage.facts()
    assert answer(stage, made, records=[other["id"]])["__typename"] == "NotYourParty"
    assert stage.facts() == facts
    given = answer(stage, made)
    facts = stage.facts()
    again = answer(stage, made, verdict="DOES_NOT_APPLY")
    assert again["__typename"] == "RollOutIsAnswered" and given["code"] in again["message"]
    assert stage.facts() == facts


def test_lists_are_narrowed_by_what_one_may_see(stage: Stage) -> None:
    case = a_case(stage)
    first = ask(stage, case["id"], "MZ", "HD", answerBy="2999-01-31")["rollOuts"][0]
    second = asked(stage, "MZ")
    given = answer(stage, first, text="該当なしの旨", verdict="DOES_NOT_APPLY")
    answer(stage, second, text="確認中の旨", verdict="UNDER_EXAMINATION")
    for party, wanted, found in (
        ("MZ", {}, [first, second]),
        ("MZ", {"open": True}, [second]),
        ("MZ", {"answered": True}, [first, second]),
        ("MZ", {"answerTo": "2999-01-31"}, [first]),
        ("MZ", {"owner": "PG", "search": "受付画面"}, [first, second]),
        ("MZ", {"about": case["id"]}, []),
        ("MZ", {"to": "HD"}, []),
        ("PG", {"open": True, "to": "MZ"}, [first, second]),
        ("PG", {"about": case["id"], "to": "MZ"}, [first]),
        ("PG", {"about": ABSENT}, []),
        ("PG", {"answered": True}, []),
    ):
        listed_ids = [one["id"] for one in roll_outs(stage, party, filter=wanted)]
        assert listed_ids == [one["id"] for one in found], (party, wanted)
    assert [one["id"] for one in roll_outs(stage, "MZ", orderBy="ANSWER_BY")] == [
        first["id"],
        second["id"],
    ]
    for wanted, texts in (
        ({"verdict": ["DOES_NOT_APPLY"]}, ["該当なしの旨"]),
        ({"rollOut": first["id"]}, ["該当なしの旨"]),
        ({"rollOut": ABSENT}, []),
        ({"search": "確認中"}, ["確認中の旨"]),
        ({"owner": "PG"}, []),
    ):
        assert answers(stage, "MZ", filter=wanted) == texts, wanted
    release(stage, given["id"], who=stage.who("MZ", "barrier_officer"), to="PG")
    open_now = [one["id"] for one in roll_outs(stage, "PG", filter={"open": True, "to": "MZ"})]
    assert open_now == [second["id"]]


@pytest.mark.parametrize("by", ["roll-out", "release"])
def test_the_words_are_destroyed_wherever_they_are_read(stage: Stage, by: str) -> None:
    made = asked(stage)
    revise(stage, made, text=f"{TEXT}（改）")
    officer, cco = stage.who(*OFFICER), stage.who("PG", "cco")
    [release_of_it] = listed(stage, officer)
    record, field = (made, "text") if by == "roll-out" else (release_of_it, "wording")
    given = {"record": record["id"], "field": field, "reason": "氏名の混入"}
    requested = stage.do(officer, "redactText", idempotencyKey=key(), **given)["redaction"]
    read = {"redaction": requested["id"], "expectedVersion": requested["version"]}
    stage.do(cco, "confirmRedaction", idempotencyKey=key(), **read)
    [theirs], [mine] = roll_outs(stage, "MZ"), listed(stage, officer)
    assert theirs["text"] == mine["wording"] == "［消去済み］"


def test_a_roll_out_is_left_behind_where_its_record_is_released_to_another_party(
    stage: Stage,
) -> None:
    case = a_case(stage)
    [made] = ask(stage, case["id"])["rollOuts"]
    for to, behind in (("HD", [made["id"]]), ("MZ", [])):
        [item] = preview(stage, case["id"], to=to)["items"]
        assert [one["id"] for one in item["behind"]] == behind
