"""The list of documents: found by what people know of one, narrowed, exported, with what each role may see."""

from django.urls import reverse

from bihuan.core.scope import Scope
from bihuan.documents.case_forms import WritFilter
from bihuan.documents.models import Writ
from bihuan.hazards.actions import finish_check, void_visit
from bihuan.inspections.actions import OutingPlan, begin_campaign
from bihuan.search.queries import find
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit
from tests.documents.case_deeds import drafted, ordered
from tests.web.conftest import sign_in
from tests.web.test_listings import exported
from tests.web.visits import SignIn

__all__ = ["sign_in"]


def shown(cast: Cast, **asked: object) -> set[str]:
    """The documents that filters leave, by their keys."""
    given = {name: str(value) for name, value in asked.items()}
    return {str(key) for key in WritFilter(given).narrow(cast.chen.scope).values_list("pk", flat=True)}


def test_filters_and_views_leave_what_they_say(cast: Cast) -> None:
    order, school = ordered(cast), ordered(cast, "school")
    draft, proposed = drafted(cast), drafted(cast, state="proposed")
    gone = ordered(cast)
    void_visit(cast.chen, gone.inspection_id, reason="重复录入")  # type: ignore[arg-type]
    mine = {str(row.pk) for row in (order, school)}
    assert mine | {str(proposed.pk)} == shown(cast, kind="order")
    assert shown(cast, state="draft") == {str(draft.pk)} and shown(cast, state="proposed") == {
        str(proposed.pk)
    }
    assert str(gone.pk) in shown(cast, state="void") and str(gone.pk) not in shown(cast)
    assert {str(draft.pk), str(gone.pk)} <= shown(cast, state="all")
    assert shown(cast, state="unserved", kind="order") == mine
    Writ.objects.within(Scope.whole_town(cast.town.pk)).filter(pk=order.pk).update(served_on=TODAY)
    assert shown(cast, state="unserved", kind="order") == {str(school.pk)}
    assert shown(cast, served="yes") == {str(order.pk)}
    assert shown(cast, words="石桥小学", kind="order") == {str(school.pk)}
    assert str(order.pk) in shown(cast, words=order.number) and str(school.pk) not in shown(
        cast, words=order.number
    )
    assert shown(cast, unit=school.unit_id, kind="order") == {str(school.pk)}
    assert shown(cast, family="soft") == set() and shown(cast, since="2026-06-03") == set()
    assert shown(cast, kind="no such kind", state="nowhere") == shown(cast)  # what cannot be read is left out
    cell = cast.cells["石桥村"].path
    assert shown(cast, cell=cell) <= shown(cast)


def test_a_campaign_s_documents_are_those_of_its_visits(cast: Cast) -> None:
    ordered(cast)
    campaign = begin_campaign(cast.chen, name="百日攻坚", begins_on=TODAY, ends_on=TODAY)
    plan = OutingPlan(leader=cast.people["zhou"].pk, campaign=campaign.pk)
    finish_check(cast.chen, visit(cast, cast.chen, outing=plan), [finding(cast, cast.chen)])
    found = shown(cast, campaign=campaign.pk)
    assert found == {
        str(key)
        for key in Writ.objects.within(cast.chen.scope)
        .filter(paper__campaign=campaign)
        .values_list("pk", flat=True)
    }
    assert found


def test_the_page_and_its_file_show_what_each_may_see(cast: Cast, sign_in: SignIn) -> None:
    order = ordered(cast)
    client = sign_in("chen")
    page = client.get(reverse("writs")).content.decode()
    assert order.number in page and "未送达" in page and "打印、打包" in page and "移交" in page
    assert reverse("writ_handovers") not in sign_in("zhao").get(reverse("writs")).content.decode()
    assert order.number not in sign_in("sun").get(reverse("writs")).content.decode()
    rows = exported(client, reverse("writs") + "?columns=kind,number,served,body,handed")
    assert rows[0] == ["文书", "文号", "送达", "名义", "移交批次"]
    assert any(order.number in row for row in rows[1:])
    (found,) = (one for one in find(cast.chen, order.number, 20) if one.kind.key == "paper")
    assert [hit.url for hit in found.hits] == [reverse("writ", args=[order.pk])]
