"""What a plan says on paper, as it is frozen when it is issued; who has which units in its annex."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from bihuan.campaigns.asked import BULLETIN
from bihuan.campaigns.models import DrivePlan
from bihuan.campaigns.queries.drives import listed
from bihuan.campaigns.queries.handings import Bodies
from bihuan.campaigns.queries.teams import seats_on, sittings
from bihuan.campaigns.rules import MODES
from bihuan.campaigns.sheets import sheets_on
from bihuan.core import clock
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.documents.texts import signing_body
from bihuan.grading.rules import LEVELS
from bihuan.grid.models import Cell
from bihuan.inspections.models import Team
from bihuan.risks.rules import GRADES
from bihuan.summaries.models import ReportForm
from bihuan.units.rules import CATEGORIES

Content = dict[str, Any]


def labels(codes: list[str]) -> str:
    """Categories in words, "" for all."""
    return "、".join(CATEGORIES[code].label for code in codes if code in CATEGORIES)


def scope_words(scope: Scope, plan: DrivePlan) -> str:
    """全镇范围内的餐饮、加油站；监管等级A、B."""
    names = [
        one.name for one in Cell.objects.within(Scope.whole_town(scope.town)).filter(path__in=plan.cells)
    ]
    town = Town.objects.of(scope)
    where = "、".join(names) or town.name
    what = labels(plan.campaign.categories) or "各类生产经营单位和场所"
    more = (
        [f"监管等级为{'、'.join(LEVELS[one].says for one in plan.levels if one in LEVELS)}的"]
        if plan.levels
        else []
    )
    if plan.risks:
        colours = "、".join(GRADES[one].says for one in plan.risks if one in GRADES)
        more.append(f"最高风险为{colours}的")
    more += [f"符合“{plan.query_name}”条件的"] if plan.query else []
    return f"{where}{'、'.join(more)}{what}"


def asked_words(scope: Scope, plan: DrivePlan) -> list[list[str]]:
    """What is to be handed up, line by line: what, by whom, to whom, when, and how it is made."""
    bodies = Bodies.of(scope) if plan.asked else Bodies()
    forms = dict(ReportForm.objects.within(scope).values_list("pk", "name")) if plan.asked else {}
    named = {str(pk): name for pk, name in forms.items()}
    return [
        [
            one.name,
            bodies.asked(one.by),
            one.to,
            one.when,
            "按记录起草"
            if one.source == BULLETIN
            else f"按记录填《{named.get(one.form, '')}》"
            if one.form
            else "",
        ]
        for one in plan.asks
    ]


def content_of(scope: Scope, plan: DrivePlan) -> Content:
    """All that a plan says, its units by team among it."""
    campaign = plan.campaign
    town = Town.objects.of(scope)
    today = clock.today()
    teams = {one.pk: one for one in Team.objects.within(scope).filter(pk__in=plan.teams)}
    seated = sittings(scope, seats_on(scope, today).filter(team__in=list(teams)), today)
    rows = (
        listed(scope)
        .filter(campaign=campaign, left_on__isnull=True)
        .order_by("unit__cell_path", "unit__name", "pk")
        .values_list("team", "unit__name", "unit__category", "unit__cell__name")
    )
    units: dict[UUID | None, list[list[str]]] = defaultdict(list)
    for team, *cells in rows:
        name, category, cell = cells
        units[team].append([name, CATEGORIES[category].label, cell or "未入网格"])
    order = [pk for key in plan.teams if (pk := UUID(key)) in teams]
    return {
        "title": campaign.name,
        "organ": signing_body(town.name),
        "office": f"{town.office}，{town.phone}".rstrip("，"),
        "begins_on": campaign.begins_on.isoformat(),
        "ends_on": campaign.ends_on.isoformat(),
        "basis": plan.basis,
        "aim": plan.aim,
        "scope": scope_words(scope, plan),
        "units": sum(map(len, units.values())),
        "content": plan.content,
        "checklists": [one.label for one in sheets_on(plan.checklists, today) if not one.gone],
        "stages": [one.as_kept() for one in plan.parts],
        "mode": MODES[plan.mode],
        "teams": [
            {
                "name": teams[pk].name,
                "watches": labels(teams[pk].categories),
                "seats": [f"{one.role}：{one.words}" for one in seated.get(pk, ())],
                "units": units.get(pk, []),
            }
            for pk in order
        ],
        "unassigned": units.get(None, []),
        "demands": plan.demands,
        "handing": plan.handing,
        "asked": asked_words(scope, plan),
        "parent": campaign.parent.name if campaign.parent else "",
        "dated": today.isoformat(),
    }
