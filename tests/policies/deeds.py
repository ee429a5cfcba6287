"""What the stories of documents do."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from docx import Document

from bihuan.core.actions import Actor
from bihuan.policies import actions
from bihuan.policies.actions import Content, Issue
from bihuan.policies.models import Policy, Received
from bihuan.policies.rules import DutyLine
from tests.cast import TODAY, Cast

DUE = TODAY + timedelta(days=10)
RULE = "关于落实安全生产“党政同责、一岗双责”的意见"
PAGE = (
    "东城区安全生产委员会办公室文件",
    "东安委办〔2026〕12号",
    "关于开展有限空间作业",
    "专项排查的通知",
    "各镇（街道）：",
    "请摸清污水处理、酱腌菜等有限空间底数，于6月12日前报送排查情况。",
)


def word(*lines: str) -> bytes:
    """A docx of some lines."""
    made, out = Document(), BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def received(cast: Cast, **given: Any) -> Received:
    """A notice of the district that wants an answer in ten days."""
    usual: dict[str, Any] = {
        "source": "东城区安委会办公室",
        "number": "东安委办[2026]12号",
        "title": "关于开展有限空间专项排查的通知",
        "asks": "报送排查情况",
        "received_on": TODAY,
        "due_on": DUE,
        "text": "各镇：请摸清污水处理、酱腌菜腌制池底数。",
    }
    return actions.receive_document(cast.chen, **usual | given)


def passed(cast: Cast, row: Received, *to: str, handled_by: tuple[str, ...] = ()) -> Received:
    """To some posts and departments."""
    actions.pass_document(cast.chen, row.pk, version=row.version, to=to, handled_by=handled_by)
    return fresh(cast, row)


def fresh(cast: Cast, row: Received) -> Received:
    return Received.objects.within(cast.chen.scope).get(pk=row.pk)


def own(cast: Cast, number: str = "东政发〔2026〕5号", **given: Any) -> Policy:
    """The town's opinion on who answers for what, issued today."""
    replaces, issued = given.pop("replaces", None), given.pop("issued_on", TODAY)
    force_on = given.pop("force_on", None)
    usual: dict[str, Any] = {
        "kind": "opinion",
        "title": RULE,
        "organ": "东岭镇人民政府",
        "text": "一、明确责任\n镇长是第一责任人。\n二、严格考核\n年底述职。",
        "duties": (DutyLine("每月带队检查一次", "mayor"),),
    }
    content = Content(**usual | given)
    return actions.enter_policy(cast.chen, content, Issue(number, issued, force_on), replaces=replaces)


def documents(actor: Actor, unit: Any) -> dict[str, Any]:
    """A document that came, one of the town's own in draft, a trade that the town has found; by the names in their addresses."""
    came = {"source": "区安委办", "title": f"{unit.name}通知", "received_on": TODAY, "due_on": TODAY}
    content = Content("notice", f"{unit.name}方案", "镇政府", "一、目标")
    return {
        "received_id": actions.receive_document(actor, **came).pk,
        "policy_id": actions.draft_policy(actor, content).pk,
        "trade": str(actions.add_trade(actor, name=f"{unit.name}式业态").pk),
    }
