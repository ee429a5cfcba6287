"""What the tests of assessments do again and again."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

from bihuan.accidents.models import Accident
from bihuan.accidents.rules import Counts
from bihuan.assessments import actions
from bihuan.assessments.models import Scheme, Score, Sheet, Veto, VetoRule
from bihuan.assessments.rules import FIGURE, JUDGED, VILLAGE, Head, Limits, Line, bands_of
from bihuan.assessments.usual import USUAL
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from tests.accidents.deeds import enter, judge
from tests.cast import FOUNDED, TODAY, Cast

UNTIL = TODAY - timedelta(days=1)
BASIS = "东岭发〔2026〕3号"
RATE = Line(
    "rate", FIGURE, "隐患整改率", Decimal(60), "hazards.rate", "least", bands_of("100得60，90得40，50得10")
)
DUTY = Line("duty", JUDGED, "履职情况", Decimal(40), standard="每缺一项扣10分")
LINES = (RATE, DUTY)
APPEAL = "认定的事实不清，设备由厂家检修"


def town(cast: Cast) -> Scope:
    return Scope.whole_town(cast.town.pk)


def head(kind: str = VILLAGE, **more: Any) -> Head:
    given: dict[str, Any] = {
        "year": TODAY.year,
        "kind": kind,
        "category": "",
        "title": "2026年度考核",
        "since": FOUNDED,
        "until": UNTIL,
        "objection_days": 5,
        "limits": Limits(),
    }
    return Head(**(given | more))


def begun(cast: Cast, lines: tuple[Line, ...] = LINES, actor: Actor | None = None, **more: Any) -> Scheme:
    """陈 begins the year's assessment of the villages."""
    actor = actor or cast.chen
    row = actions.make_scheme(actor, head(**more), lines)
    return actions.begin_scheme(actor, row.pk, version=row.version)


def sheet_of(cast: Cast, name: str, **more: Any) -> Sheet:
    return (
        Sheet.objects.within(town(cast))
        .select_related("scheme", "cell", "unit")
        .get(subject_name=name, **more)
    )


def score_of(sheet: Sheet, line: str = "duty") -> Score:
    return Score.objects.within(Scope.whole_town(sheet.town_id)).get(sheet=sheet, line=line)


def scored(actor: Actor, sheet: Sheet, points: Any = 35, line: str = "duty", **more: Any) -> Score:
    given: dict[str, Any] = {
        "points": None if points is None else Decimal(points),
        "is_aside": False,
        "reason": "台账齐全，问题上报及时",
        "evidence": "6月1日核查记录",
        "version": score_of(sheet, line).version,
    }
    return actions.score_line(actor, sheet.pk, line, **(given | more))


def told(cast: Cast, points: tuple[int, ...] = (35, 30)) -> Scheme:
    """Both villages scored and told."""
    scheme = begun(cast)
    for one, given in zip(rows(cast, scheme), points, strict=True):
        scored(cast.chen, one, given)
    actions.tell_sheets(cast.chen, scheme.pk)
    return fresh(scheme)


def rows(cast: Cast, scheme: Scheme) -> list[Sheet]:
    return list(Sheet.objects.within(town(cast)).filter(scheme=scheme).order_by("subject_name"))


def fresh(row: Any) -> Any:
    return type(row).objects.within(Scope.whole_town(row.town_id)).get(pk=row.pk)


def published(cast: Cast, scheme: Scheme) -> Scheme:
    """The term for objections is over, and the results are out."""
    over = max(one.object_until for one in rows(cast, scheme) if one.object_until) + timedelta(days=1)
    with clock.moved(max(clock.at(over, 9), clock.now())):
        return actions.publish_scheme(cast.chen, scheme.pk, version=fresh(scheme).version)


def ruled(cast: Cast, actor: Actor | None = None) -> list[VetoRule]:
    return actions.adopt_rules(actor or cast.chen, basis=BASIS)


def hurt(cast: Cast, hurt: Counts | None = None, **more: Any) -> Accident:
    """An accident of production at 永安, in which one died unless told otherwise."""
    return judge(cast, enter(cast, hurt=hurt or Counts(deaths=1), **more))


def raised(cast: Cast, hurt_: Counts | None = None) -> list[Veto]:
    """The town's rules, an accident, and the candidates that come of it, by the names of whom they meet."""
    ruled(cast)
    hurt(cast, hurt_ or Counts(severe=1))
    actions.raise_candidates(Actor.clock(cast.town.pk))
    return candidates(cast)


def candidates(cast: Cast) -> list[Veto]:
    return list(
        Veto.objects.within(town(cast)).filter(state="candidate").order_by("rule_text", "subject_name")
    )


def decided(cast: Cast, row: Veto, actor: Actor | None = None, **more: Any) -> Veto:
    return decide(actor or cast.zhou, row, **more)


def decide(actor: Actor, row: Veto, **more: Any) -> Veto:
    given: dict[str, Any] = {
        "body": "东岭镇安全生产委员会",
        "grounds": "6月2日货架倒塌，货架超高堆放，未按规定检查",
        "heard": "已告知，没有提出意见",
        "from_on": TODAY,
        "months": 12,
        "bars": ["honours", "bonus"],
        "version": row.version,
    }
    return actions.decide_veto(actor, row.pk, **(given | more))


def tick(cast: Cast) -> None:
    """What the clock does of vetoes."""
    actor = Actor.clock(cast.town.pk)
    actions.note_causes(actor)
    actions.raise_candidates(actor)
    actions.end_vetoes(actor)
    actions.keep_in_step(actor)


def numbers(cast: Cast, *keys: str, on: date = TODAY) -> dict[str, Any]:
    """Figures of the year as of the end of a day; identities hold."""
    asks = [Ask(key, FOUNDED, on, on) for key in keys]
    values = evaluate(town(cast), asks)
    verdicts = check_identities(town(cast), FOUNDED, on, on)
    broken = [one.detail for some in verdicts.values() for one in some if not one.holds]
    assert not broken, broken
    return {ask.figure: values[ask].value for ask in asks}


def given_away(actor: Actor, unit: Any) -> dict[str, Any]:
    """What addresses name of a sheet, an objection, a veto, a rule and an answer of a unit."""
    category = unit.category
    lines = USUAL["unit"]
    whole = Scope.whole_town(actor.town)
    scheme = actions.make_scheme(
        actor, head("unit", category=category, title=f"{unit.name}这一类的考核"), lines
    )
    actions.begin_scheme(actor, scheme.pk, version=scheme.version)
    sheet = Sheet.objects.within(whole).get(scheme=scheme, unit=unit)
    for line in lines:
        if line.kind == JUDGED:
            scored(actor, sheet, 5, line.key)
    actions.tell_sheets(actor, scheme.pk)
    objection = actions.object_to(actor, sheet.pk, "system", text="台账在库房", said_by="负责人")
    rule = VetoRule.objects.within(whole).filter(code="refusal").first() or next(
        one for one in actions.adopt_rules(actor, basis=BASIS) if one.code == "refusal"
    )
    veto = actions.raise_veto(
        actor, rule_id=rule.pk, kind="unit", subject_id=unit.pk, happened_on=TODAY, facts="拒绝检查"
    )
    decide(actor, veto)
    honour = actions.answer_honour(
        actor, kind="unit", subject_id=unit.pk, bar="honours", honour="先进单位", on=TODAY
    )
    return {
        "scheme_id": scheme.pk,
        "sheet_id": sheet.pk,
        "sheet_line": "system",
        "objection_id": objection.pk,
        "veto_id": veto.pk,
        "veto_rule_id": rule.pk,
        "honour_id": honour.pk,
        "assessed_kind": "village",
    }


_TAG = re.compile(r"<(input|textarea|select)\b([^>]*)>(.*?)(?=<(?:input|textarea|select)\b|\Z)", re.S)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def typed(html: str) -> dict[str, Any]:
    """What the fields of a page's form hold, as a browser would send them."""
    found: dict[str, Any] = {}
    for tag, inside, after in _TAG.findall(html[html.index("<main") :]):
        has = dict(_ATTRIBUTE.findall(inside))
        name = has.get("name", "")
        if not name or has.get("type") == "file":
            continue
        if tag == "select":
            chosen = re.search(r'<option value="([^"]*)" selected', after)
            found[name] = chosen.group(1) if chosen else ""
        elif tag == "textarea":
            found[name] = unescape(after.partition("</textarea>")[0])
        elif has.get("type") in ("checkbox", "radio"):
            if "checked" in inside:
                found.setdefault(name, []).append(has["value"])
        else:
            found[name] = unescape(has.get("value", ""))
    return found
