"""The town's own documents: issued, replaced, repealed, found by a word of their text; the duties that they lay on posts; what a summary says of them."""

from datetime import timedelta

import pytest

from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.grid.holdings import held_at
from bihuan.grid.models import Post
from bihuan.policies import actions
from bihuan.policies.actions import Content, Issue
from bihuan.policies.models import Policy
from bihuan.policies.queries import duties_of, my_posts
from bihuan.policies.rules import DutyLine
from bihuan.search.queries import find
from tests.cast import FOUNDED, TODAY, Cast
from tests.notices.deeds import at
from tests.policies.deeds import RULE, own, passed, received

NEXT = TODAY + timedelta(days=30)


def fresh(cast: Cast, row: Policy) -> Policy:
    return Policy.objects.within(cast.chen.scope).get(pk=row.pk)


def issued(cast: Cast, key: str, on: object = TODAY) -> object:
    ask = Ask(key, FOUNDED, on, on)  # type: ignore[arg-type]
    return evaluate(cast.chen.scope, [ask])[ask].value


def titles(actor: object, words: str) -> list[str]:
    return [hit.title for one in find(actor, words, 5) for hit in one.hits]  # type: ignore[arg-type]


def test_a_draft_is_kept_from_others_until_who_may_issues_it(cast: Cast) -> None:
    content = Content("opinion", RULE, "东岭镇人民政府", "一、考核\n年底述职评议。")
    row = actions.draft_policy(cast.zhao, content)
    assert titles(cast.zhao, "述职评议") == [RULE] and titles(cast.li, "述职评议") == []
    with pytest.raises(Forbidden):
        actions.issue_policy(cast.zhao, row.pk, Issue("东政发〔2026〕5号", TODAY), version=1)
    with pytest.raises(Stale):
        actions.issue_policy(cast.chen, row.pk, Issue("东政发〔2026〕5号", TODAY), version=7)
    row = actions.issue_policy(cast.chen, row.pk, Issue("东政发[2026]05号", TODAY), version=1)
    assert (row.number, row.force_on, row.standing(TODAY)) == ("东政发〔2026〕5号", TODAY, "现行")
    assert titles(cast.li, "述职评议") == [RULE]
    with pytest.raises(NotAllowed, match="请起草新版"):
        actions.revise_policy(cast.chen, row.pk, content, version=row.version)


def test_each_refusal_names_its_field(cast: Cast) -> None:
    with pytest.raises(Incomplete) as wrong:
        actions.draft_policy(cast.chen, Content("x", " ", "", ""))
    assert set(wrong.value.fields) == {"kind", "title", "organ", "text"}
    own(cast)
    with pytest.raises(Incomplete, match="已经用过"):
        own(cast, title="另一份")
    with pytest.raises(Incomplete, match="2025年的"):
        own(cast, "东政发〔2025〕6号")
    with pytest.raises(Incomplete, match="不能早于印发日期"):
        own(cast, "东政发〔2026〕6号", force_on=TODAY - timedelta(days=1))
    with pytest.raises(Incomplete, match="不能晚于今天"):
        own(cast, "东政发〔2026〕6号", issued_on=TODAY + timedelta(days=1))
    with pytest.raises(Incomplete, match="岗位、部门"):
        own(cast, "东政发〔2026〕6号", duties=[DutyLine("管", "admin")])
    assert Policy.objects.within(cast.chen.scope).count() == 1


def test_a_new_version_takes_the_place_of_the_old_on_its_first_day(cast: Cast) -> None:
    old = own(cast)
    new = own(
        cast,
        "东政发〔2026〕8号",
        replaces=old.pk,
        force_on=NEXT,
        text="一、明确责任\n书记、镇长都是第一责任人。",
        duties=[DutyLine("每月带队检查两次", "mayor")],
    )
    old = fresh(cast, old)
    assert (old.state, old.replaced_on) == ("replaced", NEXT)
    assert (old.standing(TODAY), new.standing(TODAY)) == ("现行", "待施行")
    assert (old.standing(NEXT), new.standing(NEXT)) == ("已被新版替代", "现行")
    assert issued(cast, "policies") == 2 and issued(cast, "policies.in_force") == 1
    with at(NEXT):
        assert issued(cast, "policies.in_force", NEXT) == 1
        assert [one.text for one in duties_of(my_posts(cast.shen, NEXT), cast.shen.scope, NEXT)] == [
            "每月带队检查两次"
        ]
    assert [one.text for one in duties_of(my_posts(cast.shen, TODAY), cast.shen.scope, TODAY)] == [
        "每月带队检查一次"
    ]
    with pytest.raises(NotAllowed, match="被新版替代"):
        own(cast, "东政发〔2026〕9号", replaces=old.pk)


def test_of_a_document_one_next_version_is_drafted(cast: Cast) -> None:
    old = own(cast)
    content = Content("opinion", RULE, "东岭镇人民政府", "新")
    actions.draft_policy(cast.chen, content, replaces=old.pk)
    with pytest.raises(NotAllowed, match="正在起草"):
        actions.draft_policy(cast.zhao, content, replaces=old.pk)


def test_what_is_repealed_binds_nobody_and_still_counts_as_issued(cast: Cast) -> None:
    row = own(cast)
    with pytest.raises(Incomplete, match="不能早于印发日期"):
        actions.repeal_policy(cast.chen, row.pk, version=row.version, on=FOUNDED, note="会议")
    actions.repeal_policy(cast.chen, row.pk, version=row.version, on=TODAY, note="镇长办公会")
    assert list(duties_of(my_posts(cast.shen, TODAY), cast.shen.scope, TODAY)) == []
    assert issued(cast, "policies") == 1 and issued(cast, "policies.in_force") == 0


def test_what_was_entered_in_error_is_counted_nowhere_and_frees_its_number(cast: Cast) -> None:
    row = own(cast)
    with pytest.raises(Incomplete, match="情况说明"):
        actions.withdraw_policy(cast.chen, row.pk, version=row.version)
    actions.withdraw_policy(cast.chen, row.pk, version=row.version, note="重复登记")
    assert issued(cast, "policies") == 0 and titles(cast.chen, "第一责任人") == []
    assert own(cast).number == "东政发〔2026〕5号"


def test_a_duty_of_a_department_binds_its_head_alone_and_is_handed_over(cast: Cast) -> None:
    site = cast.departments["城建办"].pk
    own(
        cast,
        duties=[
            DutyLine("管好工地", "department_head", site),
            DutyLine("管好校车", "department_head", cast.departments["教委办"].pk),
        ],
    )
    found = duties_of(my_posts(cast.zheng, TODAY), cast.zheng.scope, TODAY)
    assert [one.text for one in found] == ["管好工地"]
    post = Post.objects.within(cast.chen.scope).get(kind="department_head")
    (told,) = [part for part in held_at(post, TODAY) if part.label == "文件规定的职责"]
    assert [(one.text, one.where) for one in told.rows] == [("管好工地", f"{RULE}（东政发〔2026〕5号）")]


def test_who_read_it_is_known(cast: Cast) -> None:
    row = own(cast)
    actions.pass_policy(cast.chen, row.pk, to=["post:village_head", "post:office_head"])
    actions.read_policy(cast.li, row.pk)
    assert (issued(cast, "deliveries.sent"), issued(cast, "deliveries.read")) == (2, 1)
    passed(cast, received(cast), "post:mayor")
    assert str(issued(cast, "deliveries.rate")) == "33.3"
    draft = actions.draft_policy(cast.chen, Content("notice", "草稿", "镇政府", "话"))
    with pytest.raises(NotAllowed, match="还没有印发"):
        actions.pass_policy(cast.chen, draft.pk, to=["post:mayor"])
