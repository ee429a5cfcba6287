"""The kinds from true records: what is done on site makes its papers, and each other kind is filled from the record it is about."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.documents.actions.drafting import draft
from bihuan.documents.actions.issuing import issue, lacking, void
from bihuan.documents.checking import readable
from bihuan.documents.declarations import current
from bihuan.documents.gathering import About, gather
from bihuan.documents.models import Writ
from bihuan.documents.rendering import composed, framed
from bihuan.hazards.actions import Reviewed, finish_check, reinspect, void_visit
from bihuan.inspections.actions import OutingPlan, begin_campaign
from bihuan.inspections.grant_actions import register_grant
from bihuan.inspections.models import Inspection
from bihuan.inspections.papers import PAPERS
from bihuan.inspections.queries import signing
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import finding, found, fresh, visit
from tests.documents.reading import as_text
from tests.measures.deeds import decide
from tests.referrals.deeds import referred

# What lies before each kind that a person drafts.
RECORDS = {
    "measures": "checked",
    "inquiry": "checked",
    "evidence": "checked",
    "seizure": "checked",
    "suspend": "decided",
    "listing": "major",
    "delisting": "major",
    "transfer": "major",
    "interview": "decided",
    "warning": "decided",
    "urging": "major",
    "penalty_notice": "checked",
    "tip": "unit",
    "receipt": "order",
    "delivery": "order",
    "joint_plan": "campaign",
    "joint_notice": "campaign",
    "problem_list": "campaign",
    "ledger": "campaign",
}


def text_of(cast: Cast, row: Writ) -> str:
    """The paper as it reads."""
    return as_text(composed(row, framed(row, signing(cast.chen.scope, row.dated))))


def writ(cast: Cast, kind: str) -> Writ:
    """The newest of a kind."""
    row: Writ = Writ.objects.within(cast.chen.scope).filter(kind=kind).order_by("-dated", "-id")[0]
    return row


def about(cast: Cast, name: str) -> About:
    """The record that a kind is drafted from, made by its own actions."""
    campaign = begin_campaign(
        cast.chen, name="夏季百日行动", begins_on=TODAY, ends_on=TODAY + timedelta(days=90)
    )
    planned = visit(cast, cast.chen, outing=OutingPlan(leader=cast.people["zhou"].pk, campaign=campaign.pk))
    one, other = finding(cast, cast.chen), finding(cast, cast.chen, "onsite", text="通道堆放纸箱")
    made: Inspection = finish_check(cast.chen, planned, [one, other])
    if name == "unit":
        return About(unit=cast.units["yongan"])
    if name == "major":
        return About(hazard=fresh(cast, one.id))
    if name == "decided":
        return About(decision=decide(cast, "suspend", hazards=[one.id]))
    if name == "order":
        order = writ(cast, "order")
        return About(answers=order, officers=(cast.people["chen"].pk, cast.people["zhao"].pk))
    return About(campaign=campaign) if name == "campaign" else About(inspection=made)


def test_a_check_makes_its_record_and_its_order(cast: Cast) -> None:
    begun = clock.at(TODAY, 8, 20)
    planned = visit(cast, cast.chen, began_at=begun, opinion="证照齐全")
    finish_check(
        cast.chen,
        planned,
        [
            finding(cast, cast.chen, basis="《中华人民共和国安全生产法》第三十六条", place="里间库房"),
            finding(cast, cast.chen, "onsite", text="通道堆放纸箱"),
            finding(cast, cast.chen, "undecided", text="屋面漏雨"),
        ],
    )
    record, order = text_of(cast, writ(cast, "record")), text_of(cast, writ(cast, "order"))
    assert "检查时间：2026年6月2日8时20分至9时00分" in record
    assert "我们是受东城区应急管理局委托的东岭镇" in record
    assert "陈明（执法证号11010001）、赵强（执法证号11010002）" in record
    assert (
        "里间库房：库房电线老化裸露，不符合《中华人民共和国安全生产法》第三十六条的规定。处理：责令限期整改，期限至2026年6月9日。"
        in record
    )
    assert "通道堆放纸箱。处理：现场已整改。" in record
    assert "屋面漏雨。处理：报东城区应急管理局处置。" in record
    assert "更换老化线路。整改期限：至2026年6月9日（含当日）。" in order
    assert "通道堆放纸箱" not in order
    assert "（盖章）东城区应急管理局　2026年6月2日" in order


def test_a_reinspection_answers_the_order_item_by_item(cast: Cast) -> None:
    first, second = found(cast, cast.chen), found(cast, cast.chen, text="灭火器过期")
    order = Writ.objects.within(cast.chen.scope).filter(kind="order").order_by("id")[0]
    with clock.moved(NOW + timedelta(days=7)):
        again = clock.today() + timedelta(days=5)
        reinspect(
            cast.chen,
            visit(cast, cast.chen, kind="reinspection"),
            [
                Reviewed(first.pk, version=fresh(cast, first.pk).version, passed=True, note="线路已换"),
                Reviewed(
                    second.pk,
                    version=fresh(cast, second.pk).version,
                    passed=False,
                    note="未买到",
                    deadline_on=again,
                ),
            ],
        )
        text = text_of(cast, writ(cast, "review"))
    assert (
        f"本机关于2026年6月2日对你单位作出《责令限期整改指令书》，文号：{order.number}。2026年6月9日" in text
    )
    assert "库房电线老化裸露——已整改。复查情况：线路已换。" in text
    assert "灭火器过期——未整改到位，重新限期至2026年6月14日。复查情况：未买到。" in text
    assert "共复查2项，其中已整改1项，未整改到位1项" in text


def test_a_referral_and_a_copy_are_told_to_whom_they_go(cast: Cast) -> None:
    referred(cast)
    text = text_of(cast, writ(cast, "referral"))
    assert "< 东城区消防救援大队：" in text and "并于2026年6月12日前将处理结果书面反馈" in text
    assert "依据《中华人民共和国安全生产法》第六十九条" in text
    assert "1．检查记录，1份" in text and "2．照片2张，1份" in text
    assert "（盖章）东岭镇人民政府" in text
    referred(cast, kind="copy", due_on=None, materials=())
    text = text_of(cast, writ(cast, "copy"))
    assert "抄告单" in text and "库房电线老化裸露" in text


def test_every_kind_is_made_on_site_or_drafted_from_a_record() -> None:
    by_action = {kind for kind, made in current().items() if made.by_action}
    assert by_action | set(RECORDS) | {"penalty", "statement"} == set(PAPERS)


@pytest.mark.parametrize("kind", RECORDS)
def test_a_draft_is_filled_from_its_record(cast: Cast, kind: str) -> None:
    row = draft(cast.chen, kind, about(cast, RECORDS[kind]))
    made = current()[kind]
    assert readable(made, row.fields) == {}
    assert set(row.fields) <= {one.key for one in made.fields}
    needed = [one.key for one in made.fields if one.locked and one.need]
    assert all(row.fields[key] for key in needed)
    text = text_of(cast, row)
    assert PAPERS[kind].label in text or made.official
    if RECORDS[kind] in ("checked", "major", "order"):
        assert "永安烟花店" in text
    if RECORDS[kind] == "campaign":
        assert "夏季百日行动" in text


def test_the_ledger_tells_each_hazard_of_the_campaign_with_few_questions(cast: Cast) -> None:
    where = about(cast, "campaign")
    row = draft(cast.chen, "ledger", where)
    (one, other) = row.fields["rows"]
    assert one["unit"] == "永安烟花店" and one["inspector"] == "陈明" and one["deadline"] == "2026-06-09"
    assert other["settled_on"] == "2026-06-02"
    assert row.fields["total"] == "隐患2条，已整改1条，未整改1条"
    by = signing(cast.chen.scope, TODAY)
    with CaptureQueriesContext(connection) as asked:
        gather(cast.chen.scope, where, by, by.leave("ledger"))
    assert len(asked) <= 2, [one["sql"] for one in asked]
    for number in range(3):
        planned = visit(cast, cast.chen, outing=OutingPlan(campaign=where.campaign.pk))  # type: ignore[union-attr]
        finish_check(cast.chen, planned, [finding(cast, cast.chen, text=f"第{number}处线路老化")])
    with CaptureQueriesContext(connection) as again:
        gather(cast.chen.scope, where, by, by.leave("ledger"))
    assert len(again) == len(asked)


def test_a_penalty_takes_over_what_its_notice_said(cast: Cast) -> None:
    register_grant(
        cast.chen,
        body="东城区应急管理局",
        reference="东应急委〔2026〕2号",
        papers=["penalty_notice", "penalty", "statement"],
        from_on=TODAY,
        to_on=TODAY + timedelta(days=9),
    )
    where = about(cast, "checked")
    notice = draft(cast.chen, "penalty_notice", where)
    typed: dict[str, Any] = {
        "proof": "现场检查记录",
        "broken": "《中华人民共和国安全生产法》第三十六条",
        "applied": "《中华人民共和国安全生产法》第九十九条",
        "intended": "罚款人民币1000元",
    }
    Writ.objects.within(cast.chen.scope).filter(pk=notice.pk).update(fields=notice.fields | typed)
    notice = issue(cast.chen, notice.pk, version=notice.version)
    with clock.moved(NOW + timedelta(days=2)):  # from the page of the notice, which alone it knows
        early = draft(cast.chen, "penalty", About(answers=notice))
        assert set(lacking(cast.chen, early)) == {"answered_on", "heard", "penalty"}  # nobody has served it
        Writ.objects.within(cast.chen.scope).filter(pk=notice.pk).update(served_on=TODAY)
        notice.refresh_from_db()
        penalty = draft(cast.chen, "penalty", About(answers=notice))
        assert set(lacking(cast.chen, penalty)) == {"heard", "penalty"}
    assert penalty.fields["found_on"] == TODAY.isoformat()
    assert penalty.fields["officers"] == notice.fields["officers"]
    assert penalty.fields["answered_number"] == notice.number
    assert penalty.fields["facts"] == notice.fields["facts"]
    assert {key: penalty.fields[key] for key in ("proof", "broken", "applied")} == {
        key: typed[key] for key in ("proof", "broken", "applied")
    }
    heard = draft(cast.chen, "statement", About(answers=notice, inspection=where.inspection))
    assert heard.fields["case"] == notice.fields["facts"]
    assert set(lacking(cast.chen, heard)) == {"began_at", "ended_at", "statement"}
    penalty.dated = TODAY - timedelta(days=1)
    assert "不能早于行政处罚告知书" in lacking(cast.chen, penalty)["dated"]
    with pytest.raises(NotAllowed, match="应从行政处罚告知书的页面开具"):
        draft(cast.chen, "statement", About(answers=writ(cast, "record"), inspection=where.inspection))
    void(cast.zhou, notice.pk, version=notice.version, note="当事人写错")
    gone = About(answers=Writ.objects.within(cast.chen.scope).get(pk=notice.pk))
    with pytest.raises(NotAllowed, match="已作废，不能据此开具文书"):
        draft(cast.chen, "penalty", gone)
    penalty = Writ.objects.within(cast.chen.scope).get(pk=penalty.pk)
    assert "已作废" in lacking(cast.chen, penalty)["about"]


def test_a_draft_falls_with_the_visit_that_it_rests_on(cast: Cast) -> None:
    where = about(cast, "checked")
    assert where.inspection
    row = draft(cast.chen, "warning", About(unit=where.party, inspection=where.inspection))
    void_visit(cast.zhou, where.inspection.pk, reason="重复录入")
    with pytest.raises(Incomplete) as refused:
        issue(cast.chen, row.pk, version=row.version)
    assert refused.value.fields["about"] == "所依据的检查记录已经作废，不能据此开具文书。"


def test_measures_follow_the_record_of_their_own_visit(cast: Cast) -> None:
    first = about(cast, "checked").inspection
    with clock.moved(NOW + timedelta(days=1)):
        finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen, text="配电箱敞开")])
        row = draft(cast.chen, "measures", About(inspection=first))
    assert row.answers and row.answers.inspection == first
