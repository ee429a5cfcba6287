"""What recorded decisions declare: suspensions and bans, whoever decided them."""

from django.db.models import Count, Q

from bihuan.figures.registry import Figure, Kind, declare

declare(
    (
        Figure(
            "sanction.suspend",
            "停业整顿",
            "家",
            "期内登记的停产停业整顿决定涉及的家数。",
            Kind.FLOW,
            "decisions",
            lambda _cutoff: Q(kind="suspend"),
            lambda where: Count("unit", filter=where, distinct=True),
            also=("停业整顿", "停产整顿", "停产停业", "责令停产", "责令停业"),
            units_also=("个", "处"),
        ),
        Figure(
            "sanction.ban",
            "取缔",
            "处",
            "期内登记的取缔决定涉及的处数。",
            Kind.FLOW,
            "decisions",
            lambda _cutoff: Q(kind="ban"),
            lambda where: Count("unit", filter=where, distinct=True),
            also=("取缔", "关闭取缔", "依法取缔"),
            verbs=("取缔",),
            units_also=("家", "个"),
        ),
    )
)
