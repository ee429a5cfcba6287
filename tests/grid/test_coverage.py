"""覆盖情况: each gap by village, each number with its rows."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.grid.actions import open_cell
from bihuan.hazards.actions import finish_check
from bihuan.inspections.models import Inspection
from tests.cast import TODAY, Cast
from tests.core.deeds import visit
from tests.web.pages import plain
from tests.web.visits import SignIn


def unseen(cast: Cast, on: date, cell: str = "") -> object:
    ask = Ask("units.unseen", on, on, on, Slice(cell=cell))
    return evaluate(cast.chen.scope, [ask])[ask].value


def test_a_unit_counts_as_unseen_ninety_days_after_somebody_came(cast: Cast) -> None:
    assert unseen(cast, TODAY) == 3
    finish_check(cast.chen, visit(cast, cast.chen), [])
    assert Inspection.objects.within(cast.chen.scope).count() == 1
    village = cast.cells["石桥村"].path
    last = TODAY + timedelta(days=89)
    assert [unseen(cast, day, village) for day in (TODAY - timedelta(days=1), TODAY, last)] == [2, 1, 1]
    assert unseen(cast, last + timedelta(days=1), village) == 2


def test_the_page_shows_the_gaps_of_each_village_and_leads_to_the_rows(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    text = client.get(reverse("coverage")).content.decode()
    row = text[text.index("柳林村</a>") :].partition("</tr>")[0]
    assert plain(row).replace(" ", "").startswith("柳林村1111")
    address = row.partition('href="/figures/grid.uncovered/')[2].partition('"')[0].replace("&amp;", "&")
    rows = client.get(f"/figures/grid.uncovered/{address}")
    assert rows.status_code == 200 and "柳林村" in rows.content.decode()


def test_a_village_head_sees_the_own_village(cast: Cast, sign_in: SignIn) -> None:
    text = sign_in("li").get(reverse("coverage")).content.decode()
    assert "石桥村" in text and "柳林村" not in text


def test_it_costs_the_same_however_many_villages(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("coverage"))
    with clock.moved(clock.at(TODAY, 9)):
        for number in range(15):
            open_cell(
                cast.chen, cast.cells["西片办事处"].pk, name=f"新村{number}", kind="village", opened_on=TODAY
            )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("coverage"))
    assert len(many) == len(few)
