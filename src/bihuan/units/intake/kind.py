"""Units as something that can come in."""

from collections.abc import Mapping, Sequence

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.intake.options import cell_options, department_options
from bihuan.grid.queries import cells_in_force
from bihuan.intake.registry import Column, Kind, Known, Option, declare_kind
from bihuan.units.figures import registered
from bihuan.units.intake.actions import take_units, undo_units
from bihuan.units.intake.known import KnownUnits
from bihuan.units.likeness import Known as KnownUnit
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES

COLUMNS = (
    Column(
        "name",
        "名称",
        "name",
        required=True,
        also=(
            "单位名称",
            "企业名称",
            "名称",
            "单位",
            "企业",
            "商户名称",
            "店名",
            "场所名称",
            "字号",
            "对象名称",
            "监管对象",
            "业户名称",
            "学校名称",
        ),
        example="永安烟花店",
    ),
    Column(
        "category",
        "类别",
        "choice",
        required=True,
        fill=True,
        also=(
            "行业",
            "行业类别",
            "所属行业",
            "类型",
            "企业类型",
            "单位类型",
            "行业分类",
            "对象类别",
            "场所类别",
        ),
    ),
    Column(
        "uscc",
        "统一社会信用代码",
        "code",
        longest=40,
        also=(
            "信用代码",
            "社会信用代码",
            "统一信用代码",
            "营业执照号",
            "营业执照注册号",
            "执照号",
            "组织机构代码",
            "税号",
        ),
        example="没有营业执照的不填",
    ),
    Column(
        "cell_id",
        "网格",
        "choice",
        fill=True,
        also=(
            "所属网格",
            "所在村",
            "所属村",
            "村",
            "村居",
            "村（社区）",
            "社区",
            "村名",
            "所在村居",
            "所属社区",
            "辖区",
            "属地",
            "所属片区",
        ),
    ),
    Column(
        "address",
        "地址",
        longest=200,
        also=("详细地址", "经营地址", "生产经营地址", "单位地址", "企业地址", "注册地址", "住所", "位置"),
    ),
    Column(
        "head",
        "负责人",
        "name",
        longest=40,
        also=(
            "法人",
            "法定代表人",
            "法人代表",
            "主要负责人",
            "负责人姓名",
            "业主",
            "户主",
            "经营者",
            "联系人",
            "安全负责人",
        ),
    ),
    Column(
        "phone",
        "电话",
        "phone",
        longest=20,
        also=("联系电话", "手机", "手机号", "手机号码", "联系方式", "负责人电话", "法人电话", "电话号码"),
    ),
    Column(
        "employees",
        "从业人数",
        "number",
        also=("人数", "职工人数", "员工人数", "从业人员", "从业人员数", "员工数", "职工数"),
    ),
    Column(
        "department_id",
        "行业主管部门",
        "choice",
        fill=True,
        also=("主管部门", "监管部门", "责任部门", "牵头部门", "行业部门"),
    ),
    Column("above_scale_from", "规模以上起", "day", also=("纳规时间", "入规时间", "规上时间")),
    Column(
        "opened_on",
        "登记日期",
        "day",
        also=("登记时间", "建档日期", "建档时间", "入库日期", "入库时间", "纳入监管日期"),
    ),
)


def options(actor: Actor) -> Mapping[str, Sequence[Option]]:
    """The category tree, the cells in force, the departments."""
    return {
        "category": [Option(one.code, one.label, one.also) for one in CATEGORIES.values()],
        "cell_id": cell_options(actor, clock.today()),
        "department_id": department_options(actor),
    }


def look(actor: Actor, _names: frozenset[str]) -> Known:
    """The town's units in the register."""
    there = Unit.objects.within(Scope.whole_town(actor.town)).filter(registered(clock.today()))
    found = there.order_by().values_list("pk", "name", "address", "uscc", "phone", "cell_path")
    cells = cells_in_force(actor.scope, clock.today())
    return KnownUnits((KnownUnit(*row) for row in found), {one.pk: one.path for one in cells})


declare_kind(
    Kind(
        "units",
        "监管对象",
        "units",
        COLUMNS,
        options,
        look,
        take_units,
        undo_units,
        once=(("uscc", "address"), ("name", "cell_id", "address")),
        page="unit",
        list_page="units",
        unit="家",
    )
)
