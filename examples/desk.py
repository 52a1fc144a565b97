"""Plays the consultation desk of the retailer into a desk's log, up to the evening before a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from commands.desk import consulting, custody, drafts, files, guidance, publishing, tickets
from commands.desk.office import DeskOffice, Handling
from commands.office import Desk, Office
from commands.people.departments import found_department
from commands.people.members import enrol_member
from commands.register.guidance import publish_guidance, withdraw_guidance
from domain.calendar import months_after
from domain.desk.guidance_draft import GuidanceDraft
from domain.desk.ticket import Ticket
from domain.files import HandedIn
from domain.people.roles import OPERATOR
from examples.play import CODES, EXT, MZ, SINCE, Clock, Person

DEPARTMENT: Final = "営業推進部"
"""The second handler works here, and one ticket is about it."""
CAST: Final[tuple[tuple[str, int, str, str, str | None], ...]] = (
    ("intake", MZ, "相談受付担当", "desk_officer", None),
    ("handler", MZ, "相談担当 甲", "desk_officer", None),
    ("second handler", MZ, "相談担当 乙", "desk_officer", DEPARTMENT),
    ("custodian", MZ, "鍵・身元の管理者", "custodian", None),
    ("deputy", EXT, "相談代行者", "desk_officer", None),
)
"""What each is called in the play, party, title, role, and the department that it is limited to."""
CALLER: Final = "内線 2101"
"""How somebody is reached who asks twice."""


@dataclass(frozen=True, slots=True)
class Played:
    """The people of the desk, its tickets by what they are about, the receipt code of the anonymous one,
    and which commands were given."""

    people: tuple[Person, ...]
    tickets: dict[str, UUID]
    code: str
    given: frozenset[str]


def play_the_desk(
    desk: DeskOffice, office: Office, clock: Clock, people: Iterable[Person], *, on: date
) -> Played:
    """Beside these people enrol and designate the desk's, and take five tickets, of which the last comes in on
    the evening before `on`: so clocks run out about that day. The clock joins real time then."""
    editor = next(one.id for one in people if (one.party, one.roles) == (CODES[MZ], ("editor",)))
    stage = Stage(desk, office, clock, on)
    stage.open_the_desk()
    stage.a_move()
    stage.what_others_may_ask_too()
    stage.a_report()
    code = stage.an_anonymous_call(editor)
    stage.addresses_for_a_campaign()
    stage.the_numbers()
    stage.what_came_back(code)
    stage.a_call_at_five_to_six()
    clock.join_real_time()
    return Played(tuple(stage.people.values()), stage.tickets, code, frozenset(stage.given))


class Stage:
    """Commands by people of the desk, each so many days before the day of the play."""

    def __init__(self, desk: DeskOffice, office: Office, clock: Clock, on: date) -> None:
        self._desk = desk
        self._office = office
        self._clock = clock
        self._on = on
        self.people: dict[str, Person] = {}
        self.tickets: dict[str, UUID] = {}
        self.given: set[str] = set()

    def before(self, days: int) -> date:
        """The day that is so many before the one of the play."""
        return self._on - timedelta(days=days)

    def at(self, days: int, hour: int = 10, minute: int = 0) -> None:
        """It is this time of a day, in Tokyo."""
        self._clock.move_to(self.before(days), hour, minute)

    def who(self, called: str) -> UUID:
        return self.people[called].id

    # ----- the scenes ---------------------------------------------------------------------------

    def open_the_desk(self) -> None:
        """Who works at the desk, and by which paper."""
        self.at(60, 9)
        department = self._enrolled(found_department, party=MZ, name=DEPARTMENT, since=SINCE)
        for called, party, title, role, limited in CAST:
            member = self._enrolled(
                enrol_member,
                party=party,
                name=f"{CODES[party]} {title}",
                roles=(role,),
                department=department if limited else None,
                since=SINCE,
            )
            self.people[called] = Person(member, f"{CODES[party]} {title}", CODES[party], (role,))
        self.department = department
        self.at(59)
        designate = partial(self.do, "custodian", custody.designate_officer)
        designate(member=self.who("intake"), basis="相談窓口従事者指定書 第1号")
        designate(member=self.who("handler"), basis="相談窓口従事者指定書 第2号")
        first = designate(member=self.who("second handler"), basis="相談窓口従事者指定書 第3号")
        designate(member=self.who("deputy"), basis="社外相談員の委嘱契約 第1条", deputy=True)
        self.at(50)
        self.do(
            "custodian",
            custody.revoke_designation,
            designation=first,
            until=self.before(51),
            reason="指定書の様式を改めたため",
        )
        designate(member=self.who("second handler"), basis="相談窓口従事者指定書 第3号（改）")

    def a_move(self) -> None:
        """By mail: somebody moved and still opens the screens of the old place. Answered, concluded, taken up
        again, corrected and told."""
        self.at(41)
        ticket = self._logged(
            "a move",
            channel="MAIL",
            category="SYSTEM",
            question="先月異動しましたが、前の部署で使っていたお客さま情報の画面がまだ開きます。"
            "このままにしておいてよいでしょうか。",
            name="異動した社員",
            contact=CALLER,
        )
        self.of("intake", ticket, tickets.acknowledge_ticket)
        self.at(40)
        second = partial(self.of, "second handler", ticket)
        second(tickets.assess_ticket, assessment="ADVICE", reason="閲覧はしていないとのこと")
        second(tickets.name_person, name="前の部署の上司", part="MENTIONED")
        second(
            tickets.answer_ticket,
            text="開かないでください。権限は今週中に外します。外れたかどうかは、こちらで確かめます。",
        )
        self.at(39)
        second(tickets.record_action, text="情報システム部門に、前の部署の権限を外すよう依頼した")
        [named] = self._persons(ticket)
        asked = second(
            custody.ask_for_erasure,
            person=named,
            reason="相談に要らない氏名を書き留めてしまったため",
        )
        self.at(38)
        self.do("custodian", custody.grant_request, request=asked)
        self.at(37)
        second(
            tickets.conclude_ticket,
            outcome="ADVISED",
            text="権限の削除を依頼済み",
            told_on=self.before(37),
        )
        self.at(35)
        second(tickets.take_message, text="一つの画面だけ、まだ開きました。")
        second(tickets.reopen_ticket, reason="外れていない権限が残っていた")
        second(tickets.hold_ticket, reason="権限の棚卸しの結果と照らし合わせるため")
        self.at(32)
        second(tickets.record_action, text="残っていた権限も外れたことを、画面で確かめた")
        second(tickets.answer_ticket, text="すべて外れました。お知らせいただき助かりました。")
        second(
            tickets.conclude_ticket,
            outcome="CORRECTED",
            text="異動のときに権限を外す手順から、一つの画面が漏れていた。手順に加えた。",
        )
        second(tickets.tell_result)
        second(tickets.lift_hold, reason="照らし合わせが終わったため")
        self.at(20)
        second(
            tickets.check_welfare,
            suffered=False,
            text="新しい部署で相談したことを責められてはいない",
        )

    def what_others_may_ask_too(self) -> None:
        """Guidance of two questions: one of a ticket, in newer words since its rule changed; one of none,
        and one that was wrong and withdrawn."""
        self.at(19)
        move = self.tickets["a move"]
        words = {
            "question": "異動した後も、前の部署の画面が開くことに気付いた。どうすればよいか。",
            "answer": "開いても見ずに、窓口へ連絡してください。権限を外したことを窓口が確かめます。",
            "basis": "アクセス権限管理要領 第5条",
            "basis_version": "2022年度版",
        }
        second = partial(self.of, "second handler", move)
        first = second(
            guidance.draft_guidance,
            **words | {"answer": "先月の相談と同じです。窓口へ連絡してください。"},
        )
        self.do(
            "second handler",
            guidance.withdraw_guidance_draft,
            draft=first,
            reason="だれかの相談であることが分かる書き方だったため",
        )
        earlier = self._published("second handler", second(guidance.draft_guidance, **words))
        self.at(18)
        newer = second(guidance.draft_guidance, **words | {"basis_version": "2023年度版"})
        self._published("handler", newer, supersedes=earlier)
        self.at(18, 15)
        handover = self.do(
            "handler",
            guidance.draft_guidance,
            question="引継ぎを受けるとき、担当していないお客さまの契約を共用システムで見てよいか。",
            answer="見られません。前任者が作る引継ぎの一覧を使ってください。一覧にない契約は、担当になった日から"
            "開けます。",
            basis="情報取扱規程 第8条",
            basis_version="2023年4月版",
        )
        self._published("intake", handover)
        mistaken = self.do(
            "handler",
            guidance.draft_guidance,
            question="研修で使うために、共用システムの画面を写してよいか。",
            answer="お客さまの情報が写らない画面に限ります。",
            basis="情報取扱規程 第9条",
        )
        withdrawn = self._published("handler", mistaken)
        self._office.perform(
            self.who("intake"),
            lambda desk: withdraw_guidance(
                desk, guidance=withdrawn, reason="画面を写すこと自体を、規程が禁じているため"
            ),
        )
        self.given.add("withdraw_guidance")

    def a_report(self) -> None:
        """At the counter: it turns out to be a whistleblowing report about a department, in which one of the
        desk works. It is for its handler alone, and whether it is taken up is due to be told."""
        self.at(17)
        ticket = self._logged(
            "a report",
            channel="COUNTER",
            category="CONDUCT",
            urgency="SOON",
            question="部署の指示で、送配電会社の画面からほかの小売のお客さまの契約を調べ、"
            "乗り換えのご案内に使っています。おかしいと言った人は担当を外されました。",
            name="指示を受けた社員",
            contact="私用の携帯電話（夜間のみ）",
        )
        self.of("intake", ticket, tickets.acknowledge_ticket)
        handler = partial(self.of, "handler", ticket)
        self.at(17, 15)
        handler(
            tickets.name_person,
            name=f"{DEPARTMENT}の管理職",
            part="ACCUSED",
            department=self.department,
        )
        self.at(16)
        handler(
            tickets.assess_ticket,
            assessment="WHISTLEBLOWING",
            reason="法令違反の疑いと、申し出た人への不利益がうかがわれる",
            handlers=(self.who("handler"), self.who("intake")),
        )
        handler(tickets.note_ticket, text=f"{DEPARTMENT}には、調べ終わるまで何も尋ねない")
        handler(tickets.hold_ticket, reason="調査と、当局への説明に要るため")
        self.at(15)
        asked = handler(custody.ask_for_identity, reason="取り上げるかどうかを、本人に知らせるため")
        self.at(14)
        self.do("custodian", custody.grant_request, request=asked, until=self.before(-7))
        self.at(13)
        handler(tickets.record_action, text="閲覧の記録の保全を、監査部門に依頼した")
        handler(tickets.release_handler, member=self.who("intake"), until=self.before(13))

    def an_anonymous_call(self, editor: UUID) -> str:
        """By phone, without a name: rival retailers' customers stood in a screen. The caller has a receipt
        code, and is asked something; an incident is drafted in other words, for an editor to report."""
        self.at(12, 14)
        ticket = self._logged(
            "a screen",
            category="I_SAW",
            question="検索の画面に、他社と契約しているお客さまの名前が並んで出ました。"
            "すぐに閉じましたが、誰でも見られる状態だと思います。",
        )
        code = tickets.new_code()
        self.of("intake", ticket, tickets.issue_receipt, code=code)
        self.of("intake", ticket, tickets.acknowledge_ticket)
        self.at(11)
        second = partial(self.of, "second handler", ticket)
        second(
            tickets.assess_ticket,
            assessment="POSSIBLE_BREACH",
            reason="表示の制御が外れている疑い",
            handlers=(self.who("second handler"),),
        )
        second(tickets.designate_handler, member=self.who("handler"))
        second(tickets.name_person, name="画面を開発した委託先", part="MENTIONED", party="EXT")
        [mistaken] = self._persons(ticket)
        second(tickets.strike_out_person, person=mistaken)
        second(tickets.tell_decision, taken_up=True)
        second(
            tickets.answer_ticket,
            text="調べます。どの画面で、どのような条件で検索したときに出たか、分かる範囲で教えてください。",
        )
        self.at(10, 16)
        draft = partial(second, drafts.draft_incident, editor=editor)
        first = draft(title="相談窓口への電話で分かった、検索結果の不備")
        self.do(
            "second handler",
            drafts.withdraw_draft,
            draft=first,
            reason="相談があったことが分かる書き方だったため",
        )
        draft(
            title="権限のない人にも、検索結果に他の小売の契約者が含まれていた",
            summary="表示を絞る設定が外れていた可能性がある。範囲と期間は調査中。",
        )
        return code

    def addresses_for_a_campaign(self) -> None:
        """By mail: may addresses from the network company be used? Nobody has told that it was received.
        What may be told to everybody is drafted, and waits to be published."""
        self.at(9)
        ticket = self._logged(
            "a campaign",
            channel="MAIL",
            question="送配電会社から工事の連絡用に受け取った住所を、新しい料金プランの"
            "ダイレクトメールの宛先に使ってもよいでしょうか。印刷の締切りが近いです。",
            name="企画担当の社員",
            contact="planning@mz.example",
        )
        listed = "項目,入手元\n住所,送配電会社（工事の連絡用）\n氏名,自社の契約\n".encode()
        self.of(
            "intake",
            ticket,
            files.attach_to_ticket,
            file=files.taken(HandedIn("宛先の項目.csv", listed)),
            from_consulter=True,
        )
        self.at(8)
        self.of("handler", ticket, tickets.describe_ticket, category="MAY_I_USE", urgency="SOON")
        self.of(
            "handler", ticket, tickets.note_ticket, text="目的外の利用に当たる見込み。法務に確認中"
        )
        self.at(5)
        asked = self.of("intake", ticket, custody.ask_for_identity, reason="電話で早く伝えたいため")
        self.at(4)
        self.do(
            "custodian",
            custody.decline_request,
            request=asked,
            reason="届いたメールに返信すれば足りるため",
        )
        self.of(
            "handler",
            ticket,
            guidance.draft_guidance,
            question="工事のお知らせのために受け取った連絡先を、営業の案内に使えるか。",
            answer="使えません。受け取った目的のほかに使うことになり、送配電会社との取決めにも反します。",
            basis="個人情報取扱規程 第12条",
        )

    def the_numbers(self) -> None:
        """What the desk tells all of its party of a month that is long over: fewer than five."""
        self.at(3)
        month = self.before(100).replace(day=1)
        last = months_after(month, 1) - timedelta(days=1)
        self.do("intake", publishing.publish_statistics, first_day=month, last_day=last)

    def what_came_back(self, code: str) -> None:
        """The anonymous caller writes again, with the code; and a reply to a mail did not arrive."""
        self.at(2, 20)
        written = partial(
            consulting.write_back,
            text="契約番号の一部だけで検索したときに出ました。三日前にも同じことがありました。",
        )
        self._desk.by_receipt(code, written, key="the first", request=b"")
        self.at(1, 16)
        self.of(
            "handler",
            self.tickets["a campaign"],
            custody.ask_for_identity,
            reason="返信したメールが戻ってきたため。別の連絡先があれば知りたい",
        )

    def a_call_at_five_to_six(self) -> None:
        """Somebody who has asked before calls as the desk closes: the question is taken down, no more."""
        self.at(1, 17, 55)
        self._logged(
            "a call",
            question="共用のシステムで、担当していないお客さまの契約を見てもよいか。"
            "引継ぎのために必要と言われた。",
            contact=CALLER,
        )

    # ----- how they are played ------------------------------------------------------------------

    def do(self, who: str, command: Callable[..., Iterable[UUID]], **details: Any) -> UUID:
        """Let somebody give a command; answers the first it was about."""

        def bound(handling: Handling) -> Iterable[UUID]:
            return command(handling, **details)

        done = self._desk.perform(self.who(who), bound)
        self.given.add(command.__name__)
        return done.records[0]

    def of(
        self, who: str, ticket: UUID, command: Callable[..., Iterable[UUID]], **details: Any
    ) -> UUID:
        """Let somebody give a command about a ticket."""
        return self.do(who, command, ticket=str(ticket), **details)

    def _logged(self, about: str, **details: Any) -> UUID:
        self.tickets[about] = self.do("intake", tickets.log_ticket, **details)
        return self.tickets[about]

    def _published(self, who: str, draft: UUID, supersedes: UUID | None = None) -> UUID:
        """Let somebody publish a draft of guidance that holds nobody's information; answers the guidance."""
        with self._desk.log.following() as connection:
            [one] = self._desk.log.load(connection, GuidanceDraft, draft)

        def publish(desk: Desk) -> Iterable[UUID]:
            return publish_guidance(
                desk,
                id=one.guidance,
                question=one.question,
                answer=one.answer,
                basis=one.basis,
                basis_version=one.basis_version,
                supersedes=supersedes,
                categories=("NONE",),
            )

        self._office.perform(self.who(who), publish)
        self.do(who, guidance.note_as_published, draft=draft)
        self.given.add("publish_guidance")
        return one.guidance

    def _enrolled(self, command: Callable[..., Iterable[UUID]], **details: Any) -> UUID:
        performed = self._office.perform(OPERATOR.member, lambda desk: command(desk, **details))
        return performed.records[0]

    def _persons(self, ticket: UUID) -> list[UUID]:
        """Who is named in a ticket."""
        with self._desk.log.following() as connection:
            [found] = self._desk.log.load(connection, Ticket, ticket)
        return [one.person for one in found.persons]
