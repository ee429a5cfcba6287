"""What the roll-out adds to a unit's page; how its rows follow a merger; which files it shows; the words of its events."""

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.files import declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.hazards.timeline import declare_words
from bihuan.rollout.models import Acceptance, Benchmark, Taking, WaveUnit, Willingness, WorkDay
from bihuan.rollout.queries import benchmarks, done_of, enrolled, shows_file, takings, with_steps
from bihuan.rollout.rules import STEPS, next_step
from bihuan.rollout.words import LABELS, SAYS
from bihuan.units.following import declare_merge, declare_stays
from bihuan.units.models import Unit


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    today = clock.today()
    rows = with_steps(enrolled(actor.scope).filter(unit=unit), actor.scope, today).select_related("wave")
    row = rows.order_by("-joined_on", "-pk").first()
    chosen = benchmarks(actor.scope).filter(unit=unit).first()
    taken = takings(actor.scope).filter(unit=unit).first()
    if row is None and chosen is None and taken is None:
        return None
    done = done_of(row) if row else []
    return {
        "unit": unit,
        "row": row,
        "benchmark": chosen,
        "taken": taken,
        "steps": [(one, one.key in done) for one in STEPS.values()] if row else [],
        "next": next_step(done) if row else None,
    }


def _links(actor: Actor, unit: Unit) -> list[Link]:
    """For who keeps units: where a willingness is recorded and a benchmark chosen."""
    may = (actor.may("units") or actor.may("supervise")) and unit.ended_on is None
    return [Link("双重预防推进", reverse("rollout_unit", args=[unit.pk]), "flag")] if may else []


declare_part(Part("unit", "rollout/part.html", _of_unit, side=True, links=_links))
declare_shown(shows_file)
declare_merge(Willingness, "双重预防意愿")
declare_merge(Benchmark, "标杆企业")
declare_merge(WaveUnit, "双重预防批次")
declare_merge(Acceptance, "双重预防验收")
declare_merge(Taking, "区级建设范畴名单")
declare_stays(WorkDay)  # of the points that go over the other unit's own days tell
declare_words(LABELS, SAYS)
