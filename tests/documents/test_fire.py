"""What rests on the law on fire and would go out in the bureau's name: whose power that is, said before it goes out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core.scope import Scope
from bihuan.documents.actions.drafting import draft
from bihuan.documents.actions.issuing import look
from bihuan.documents.gathering import About
from bihuan.documents.models import Writ
from bihuan.hazards.actions import finish_check
from bihuan.inspections.grant_actions import register_grant
from bihuan.inspections.law import cites_fire
from bihuan.inspections.models import Grant, Inspection
from bihuan.inspections.papers import DELEGATED, DISTRICT, OWN, TRANSFERRED, fire_warning
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit
from tests.web.conftest import sign_in  # noqa: F401
from tests.web.visits import SignIn

FIRE = "《中华人民共和国消防法》第二十八条"
SAFETY = "《中华人民共和国安全生产法》第三十六条"
SAID = "消防监督由消防救援机构负责，东城区应急管理局的委托没有写明消防"


def grant(cast: Cast, *, names_fire: bool) -> Grant:
    return register_grant(
        cast.chen,
        body="东城区应急管理局",
        reference="东应急委〔2026〕9号",
        papers=["record", "order", "review", "measures", "penalty_notice"],
        from_on=TODAY,
        to_on=TODAY + timedelta(days=9),
        names_fire=names_fire,
    )


def checked(cast: Cast, basis: str) -> Inspection:
    return finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen, basis=basis)])


def test_what_cites_the_law_on_fire() -> None:
    assert cites_fire(FIRE) and cites_fire("《消防法》") and cites_fire("《仓库防火安全管理规则》第三十九条")
    assert cites_fire("《机关、团体、企业、事业单位消防安全管理规定》")
    assert not cites_fire(SAFETY) and not cites_fire("消防法") and not cites_fire("")


@pytest.mark.parametrize(
    ("kind", "power", "names_fire", "told"),
    [
        ("order", DELEGATED, False, "的委托没有写明消防"),
        ("order", TRANSFERRED, False, "赋权清单没有写明消防"),
        ("seizure", DISTRICT, False, "没有这项职权"),
        ("order", DELEGATED, True, ""),
        ("order", OWN, False, ""),
        ("record", DELEGATED, False, ""),
    ],
)
def test_who_binds_without_the_power_is_told(kind: str, power: str, names_fire: bool, told: str) -> None:
    said = fire_warning(kind, power, "东城区应急管理局", names_fire)
    assert bool(said) == bool(told)
    assert told in said
    assert not told or "请移送消防救援机构" in said


def test_a_draft_is_warned_of_and_can_be_issued(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    grant(cast, names_fire=False)
    row = draft(cast.chen, "penalty_notice", About(inspection=checked(cast, FIRE)))
    (said,) = look(cast.chen, row).warnings
    assert said.startswith(SAID)
    assert "fire" not in look(cast.chen, row).wrong
    page = sign_in("chen").get(reverse("writ_edit", args=[row.pk])).content.decode()
    assert page.count(SAID) == 2  # beside the paper, and in the question before it is issued
    other = draft(cast.chen, "penalty_notice", About(inspection=checked(cast, SAFETY)))
    assert look(cast.chen, other).warnings == []


def test_a_delegation_that_names_fire_is_enough(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    given = {
        "body": "东城区应急管理局",
        "reference": "东应急委〔2026〕10号",
        "nature": "delegated",
        "names_fire": "on",
        "papers": ["order", "penalty_notice"],
        "from_on": TODAY.isoformat(),
        "to_on": (TODAY + timedelta(days=9)).isoformat(),
    }
    assert sign_in("chen").post(reverse("grant_new"), given).status_code == 302
    assert Grant.objects.within(Scope.whole_town(cast.town.pk)).get(names_fire=True)
    row = draft(cast.chen, "penalty_notice", About(inspection=checked(cast, FIRE)))
    assert look(cast.chen, row).warnings == []
    assert "（含消防）" in sign_in("chen").get(reverse("grants")).content.decode()


def test_who_orders_is_told_before(cast: Cast, sign_in: SignIn) -> None:  # noqa: F811
    chen = sign_in("chen")
    page = chen.get(f"{reverse('inspection_new')}?unit={cast.units['yongan'].pk}").content.decode()
    assert (
        f'data-if-cited="消防法|机关、团体、企业、事业单位消防安全管理规定|仓库防火安全管理规则" hidden>{SAID}'
        in page
    )
    made = finish_check(
        cast.chen,
        visit(cast, cast.chen),
        [finding(cast, cast.chen, "undecided", basis=one) for one in (FIRE, SAFETY)],
    )
    first, second = made.hazards.within(cast.chen.scope).order_by("number")
    assert SAID in chen.get(reverse("hazard_order", args=[first.pk])).content.decode()
    assert SAID not in chen.get(reverse("hazard_order", args=[second.pk])).content.decode()
    Grant.objects.within(cast.chen.scope).update(papers=["record"])  # the town gives notice by itself
    assert SAID not in chen.get(reverse("hazard_order", args=[first.pk])).content.decode()


def test_a_draft_is_looked_at_by_asking_once_what_may_be_signed(cast: Cast) -> None:
    grant(cast, names_fire=False)
    row = draft(cast.chen, "penalty_notice", About(inspection=checked(cast, SAFETY)))
    row = Writ.objects.within(cast.chen.scope).get(pk=row.pk)
    with CaptureQueriesContext(connection) as asked:
        look(cast.chen, row)
    assert sum("inspections_grant" in one["sql"] for one in asked) == 1
