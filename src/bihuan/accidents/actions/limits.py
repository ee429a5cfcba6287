"""The verb of a town's own terms for telling upward."""

from datetime import date

from django.db import IntegrityError, transaction

from bihuan.accidents.models import ReportLimit
from bihuan.accidents.rules import LAW_MINUTES
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete

AHEAD_MAX = 366  # days that somebody rules ahead


@transaction.atomic
def set_report_limit(
    actor: Actor, *, from_on: date | None, word_minutes: int | None, written_minutes: int | None, basis: str
) -> ReportLimit:
    """规定报告时限: within how many minutes the town tells those above, from a day on; shorter than the law's two hours, never longer. What
    was heard of before keeps the term of its day."""
    actor.need("supervise")
    wrong: dict[str, str] = {}
    if from_on is None or from_on < clock.today():
        wrong["from_on"] = "起始日期不能早于今天：已经发生的事故按当时的时限。"
    elif (from_on - clock.today()).days > AHEAD_MAX:
        wrong["from_on"] = "起始日期离今天超过一年，请核对年份。"
    for name, minutes in (("word_minutes", word_minutes), ("written_minutes", written_minutes)):
        if minutes is None or not 1 <= minutes <= LAW_MINUTES:
            wrong[name] = f"应为1至{LAW_MINUTES}分钟：条例规定不得超过2小时，地方可以更短。"
    if not wrong and (written_minutes or 0) < (word_minutes or 0):
        wrong["written_minutes"] = "书面报告的时限不能短于首次报告的时限。"
    if not basis.strip():
        wrong["basis"] = "请填写依据，如“区安委办〔2026〕5号”。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert from_on and word_minutes and written_minutes
    limit = ReportLimit(
        town_id=actor.town,
        from_on=from_on,
        word_minutes=word_minutes,
        written_minutes=written_minutes,
        basis=basis.strip(),
    )
    try:
        with transaction.atomic():
            limit.save(force_insert=True)
    except IntegrityError as error:
        why = "这一天起的时限已经规定过。"
        raise Incomplete(why, {"from_on": why}) from error
    events.record(actor, "set_report_limit", limit, given={"says": str(limit), "from_on": from_on})
    return limit
