"""Refusals about investigations and figures."""

from domain.refusals import Refusal


class MoreRespondentsThanAsked(Refusal):
    """Nobody answers who was not asked."""

    ja = "回答者数（{respondents}）が対象者数（{population}）を超えています。ご確認ください。"
    en = "More people answered ({respondents}) than were asked ({population}). Check both numbers."


class WholeFigureNamesIncidents(Refusal):
    """A figure is over the whole report or about incidents, not both."""

    ja = "報告全体の件数等に個別の事案は指定できません。どちらかにしてください。"
    en = "A figure over the whole report names no incidents. Choose one of the two."


class WholeFigureNeedsItsReport(Refusal):
    """A figure over the whole says of which report."""

    ja = "報告全体の件数等には、対象の報告書の指定が必要です。報告書を指定してください。"
    en = "A figure over the whole needs its report. Name the report."


class RestatementNeedsItsReason(Refusal):
    """A figure replaces another with a reason."""

    ja = "件数等を訂正するには理由が必要です。理由を入力してください。"
    en = "Restating a figure needs its reason. Give the reason."


class FigureIsRestated(Refusal):
    """A figure is restated once; the newer one may be restated in turn."""

    ja = "この件数等は既に訂正されています。新しい件数等の方を訂正してください。"
    en = "This figure has been restated already. Restate the newer figure instead."


class FigureRestatesItself(Refusal):
    """A figure is restated by a newer one."""

    ja = "件数等をそれ自身で訂正することはできません。新しい件数等を登録してください。"
    en = "A figure cannot restate itself. State a new figure."
