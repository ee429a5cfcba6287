"""Notices of assessments: a sheet was told, an objection came and was answered, results are out; a veto was raised, decided, appealed against, answered,
lost its cause, ended."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from bihuan.assessments import rules
from bihuan.assessments.lifecycle import APPEALED, ASKED, CANDIDATE, DECIDED, TOLD
from bihuan.assessments.models import Objection, Sheet, Veto
from bihuan.assessments.queries import sheets, vetoes
from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import NOW

GROUP = "考核和一票否决"
DECIDERS = ("secretary", "mayor", "vice_mayor", "safety_head")
OFFICE = ("vice_mayor", "safety_head")
BEFORE_DAYS = 2
Says = Callable[[Event, Any], str]


def _concerned(row: Sheet | Veto) -> Whom:
    """Whom a sheet or a veto is of: who heads it; of a veto of a person that person."""
    if isinstance(row, Veto) and row.person_id:
        return Whom(persons=(row.person_id,))
    return Whom(
        kinds=rules.HEADS[row.subject_kind],
        path=row.cell.path,
        department=row.department_id,
        unit=row.unit_id,
    )


def _office(*kinds: str) -> Callable[[Any], Whom]:
    return lambda _row: Whom(kinds=kinds)


def _about(
    rows: Callable[[Scope], Any], route: str, whom: Callable[[Any], Whom], says: Says
) -> Callable[[Scope, Sequence[Event]], Iterable[Telling]]:
    def tell(scope: Scope, happened: Sequence[Event]) -> Iterator[Telling]:
        found = rows(scope).in_bulk([one.subject_id for one in happened])
        for event in happened:
            row = found.get(event.subject_id)
            if row is None:
                continue
            yield Telling(
                key=str(event.seq),
                about=row.pk,
                whom=whom(row),
                text=says(event, row)[:200],
                where=row.subject_name,
                url=reverse(route, args=[row.pk]),
                by=event.actor_id,
            )

    return tell


def _told(event: Event, row: Sheet) -> str:
    until = in_words(row.object_until) if row.object_until else ""
    return f"{row.scheme.title}得{event.given['total']}分，有异议请在{until}前提出"


def _objected(event: Event, row: Sheet) -> str:
    return f"对“{event.given['says']}”有异议：{event.given['text']}"


def _answered(event: Event, row: Sheet) -> str:
    done = "已改分" if event.action == "change_score" else "维持原分"
    return f"您对“{event.given['says']}”的异议{done}：{event.given['answer']}"


def _published(_event: Event, row: Sheet) -> str:
    place = f"，第{row.place}名" if row.place else ""
    return f"{row.scheme.title}结果已公布：{row.total}分，{row.grade_label}{place}"


def _raised(_event: Event, row: Veto) -> str:
    return f"一票否决线索待认定：{row.rule_text}（{row.cause_text}）"


def _decided(_event: Event, row: Veto) -> str:
    until = in_words(row.appeal_until) if row.appeal_until else ""
    return f"决定一票否决：{row.rule_text}，取消{row.bars_text}，不服可以在{until}前申诉"


def _appeal(_event: Event, row: Veto) -> str:
    return f"一票否决的申诉待复核：{row.appeal}"


def _closed(event: Event, row: Veto) -> str:
    done = {"uphold_veto": "申诉没有成立，否决维持", "revoke_veto": "一票否决已撤销"}[event.action]
    return f"{done}：{event.given.get('answer') or event.given['reason']}"


def _lost(_event: Event, row: Veto) -> str:
    wanted = "请不予否决" if row.state == CANDIDATE else "请复核，撤销或者维持"
    return f"一票否决的起因变了，{wanted}：{row.lost_why}"


def _over(_event: Event, row: Veto) -> str:
    return f"一票否决期满：{row.rule_text}，已经恢复{row.bars_text}资格"


def _may_object(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(Sheet.objects.within(scope).filter(pk__in=ids, state=TOLD).values_list("pk", flat=True))


def _objections_wait(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    rows = Objection.objects.within(scope).filter(sheet__in=ids, state=ASKED)
    return set(rows.values_list("sheet", flat=True))


def _in(*states: str) -> Callable[[Scope, Collection[UUID]], set[UUID]]:
    def waits(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
        rows = Veto.objects.within(scope).filter(pk__in=ids, state__in=states)
        return set(rows.values_list("pk", flat=True))

    return waits


def _near(scope: Scope, today: date) -> Iterable[Telling]:
    """To who may still object, two days before the term is over."""
    soon = today + timedelta(days=BEFORE_DAYS)
    for row in sheets(scope).filter(state=TOLD, object_until=soon).order_by("pk"):
        yield Telling(
            key=f"{row.pk}:{soon}",
            about=row.pk,
            whom=_concerned(row),
            text=f"{row.scheme.title}的异议期到{in_words(soon)}止",
            where=row.subject_name,
            url=reverse("sheet", args=[row.pk]),
        )


def _sheet_kind(
    key: str, label: str, actions: tuple[str, ...], whom: Any, says: Says, waits: Any = None
) -> Kind:
    tell = _about(sheets, "sheet", whom, says)
    return Kind(f"assessments.{key}", label, GROUP, NOW, on("sheet", *actions), tell, waits=waits)


def _veto_kind(
    key: str, label: str, actions: tuple[str, ...], whom: Any, says: Says, waits: Any = None
) -> Kind:
    tell = _about(vetoes, "veto", whom, says)
    return Kind(f"assessments.{key}", label, GROUP, NOW, on("veto", *actions), tell, waits=waits)


for _kind in (
    _sheet_kind("told", "考核结果告知", ("tell_sheet",), _concerned, _told, _may_object),
    Kind("assessments.near", "异议期将满", GROUP, due=_near, waits=_may_object),
    _sheet_kind("objection", "考核异议待答复", ("object_to",), _office(*OFFICE), _objected, _objections_wait),
    _sheet_kind("answered", "考核异议有了答复", ("change_score", "keep_score"), _concerned, _answered),
    _sheet_kind("published", "考核结果公布", ("publish_sheet",), _concerned, _published),
    _veto_kind("raised", "一票否决待认定", ("raise_veto",), _office(*DECIDERS), _raised, _in(CANDIDATE)),
    _veto_kind("decided", "一票否决决定", ("decide_veto",), _concerned, _decided, _in(DECIDED)),
    _veto_kind("appeal", "一票否决申诉待复核", ("appeal_veto",), _office(*DECIDERS), _appeal, _in(APPEALED)),
    _veto_kind("closed", "一票否决维持、撤销", ("uphold_veto", "revoke_veto"), _concerned, _closed),
    _veto_kind("lost", "一票否决的起因变了", ("note_cause_lost",), _office(*DECIDERS), _lost),
    _veto_kind("over", "一票否决期满", ("end_veto",), _concerned, _over),
):
    declare_notice(_kind)
