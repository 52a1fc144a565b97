"""Every fact as a sentence, in Japanese and English: what happened, never what was written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENTENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "barrier_rule.ended": ("遮断規則を終了した", "ended a barrier rule"),
        "barrier_rule.imposed": ("遮断規則を設けた", "imposed a barrier rule"),
        "cause.classified": ("原因を分類した", "classified the cause"),
        "cause.confirmed": ("原因を確認した", "confirmed the cause"),
        "cause.dismissed": ("原因を棄却した", "dismissed the cause"),
        "cause.judged": ("原因の情報区分を判定した", "judged the cause's information categories"),
        "cause.numbered": ("原因の管理番号を変えた", "changed the cause's number"),
        "cause.revised": ("原因の文言を直した", "reworded the cause"),
        "cause.stated": ("原因を登録した", "stated a cause"),
        "check.concluded": (
            "効果検証の結果を記録した",
            "recorded what the effectiveness check found",
        ),
        "check.criterion_restated": (
            "効果検証の基準を改めた",
            "restated the criterion of the effectiveness check",
        ),
        "check.criterion_stated": (
            "効果検証の基準を定めた",
            "stated the criterion of an effectiveness check",
        ),
        "check.judged": (
            "効果検証の情報区分を判定した",
            "judged the effectiveness check's information categories",
        ),
        "countermeasure.assigned": ("対策の主管を定めた", "assigned the countermeasure"),
        "countermeasure.characterised": (
            "対策の種別を定めた",
            "stated what kind of countermeasure it is",
        ),
        "countermeasure.effect_questioned": (
            "対策の効果に疑義を付した",
            "questioned the countermeasure's effect",
        ),
        "countermeasure.handed_over": (
            "対策を日常業務へ移行した",
            "handed the countermeasure over to routine",
        ),
        "countermeasure.judged": (
            "対策の情報区分を判定した",
            "judged the countermeasure's information categories",
        ),
        "countermeasure.numbered": (
            "対策の管理番号を変えた",
            "changed the countermeasure's number",
        ),
        "countermeasure.progress_reported": (
            "対策の状況を報告した",
            "reported progress of the countermeasure",
        ),
        "countermeasure.proposed": ("対策を登録した", "proposed a countermeasure"),
        "countermeasure.remarked": ("対策の備考を変えた", "changed the countermeasure's remark"),
        "countermeasure.revised": ("対策の文言を直した", "reworded the countermeasure"),
        "countermeasure.split_up": ("対策を分割した", "split the countermeasure up"),
        "countermeasure.verdict_given": (
            "対策を評価した",
            "gave a verdict on the countermeasure",
        ),
        "countermeasure.verdict_outdated": (
            "達成とされなかった検証により、対策の評価を要再確認とした",
            "outdated the countermeasure's verdict, since a check was not met",
        ),
        "department.closed": ("部署を廃止した", "closed the department"),
        "department.founded": ("部署を設けた", "founded a department"),
        "department.merged_into": (
            "部署を別の部署に統合した",
            "merged the department into another",
        ),
        "department.renamed": ("部署の名称を変えた", "renamed the department"),
        "evidence.document_cited": ("証跡として文書を挙げた", "cited a document as evidence"),
        "evidence.file_attached": ("証跡のファイルを付けた", "attached a file as evidence"),
        "evidence.judged": (
            "証跡の情報区分を判定した",
            "judged the evidence's information categories",
        ),
        "evidence.revised": ("証跡の見出しを直した", "reworded the evidence's title"),
        "evidence.withdrawn": ("証跡を取り下げた", "withdrew the evidence"),
        "extension.declined": ("期限延長の申請を却下した", "declined an extension request"),
        "extension.filed": ("期限延長を申請した", "filed an extension request"),
        "extension.granted": ("期限延長の申請を承認した", "granted an extension request"),
        "extension.judged": (
            "期限延長の申請の情報区分を判定した",
            "judged the extension request's information categories",
        ),
        "extension.wanted": (
            "期限延長の申請に、対策の実施時期を加えた",
            "stated the schedule that an extension request asks for a countermeasure",
        ),
        "extension.withdrawn": ("期限延長の申請を取り下げた", "withdrew an extension request"),
        "figure.judged": (
            "件数等の情報区分を判定した",
            "judged the figure's information categories",
        ),
        "figure.restated": ("件数等を訂正した", "restated the figure by a newer one"),
        "figure.stated": ("件数等を登録した", "stated a figure"),
        "incident.closed": ("事案を完了した", "closed the incident"),
        "incident.confirmed": ("事案を確定した", "confirmed the incident"),
        "incident.investigation_begun": (
            "事案の調査を始めた",
            "began to investigate the incident",
        ),
        "incident.judged": (
            "事案の情報区分を判定した",
            "judged the incident's information categories",
        ),
        "incident.marked_as_recurrence": (
            "事案を再発とした",
            "marked the incident as a recurrence",
        ),
        "incident.numbered": ("事案の管理番号を変えた", "changed the incident's number"),
        "incident.reopened": ("事案を再開した", "reopened the incident"),
        "incident.reported": ("事案を登録した", "reported an incident"),
        "incident.revised": ("事案の内容を直した", "described the incident anew"),
        "investigation.judged": (
            "調査の情報区分を判定した",
            "judged the investigation's information categories",
        ),
        "investigation.recorded": ("調査を登録した", "recorded an investigation"),
        "investigation.revised": ("調査の内容を直した", "described the investigation anew"),
        "link.made": ("記録を結び付けた", "linked two records"),
        "link.remade": ("記録を再び結び付けた", "linked two records again"),
        "link.undone": ("結び付きを解いた", "took a link back"),
        "member.enrolled": ("利用者を登録した", "enrolled a member"),
        "member.renamed": ("利用者の氏名を変えた", "changed the member's name"),
        "member.retired": ("利用者の退任を記録した", "recorded that the member retires"),
        "member.role_ended": ("利用者の役割を終えた", "ended a role of the member"),
        "member.role_granted": ("利用者に役割を与えた", "granted the member a role"),
        "note.judged": ("メモの情報区分を判定した", "judged the note's information categories"),
        "note.revised": ("メモを書き直した", "reworded the note"),
        "note.withdrawn": ("メモを取り下げた", "took the note back"),
        "note.written": ("メモを書いた", "wrote a note"),
        "operation.judged": (
            "運用記録の情報区分を判定した",
            "judged the operation record's information categories",
        ),
        "operation.recorded": ("運用を記録した", "recorded an operation"),
        "operation.revised": ("運用記録を直した", "described the operation anew"),
        "party.closed": ("会社の参加を終えた", "ended the party's part in the register"),
        "party.founded": ("会社を登録した", "founded a party"),
        "party.renamed": ("会社の名称を変えた", "renamed the party"),
        "released_wording.rewritten": (
            "開示用の文面を改めた、または確かめた",
            "reworded what is released, or confirmed the wording",
        ),
        "released_wording.written": (
            "開示用の文面を書いた",
            "worded a record for its release",
        ),
        "redaction.carried_out": ("文を消去した", "redacted a text"),
        "redaction.declined": ("文の消去を却下した", "declined a redaction"),
        "redaction.requested": ("文の消去を申請した", "requested a redaction"),
        "release.given": ("記録を開示した", "released the record"),
        "release.given_again": ("記録を再び開示した", "released the record again"),
        "release.withdrawn": ("開示を撤回した", "withdrew the release of the record"),
        "report.founded": ("報告書を登録した", "founded a report"),
        "report.judged": (
            "報告書の情報区分を判定した",
            "judged the report's information categories",
        ),
        "report.revised": ("報告書の内容を直した", "described the report anew"),
        "schedule.check_day_set": ("次回確認日を定めた", "set the next check day"),
        "schedule.corrected": ("実施時期の誤りを正した", "corrected the schedule"),
        "schedule.finished": ("完了日を記録した", "recorded the actual finish"),
        "schedule.rescheduled": ("実施時期を変えた", "rescheduled the countermeasure"),
        "schedule.set": ("実施時期を定めた", "set the schedule"),
        "schedule.started": ("着手日を記録した", "recorded the actual start"),
        "taxonomy.category_added": ("原因の分類を加えた", "added a category of causes"),
        "taxonomy.founded": ("原因の分類体系を設けた", "founded the categories of causes"),
    }
)
"""By the fact's topic. A test misses any fact without its sentence."""
