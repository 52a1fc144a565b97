"""The example register, in the project's own words: what a retailer told on 2023-02-17.

Figures, days and dependencies are those of a real, public report; every sentence is re-worded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

REPORTED_ON = date(2023, 2, 17)


@dataclass(frozen=True, slots=True)
class ExampleIncident:
    key: str
    group: str
    title: str
    reporting: str


@dataclass(frozen=True, slots=True)
class ExampleFigure:
    label: str
    measure: str
    value: Decimal
    unit: str
    method: str | None = None
    incidents: tuple[str, ...] = ()
    whole: bool = False
    distinct: bool | None = None
    base: Decimal | None = None
    breakdown: str | None = None


@dataclass(frozen=True, slots=True)
class ExampleCause:
    key: str
    category: str
    statement: str
    kind: str
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleMeasure:
    title: str
    wording: str
    answers: tuple[str, ...]
    kind: str
    continuing: bool
    items: tuple[str, ...] = ()


TITLE = "他小売事業者等の顧客情報の取扱いに関する調査報告"

_RETAIL = "他小売事業者の顧客情報"
_LAST_RESORT = "最終保障供給の顧客情報"
_FIT = "FIT買取分の顧客情報"

INCIDENTS = (
    ExampleIncident(
        "mask",
        _RETAIL,
        "顧客管理システムで隠すべき項目が表示され、他小売の顧客情報が閲覧・利用された",
        "2/10報告済み",
    ),
    ExampleIncident(
        "password",
        _RETAIL,
        "送配電会社の社員のID・パスワードを小売会社の社員が使い、他小売の顧客情報を1件閲覧した",
        "2/10報告済み",
    ),
    ExampleIncident(
        "callcentre",
        _RETAIL,
        "コールセンターの受付画面でも隠すべき項目が表示され、他小売の顧客情報が閲覧・利用された",
        "2/17報告",
    ),
    ExampleIncident(
        "access",
        _RETAIL,
        "制限されるべき画面へ移動できる設定漏れがあり、他小売の顧客情報が閲覧された",
        "2/17報告",
    ),
    ExampleIncident(
        "lastresort",
        _LAST_RESORT,
        "顧客管理と法人訪問記録の両システムで制限が漏れ、最終保障供給の顧客情報が閲覧された",
        "2/10報告済み",
    ),
    ExampleIncident(
        "fit",
        _FIT,
        "送配電会社が買い取る再エネ契約の一部項目が、顧客管理システムの画面に表示されていた",
        "2/17報告",
    ),
)

_RETAIL_SCREENS = ("mask", "callcentre", "access")
_ROW_SCREENS = f"{_RETAIL}／画面の表示・制限の不備"
_ROW_PASSWORD = f"{_RETAIL}／ID・パスワードの不適切な使用"
_CONTRACTS, _VIEWERS = "閲覧契約件数", "閲覧者数"

FIGURES = (
    ExampleFigure(_ROW_SCREENS, _CONTRACTS, Decimal(85_783), "件", incidents=_RETAIL_SCREENS),
    ExampleFigure(_ROW_SCREENS, _VIEWERS, Decimal(3_393), "人", "LOG", _RETAIL_SCREENS),
    ExampleFigure(
        _ROW_SCREENS,
        _VIEWERS,
        Decimal(2_382),
        "人",
        "QUESTIONNAIRE",
        _RETAIL_SCREENS,
        base=Decimal(4_014),
    ),
    ExampleFigure(
        f"{_ROW_SCREENS}（当社）",
        _VIEWERS,
        Decimal(452),
        "人",
        "QUESTIONNAIRE",
        _RETAIL_SCREENS,
        base=Decimal(1_404),
        breakdown="OWN_STAFF",
    ),
    ExampleFigure(
        f"{_ROW_SCREENS}（委託先）",
        _VIEWERS,
        Decimal(1_930),
        "人",
        "QUESTIONNAIRE",
        _RETAIL_SCREENS,
        base=Decimal(2_610),
        breakdown="CONTRACTOR",
    ),
    ExampleFigure(_ROW_PASSWORD, _CONTRACTS, Decimal(1), "件", incidents=("password",)),
    ExampleFigure(_ROW_PASSWORD, _VIEWERS, Decimal(1), "人", "LOG", ("password",)),
    ExampleFigure(_ROW_PASSWORD, _VIEWERS, Decimal(1), "人", "QUESTIONNAIRE", ("password",)),
    ExampleFigure(_LAST_RESORT, _CONTRACTS, Decimal(1_602), "件", incidents=("lastresort",)),
    ExampleFigure(_LAST_RESORT, _VIEWERS, Decimal(610), "人", "LOG", ("lastresort",)),
    ExampleFigure(_LAST_RESORT, _VIEWERS, Decimal(352), "人", "QUESTIONNAIRE", ("lastresort",)),
    ExampleFigure(_FIT, _CONTRACTS, Decimal(7_335), "件", incidents=("fit",)),
    ExampleFigure(_FIT, _VIEWERS, Decimal(2_291), "人", "LOG", ("fit",)),
    ExampleFigure(_FIT, _VIEWERS, Decimal(625), "人", "QUESTIONNAIRE", ("fit",)),
    ExampleFigure("合計", _CONTRACTS, Decimal(94_721), "件", whole=True),
    ExampleFigure("合計", _VIEWERS, Decimal(3_677), "人", "LOG", whole=True, distinct=True),
)

_SYSTEM, _GOVERNANCE = "システム", "ガバナンス"
_RULES, _COMPLIANCE = "行為規制の理解・遵守", "コンプライアンス"
_CULTURE = "企業風土・職場風土"
_SCREENS = ("mask", "callcentre", "access", "lastresort", "fit")
_PEOPLE = ("mask", "callcentre", "lastresort", "fit")
_ALL = ("mask", "password", "callcentre", "access", "lastresort", "fit")

CAUSES = (
    ExampleCause("spec", _SYSTEM, "委託先に渡した仕様が足りなかった", "OCCURRENCE", _SCREENS),
    ExampleCause("tests", _SYSTEM, "開発の各段階で不備を見つけられなかった", "ESCAPE", _SCREENS),
    ExampleCause(
        "monitor", _SYSTEM, "運用に入った後に問題を見つける仕組みがなかった", "ESCAPE", _SCREENS
    ),
    ExampleCause(
        "sharing",
        _SYSTEM,
        "ID・パスワードを他人に教える危うさの認識が足りなかった",
        "OCCURRENCE",
        ("password",),
    ),
    ExampleCause(
        "misuse",
        _SYSTEM,
        "ID・パスワードの不正な利用を確かめる仕組みがなかった",
        "ESCAPE",
        ("password",),
    ),
    ExampleCause(
        "body", _GOVERNANCE, "行為規制をまとめて見る体制が足りなかった", "BACKGROUND", _ALL
    ),
    ExampleCause("manual", _GOVERNANCE, "業務のルールが足りなかった", "OCCURRENCE", _PEOPLE),
    ExampleCause("audit", _GOVERNANCE, "業務の運用を点検する機会が足りなかった", "ESCAPE", _ALL),
    ExampleCause(
        "excuse", _RULES, "営業に使わなければ見てもよいと誤って理解していた", "OCCURRENCE", _PEOPLE
    ),
    ExampleCause(
        "assumed", _RULES, "遮断は正しく実装されていると思い込んでいた", "OCCURRENCE", _SCREENS
    ),
    ExampleCause(
        "learning", _RULES, "自分の問題として学ぶ姿勢が足りなかった", "BACKGROUND", _PEOPLE
    ),
    ExampleCause("training", _RULES, "実務に合った教育・研修が足りなかった", "BACKGROUND", _PEOPLE),
    ExampleCause("contractor", _RULES, "委託先への指導と監督が足りなかった", "OCCURRENCE", _PEOPLE),
    ExampleCause(
        "priority", _COMPLIANCE, "情報遮断より顧客対応や効率を優先していた", "OCCURRENCE", _PEOPLE
    ),
    ExampleCause(
        "silence", _CULTURE, "問題かもしれないと思っても言い出せなかった", "BACKGROUND", _PEOPLE
    ),
    ExampleCause(
        "unheard", _CULTURE, "一部で声は上がったが拾い上げられなかった", "ESCAPE", _PEOPLE
    ),
)

MEASURES = (
    ExampleMeasure(
        "要件定義後、開発に着手してよいかを判断する際の確認を必須にする",
        "2023年2月～",
        ("spec",),
        "CORRECTIVE",
        True,
        ("情報遮断の検討が要るか", "違反の危険を避ける計画が明らかか"),
    ),
    ExampleMeasure(
        "仕様・設計・試験・運用の各工程で情報遮断を確かめる体制を動かす",
        "2023年3月～",
        ("tests",),
        "CORRECTIVE",
        True,
    ),
    ExampleMeasure("AIなどによる常時の監視を検討する", "検討", ("monitor",), "PREVENTIVE", True),
    ExampleMeasure(
        "全従業員の情報管理・セキュリティ教育にID・パスワードの厳格な管理を加える",
        "2023年4月～",
        ("sharing",),
        "CORRECTIVE",
        True,
    ),
    ExampleMeasure(
        "専用の起動アプリで、システム起動時の不正利用を確かめる",
        "2023年6月～",
        ("misuse",),
        "CORRECTIVE",
        True,
    ),
    ExampleMeasure("相談窓口を置く", "2023年3月", ("body",), "CORRECTIVE", False),
    ExampleMeasure(
        "業務手引きを検証して改め、事例集を作る", "2023年2月～", ("manual",), "CORRECTIVE", True
    ),
    ExampleMeasure(
        "監査の現状を検証し、2023年度の監査計画に反映する",
        "～2023年3月",
        ("audit",),
        "CORRECTIVE",
        False,
    ),
    ExampleMeasure(
        "関連指針の配布、履修の徹底、理解度の確認で学ぶきっかけを作る",
        "2023年2月～",
        ("learning",),
        "CORRECTIVE",
        True,
    ),
    ExampleMeasure(
        "事例集と改めた手引きを使い、教育・研修を定期に行う",
        "2023年3月～",
        ("training",),
        "CORRECTIVE",
        True,
    ),
    ExampleMeasure(
        "業務指示書と業務の道具を見直す", "2023年2月～", ("contractor",), "CORRECTIVE", True
    ),
    ExampleMeasure(
        "社長が全社へ語りかける", "本報告後すみやかに", ("priority",), "CORRECTIVE", False
    ),
    ExampleMeasure(
        "関係者に及ぼした影響を話し合い、行動の先を想像する習慣を作る",
        "2023年度",
        ("priority",),
        "PREVENTIVE",
        False,
    ),
    ExampleMeasure(
        "直属を越えて話せる機会を設け、本店と現場、現場どうしの対話を増やす",
        "2023年度",
        ("silence", "unheard"),
        "PREVENTIVE",
        False,
        ("直属の上司・部下以外と話す場の設定", "本店と現場、現場どうしの対話"),
    ),
)
