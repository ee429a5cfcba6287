"""Letters are asked for, made out to all, signed by both sides; who is new or has a new head gets one by itself; who has left is asked no more."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.jobs import ask, work_off
from bihuan.core.models import Event, Job
from bihuan.letters import actions, rules
from bihuan.letters.jobs import MAKE
from bihuan.letters.models import LetterPlan, ResponsibilityLetter
from bihuan.letters.queries import to_sign
from bihuan.letters.rules import KINDS as ALL_KINDS
from bihuan.units.actions import register_unit
from tests.cast import TODAY, Cast
from tests.letters.deeds import BY, TOWN_STROKE, head_of, made, numbers, of, signed, signed_by_both, town
from tests.notices.deeds import at

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_all_who_are_parties_get_a_letter_by_one_press_and_a_second_makes_only_what_is_missing(
    cast: Cast,
) -> None:
    actions.plan_letters(
        cast.chen, year=2026, kinds=["village", "office", "department", "fireworks", "school"], sign_by=BY
    )
    job = ask(cast.chen, MAKE.name, {"year": 2026})
    work_off()
    done = Job.registry.get(pk=job.pk)
    assert (done.state, done.message) == ("done", "生成责任书8份")
    rows = ResponsibilityLetter.objects.within(town(cast)).order_by("number")
    assert sorted(one.party_name for one in rows) == [
        "东片办事处", "城建办", "教委办", "柳林村", "永安烟花店", "石桥小学", "石桥村", "西片办事处",
    ]  # fmt: skip
    assert {one.head for one in rows} == {"吴刚", "郑建", "", "李桂兰", "冯永"}
    first = of(cast, "永安烟花店")
    assert first.content["title"] == "2026年安全生产目标管理责任书（烟花爆竹经营单位）"
    assert (
        "东岭镇人民政府" in first.content["lead"]
        and "《中华人民共和国安全生产法》第二十一条" in first.content["lead"]
    )
    assert (first.from_on, first.to_on, first.sign_by) == (TODAY, date(2026, 12, 31), BY)
    assert first.number.startswith("（东）应急责书〔2026〕")
    register_unit(
        cast.chen, name="石桥二小", category="school", cell_id=cast.cells["石桥村"].pk, opened_on=TODAY
    )
    job = ask(cast.chen, MAKE.name, {"year": 2026})
    work_off()
    assert Job.registry.get(pk=job.pk).message == "生成责任书1份"
    ask(cast.chen, MAKE.name, {"year": 2026})
    work_off()
    assert ResponsibilityLetter.objects.within(town(cast)).count() == 9


def test_the_law_is_cited_as_of_the_letters_day(cast: Cast) -> None:
    kind = ALL_KINDS["trade"]
    given = dict(rules.SAMPLE, label=kind.label, year="2018")
    old = rules.content(kind, kind.usual, given, date(2018, 1, 8))
    new = rules.content(kind, kind.usual, given, date(2022, 1, 8))
    assert "《中华人民共和国安全生产法》第十八条" in old["lead"] and "第二十一条" in new["lead"]
    assert "第三十八条" in "".join(old["duties"]) and "第四十一条" in "".join(new["duties"])
    drill = ALL_KINDS["chemical"]
    before = rules.content(drill, drill.usual, given, date(2018, 1, 8))["duties"][-1]
    assert before == "应急预案备案有效，每半年至少演练一次；发生泄漏、火情立即处置并报告。"


def test_both_sides_sign_on_the_screen(cast: Cast) -> None:
    made(cast)
    letter = of(cast, "石桥村")
    assert [one.pk for one in to_sign(cast.li, TODAY)] == [letter.pk]
    with pytest.raises(Incomplete, match="请签字"):
        signed(cast.li, letter, signature="")
    letter = signed(cast.li, letter)
    assert (letter.state, letter.party_signer, letter.party_signed_on) == ("by_party", "李桂兰", TODAY)
    assert not to_sign(cast.li, TODAY)
    with pytest.raises(NotAllowed, match="已由李桂兰于2026年6月2日签过字"):
        signed(cast.li, letter)
    with at(TODAY + timedelta(days=1)):
        [letter] = actions.sign_for_town(cast.zhou, [letter.pk], signature=TOWN_STROKE)
        kept = of(cast, "石桥村")
        assert (kept.state, kept.signed_on, kept.town_signer) == ("signed", TODAY + timedelta(days=1), "周正")
        with pytest.raises(NotAllowed, match="都已签过"):
            actions.sign_for_town(cast.zhou, [letter.pk], signature=TOWN_STROKE)
    trail = Event.objects.within(town(cast)).filter(subject_id=letter.pk).order_by("seq")
    assert list(trail.values_list("action", flat=True)) == ["make_letter", "sign_letter", "sign_for_town"]


def test_the_town_may_sign_first_and_for_many_at_once(cast: Cast) -> None:
    made(cast)
    rows = list(ResponsibilityLetter.objects.within(town(cast)).values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        done = actions.sign_for_town(cast.zhou, rows, signature=TOWN_STROKE)
    assert {one.state for one in done} == {"by_town"} and len(done) == 9 and len(queries) < 20
    letter = signed(cast.li, of(cast, "石桥村"))
    assert (letter.state, letter.signed_on) == ("signed", TODAY)
    with pytest.raises(Incomplete, match="勾选"):
        actions.sign_for_town(cast.zhou, [], signature=TOWN_STROKE)


def test_nobody_signs_for_another(cast: Cast) -> None:
    made(cast)
    village, shop = of(cast, "石桥村"), of(cast, "永安烟花店")
    head = head_of(cast, "school", "王校长", "13900001111")
    with pytest.raises(NotFound):
        signed(head, shop)  # the head of another unit sees nothing of it
    with pytest.raises(Forbidden, match="李桂兰本人签"):
        signed(cast.wang, village)
    with pytest.raises(Forbidden, match="冯永本人签"):
        signed(cast.li, shop)
    with pytest.raises(Forbidden):
        actions.sign_for_town(cast.chen, [village.pk], signature=TOWN_STROKE)
    with pytest.raises(Forbidden):
        actions.plan_letters(cast.zhao, year=2026, kinds=["village"], sign_by=BY)
    with pytest.raises(NotFound):
        signed(cast.sun, village)
    with pytest.raises(Forbidden):
        actions.withdraw_letter(cast.zhao, village.pk, reason="x", version=village.version)
    assert signed(cast.feng, shop).party_signer == "冯永"  # the safety manager who is the head


def test_the_head_signs_on_the_device_of_an_officer(cast: Cast) -> None:
    made(cast)
    site = of(cast, "柳林村便民中心工地")
    with pytest.raises(Incomplete, match="签字人姓名"):
        signed(cast.zhao, site)  # nobody is registered as its head
    assert signed(cast.zhao, site, name="赵工长").party_signer == "赵工长"
    assert signed(cast.zhao, of(cast, "永安烟花店"), name="别人").party_signer == "冯永"


def test_two_who_sign_at_once_one_wins(cast: Cast) -> None:
    made(cast)
    letter = of(cast, "石桥村")
    actions.sign_for_town(cast.zhou, [letter.pk], signature=TOWN_STROKE)
    with pytest.raises(Stale, match="您填写的内容还在"):
        signed(cast.li, letter)


def test_a_party_has_one_standing_letter_of_a_kind(cast: Cast) -> None:
    made(cast)
    row = of(cast, "石桥村")
    row.pk, row.number, row.code = ResponsibilityLetter().pk, "另一份", "aaaaaaaaaa"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_signed_paper_is_returned_with_both_days(cast: Cast) -> None:
    made(cast)
    with at(TODAY + timedelta(days=9)):
        letter, photo = of(cast, "石桥小学"), cast.photo(cast.li, "green")
        with pytest.raises(Incomplete) as refused:
            actions.return_letter(cast.li, letter.pk, photos=[], party_on=None, town_on=None, version=1)
        assert set(refused.value.fields) == {"photos", "party_on", "town_on"}
        given = {"photos": [photo], "version": letter.version}
        for party_on, town_on, why in (
            (TODAY - timedelta(days=1), TODAY, "早于责任书生成"),
            (TODAY, TODAY + timedelta(days=10), "在今天以后"),
        ):
            with pytest.raises(Incomplete, match=why):
                actions.return_letter(cast.li, letter.pk, party_on=party_on, town_on=town_on, **given)
        days = {"party_on": TODAY + timedelta(days=2), "town_on": TODAY + timedelta(days=1)}
        letter = actions.return_letter(
            cast.li, letter.pk, party_signer="王校长", town_signer="周正", **days, **given
        )
        assert (letter.state, letter.signed_on, letter.completed_on) == (
            "signed",
            TODAY + timedelta(days=2),
            TODAY + timedelta(days=9),
        )
        assert (letter.party_signer, letter.party_how, letter.town_how) == ("王校长", "paper", "paper")
        with pytest.raises(NotAllowed, match="不用再交回"):
            actions.return_letter(cast.li, letter.pk, **days, **(given | {"version": letter.version}))
    # on the day on which it was signed nobody knew of it yet
    assert numbers(cast, TODAY + timedelta(days=5))["signed"] == 0
    assert numbers(cast, TODAY + timedelta(days=9))["signed"] == 1


def test_what_was_signed_on_the_screen_stays_when_paper_comes_back(cast: Cast) -> None:
    made(cast)
    letter = signed(cast.li, of(cast, "石桥村"))
    with at(TODAY + timedelta(days=3)):
        done = actions.return_letter(
            cast.li, letter.pk, photos=[cast.photo(cast.li)], party_on=TODAY + timedelta(days=2), town_on=TODAY + timedelta(days=3), version=letter.version
        )  # fmt: skip
    assert (done.party_how, done.party_signed_on, done.town_how) == ("screen", TODAY, "paper")


def test_a_withdrawn_letter_never_counts_and_is_asked_for_again_only_by_hand(cast: Cast) -> None:
    made(cast)
    letter = signed_by_both(cast, cast.feng, "永安烟花店")
    assert numbers(cast, TODAY)["signed"] == 1
    with at(TODAY + timedelta(days=1)):
        with pytest.raises(Incomplete, match="原因"):
            actions.withdraw_letter(cast.chen, letter.pk, reason=" ", version=2)
        kept = of(cast, "永安烟花店")
        actions.withdraw_letter(cast.chen, kept.pk, reason="签错了人", version=kept.version)
        run_due(cast.town.pk)
        after = numbers(cast, clock.today())
        assert (after["signed"], after["due"]) == (0, 8)
        again = actions.remake_letter(cast.chen, letter.pk)
        assert again.party_name == "永安烟花店" and numbers(cast, clock.today())["due"] == 9
        with pytest.raises(NotAllowed, match="不用再生成"):
            actions.remake_letter(cast.chen, letter.pk)
    assert numbers(cast, TODAY)["signed"] == 1


def test_a_kind_that_is_not_asked_for_any_more_takes_its_unsigned_letters_with_it(cast: Cast) -> None:
    made(cast)
    signed_by_both(cast, cast.li, "石桥村")
    plan = LetterPlan.objects.within(town(cast)).get(kind="village")
    assert actions.stop_plan(cast.chen, plan.pk) == 1
    with pytest.raises(NotAllowed, match="已经停止"):
        actions.stop_plan(cast.chen, plan.pk)
    run_due(cast.town.pk)
    states = dict(
        ResponsibilityLetter.objects.within(town(cast))
        .filter(kind="village")
        .values_list("party_name", "state")
    )
    assert states == {"石桥村": "signed", "柳林村": "withdrawn"}
    with pytest.raises(NotAllowed, match="停止布置"):
        actions.remake_letter(
            cast.chen, ResponsibilityLetter.objects.within(town(cast)).get(party_name="柳林村").pk
        )


def test_bad_plans_are_refused_in_words(cast: Cast) -> None:
    for given, field, why in (
        ({"year": 2020}, "year", "只能布置2026年和2027年"),
        ({"kinds": []}, "kinds", "请勾选"),
        ({"kinds": ["ships"]}, "kinds", "没有“ships”"),
        ({"sign_by": None}, "sign_by", "请填写签订期限"),
        ({"sign_by": TODAY - timedelta(days=1)}, "sign_by", "已经过了"),
        ({"sign_by": date(2027, 1, 1)}, "sign_by", "2026年以内"),
    ):
        with pytest.raises(Incomplete) as refused:
            actions.plan_letters(cast.chen, **({"year": 2026, "kinds": ["village"], "sign_by": BY} | given))  # type: ignore[arg-type]
        assert why in refused.value.fields[field]


def test_asking_again_moves_the_day_and_nothing_else(cast: Cast) -> None:
    made(cast, "village")
    before = Event.objects.within(town(cast)).count()
    actions.plan_letters(cast.chen, year=2026, kinds=["village"], sign_by=BY)
    assert Event.objects.within(town(cast)).count() == before
    actions.plan_letters(cast.chen, year=2026, kinds=["village"], sign_by=BY + timedelta(days=5))
    assert LetterPlan.objects.within(town(cast)).get().sign_by == BY + timedelta(days=5)
    assert of(cast, "石桥村").sign_by == BY


def test_the_towns_own_words_hold_from_then_on_and_letters_keep_theirs(cast: Cast) -> None:
    made(cast, "village")
    usual = ALL_KINDS["village"].usual
    own = rules.Wording(
        usual.title,
        usual.lead,
        ("按{law:township}抓好{cell}的安全。",),
        usual.assess,
        usual.closing,
        usual.targets[:1],
    )
    with pytest.raises(NotAllowed, match="没有改动"):
        actions.word_letter(cast.chen, "village", usual)
    text = actions.word_letter(cast.chen, "village", own)
    assert text.number == 1
    assert len(of(cast, "石桥村").content["duties"]) == 7
    letter = of(cast, "柳林村")
    actions.withdraw_letter(cast.chen, letter.pk, reason="重做", version=letter.version)
    again = actions.remake_letter(cast.chen, letter.pk)
    assert (
        again.content["duties"] == ["按《中华人民共和国安全生产法》第九条抓好柳林村的安全。"]
        and again.text_number == 1
    )
    actions.reset_text(cast.chen, "village")
    with pytest.raises(NotAllowed, match="就是内置文本"):
        actions.reset_text(cast.chen, "village")
    assert actions.word_letter(cast.chen, "village", own).number == 2


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        ({"title": ""}, "title", "请填写标题"),
        ({"duties": ()}, "duties", "请填写责任内容"),
        ({"duties": ("按{somebody}办。",)}, "duties", "“{somebody}”不是责任书的内容"),
        ({"duties": ("按{law:nothing}办。",)}, "duties", "依据表中没有“nothing”"),
        ({"duties": ("按{law:head办。",)}, "duties", "花括号"),
        ({"duties": ("按《中华人民共和国安全生产法》第九百条办。",)}, "duties", "没有收入依据表"),
        ({"duties": ("长" * 301,)}, "duties", "最多300字"),
        ({"targets": ()}, "targets", "至少要有一条目标"),
        ({"targets": (rules.Target("a", " "),)}, "text_a", "目标不能为空"),
        ({"targets": (rules.Target("a", "好", "no.figure", "most", 0),)}, "figure_a", "列表中选择"),
        (
            {"targets": (rules.Target("a", "好", "accidents.deaths", "", None),)},
            "number_a",
            "不超过或者不少于",
        ),
        ({"targets": (rules.Target("a", "好", "", "", -1),)}, "number_a", "不能小于0"),
    ],
)
def test_a_text_that_cannot_stand_is_refused_where_it_is_wrong(
    cast: Cast, change: dict[str, object], field: str, why: str
) -> None:
    usual = vars(ALL_KINDS["village"].usual)
    with pytest.raises(Incomplete) as refused:
        actions.word_letter(cast.chen, "village", rules.Wording(**(usual | change)))  # type: ignore[arg-type]
    assert why in refused.value.fields[field]


def test_every_built_in_text_can_stand_in_every_year(cast: Cast) -> None:
    from_figures = {"accidents.deaths", "hazards.rate", "hazards.overdue", "hazards.repeated"}
    for kind in ALL_KINDS.values():
        for day in (date(2016, 9, 1), date(2018, 1, 8), date(2021, 9, 1), date(2026, 1, 8)):
            said = rules.content(
                kind, kind.usual, dict(rules.SAMPLE, label=kind.label, year=str(day.year)), day
            )
            lines = [said["title"], said["lead"], *said["duties"], *said["assess"], *said["closing"]]
            assert not any(mark in "".join(lines) for mark in "{}[]＿"), kind.code
            assert not [one for one in lines if "依据，" in one or "《》" in one or "，，" in one]
        named = {one.figure for one in kind.usual.targets if one.figure}
        assert named <= from_figures | {"inspect.coverage", "rounds.rate", "dailies.rate", "fires"}
