"""What a summary says of tips: proved when nothing is owed to any sender, else the true count is offered; and who hears of a tip."""

from datetime import timedelta

import pytest

from bihuan.core.duties import run_due
from bihuan.notices.actions import tell_news
from bihuan.summaries import actions as summaries
from bihuan.tipoffs import actions
from bihuan.tipoffs.actions import Told
from tests.cast import FOUNDED, TODAY, Cast
from tests.core import deeds as loop
from tests.notices.deeds import at, kinds
from tests.tipoffs.deeds import answered, approved, checked, fresh, proposed, sent, stranger, taken

ALL = "受理群众举报XX件，群众举报全部查实回复。"


def verdict(cast: Cast, text: str, kind: str) -> tuple[str, str]:
    until = TODAY + timedelta(days=20)
    done = summaries.work_out(cast.chen.scope, text=text, since=FOUNDED, until=until, as_of=until)
    [one] = [claim for claim in done.claims if claim.claim.kind.name == kind]
    return one.finding.verdict, one.finding.wording or one.finding.text


@pytest.mark.usefixtures("no_rollups")
def test_all_answered_is_true_only_when_nothing_is_owed(cast: Cast) -> None:
    loop.found(cast, cast.zhao)
    assert verdict(cast, ALL, "举报全部办结")[0] == "undecidable"
    tip, _ = sent(cast)
    other, _ = sent(cast)
    actions.decline_tip(cast.chen, other.pk, version=1, reason="不属于安全生产")
    said = verdict(cast, ALL, "举报全部办结")
    assert said == ("disproved", "收到群众举报2件，已办结1件，其余1件正在办理")
    taken(cast, tip)
    checked(cast, tip)
    answered(cast, tip)
    assert verdict(cast, ALL, "举报全部办结")[0] == "proved"


@pytest.mark.usefixtures("no_rollups")
def test_people_take_part_where_they_tell_and_none_sent_is_refuted_by_one(cast: Cast) -> None:
    loop.found(cast, cast.zhao)
    assert verdict(cast, "形成了人人管安全的局面。", "人人管安全")[0] == "undecidable"
    assert verdict(cast, "全年实现零举报。", "零举报")[0] == "undecidable"
    sent(cast)
    assert verdict(cast, "形成了人人管安全的局面。", "人人管安全")[0] == "proved"
    assert verdict(cast, "全年实现零举报。", "零举报") == ("disproved", "收到群众举报1件")


@pytest.mark.usefixtures("no_rollups")
def test_each_step_is_told_to_whom_it_concerns_and_leaves_the_bell_when_it_is_done(cast: Cast) -> None:
    tell_news(cast.town.pk)
    ours = lambda actor: [one for one in kinds(actor) if "举报" in one]  # noqa: E731
    tip, word = sent(cast)
    tell_news(cast.town.pk)
    assert (ours(cast.chen), ours(cast.zhao), ours(cast.li), ours(cast.feng)) == (
        ["收到举报"],
        ["收到举报"],
        [],
        [],
    )
    taken(cast, tip, post="", cell_id=cast.cells["石桥村"].pk)
    tell_news(cast.town.pk)
    assert (ours(cast.chen), ours(cast.li), ours(cast.wu)) == ([], ["举报交办"], ["举报交办"])
    actions.reply_to_town(stranger(cast), word, reply="晚上去看")
    actions.check_tip(cast.li, tip.pk, version=fresh(cast, tip).version, verdict="true", finding="二楼有床")
    tell_news(cast.town.pk)
    assert (sorted(ours(cast.chen)), ours(cast.li)) == (["举报人补充", "举报待答复"], [])
    answered(cast, tip)
    proposed(cast, tip)
    tell_news(cast.town.pk)
    assert ours(cast.zhou) == ["举报奖励待批"]


@pytest.mark.usefixtures("no_rollups")
def test_a_term_that_ran_out_is_told_to_those_who_lead(cast: Cast) -> None:
    tell_news(cast.town.pk)
    told = Told(text="配电箱没有门", unit=cast.units["site"].pk)
    tip, _ = actions.enter_tip(cast.zhao, told, channel="visit")
    with at(TODAY + timedelta(days=8)):
        run_due(cast.town.pk)
        tell_news(cast.town.pk)
        assert "举报办理逾期" in kinds(cast.zhou) and "举报办理逾期" not in kinds(cast.zhao)
        taken(cast, tip)
        checked(cast, tip)
        answered(cast, tip)
        approved(cast, tip)
        tell_news(cast.town.pk)
        assert "举报办理逾期" not in kinds(cast.zhou) and "举报奖励待发" in kinds(cast.zhao)
