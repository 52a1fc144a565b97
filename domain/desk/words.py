"""The vocabularies of the desk."""

from domain.texts import Word


class Channel(Word):
    """How somebody came to the desk."""

    PHONE = "PHONE", "電話"
    COUNTER = "COUNTER", "対面"
    MAIL = "MAIL", "メール・文書"
    PAGE = "PAGE", "受付ページ"


class TicketCategory(Word):
    """What a ticket is about."""

    UNJUDGED = "UNJUDGED", "未分類"
    MAY_I_SEE = "MAY_I_SEE", "閲覧してよいか"
    MAY_I_USE = "MAY_I_USE", "利用・提供してよいか"
    I_SAW = "I_SAW", "見てしまった・見聞きした"
    SYSTEM = "SYSTEM", "システムの権限・設定"
    CONDUCT = "CONDUCT", "行為規制の疑い"
    HARASSMENT = "HARASSMENT", "職場・ハラスメント"
    OTHER = "OTHER", "その他"


class Urgency(Word):
    """How soon it has to be looked at."""

    NORMAL = "NORMAL", "通常"
    SOON = "SOON", "早め"
    AT_ONCE = "AT_ONCE", "至急"


class Assessment(Word):
    """What a ticket turned out to be."""

    ADVICE = "ADVICE", "助言の相談"
    POSSIBLE_BREACH = "POSSIBLE_BREACH", "違反の疑い"
    WHISTLEBLOWING = "WHISTLEBLOWING", "公益通報"


class Outcome(Word):
    """What a ticket came to."""

    ADVISED = "ADVISED", "助言した"
    CORRECTED = "CORRECTED", "是正した"
    NOT_CONFIRMED = "NOT_CONFIRMED", "確認できなかった"
    NOT_TAKEN_UP = "NOT_TAKEN_UP", "取り上げなかった"
    PASSED_ON = "PASSED_ON", "他の窓口に引き継いだ"


class Part(Word):
    """What somebody named in a ticket has to do with it."""

    ACCUSED = "ACCUSED", "指摘された人"
    WITNESS = "WITNESS", "見聞きした人"
    MENTIONED = "MENTIONED", "名前が挙がった人"


class TicketStatus(Word):
    """How far a ticket is."""

    RECEIVED = "RECEIVED", "受付"
    ACKNOWLEDGED = "ACKNOWLEDGED", "受領を通知"
    ASSESSED = "ASSESSED", "判定済み"
    CONCLUDED = "CONCLUDED", "終結"
    TOLD = "TOLD", "結果を通知"
    ERASED = "ERASED", "消去済み"
