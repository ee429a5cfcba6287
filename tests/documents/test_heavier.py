"""A penalty beside its notice: what was not told cannot be decided, and nothing is heavier for a defence."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock
from bihuan.core.errors import Incomplete
from bihuan.documents.actions import issue, revise
from bihuan.documents.actions.drafting import draft
from bihuan.documents.actions.issuing import lacking, look
from bihuan.documents.gathering import About
from bihuan.documents.kinds.heavier import heavier, sum_told
from bihuan.documents.models import Writ
from tests.cast import NOW, TODAY, Cast
from tests.documents.papers import fresh
from tests.documents.penalties import empower, notified, posted


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("罚款人民币1000元", 1000),
        ("罚款人民币1,000元（壹仟元整）", 1000),
        ("处三千五百元罚款", 3500),
        ("罚款壹万贰仟元", 12000),
        ("罚款1.2万元", 12000),
        ("罚款十二万元", 120000),
        ("分别罚款500元、800元，合并罚款1300元", 1300),
        ("罚款两百元整", 200),
        ("警告", None),
        ("罚款若干", None),
        ("", None),
    ],
)
def test_the_sum_of_a_notice_is_read_from_its_words(text: str, yuan: int | None) -> None:
    assert sum_told(text) == yuan


@pytest.mark.parametrize(
    ("intended", "decided", "fields"),
    [
        ("罚款人民币1000元", {"penalty": "fine", "fine": "1000"}, set()),
        ("罚款人民币1000元", {"penalty": "fine", "fine": "500"}, set()),
        ("罚款人民币1000元", {"penalty": "warning"}, set()),
        ("罚款人民币1000元", {"penalty": "fine", "fine": "1001"}, {"fine"}),
        ("警告", {"penalty": "warning"}, set()),
        ("警告", {"penalty": "fine", "fine": "100"}, {"penalty"}),
        ("没收违法所得", {"penalty": "warning"}, {"penalty"}),
        ("罚款若干", {"penalty": "fine", "fine": "100"}, {""}),
        ("罚款人民币1000元", {"penalty": "fine", "fine": "很多"}, set()),
        ("罚款人民币1000元", {"penalty": "warning", "upon": "person", "person_name": "冯永"}, {"upon"}),
    ],
)
def test_no_other_kind_no_higher_sum_and_no_other_party(
    intended: str, decided: dict[str, Any], fields: set[str]
) -> None:
    assert set(heavier({"upon": "unit"} | decided, {"upon": "unit", "intended": intended}, TODAY)) == fields


def test_the_law_of_the_day_is_cited() -> None:
    told = {"intended": "警告"}
    assert "第四十五条" in heavier({"penalty": "fine"}, told, TODAY)["penalty"]
    assert "第三十二条" in heavier({"penalty": "fine"}, told, date(2018, 3, 5))["penalty"]


def decided(cast: Cast, notice: Writ, **values: Any) -> Writ:
    row = draft(cast.chen, "penalty", About(answers=notice))
    more = {"heard": "当事人请求从轻", "pay": "bank", "bank": "农商银行6222", "penalty": "fine"}
    return revise(cast.chen, row.pk, version=row.version, values=more | values)


def test_a_heavier_decision_is_not_issued_and_says_the_way_out(cast: Cast) -> None:
    empower(cast)
    notice = notified(cast)
    posted(cast, notice)
    with clock.moved(NOW + timedelta(days=3)):
        row = decided(cast, fresh(cast, notice), fine="2000")
        with pytest.raises(Incomplete) as refused:
            issue(cast.chen, row.pk, version=row.version)
        said = refused.value.fields["fine"]
        assert said.startswith("罚款2000元高于告知的1000元。告知书告知的是“罚款人民币1000元”。")
        assert "重新开具告知书并送达" in said
        row = revise(cast.chen, row.pk, version=row.version, values={"fine": "800"})
        assert issue(cast.chen, row.pk, version=row.version).is_issued


def test_a_sum_that_cannot_be_read_is_left_to_the_person(cast: Cast) -> None:
    empower(cast)
    notice = notified(cast, intended="罚款，数额依裁量基准确定")
    posted(cast, notice)
    row = decided(cast, fresh(cast, notice), fine="800")
    assert lacking(cast.chen, row) == {}
    assert look(cast.chen, row).warnings == [
        "告知书的“罚款，数额依裁量基准确定”里没有读出数额，请自行核对：罚款不得高于告知的数额。"
    ]
