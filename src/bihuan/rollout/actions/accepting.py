"""An acceptance by the score sheet."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.rollout import rules
from bihuan.rollout.models import Acceptance, ScoreSheet, WaveUnit
from bihuan.rollout.queries import done_of, sheet_of, with_steps
from bihuan.units.actions import hold_unit_of


@transaction.atomic
def accept_unit(
    actor: Actor,
    within_id: UUID,
    *,
    sheet_id: UUID | None,
    scores: Mapping[str, int | None],
    notes: Mapping[str, str],
    with_whom: str,
    photo: UUID | None,
    opinion: str = "",
) -> Acceptance:
    """验收: by the score sheet that the page showed (`sheet_id`, None for the built-in one), each item scored on the spot, what lost points
    explained. What comes of it is worked out, and never changed. Raises Incomplete naming the items; NotAllowed where there is nothing to
    accept yet, or the sheet was changed in the meantime."""
    actor.need("reinspect")
    found = actor.find(WaveUnit, within_id, what="个参建单位")
    hold_unit_of(actor, found)
    row = with_steps(
        WaveUnit.objects.within(actor.scope).filter(pk=found.pk), actor.scope, clock.today()
    ).get()
    _need_open(row)
    sheet = sheet_of(actor.scope)
    if (None if sheet._state.adding else sheet.pk) != sheet_id:
        raise NotAllowed("评分表刚刚改过。请刷新页面，按新的评分表打分。")
    wrong = rules.check_scores(sheet.items, scores, notes)
    if not with_whom.strip():
        wrong["with_whom"] = "请填写参加验收的人（企业一方也写上）。"
    if photo is None:
        wrong["photo"] = "请拍一张验收现场的照片。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert photo is not None
    acceptance = _write(actor, row, sheet, scores, notes)
    acceptance.photo = files.pictures(actor, [photo], "photo")[0]
    acceptance.with_whom, acceptance.opinion = with_whom.strip(), opinion.strip()
    acceptance.save(force_insert=True)
    told = {
        "wave": str(found.wave),
        "acceptance": acceptance.pk,
        "total": acceptance.total,
        "full": acceptance.full,
        "result": acceptance.result,
        "why": acceptance.why,
        "scores": {one["key"]: one["points"] for one in acceptance.scores},
    }
    events.record(actor, "accept_unit", found.unit, given=told)
    return acceptance


def _need_open(row: WaveUnit) -> None:
    done = done_of(row)
    passed = Acceptance.objects.within(Scope.whole_town(row.town_id)).filter(within=row, passed=True).first()
    ended = row.left_on is not None or row.unit.ended_on is not None
    if why := rules.why_not_accept(done, ended=ended, accepted_on=passed.accepted_on if passed else None):
        raise NotAllowed(f"“{row.unit.name}”{why}")


def _write(
    actor: Actor, row: WaveUnit, sheet: ScoreSheet, scores: Mapping[str, int | None], notes: Mapping[str, str]
) -> Acceptance:
    scored = [
        rules.Scored(
            one.key,
            one.part,
            one.text,
            one.points,
            scores[one.key] or 0,
            one.must,
            notes.get(one.key, "").strip(),
        )
        for one in sheet.items
    ]
    came = rules.outcome(scored, sheet.least)
    return Acceptance(
        town_id=actor.town,
        unit=row.unit,
        within=row,
        sheet=None if sheet._state.adding else sheet,
        scores=[one.as_kept() for one in scored],
        total=came.total,
        full=came.full,
        least=sheet.least,
        passed=came.passed,
        why=came.why,
        by_id=actor.person_id,
        accepted_on=clock.today(),
        at=clock.now(),
        recorded_cell=row.unit.cell_path,
        recorded_category=row.unit.category,
    )
