"""Refusals of the desk. None of them tells what somebody wrote, nor of a ticket that one may not see."""

from domain.refusals import Refusal


class NotDesignated(Refusal):
    """The role alone does nothing at the desk: a written designation does."""

    ja = "本日は相談窓口の従事者に指定されていないため、この操作はできません。鍵・身元の管理者に指定を依頼してください。"
    en = (
        "You are not designated for the desk today, so you cannot do this. Ask the custodian for a"
        " designation."
    )


class NoSuchTicket(Refusal):
    """There is no such ticket for who asks: none at all, or one they may not see."""

    ja = "この相談（{named}）は見つかりません。一覧（tickets）でコードをご確認ください。"
    en = "There is no such ticket ({named}). Look it up in the list (tickets)."


class TicketIsConcluded(Refusal):
    """What was concluded is reopened before anything more becomes of it."""

    ja = (
        "この相談は終結しています。続きがあるときは、理由を付けて再開（reopenTicket）してください。"
    )
    en = "The ticket is concluded. Reopen it with a reason (reopenTicket) to go on."


class TicketIsNotConcluded(Refusal):
    """Only what was concluded can be told as a result, looked back at, or taken up again."""

    ja = "この相談はまだ終結していません。先に結論を登録（concludeTicket）してください。"
    en = "The ticket is not concluded yet. Conclude it first (concludeTicket)."


class TicketIsNotAssessed(Refusal):
    """Nothing is concluded before it was said what it is."""

    ja = "この相談は判定されていません。助言・違反の疑い・公益通報のいずれかを判定（assessTicket）してください。"
    en = "The ticket is not assessed yet. Say what it is first (assessTicket)."


class TicketIsErased(Refusal):
    """Nothing is written into a ticket whose content was erased."""

    ja = "この相談の内容は消去されています。新しい相談として登録（logTicket）してください。"
    en = "The content of this ticket was erased. Log a new ticket instead (logTicket)."


class SubjectIsErased(Refusal):
    """Nothing more is written about who was erased."""

    ja = "この人の情報は消去されており、追記できません。新しい相談として登録（logTicket）してください。"
    en = "What was known of this person was erased; nothing is added. Log a new ticket (logTicket)."


class NoSuchPerson(Refusal):
    """Nobody of this id is named in the ticket."""

    ja = "この相談に、その人は登録されていません。関わる人の一覧（persons）で識別子をご確認ください。"
    en = "Nobody with this id is named in the ticket. Take an id from its persons."


class NoSuchParty(Refusal):
    """No party has this code."""

    ja = "会社コード {code} はありません。{codes} のいずれかにしてください。"
    en = "There is no party {code}. Use one of: {codes}."


class WhistleblowingNeedsHandlers(Refusal):
    """A report is for the people named for it alone, and for one of them at least."""

    ja = "公益通報には、終わりの日のない担当者が必要です。担当者（handlers）に一人以上を指定してください。"
    en = "A whistleblowing report needs a handler for as long as it takes. Name one at least in handlers."


class HandlerIsNotDesignable(Refusal):
    """Who is named as a handler must be able to see the ticket."""

    ja = "指定した人は、この相談の担当になれません。窓口の従事者で、相談に関わりのない人を指定してください。"
    en = (
        "Who was named cannot handle this ticket. Name somebody designated for the desk whom the ticket"
        " does not concern."
    )


class LastHandlerStays(Refusal):
    """Somebody always sees a ticket."""

    ja = "最後の担当者です。先に別の担当者を指定（designateHandler）してください。"
    en = "This is the last handler. Designate another one first (designateHandler)."


class TicketHasManyFiles(Refusal):
    """A ticket takes so many files of the consulter, and as many of the desk."""

    ja = "添付は相談者・窓口それぞれ{limit}件までです。まとめて1つにするか、続きを文章で書いてください。"
    en = (
        "A ticket takes {limit} files of the consulter and as many of the desk. Put several into one, or"
        " write the rest as text."
    )


class DesignationIsOnesOwn(Refusal):
    """Nobody opens tickets to oneself."""

    ja = "自分自身を従事者に指定することはできません。別の管理者に依頼してください。"
    en = "You cannot designate yourself. Ask another custodian."


class MemberIsDesignated(Refusal):
    """Nobody is designated twice for a day: who ends one designation ends all."""

    ja = "この人は{since}からすでに指定されています。先に終える（revokeDesignation）か、期間が重ならない日を指定してください。"
    en = (
        "This member is designated from {since} already. End that designation first (revokeDesignation), or"
        " state days that it does not share."
    )


class DesignationIsOver(Refusal):
    """A designation ends once, and is never made longer by ending it."""

    ja = "この指定は{until}までです。その後も必要なときは、新しい指定を登録してください。"
    en = "This designation goes until {until}. If it is needed behind that, make a new one."


class DayIsBeforeTheTicket(Refusal):
    """Nothing becomes of a ticket before it was received."""

    ja = "{field_ja}（{day}）が受付日（{received}）より前です。日付をご確認ください。"
    en = "The {field_en} ({day}) lies before the day of receipt ({received}). Check the day."


class DayIsLongAgo(Refusal):
    """A day of receipt many years ago is a mistyped one."""

    ja = "{field_ja}（{day}）が古すぎます。年を確認し、{earliest}以降の日付にしてください。"
    en = "The {field_en} ({day}) is too long ago. Check the year: state {earliest} or a later day."


class RequestIsWaiting(Refusal):
    """A request that waits is decided before there is another one like it."""

    ja = "同じ申請が既に出ています。管理者の判断をお待ちください。"
    en = "This is asked for already. Wait for the custodian's decision."


class NobodyDecidesAlone(Refusal):
    """Who asks does not decide."""

    ja = "自分の申請を自分で判断することはできません。別の管理者に依頼してください。"
    en = "You cannot decide your own request. Ask another custodian."


class RequestIsDecided(Refusal):
    """A request is decided once."""

    ja = "この申請は既に判断されています。必要なら新しく申請してください。"
    en = "This request is decided already. Make a new one if need be."


class DeskIsNotSetUp(Refusal):
    """On PostgreSQL the desk has a login of its own; without one there is no desk."""

    ja = "相談窓口が設定されていません。窓口専用のログインの設定を運用者に依頼してください。"
    en = "The desk is not set up. Ask the operator to give it a login of its own."


class CodeIsWrong(Refusal):
    """No ticket answers to the receipt code."""

    ja = "受付番号が違います。16桁の数字をもう一度ご確認ください。"
    en = "No ticket has this receipt code. Check its 16 digits."


class DraftIsDone(Refusal):
    """A draft that was reported or taken back goes nowhere any more."""

    ja = "この下書きは「{state}」です。新しい下書きを作成（draftIncident）してください。"
    en = "This draft is done with ({state}). Write another one (draftIncident)."


class NoSuchDraft(Refusal):
    """There is no such draft for who asks."""

    ja = "この下書き（{named}）は見つかりません。一覧（incidentDrafts）でご確認ください。"
    en = "There is no such draft ({named}). Look it up in the list (incidentDrafts)."


class GuidanceDraftIsDone(Refusal):
    """A draft of guidance that was published or dropped goes nowhere any more."""

    ja = "この事例の下書きは「{state}」です。新しい下書きを作成（draftGuidance）してください。"
    en = "This draft of guidance is done with ({state}). Write another one (draftGuidance)."


class NoSuchGuidanceDraft(Refusal):
    """There is no such draft of guidance for who asks."""

    ja = "この事例の下書き（{named}）は見つかりません。一覧（guidanceDrafts）でご確認ください。"
    en = "There is no such draft of guidance ({named}). Look it up in the list (guidanceDrafts)."


class GuidanceIsOfItsOwnParty(Refusal):
    """A desk's guidance is its party's: a deputy from another party leaves it to the desk's own people."""

    ja = "事例は、その窓口の会社の従事者が公表します。自社の窓口の従事者に依頼してください。"
    en = "Guidance is published by the desk's own people. Leave it to somebody designated there, of that party."


class RegisterIsAway(Refusal):
    """What leaves the desk goes two steps; a database was away at one of them."""

    ja = (
        "台帳か窓口の記録に接続できず、最後まで行えませんでした。下書きは残っています。時間をおいて、同じ内容をもう一度"
        "送信してください（二重には登録されません）。"
    )
    en = (
        "The register or the desk's log could not be reached, so this was not carried to its end. The draft is"
        " still there: send the same again later; nothing is recorded twice."
    )


class EditorCannotReport(Refusal):
    """Who is to report is an editor of the desk's party whom the ticket does not concern."""

    ja = "指定した人は事案を登録できません。この会社の編集担当で、相談に関わりのない人を指定してください。"
    en = (
        "Who was named cannot report the incident. Name an editor of this party whom the ticket does not"
        " concern."
    )


class TextIsCarriedOver(Refusal):
    """What leaves the desk is written anew: no name and no passage of the ticket."""

    ja = (
        "相談の中の名前や言い回しが{count}か所残っています。書き換えるか、そのままで差し支えないことを"
        "確認（carriedOverIsMeant）してください。"
    )
    en = (
        "Names or passages of the ticket stand in it ({count}). Write them otherwise, or say in"
        " carriedOverIsMeant that you mean them to."
    )


class TicketIsHeld(Refusal):
    """Nothing is erased of what the law, or a court, may want."""

    ja = "この相談は消去が停止されています。停止を解除（liftHold）してから申請してください。"
    en = "The ticket is under a legal hold. Lift it first (liftHold)."


class TicketHasNewContent(Refusal):
    """What was written lately is not erased with all the rest."""

    ja = "この相談には新しい記載があるため、{until}までは全体を消去できません。その後に申請してください。"
    en = "Something was written in the ticket lately: not all of it is erased until {until}. Ask after that."


class PeriodIsNotWhole(Refusal):
    """Statistics are told of whole months, so that periods never differ by a day."""

    ja = (
        "集計期間（{begins}から{ends}まで）が月の途中で始まるか終わっています。"
        "月の初日から月の末日までの期間にしてください。"
    )
    en = (
        "The period ({begins} to {ends}) begins or ends within a month. Take whole months: from"
        " the first day of one to the last day of one."
    )


class PeriodIsNotOver(Refusal):
    """Nothing is told of a period in which tickets still come."""

    ja = "集計期間（{ends}まで）がまだ終わっていません。終わった期間を指定してください。"
    en = "The period (until {ends}) is not over. Take one that is."


class PeriodIsNotSettled(Refusal):
    """What turns out to be a report is not counted: time enough to judge every ticket goes by first."""

    ja = "この期間の相談には、まだ判定の期限が来ていないものがあり得ます。{since}以降に、もう一度操作してください。"
    en = "Tickets received in this period may still be judged in time. Do it again from {since} on."


class PeriodWasPublished(Refusal):
    """A day is told of once: from two numbers that share days a third would follow."""

    ja = (
        "{begins}から{ends}までの統計は公表済みです。公表した統計は改められず、"
        "重なる期間も公表できません。重ならない期間にしてください。"
    )
    en = (
        "The statistics of {begins} to {ends} are published. They are never restated, and no"
        " period that shares a day with them is told. Take one that does not."
    )
