"""Out of the desk by the door of guidance: drafted at the desk, published in the register, offered again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.test_desk import OUTSIDERS, TICKET, AtTheDesk
from tests.desks import erased, open_the_desk
from tests.houses import Home

WORDS = {
    "question": "グループ会社の設備の担当者に、契約者の連絡先を渡してよいか",
    "answer": "託送の業務で得た連絡先は渡せません。本人の同意を得てから、窓口に記録を残してください。",
    "basis": "情報取扱規程 第8条",
    "basisVersion": "2023年4月版",
}
DRAFT = """__typename ... on GuidanceDraft { id question answer basis basisVersion ticketCode state guidance
    writtenBy { name } } ... on Refusal { message }"""
GUIDANCE = """__typename ... on Guidance { id code version question answer basis basisVersion owner { code }
    informationCategories withdrawnOn withdrawalReason supersedes { code } supersededBy { code } }
    ... on Refusal { message }"""
LIST = f"""query ($f: GuidanceFilter) {{ guidance(filter: $f) {{ totalCount nodes {{ {GUIDANCE} }} }} }}"""
LIST = LIST.replace("... on Refusal { message }", "")
DRAFTS = "query ($s: GuidanceDraftState) { guidanceDrafts(state: $s) { id ticketCode state } }"
WAITING = "{ guidanceDrafts { id ticketCode state } }"
MUTATION = {
    "draftGuidance": f"{DRAFT} ... on TextIsCarriedOver {{ passages }}",
    "withdrawGuidanceDraft": DRAFT,
}


@pytest.fixture
def at(home: Home) -> AtTheDesk:
    open_the_desk(home)
    return AtTheDesk(home)


def do(at: AtTheDesk, who: str, name: str, **given: Any) -> Any:
    kind = name[0].upper() + name[1:] + "Input"
    shown = MUTATION.get(name, GUIDANCE)
    document = f"mutation ($i: {kind}!) {{ {name}(input: $i) {{ {shown} }} }}"
    at._keys += 1
    return at.ask(who, document, i={"idempotencyKey": f"g{at._keys}"} | given)[name]


def drafted(at: AtTheDesk, who: str = "MZ handler", **given: Any) -> Any:
    return do(at, who, "draftGuidance", **(WORDS | given))


def published(at: AtTheDesk, who: str = "MZ handler", **given: Any) -> Any:
    words = {name: given.pop(name) for name in WORDS if name in given}
    return do(at, who, "publishGuidance", draft=drafted(at, who, **words)["id"], **given)


def listed(at: AtTheDesk, who: str, **which: Any) -> list[str]:
    found = at.ask(who, LIST, f=which)["guidance"]
    assert found["totalCount"] == len(found["nodes"])
    return [one["code"] for one in found["nodes"]]


def similar(at: AtTheDesk, who: str, text: str, first: int = 3) -> list[str]:
    query = (
        "query ($t: String!, $n: Int!) { similarGuidance(text: $t, first: $n) { code question } }"
    )
    return [one["code"] for one in at.ask(who, query, t=text, n=first)["similarGuidance"]]


def test_a_ticket_becomes_guidance_that_does_not_tell_of_it(at: AtTheDesk) -> None:
    code = at.log(question="丙田さんが契約者の連絡先を設備の担当者に渡すよう求めています")["code"]
    at.do("MZ handler", "namePerson", ticket=code, name="丙田")
    carried = drafted(at, ticket=code, question="丙 田が契約者の連絡先を設備の担当者に渡すよう")
    assert carried["__typename"] == "TextIsCarriedOver"
    assert carried["passages"] == ["丙田", "が契約者の連絡先を設備の担当者に渡すよう"]
    made = drafted(at, ticket=code)
    assert (made["state"], made["guidance"], made["ticketCode"]) == ("WRITTEN", None, code)
    assert made["writtenBy"] == {"name": "MZ handler"}
    assert listed(at, "MZ member") == [], "a draft is the desk's alone"
    [waiting] = at.ask("MZ other handler", WAITING)["guidanceDrafts"]
    assert waiting["id"] == made["id"]
    stands = do(at, "MZ other handler", "publishGuidance", draft=made["id"])
    assert {name: stands[name] for name in WORDS} == WORDS
    assert (stands["owner"]["code"], stands["informationCategories"]) == ("MZ", [])
    again = do(at, "MZ handler", "publishGuidance", draft=made["id"])
    assert again["id"] == stands["id"], "sent again, it is published once"
    assert listed(at, "MZ member") == [stands["code"]]
    assert code not in str(at.ask("MZ member", LIST))
    assert listed(at, "PG member") == [], "it starts with the desk's own party"
    query = "query ($t: String!) { ticket(ticket: $t) { guidanceDrafts { state guidance } } }"
    [link] = at.ask("MZ handler", query, t=code)["ticket"]["guidanceDrafts"]
    assert link == {"state": "PUBLISHED", "guidance": stands["id"]}
    assert at.ask("MZ handler", WAITING)["guidanceDrafts"] == []
    assert len(at.ask("MZ handler", DRAFTS, s="PUBLISHED")["guidanceDrafts"]) == 1
    refused = do(at, "MZ handler", "withdrawGuidanceDraft", draft=made["id"])
    assert refused["__typename"] == "GuidanceDraftIsDone"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_everybody_else_finds_no_draft(at: AtTheDesk, who: str) -> None:
    made = [drafted(at)["id"], drafted(at, ticket=at.log()["code"])["id"]]
    assert at.ask(who, WAITING)["guidanceDrafts"] == []
    nothing = "00000000-0000-4000-8000-000000000000"
    for name in ("publishGuidance", "withdrawGuidanceDraft"):
        refused = [do(at, who, name, draft=one) for one in (*made, nothing)]
        assert {one["__typename"] for one in refused} == {"NoSuchGuidanceDraft"}
        assert (
            len(
                {
                    one["message"].replace(id_, "…")
                    for one, id_ in zip(refused, (*made, nothing), strict=True)
                }
            )
            == 1
        )


def test_who_may_not_see_the_ticket_sees_no_draft_of_it(at: AtTheDesk) -> None:
    code, intake = at.log()["code"], str(at.home.people["MZ intake"])
    made = drafted(at, ticket=code)
    assert at.ask("MZ intake", WAITING)["guidanceDrafts"]
    at.do("MZ handler", "namePerson", ticket=code, name="受付", member=intake)
    assert at.ask("MZ intake", WAITING)["guidanceDrafts"] == []
    assert (
        do(at, "MZ intake", "publishGuidance", draft=made["id"])["__typename"]
        == "NoSuchGuidanceDraft"
    )
    assert drafted(at, "MZ intake", ticket=code)["__typename"] == "NoSuchTicket"


def test_guidance_is_of_the_desks_own_people(at: AtTheDesk) -> None:
    assert drafted(at, "MZ undesignated")["__typename"] == "NotDesignated"
    assert drafted(at, "EXT deputy")["__typename"] == "NotDesignated"
    assert drafted(at, "MZ cco")["__typename"] == "NotPermitted"
    code = at.log()["code"]
    for person in ("MZ intake", "MZ handler", "MZ other handler"):
        member = str(at.home.people[person])
        at.do("MZ intake", "namePerson", ticket=code, name=person, member=member)
        if not at.codes("MZ intake"):
            break
    for person in ("MZ handler", "MZ other handler"):
        if at.codes(person):
            member = str(at.home.people[person])
            at.do(person, "namePerson", ticket=code, name=person, member=member)
    assert at.codes("EXT deputy") == [code], "nobody else is left"
    assert drafted(at, "EXT deputy", ticket=code)["__typename"] == "GuidanceIsOfItsOwnParty"


def test_newer_guidance_supersedes_what_stays_readable(at: AtTheDesk) -> None:
    first = published(at)
    second = published(at, supersedes=first["id"], basisVersion="2024年4月版")
    assert second["supersedes"] == {"code": first["code"]}
    assert listed(at, "MZ member", standing=True) == [second["code"]]
    assert listed(at, "MZ member", standing=False) == [first["code"]]
    assert set(listed(at, "MZ member")) == {first["code"], second["code"]}
    third = drafted(at)
    refused = do(at, "MZ handler", "publishGuidance", draft=third["id"], supersedes=first["id"])
    assert refused["__typename"] == "GuidanceIsSuperseded"
    [waiting] = at.ask("MZ handler", WAITING)["guidanceDrafts"]
    assert waiting["id"] == third["id"], "a refusal leaves the draft as it was"
    newest = do(at, "MZ handler", "publishGuidance", draft=third["id"], supersedes=second["id"])
    assert newest["__typename"] == "Guidance"


def test_guidance_is_withdrawn_with_its_reason(at: AtTheDesk) -> None:
    stands = published(at)
    given = {"guidance": stands["id"], "expectedVersion": stands["version"]}
    for who, refusal in (("MZ cco", "NotPermitted"), ("MZ undesignated", "NotDesignated")):
        refused = do(at, who, "withdrawGuidance", **given, reason="誤り")
        assert refused["__typename"] == refusal
    refused = do(at, "MZ intake", "withdrawGuidance", **given, reason=" ")
    assert refused["__typename"] == "WithdrawalOfGuidanceNeedsItsReason"
    gone = do(at, "MZ intake", "withdrawGuidance", **given, reason="規程が変わった")
    assert (gone["withdrawnOn"], gone["withdrawalReason"]) == (
        at.home.today.isoformat(),
        "規程が変わった",
    )
    assert listed(at, "MZ member", standing=True) == []
    assert similar(at, "MZ member", WORDS["question"]) == []
    given["expectedVersion"] = gone["version"]
    again = do(at, "MZ intake", "withdrawGuidance", **given, reason="規程が変わった")
    assert again["__typename"] == "GuidanceIsWithdrawn"
    later = published(at, supersedes=stands["id"])
    assert listed(at, "MZ member", standing=True) == [later["code"]], "it stands in its place"


def test_it_is_released_like_any_record(at: AtTheDesk) -> None:
    first = published(at, informationCategories=["NONE"])
    second = published(at, supersedes=first["id"], informationCategories=["NONE"])

    def release(one: Any) -> None:
        query = """mutation ($i: ReleaseRecordsInput!) { releaseRecords(input: $i) { __typename
            ... on Refusal { message } } }"""
        at._keys += 1
        given = {
            "ids": [one["id"]],
            "to": "PG",
            "basis": "会議での共有",
            "idempotencyKey": f"r{at._keys}",
        }
        told = at.ask("MZ barrier_officer", query, i=given)["releaseRecords"]
        assert told["__typename"] == "ReleaseRecordsPayload", told

    release(first)
    [seen] = at.ask("PG member", LIST)["guidance"]["nodes"]
    assert seen["question"] == WORDS["question"]
    assert seen["supersededBy"] is None, "that there is a newer one is not theirs to know"
    assert listed(at, "PG member", standing=True) == [first["code"]]
    assert similar(at, "PG member", WORDS["question"]) == [first["code"]]
    release(second)
    assert listed(at, "PG member", standing=True) == [second["code"]]
    refused = do(
        at,
        "PG intake",
        "publishGuidance",
        draft=drafted(at, "PG intake")["id"],
        supersedes=first["id"],
    )
    assert refused["__typename"] == "NotYourParty"


def test_similar_guidance_is_offered_while_a_ticket_is_logged(at: AtTheDesk) -> None:
    near = published(at)
    published(at, question="検針の予定表を印刷して持ち帰ってよいか", answer="持ち帰れません。")
    asked = "親会社の設備担当の人から契約者の連絡先がほしいと電話がありました。渡しても大丈夫でしょうか。"
    query = f"""mutation ($i: LogTicketInput!) {{ logTicket(input: $i) {{ {TICKET}
        ... on Ticket {{ similarGuidance {{ code question answer basis basisVersion }} }} }} }}"""
    logged = at.ask("MZ intake", query, i={"idempotencyKey": "1755", "question": asked})[
        "logTicket"
    ]
    assert [one["code"] for one in logged["similarGuidance"]] == [near["code"]]
    assert logged["similarGuidance"][0]["basis"] == WORDS["basis"]
    assert similar(at, "MZ member", asked) == [near["code"]], (
        "whoever reads it may ask it themselves"
    )
    assert similar(at, "PG member", asked) == []
    assert similar(at, "MZ member", "駐車場の利用時間") == []
    assert similar(at, "MZ member", asked, first=0) == []


def test_what_was_published_and_not_noted_is_noted_when_it_is_sent_again(
    at: AtTheDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = drafted(at)

    def unreachable(*_: Any, **__: Any) -> Any:
        raise OSError("the register is away")

    query = "mutation ($i: PublishGuidanceInput!) { publishGuidance(input: $i) { __typename } }"
    given = {"idempotencyKey": "p", "draft": made["id"]}
    for step in ("api.doors.publish_guidance", "commands.desk.guidance.note_as_published"):
        with monkeypatch.context() as patch:
            patch.setattr(step, unreachable)
            told = at.ask("MZ handler", query, i=given)["publishGuidance"]
            assert told == {"__typename": "RegisterIsAway"}
        [draft] = at.ask("MZ handler", WAITING)["guidanceDrafts"]
        assert draft["state"] == "WRITTEN"
    assert do(at, "MZ handler", "publishGuidance", draft=made["id"])["__typename"] == "Guidance"
    assert len(listed(at, "MZ member")) == 1


def test_a_draft_that_was_dropped_is_not_published(at: AtTheDesk) -> None:
    made = drafted(at)
    assert do(at, "MZ intake", "withdrawGuidanceDraft", draft=made["id"])["state"] == "WITHDRAWN"
    refused = do(at, "MZ handler", "publishGuidance", draft=made["id"])
    assert refused["__typename"] == "GuidanceDraftIsDone"
    assert listed(at, "MZ member") == []


def release(at: AtTheDesk, guidance: Any, to: str = "PG") -> None:
    query = """mutation ($i: ReleaseRecordsInput!) { releaseRecords(input: $i) { __typename } }"""
    at._keys += 1
    given = {
        "ids": [guidance["id"]],
        "to": to,
        "basis": "会議での共有",
        "idempotencyKey": f"r{at._keys}",
    }
    told = at.ask("MZ barrier_officer", query, i=given)["releaseRecords"]
    assert told["__typename"] == "ReleaseRecordsPayload", told


def test_what_others_read_is_superseded_by_who_knows_that(at: AtTheDesk) -> None:
    first = published(at, informationCategories=["NONE"])
    release(at, first)
    draft = drafted(at)["id"]
    refused = do(at, "MZ handler", "publishGuidance", draft=draft, supersedes=first["id"])
    assert refused["__typename"] == "OthersWillRead"
    given = {"draft": draft, "supersedes": first["id"], "acknowledgeReaders": ["PG"]}
    assert do(at, "MZ handler", "publishGuidance", **given)["__typename"] == "Guidance"


def test_sent_again_it_is_told_only_to_who_may_still_see_it(at: AtTheDesk) -> None:
    code, intake = at.log()["code"], str(at.home.people["MZ intake"])
    editor = str(at.home.people["MZ editor"])
    sent = {
        "draftGuidance": WORDS | {"ticket": code},
        "draftIncident": {"ticket": code, "editor": editor, "title": "不要な項目の表示"},
        "askForIdentity": {"ticket": code, "reason": "確認のため"},
    }

    def send(name: str) -> str:
        kind = name[0].upper() + name[1:] + "Input"
        query = f"mutation ($i: {kind}!) {{ {name}(input: $i) {{ __typename }} }}"
        given = sent[name] | {"idempotencyKey": f"again {name}"}
        return str(at.ask("MZ intake", query, i=given)[name]["__typename"])

    assert [send(name) for name in sent] == ["GuidanceDraft", "IncidentDraft", "CustodianRequest"]
    at.do("MZ handler", "namePerson", ticket=code, name="受付", member=intake)
    assert {send(name) for name in sent} == {"TicketOutOfSight"}


@pytest.mark.parametrize("door", ["guidance", "incident"])
def test_what_stands_in_the_register_is_not_dropped(
    at: AtTheDesk, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    code = at.log()["code"]
    editor = str(at.home.people["MZ editor"])
    given = {"ticket": code, "editor": editor, "title": "不要な項目の表示"}
    if door == "guidance":
        draft = drafted(at, ticket=code)["id"]
        who, take, drop = "MZ handler", "publishGuidance", "withdrawGuidanceDraft"
    else:
        draft = at.do("MZ handler", "draftIncident", **given)["id"]
        who, take, drop = "MZ editor", "reportDraft", "withdrawDraft"
    kind = take[0].upper() + take[1:] + "Input"
    query = f"mutation ($i: {kind}!) {{ {take}(input: $i) {{ __typename }} }}"
    sent = {"idempotencyKey": "t", "draft": draft}

    def unreachable(*_: Any, **__: Any) -> Any:
        raise OSError("the desk is away")

    with monkeypatch.context() as patch:
        noting = "guidance.note_as_published" if door == "guidance" else "drafts.note_as_reported"
        patch.setattr(f"commands.desk.{noting}", unreachable)
        assert at.ask(who, query, i=sent)[take] == {"__typename": "RegisterIsAway"}
    kind = drop[0].upper() + drop[1:] + "Input"
    dropping = f"mutation ($i: {kind}!) {{ {drop}(input: $i) {{ __typename }} }}"
    refused = at.ask("MZ other handler", dropping, i={"idempotencyKey": "d", "draft": draft})[drop]
    assert refused["__typename"] in ("GuidanceDraftIsDone", "DraftIsDone")
    done = at.ask(who, query, i=sent)[take]
    assert done["__typename"] == ("Guidance" if door == "guidance" else "Incident")


def test_a_key_is_of_one_request(at: AtTheDesk) -> None:
    query = "mutation ($i: PublishGuidanceInput!) { publishGuidance(input: $i) { __typename } }"
    some, other = drafted(at)["id"], drafted(at)["id"]

    def publish(**given: Any) -> str:
        return str(at.ask("MZ handler", query, i=given)["publishGuidance"]["__typename"])

    assert publish(idempotencyKey="k", draft=some) == "Guidance"
    assert publish(idempotencyKey="k", draft=some) == "Guidance"
    assert publish(idempotencyKey="k", draft=other) == "KeyWasUsedForAnotherInput"
    assert (
        publish(idempotencyKey="l", draft=some, informationCategories=["NONE"])
        == "GuidanceIsPublished"
    )
    assert publish(idempotencyKey="m", draft=other, supersedes="") == "NoSuchRecord"
    assert publish(idempotencyKey=" ", draft=other) == "TextIsEmpty"
    assert publish(idempotencyKey="長" * 201, draft=other) == "TextIsTooLong"
    assert len(listed(at, "MZ member")) == 1


@pytest.mark.parametrize("key", ["", " ", "長" * 201])
def test_a_key_that_is_none_is_refused_at_the_desk(at: AtTheDesk, key: str) -> None:
    wrong = "TextIsTooLong" if key.strip() else "TextIsEmpty"
    assert at.do("MZ intake", "logTicket", key=key or " ", question="?")["__typename"] == wrong
    query = "mutation ($i: WriteBackInput!) { writeBack(input: $i) { __typename } }"
    given = {"idempotencyKey": key, "code": "0" * 16, "text": "?"}
    assert at.ask("MZ intake", query, i=given)["writeBack"]["__typename"] == wrong


def test_names_are_looked_for_as_the_desk_knows_them_and_again_at_the_end(at: AtTheDesk) -> None:
    code, member = at.log()["code"], str(at.home.people["MZ member"])
    first = drafted(at, ticket=code, answer="丁山さんの画面を見てはいけません")
    at.do("MZ handler", "namePerson", ticket=code, name="丁山 太郎")
    refused = do(at, "MZ handler", "publishGuidance", draft=first["id"])
    assert refused["__typename"] == "TextIsCarriedOver", "named since it was drafted"
    meant = {"draft": first["id"], "carriedOverIsMeant": True}
    assert do(at, "MZ handler", "publishGuidance", **meant)["__typename"] == "Guidance"
    at.do("MZ handler", "namePerson", ticket=code, name="先輩", member=member)
    known = drafted(at, ticket=code, answer="MZ member さんに頼んではいけません")
    assert known["passages"] == ["mzmember"]


def test_a_draft_goes_with_its_ticket(at: AtTheDesk) -> None:
    ticket = at.log()
    made, told = drafted(at, ticket=ticket["code"]), drafted(at, ticket=ticket["code"])
    stands = do(at, "MZ handler", "publishGuidance", draft=told["id"])
    erased(at.home, ticket["id"])
    query = "{ guidanceDrafts(state: null) { id question state } }"
    shown = {one["id"]: one for one in at.ask("MZ handler", query)["guidanceDrafts"]}
    assert shown[made["id"]]["question"] == "［消去済み］"
    assert shown[told["id"]]["question"] is None, "what is published is read in the register"
    refused = do(at, "MZ handler", "publishGuidance", draft=made["id"])
    assert refused["__typename"] == "TicketIsErased"
    assert listed(at, "MZ member") == [stands["code"]]


def test_the_owner_of_guidance_cannot_tell_a_ticket_from_a_question(at: AtTheDesk) -> None:
    """What reads are on record as is the same, however guidance was asked for."""
    theirs = published(at, "PG intake", informationCategories=["NONE"])
    query = """mutation ($i: ReleaseRecordsInput!) { releaseRecords(input: $i) { __typename } }"""
    given = {"ids": [theirs["id"]], "to": "MZ", "basis": "共有", "idempotencyKey": "to MZ"}
    at.ask("PG barrier_officer", query, i=given)
    assert similar(at, "MZ intake", WORDS["question"]) == [theirs["code"]]
    logging = """mutation ($i: LogTicketInput!) { logTicket(input: $i) { ... on Ticket {
        similarGuidance { code } } } }"""
    asked = {"idempotencyKey": "l", "question": WORDS["question"]}
    assert at.ask("MZ intake", logging, i=asked)["logTicket"]["similarGuidance"]
    reads = "query ($id: ID!) { readsOf(record: $id) { nodes { document } } }"

    def documents() -> list[str]:
        told = at.ask("PG auditor", reads, id=theirs["id"])["readsOf"]["nodes"]
        return [one["document"] for one in told]

    assert len(documents()) == 2 and len(set(documents())) == 1
    other = published(at, "PG intake", informationCategories=["NONE"], question="検針の予定表")
    at.ask("PG barrier_officer", query, i=given | {"ids": [other["id"]], "idempotencyKey": "more"})
    both = (
        """query ($t: String!) { similarGuidance(text: $t) { code } guidance { nodes { code } } }"""
    )
    at.ask("MZ member", both, t=WORDS["question"])
    assert len(set(documents())) == 2, "what shows more than that hides nothing behind it"
