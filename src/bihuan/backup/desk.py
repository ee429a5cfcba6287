"""The desk's section of who keeps the system running: the last backup, and what there is to mind."""

from datetime import datetime

from django.urls import reverse

from bihuan.backup.queries import Standing, standing
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.desk import Item, Section, declare_section


def _backups(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("maintain"):
        return None
    found, page = standing(actor, now), reverse("backups")
    items = [_last(found, page)]
    if found.failed:
        why = str(found.failed.given["why"])
        items.insert(0, Item("备份失败", why, page, ("bad", "circle-x", "未完成")))
    items += [Item(text, "备份", page, ("wait", "alert-triangle", "请处理")) for text in found.warnings]
    return Section("备份", items, page)


def _last(found: Standing, page: str) -> Item:
    if found.done is None:
        return Item("还没有备份过", "每天凌晨自动备份，也可以立即备份", page, ("wait", "clock", "未备份"))
    said = f"上次备份成功：{moment_in_words(found.done.at)}"
    where = f"记录{found.done.given['rows']:,}条，文件{found.done.given['files']:,}个"
    if found.late_days:
        return Item(said, where, page, ("alarm", "alert-triangle", f"已{found.late_days}天没有备份"))
    return Item(said, where, page, ("good", "check", "正常"))


declare_section(75, _backups)
