"""What a town's log says of its backups."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.installation import is_demo
from bihuan.core.models import Event
from bihuan.core.scope import Scope

LATE = timedelta(days=2)
# What the log of each town says of them.
DONE, FAILED, SHOWN = "back_up", "fail_backup", "show_backup_key"


@dataclass(frozen=True)
class Standing:
    """How it stands: the last that succeeded, the last that failed since, and what there is to mind, in words."""

    done: Event | None
    failed: Event | None
    late_days: int
    warnings: list[str]


def history(town: UUID) -> QuerySet[Event]:
    """A town's backups, done and failed, the latest first."""
    found: QuerySet[Event] = Event.objects.within(Scope.whole_town(town)).filter(
        subject_id=town, action__in=(DONE, FAILED)
    )
    return found.order_by("-seq")


def standing(actor: Actor, now: datetime) -> Standing:
    """How the backups of the actor's town stand."""
    done = history(actor.town).filter(action=DONE).first()
    failed = history(actor.town).filter(action=FAILED, seq__gt=done.seq if done else 0).first()
    late = (clock.town_day(now) - clock.town_day(done.at)).days if done and now - done.at > LATE else 0
    return Standing(done, failed, late, _warnings(actor, done) if not is_demo() else [])


def _warnings(actor: Actor, done: Event | None) -> list[str]:
    found = []
    if Path(settings.BACKUP_DIR).resolve().is_relative_to(Path(settings.HOME).resolve()):
        found.append(
            "备份和数据放在同一处，磁盘坏了会一起丢。请用 BIHUAN_BACKUP_DIR 换到另一块磁盘或网络盘。"
        )
    if Path(settings.BACKUP_KEY).resolve().parent == Path(settings.BACKUP_DIR).resolve():
        found.append("密钥和备份放在一起，拿到备份的人就能打开。请用 BIHUAN_BACKUP_KEY 把密钥移到别处。")
    shown = Event.objects.within(actor.scope).filter(subject_id=actor.town, action=SHOWN)
    if done and done.given["key"] not in [one.given["key"] for one in shown]:
        found.append(
            "备份密钥还没有抄到别处，没有它备份打不开。请在服务器上运行 bihuan backup --show-key，抄好存档。"
        )
    if done and done.given["missing"]:
        found.append(
            f"有{done.given['missing']}个照片或扫描件在服务器上缺失，请运行 bihuan check files 查看。"
        )
    return found
