"""What units themselves put into a unit's file: particulars, persons, certificates, insurance, rules and plans."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.masking import mask_phone
from bihuan.core.scope import Scope
from bihuan.grid.queries import posts_held
from bihuan.paper import Boxes, Leaf, Paragraph, Table
from bihuan.units.chapters import Chapter, Lack, Lacks, by_unit, declare_chapter, nowhere
from bihuan.units.models import Certificate, Contact, Document, Unit
from bihuan.units.queries import certificates, contacts, documents
from bihuan.units.rules import (
    CATEGORIES,
    CERTIFICATES,
    DOCUMENT_KINDS,
    HELD_BY_PERSONS,
    is_dangerous,
    keeps_rules,
    licences_asked,
    persons_asked,
)

SAFETY_MANAGER = "unit_safety"  # the post
_APART = ("insurance", "plan")  # of what runs out: what has a chapter of its own
_LICENCES = frozenset(CERTIFICATES) - HELD_BY_PERSONS - frozenset(_APART)


def _facts(_actor: Actor, unit: Unit, _on: date) -> list[Leaf]:
    labels = {one.name: (one.label, one.kind) for one in CATEGORIES[unit.category].details}
    more = [
        (label, "是" if value is True else "否" if kind == "yes" else str(value))
        for name, value in unit.details.items()
        if name in labels
        for label, kind in (labels[name],)
    ]
    pairs = [
        ("统一社会信用代码", unit.uscc),
        ("类别", unit.category_label),
        ("主要负责人", unit.head),
        ("联系电话", mask_phone(unit.phone)),
        ("从业人数", "" if unit.employees is None else f"{unit.employees}人"),
        ("规模以上", _span(unit.above_scale_from, unit.above_scale_to)),
        ("所在网格", str(unit.cell or "")),
        ("行业主管部门", unit.department.name if unit.department else ""),
        ("登记日期", in_words(unit.opened_on)),
        ("纳入两个体系建设", in_words(unit.pilot_from) if unit.pilot_from else ""),
        *more,
    ]
    two = [tuple(pairs[at : at + 2]) for at in range(0, len(pairs), 2)]
    return [Boxes(((("名称", unit.name),), (("地址", unit.address),), *two))]


def _span(since: date | None, until: date | None) -> str:
    if since is None:
        return "否"
    return f"{in_words(since)}起" if until is None else f"{in_words(since)}至{in_words(until)}"


def _without_facts(_scope: Scope, units: Sequence[Unit], _on: date) -> Lacks:
    def told(unit: Unit) -> list[Lack]:
        asked = [
            ("地址", unit.address),
            ("主要负责人", unit.head),
            ("联系电话", unit.phone),
            ("从业人数", unit.employees is not None),
        ]
        if "licence" in licences_asked(unit.category):
            asked.insert(0, ("统一社会信用代码", unit.uscc))
        left = [word for word, value in asked if not value]
        return [Lack(f"没有登记{'、'.join(left)}", "unit_edit")] if left else []

    return by_unit(units, told)


def _held(
    scope: Scope, units: Sequence[Unit], kinds: Collection[str], on: date
) -> dict[UUID, list[Certificate]]:
    rows = certificates(scope, on).filter(unit__in=units, kind__in=kinds)
    found: dict[UUID, list[Certificate]] = defaultdict(list)
    for row in rows.order_by("kind", "holder", "valid_until", "id"):
        found[row.unit_id].append(row)
    return found


def _asked_for(asked: Sequence[str], mine: Sequence[Certificate], on: date) -> list[Lack]:
    """What is not there of some kinds of certificates, and what there is of any kind and has run out. Its holder is not named: lists show this."""
    there = {one.kind for one in mine}
    lacks = [Lack(f"没有登记{CERTIFICATES[kind]}", "certificate_new") for kind in asked if kind not in there]
    return lacks + [
        Lack(f"{one.label}{one.number}已于{in_words(one.valid_until)}到期")
        for one in mine
        if one.valid_until < on
    ]


def _people(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    rows = tuple(
        (one.role_label, one.name, mask_phone(one.phone), f"{one.from_on:%Y-%m-%d}")
        for one in contacts(actor.scope, unit)
    )
    held = _certificate_table(_held(actor.scope, [unit], HELD_BY_PERSONS, on)[unit.pk], on, persons=True)
    said: list[Leaf] = [Table(("身份", "姓名", "电话", "登记"), rows, caption="安全管理人员")] if rows else []
    return said + held


def _without_people(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    held = _held(scope, units, HELD_BY_PERSONS, on)
    managed = set(
        Contact.objects.within(scope)
        .filter(unit__in=units, role="manager", ended_on__isnull=True)
        .values_list("unit", flat=True)
    )

    # Who signs in for the unit as its safety manager need not be registered a second time.
    managed |= set(
        posts_held(Scope.whole_town(scope.town), on)
        .filter(unit__in=units, kind=SAFETY_MANAGER)
        .values_list("unit", flat=True)
    )

    def told(unit: Unit) -> list[Lack]:
        lacks = [] if unit.pk in managed else [Lack("没有登记安全管理员", "contact_new")]
        return lacks + _asked_for(persons_asked(unit.category), held[unit.pk], on)

    return by_unit(units, told)


def _certificate_table(rows: Sequence[Certificate], on: date, *, persons: bool = False) -> list[Leaf]:
    if not rows:
        return []
    told = tuple(
        (
            one.label,
            *([one.holder] if persons else []),
            one.number,
            one.issuer,
            f"{one.issued_on:%Y-%m-%d}" if one.issued_on else "",
            f"{one.valid_until:%Y-%m-%d}",
            "已过期" if one.valid_until < on else "有效",
        )
        for one in rows
    )
    heads = (
        "种类",
        *(["持证人"] if persons else []),
        "编号",
        "发证（承保）机关",
        "发证日期",
        "有效期至",
        "状态",
    )
    return [Table(heads, told, caption="人员持证" if persons else "")]


def _kinds(*kinds: str) -> Callable[[Actor, Unit, date], list[Leaf]]:
    def tells(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
        return _certificate_table(_held(actor.scope, [unit], kinds, on)[unit.pk], on)

    return tells


def _without_licences(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    held = _held(scope, units, _LICENCES, on)
    return by_unit(units, lambda unit: _asked_for(licences_asked(unit.category), held[unit.pk], on))


def _without_insurance(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    held = _held(scope, units, ("insurance",), on)
    good = {pk for pk, rows in held.items() if any(one.valid_until >= on for one in rows)}
    return by_unit(
        units, lambda unit: [] if unit.pk in good else _asked_for(("insurance",), held[unit.pk], on)
    )


def _papers(*kinds: str) -> Callable[[Actor, Unit, date], list[Leaf]]:
    def tells(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
        rows = tuple(
            (
                DOCUMENT_KINDS[one.kind],
                one.title,
                f"{one.dated_on:%Y-%m-%d}" if one.dated_on else "",
                one.note,
            )
            for one in documents(actor.scope, unit).filter(kind__in=kinds)
        )
        filed = _kinds("plan")(actor, unit, on) if "plan" in kinds else []
        listed: list[Leaf] = [Table(("种类", "名称", "资料日期", "说明"), rows)] if rows else []
        return [*listed, *filed]

    return tells


def _without_paper(kind: str, word: str) -> Callable[[Scope, Sequence[Unit], date], Lacks]:
    def told(scope: Scope, units: Sequence[Unit], _on: date) -> Lacks:
        rows = Document.objects.within(scope).filter(unit__in=units, kind=kind, ended_on__isnull=True)
        there = set(rows.values_list("unit", flat=True))
        return by_unit(units, lambda unit: [] if unit.pk in there else [Lack(f"没有{word}", "document_new")])

    return told


def _others(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    found = _papers("risk", "report", "lease", "drawing", "other")(actor, unit, on)
    return [*found, Paragraph("资料原件存于系统该单位页的“资料”。")] if found else []


for one in (
    Chapter("units.facts", "企业基本情况", 10, _facts, _without_facts),
    Chapter("units.people", "安全管理机构和人员持证", 20, _people, _without_people, keeps_rules),
    Chapter(
        "units.licences",
        "证照",
        30,
        _kinds(*sorted(_LICENCES)),
        _without_licences,
        lambda category: bool(licences_asked(category)),
    ),
    Chapter("units.insurance", "安全生产责任保险", 35, _kinds("insurance"), _without_insurance, is_dangerous),
    Chapter(
        "units.rules",
        "安全生产责任制和制度",
        40,
        _papers("system"),
        _without_paper("system", "责任制、制度"),
        keeps_rules,
    ),
    Chapter("units.plan", "应急预案", 45, _papers("plan"), _without_paper("plan", "应急预案"), keeps_rules),
    Chapter("units.papers", "其他资料", 190, _others, required=nowhere),
):
    declare_chapter(one)
