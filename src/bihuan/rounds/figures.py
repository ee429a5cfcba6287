"""What rounds declare: walks owed, done, missed and still open; units at which a round is late."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from bihuan.figures.dated import not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.inspections.models import Inspection
from bihuan.rounds.models import RoundRule, RoundTask, TaskVisit
from bihuan.rounds.queries import done, owed
from bihuan.rounds.rules import PERIODS, WALKERS
from bihuan.units.figures import registered

declare_source(
    Source(
        "round_rules",
        "巡查要求",
        RoundRule,
        lambda scope: RoundRule.objects.within(scope),
        words=(
            ("post", tuple((code, kind.label) for code, kind in WALKERS.items())),
            ("period", tuple((code, one.label) for code, one in PERIODS.items())),
        ),
        columns=(
            ("post", "岗位"),
            ("period", "频次"),
            ("times", "次数"),
            ("from_on", "开始"),
            ("ended_on", "停用"),
        ),
    )
)
declare_source(
    Source(
        "rounds",
        "巡查任务",
        RoundTask,
        lambda scope: RoundTask.objects.within(scope),
        on="due_on",
        cell="recorded_cell",
        category="recorded_category",
        basis="rounds.rules",
        told_by=("pk", "rule", "visits__visit"),
        stirred_by=("unit",),
        columns=(
            ("begins_on", "开始"),
            ("due_on", "截止"),
            ("unit__name", "单位"),
            ("times", "应巡查（次）"),
            ("excuse", "免巡原因"),
        ),
    )
)


def _asked(cutoff: date) -> Q:
    return Q(from_on__lte=cutoff) & not_by("ended_on", cutoff)


def _walked(cutoff: date) -> Q:
    return done(TaskVisit._base_manager.all(), cutoff)


def _done(cutoff: date) -> Q:
    return owed(cutoff) & _walked(cutoff)


def _missed(cutoff: date) -> Q:
    """A day is over at its end: what was due on the cut-off itself is."""
    return owed(cutoff) & ~_walked(cutoff)


def _running(cutoff: date) -> Q:
    return owed(cutoff) & Q(due_on__gte=cutoff)


def _left(cutoff: date) -> Q:
    return _running(cutoff) & ~_walked(cutoff)


def _late(cutoff: date) -> Q:
    """Units in the register that a past round left out, and to which nobody has come since."""
    since = Inspection._base_manager.filter(
        unit=OuterRef("unit"),
        voided_on__isnull=True,
        visited_on__gt=OuterRef("due_on"),
        visited_on__lte=cutoff,
    )
    missed = RoundTask._base_manager.filter(_missed(cutoff), due_on__lt=cutoff, unit=OuterRef("pk"))
    left_out = missed.filter(~Exists(since))
    return registered(cutoff) & Q(Exists(left_out))


declare(
    (
        Figure(
            "rounds.rules",
            "巡查要求",
            "条",
            "截止日执行的巡查要求数；为0时其他巡查任务的指标不能据此填0。",
            Kind.STOCK,
            "round_rules",
            _asked,
        ),
        Figure(
            "rounds.owed",
            "应巡查家次",
            "家次",
            "按本镇巡查要求，期内到期的巡查任务数：一家一期计一次；到期前注销的、经批准免巡的不计。",
            Kind.COHORT,
            "rounds",
            owed,
            also=("应巡查", "应巡查单位", "巡查任务"),
            verbs=("应巡查",),
            units_also=("家", "次"),
        ),
        Figure(
            "rounds.done",
            "按频次巡查到位家次",
            "家次",
            "期内到期的巡查任务中，截止日已按规定次数巡查的。",
            Kind.COHORT,
            "rounds",
            _done,
            also=("巡查到位", "按频次巡查", "已巡查", "按期巡查"),
            verbs=("巡查到位",),
            units_also=("家", "次"),
        ),
        Figure(
            "rounds.missed",
            "到期未巡查家次",
            "家次",
            "期内到期的巡查任务中，到期没有按规定次数巡查的；事后去了也不改。",
            Kind.COHORT,
            "rounds",
            _missed,
            also=("到期未巡查", "漏巡"),
        ),
        Figure(
            "rounds.rate",
            "巡查到位率",
            "%",
            "期内应巡查家次中巡查到位的比例。",
            Kind.RATIO,
            of=("rounds.done", "rounds.owed"),
            also=("巡查到位率", "巡查完成率", "巡查率"),
        ),
        Figure(
            "rounds.running",
            "正在巡查的任务",
            "家次",
            "截止日已经布置、还没有到期的巡查任务数。",
            Kind.STOCK,
            "rounds",
            _running,
        ),
        Figure(
            "rounds.left",
            "还没有巡查到位",
            "家次",
            "截止日正在巡查的任务中，还没有按规定次数巡查的。",
            Kind.STOCK,
            "rounds",
            _left,
        ),
        Figure(
            "units.round_late",
            "逾期未巡查的单位",
            "家",
            "截止日在册、上一期巡查任务过期没有完成、此后也没有人走到的监管对象数。",
            Kind.STOCK,
            "units",
            _late,
        ),
    ),
    (
        Identity("应巡查＝巡查到位＋到期未巡查", "rounds.owed", ("rounds.done", "rounds.missed")),
        Identity("还没有巡查到位≤正在巡查的任务", "rounds.left", ("rounds.running",), "<="),
    ),
)
