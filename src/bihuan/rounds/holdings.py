"""What a post has still to walk past."""

from bihuan.core.calendar import in_words
from bihuan.grid.holdings import Held, Station, declare_holding
from bihuan.rounds.queries import running


def _held(station: Station) -> list[Held]:
    rows = running(station.scope, station.on).filter(rule__post=station.kind)
    return [
        Held(
            row.pk,
            f"巡查（{row.rule.get_period_display()}{row.times}次）",
            row.unit.name,
            f"{in_words(row.due_on)}截止",
        )
        for row in rows
    ]


declare_holding("本期待巡查", _held)
