"""Road tables as something that can come in."""

from bihuan.intake.registry import Column, Kind, declare_kind
from bihuan.routing.actions.roads import take_roads, undo_roads
from bihuan.routing.ends import known_roads

COLUMNS = (
    Column(
        "start", "起点", "name", required=True, longest=100, also=("出发地", "从", "起", "起点名称", "始发地")
    ),
    Column(
        "end", "终点", "name", required=True, longest=100, also=("目的地", "到", "止", "终点名称", "到达地")
    ),
    Column(
        "km",
        "里程（公里）",
        longest=20,
        also=("里程", "公里", "距离", "路程", "道路里程", "公里数"),
        example="如3.5",
    ),
    Column(
        "minutes", "用时（分钟）", "number", also=("分钟", "用时", "时间", "车程"), example="不填的按车速算"
    ),
)

declare_kind(
    Kind(
        "roads",
        "道路里程",
        "campaigns",
        COLUMNS,
        lambda _actor: {},
        lambda actor, _names: known_roads(actor),
        take_roads,
        undo_roads,
        once=(("start", "end"),),
        list_page="road_legs",
        unit="段",
    )
)
