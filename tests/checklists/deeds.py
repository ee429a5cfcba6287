"""What the checklists' tests do again and again."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.inspections.actions import Visit, complete_patrol
from bihuan.inspections.checklist_actions import Own, oblige, publish_checklist, save_draft
from bihuan.inspections.checklists import Checklist
from bihuan.inspections.models import ChecklistVersion, Inspection, Obligation
from bihuan.inspections.queries import sheet_for
from tests.cast import TODAY, Cast

CAMERA = Own("店门口装有摄像头，录像保存30天", "场所", look="调看昨天的录像", measure="安装摄像头", days=15)


def published(
    actor: Actor, note: str = "按本镇要求增加", *, own: tuple[Own, ...] = (CAMERA,), **more: object
) -> ChecklistVersion:
    """陈 publishes a version for fireworks shops."""
    draft = save_draft(actor, "fireworks", version=0, own=own, **more)  # type: ignore[arg-type]
    return publish_checklist(actor, draft.pk, version=draft.version, note=note)


def demanded(actor: Actor, key: str = "fireworks", from_on: date = TODAY) -> Obligation:
    """The district wants smoke detectors looked at."""
    return oblige(
        actor,
        key=key,
        body="东城区安委办",
        reference="东安委办〔2026〕3号",
        issued_on=from_on,
        from_on=from_on,
        lines=[("店内装有独立式烟感", "按测试键"), ("店内公示24小时值守电话", "")],
    )


def sheet_of(cast: Cast, key: str = "yongan", on: date = TODAY) -> Checklist:
    found = sheet_for(cast.chen.scope, cast.units[key], on)
    assert found
    return found


def filled(cast: Cast, sheet: Checklist) -> Inspection:
    """陈 finds all in order by a sheet."""
    results = {item.key: "good" for item in sheet.items}
    visit = Visit(cast.units["yongan"].pk, TODAY, checklist=sheet, results=results, refusal="店主不在")
    return complete_patrol(cast.chen, visit)
