"""The words of events: those of accounts and of what runs the system, and the states before and after. With these, every event has its words."""

import re
from datetime import date, datetime
from typing import Any

from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.jobs.lifecycle import JOB
from bihuan.core.lifecycle import LIFECYCLES
from bihuan.core.masking import mask_phone
from bihuan.core.models import Event
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.timeline import declare_words, told
from bihuan.units.rules import STATES

PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LABELS = {
    "address": "地址",
    "card": "执法证号",
    "card_until": "执法证有效期",
    "category": "类别",
    "cell": "网格",
    "columns": "列",
    "count": "数量",
    "deadline_on": "期限",
    "demand": "整改要求",
    "device": "设备",
    "expires_at": "有效至",
    "from_on": "自",
    "head": "负责人",
    "kind": "种类",
    "late_reason": "补录原因",
    "left_on": "离任日期",
    "name": "名称",
    "names_fire": "写明消防",
    "note": "说明",
    "number": "编号",
    "opened_on": "启用日期",
    "paper": "文书",
    "papers": "文书",
    "person": "人员",
    "phone": "电话",
    "query": "条件",
    "reason": "理由",
    "renewed": "按记录更新",
    "rows": "行数",
    "served_on": "送达日期",
    "text": "内容",
    "title": "标题",
    "to_on": "至",
    "unit": "单位",
    "username": "用户名",
    "visited_on": "检查日期",
    "was": "原姓名",
    "what": "看了什么",
    "why": "原因",
}
# What an event is about, by the kind of its record, as the filter offers it.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "hazard": ("隐患", ("hazard", "extension", "listing", "majorcase", "escalationrule", "urgententry")),
    "inspection": (
        "检查和文书",
        (
            "inspection",
            "outing",
            "issuedpaper",
            "writ",
            "casefile",
            "submission",
            "seal",
            "wording",
            "paperpower",
            "checklistversion",
            "obligation",
            "roundrule",
            "roundtask",
            "taskvisit",
            "miss",
            "grant",
            "team",
            "teamseat",
            "campaign",
            "campaignunit",
            "drivehanding",
        ),
    ),
    "joint": ("联合检查", ("jointevent", "jointvisit", "jointparty", "jointlink", "jointpart")),
    "unit": ("监管对象", ("unit", "certificate", "contact", "document", "apart", "plate")),
    "risk": ("风险点", ("riskpoint",)),
    "rollout": ("双重预防推进", ("benchmarkrule", "scoresheet", "wave", "frequency", "plan")),
    "duty": (
        "值班",
        (
            "roster",
            "swap",
            "relief",
            "dutycall",
            "spotcheck",
            "fit",
            "leave",
            "dutyrule",
            "dutycustom",
            "dutyday",
            "dutyfeed",
        ),
    ),
    "selfcheck": ("企业自查", ("unitday", "doubt", "closedday")),
    "accident": ("事故", ("accident", "reportlimit")),
    "tip": ("群众举报", ("tip", "tippage", "tiprule")),
    "meeting": (
        "会议、领导履职",
        ("meeting", "meetingkind", "resolution", "leaderduty", "leaderrecord"),
    ),
    "daily": ("日报告", ("dailyform", "dailydue")),
    "policy": ("文件和行业分工", ("received", "policy", "trade", "tradeowner")),
    "letters": ("责任书", ("lettertext", "letterplan", "responsibilityletter")),
    "assessments": ("考核和一票否决", ("scheme", "sheet", "vetorule", "veto", "honour")),
    "routes": ("外出计划", ("dayplan", "routecustom", "roadleg")),
    "publicity": ("宣传", ("outreach", "publicityplan", "material")),
    "training": (
        "培训和演练",
        ("trainingsession", "question", "hourrule", "contingencyplan", "drill"),
    ),
    "decision": ("决定和移送", ("decision", "watch", "revisit", "clearance", "referral", "assignment")),
    "person": ("人员、账号、岗位", ("person", "post")),
    "grid": ("网格和部门", ("cell", "department", "handover", "outlineimport")),
    "summary": (
        "总结和报表",
        ("summary", "remark", "reportform", "filledform", "template", "formdue", "bulletincustom"),
    ),
    "system": ("系统、导入导出", ("town", "job", "import", "letter")),
}
# What the log calls a hand-over (of a post) and is a submission of documents, by its deeds: from before that had a name of its own.
OLD_SUBMISSIONS = ("handover", ("hand_over_writs", "enter_receipt"))
# The pages of the administrators, by the names of their routes, as the log calls one that was opened.
PAGES = {
    "account_rules": "账号安全要求",
    "administrators": "三员分设",
    "backups": "备份",
    "notice_town": "全镇通知时间",
    "people": "人员岗位",
    "person": "人员资料",
    "person_close": "离职停用",
    "person_edit": "修改资料",
    "person_factor_reset": "重置动态口令",
    "person_new": "登记人员",
    "person_reopen": "恢复账号",
    "post_end": "离任",
    "post_handover": "岗位交接",
    "post_new": "任命",
}
# What is often looked for whatever it is about.
DEEDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "door": ("登录", ("sign_in", "end_sittings", "lock_sign_in", "use_recovery_code")),
    "accounts": (
        "账号变更",
        (
            "invite",
            "accept_invitation",
            "close_account",
            "reopen_account",
            "set_password",
            "bind_second_factor",
            "unbind_second_factor",
            "reset_second_factor",
            "renew_recovery_codes",
            "set_account_rules",
        ),
    ),
    "rights": ("任免岗位", ("appoint", "end_post", "revise_term", "hand_over")),
    "apart": (
        "三员分设",
        ("keep_apart", "ask_to_rejoin", "agree_to_rejoin", "drop_rejoining", "view_page"),
    ),
    "reveal": ("查看个人信息", ("reveal",)),
    "export": ("导出", ("export_list", "ask_job")),
}


def sentence(event: Event) -> str:
    """An event in words, without what is personal."""
    return masked(told(event).text)


def change(event: Event) -> str:
    """The state before and after: 整改中 → 待复查; "" where no state changed."""
    before, after = (_state(event.action, code) for code in (event.before, event.after))
    return " → ".join(one for one in (before, after) if one)


def masked(text: str) -> str:
    """A text whose phone numbers show their ends alone."""
    return PHONE.sub(lambda found: mask_phone(found[0]), text)


def label_of(key: str) -> str:
    """The word of what was given; where there is none, the name under which it was kept."""
    return LABELS.get(key, key)


def as_said(value: Any) -> str:
    """A value as it was given: instants in the town's time, yes and no, no phone as a whole."""
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    if INSTANT.match(text):
        return moment_in_words(datetime.fromisoformat(text))
    return in_words(date.fromisoformat(text)) if DAY.fullmatch(text) else masked(text)


def _state(action: str, code: str) -> str:
    """The word of a state: of the lifecycle that knows the step, else of any that knows the state."""
    knows = [life for life in (*LIFECYCLES, JOB) if code in life.states]
    first = next((life for life in knows if any(move.action == action for move in life.moves)), None)
    if first is None and code in STATES:
        return STATES[code]
    return (first or knows[0]).states[code] if knows else code


def _person(given: dict[str, Any]) -> list[str]:
    labels = {
        "name": "姓名",
        "phone": "手机号",
        "username": "用户名",
        "card": "执法证号",
        "card_until": "执法证有效期",
    }
    return ["、".join(label for key, label in labels.items() if key in given)]


def _door(given: dict[str, Any]) -> list[str]:
    return [str(given[key]) for key in ("device", "address") if given.get(key)]


def _rules(given: dict[str, Any]) -> list[str]:
    posts = "、".join(POST_KINDS[code].label for code in given["second_factor"]) or "无"
    asked = [f"{given['idle_minutes']}分钟无操作退出", f"{given['kinds']}种字符"]
    asked += [f"{given['change_days']}天换密码"] if given["change_days"] else ["不强制换密码"]
    return [*asked, f"不重复最近{given['history']}次", f"须用动态口令的岗位：{posts}"]


declare_words(
    {
        "give_up_letter": "通知没有发出",
        "set_wishes": "改通知设置",
        "set_rhythm": "改本镇通知时间",
        "sign_in": "登录",
        "end_sittings": "退出登录",
        "lock_sign_in": "密码多次输错，暂停登录",
        "invite": "邀请登录",
        "accept_invitation": "凭邀请设置密码",
        "close_account": "离职停用账号",
        "reopen_account": "恢复账号",
        "set_password": "设置密码",
        "bind_second_factor": "绑定动态口令",
        "unbind_second_factor": "解除绑定动态口令",
        "reset_second_factor": "重置动态口令",
        "use_recovery_code": "用恢复码登录",
        "renew_recovery_codes": "重新生成恢复码",
        "set_account_rules": "设置账号安全要求",
        "keep_apart": "启用三员分设",
        "ask_to_rejoin": "提出停用三员分设",
        "agree_to_rejoin": "同意停用三员分设",
        "drop_rejoining": "撤销停用三员分设的申请",
        "view_page": "打开管理页面",
        "register_person": "登记人员",
        "revise_person": "修改人员资料",
        "reveal": "查看个人信息",
        "export_list": "导出清单",
        "ask_job": "发起后台任务",
        "cancel_job": "取消后台任务",
        "retry_job": "再试后台任务",
        "finish_job": "后台任务完成",
        "fail_job": "后台任务未完成",
        "found_town": "建立镇",
        "finish_demo": "演示建成",
        "found_department": "设立部门",
        "withdraw_cell": "撤回导入的网格",
        "withdraw_person": "撤回导入的人员",
        "withdraw_post": "撤回导入的岗位",
        "withdraw_unit": "撤回导入的监管对象",
        "form_team": "组建专项组",
        "register_grant": "登记委托、赋权",
        "set_power": "设定签发权限",
        "set_wording": "改文书用语",
        "seal_electronically": "电子签章",
        "amend_checklist": "修改检查表",
        "publish_checklist": "发布检查表",
        "drop_checklist": "停用检查表",
        "restore_checklist": "恢复检查表",
        "oblige_items": "规定必查项目",
        "end_obligation": "取消必查项目",
        "mend_rows": "更正导入的内容",
        "begin_import": "开始导入",
        "match_columns": "对应导入的列",
        "carry_out_import": "导入",
        "undo_import": "撤销导入",
        "drop_import": "放弃导入",
        "draft_summary": "起草总结",
        "revise_summary": "修改总结",
        "choose": "选定总结用数",
        "keep_form": "登记上级报表",
        "fill_form": "填报上级报表",
        "add_remark": "批注总结",
        "settle_remark": "办结批注",
        "supersede_summary": "更正总结",
        "submit_summary": "总结送签",
        "return_summary": "退回总结",
        "issue_summary": "签发总结",
    },
    {
        "revise_person": _person,
        "sign_in": _door,
        "lock_sign_in": lambda given: [f"{given['minutes']}分钟", f"来自{given['address']}"],
        "end_sittings": lambda given: [f"{given['count']}处"],
        "use_recovery_code": lambda given: [f"还剩{given['left']}个"],
        "invite": lambda given: [],
        "keep_apart": lambda given: given["names"],
        "ask_to_rejoin": lambda given: [given["reason"]],
        "agree_to_rejoin": lambda given: [f"{given['asked_by']}提出", given["reason"]],
        "drop_rejoining": lambda given: [given["reason"]],
        "view_page": lambda given: [PAGES.get(given["page"]) or str(given["page"])],
        "reveal": lambda given: [given["what"], given["why"], given["reason"]],
        "export_list": lambda given: [f"“{given['title']}”", f"{given['rows']:,}条"],
        "set_account_rules": _rules,
    },
)
