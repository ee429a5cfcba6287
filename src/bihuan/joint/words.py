"""The events of joint inspections as people read them."""

from typing import Any

from bihuan.core.masking import mask_address
from bihuan.hazards.timeline import Says, plain

LABELS = {
    "begin_joint": "筹备联合检查",
    "plan_joint": "修改联合检查安排",
    "set_sheet": "设置联合检查内容",
    "call_joint": "通知联合检查参加单位",
    "close_joint": "结束联合检查",
    "cancel_joint": "取消联合检查",
    "invite_body": "发出联合检查邀请链接",
    "end_joint_link": "撤回联合检查邀请链接",
    "open_joint_link": "使用联合检查邀请链接",
    "send_part": "提交联合检查情况",
    "finish_joint": "完成联合检查",
    "skip_joint": "登记联合检查未检查",
    "reopen_joint": "恢复联合检查",
    "take_in_late": "登记联合检查补录的问题",
}


def _sent(given: dict[str, Any]) -> list[str]:
    found = f"发现{given['found']}条" if given["found"] else "未发现问题"
    ways = (("补录", given["late"]), ("凭邀请链接", given["link"]), ("代录", given["for_them"]))
    return [given["says"], found, *(word for word, is_so in ways if is_so)]


SAYS: dict[str, Says] = {
    "begin_joint": lambda given: [
        given["says"],
        f"参加单位{given['parties']}个",
        f"检查单位{given['units']}家",
    ],
    "plan_joint": lambda given: [
        given["says"],
        *([f"新参加：{'、'.join(given['came'])}"] if given["came"] else []),
    ],
    "call_joint": lambda given: [
        given["says"],
        f"参加单位{given['parties']}个",
        f"检查单位{given['units']}家",
    ],
    "set_sheet": lambda given: [given["says"], given["sheet"], *given["groups"]],
    "close_joint": plain("says"),
    "cancel_joint": plain("says", "reason"),
    "invite_body": plain("says"),
    "end_joint_link": plain("says"),
    "open_joint_link": lambda given: [given["says"], mask_address(given["address"])],
    "send_part": _sent,
    "finish_joint": lambda given: [given["says"], given["told"], f"登记隐患{given['found']}条"],
    "skip_joint": plain("says", "reason"),
    "reopen_joint": plain("says"),
    "take_in_late": lambda given: [given["says"], "、".join(given["parties"]), f"登记隐患{given['found']}条"],
}
