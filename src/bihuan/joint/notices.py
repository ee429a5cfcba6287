"""Notices of joint inspections: called or cancelled, to the departments that take part; something came late, to who leads; hazards that are given to one."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.joint.models import JointEvent, JointVisit
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on

GROUP = "联合检查"
HEADS = ("department_head",)


def _called(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To the heads of the departments; of a change, to those of who is new."""
    rows = JointEvent.objects.within(scope).in_bulk([one.subject_id for one in happened])
    for event in happened:
        row = rows.get(event.subject_id)
        if row is None or (event.action == "plan_joint" and not event.given["came"]):
            continue
        days = (
            f"{in_words(row.from_on)}至{in_words(row.to_on)}"
            if row.to_on != row.from_on
            else in_words(row.from_on)
        )
        text = f"请参加联合检查：{row.name}，{days}" + (f"，{row.gather}" if row.gather else "")
        if event.action == "cancel_joint":
            text = f"联合检查取消：{row.name}，{event.given['reason']}"
        for department in event.given["departments"]:
            yield Telling(
                key=f"{event.seq}:{department}",
                about=row.pk,
                whom=Whom(kinds=HEADS, department=UUID(department)),
                text=text,
                where="联合检查",
                url=reverse("joint", args=[row.pk]),
                by=event.actor_id,
            )


def _visits(scope: Scope, happened: Sequence[Event]) -> dict[UUID, JointVisit]:
    rows = JointVisit.objects.within(scope).select_related("unit", "event")
    return dict(rows.in_bulk([one.subject_id for one in happened]))


def _late(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    rows = _visits(scope, happened)
    for event in happened:
        row = rows.get(event.subject_id)
        if row is None or not event.given["late"]:
            continue
        yield Telling(
            key=str(event.seq),
            about=row.pk,
            whom=Whom(persons=(row.event.drafted_by_id,), kinds=("safety_head",)),
            text=f"{event.given['says']}在检查完成后补录了检查情况，请登记：{row.unit.name}",
            where=row.event.name,
            url=reverse("joint_visit", args=[row.pk]),
            by=event.actor_id,
        )


def _handed(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    rows = _visits(scope, happened)
    for event in happened:
        row = rows.get(event.subject_id)
        if row is None:
            continue
        for department in event.given["departments"]:
            yield Telling(
                key=f"{event.seq}:{department}",
                about=row.pk,
                whom=Whom(kinds=HEADS, department=UUID(department)),
                text=f"联合检查发现的隐患交由您部门督促整改：{row.unit.name}",
                where=row.event.name,
                url=reverse("joint_visit", args=[row.pk]),
                by=event.actor_id,
            )


declare_notice(
    Kind(
        "joint.called",
        "联合检查通知、取消",
        GROUP,
        on=on("jointevent", "call_joint", "plan_joint", "cancel_joint"),
        tell=_called,
    )
)
declare_notice(Kind("joint.late", "联合检查补录", GROUP, on=on("jointvisit", "send_part"), tell=_late))
declare_notice(
    Kind(
        "joint.handed",
        "联合检查交办隐患",
        GROUP,
        on=on("jointvisit", "finish_joint", "take_in_late"),
        tell=_handed,
    )
)
