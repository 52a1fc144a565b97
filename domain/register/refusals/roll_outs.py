"""Refusals about roll-outs and their answers."""

from domain.refusals import Refusal


class RollOutAsksNobody(Refusal):
    """Somebody is asked."""

    ja = "横展開の相手がありません。会社を1つ以上指定してください。"
    en = "Nobody is asked. Name at least one party."


class RollOutAsksTwice(Refusal):
    """Each party is asked in its own words, once."""

    ja = "同じ会社が二度指定されています（{named}）。会社ごとに1つの文面にしてください。"
    en = "The same party is named twice ({named}). Give one text for each party."


class RollOutStands(Refusal):
    """While a party is asked about a record, it is not asked the same again."""

    ja = "この記録については既に横展開の依頼があります（{named}）。その依頼の文面を変更してください。"
    en = "This party is asked about the record already ({named}). Revise that roll-out."


class AnswerIsWantedTooEarly(Refusal):
    """An answer is wanted by today or later."""

    ja = "回答期限（{day}）が過ぎています。本日以降の日付にしてください。"
    en = "The day by which you want the answer ({day}) has passed. Choose today or a later day."


class RollOutIsWithdrawn(Refusal):
    """What was withdrawn is not asked any more."""

    ja = "この横展開の依頼は取り下げられています。必要であれば、改めて依頼してください。"
    en = "This roll-out is withdrawn. If you still want an answer, ask again."


class RollOutIsYourOwn(Refusal):
    """Whoever asks does not answer."""

    ja = "自社が依頼した横展開には回答できません。相手の会社の回答をお待ちください。"
    en = "Your own party asked this. Wait for the answer of the party that was asked."


class RollOutIsAnswered(Refusal):
    """A party answers once, and may tell its answer anew."""

    ja = "この横展開には既に回答があります（{named}）。その回答を変更してください。"
    en = "There is an answer already ({named}). Revise that answer."
