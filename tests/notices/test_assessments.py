"""Who hears what of assessments and vetoes."""

from datetime import timedelta

from bihuan.accidents.actions import cancel_accident
from bihuan.accidents.models import Accident
from bihuan.assessments import actions
from bihuan.core import clock
from tests.accidents.deeds import fresh as accident
from tests.assessments.deeds import APPEAL, decided, published, raised, sheet_of, tick, town
from tests.assessments.deeds import told as assessed
from tests.cast import Cast
from tests.notices.deeds import at, bell, kinds, told
from tests.notices.deeds import tick as pass_on


def test_a_sheet_comes_to_who_heads_the_village_and_an_objection_to_the_office(cast: Cast) -> None:
    scheme = assessed(cast)
    told(cast)
    assert bell(cast.li)[0] == "2026年度考核得75.0分，有异议请在2026年6月9日前提出"
    assert "考核结果告知" not in kinds(cast.wang)
    sheet = sheet_of(cast, "石桥村")
    one = actions.object_to(cast.li, sheet.pk, "duty", text="台账在库房")
    told(cast)
    assert bell(cast.zhou)[0] == "对“履职情况”有异议：台账在库房"
    actions.answer_objection(cast.chen, one.pk, answer="看过，不改", points=None, version=1)
    told(cast)
    assert bell(cast.li)[0] == "您对“履职情况”的异议维持原分：看过，不改"
    assert "考核异议待答复" not in kinds(cast.zhou)
    done = published(cast, scheme)
    with clock.moved(clock.at(done.published_on, 10)):
        told(cast)
        assert bell(cast.li)[0] == "2026年度考核结果已公布：75.0分，合格，第2名"


def test_the_term_for_objections_is_told_two_days_before_it_ends(cast: Cast) -> None:
    assessed(cast)
    until = sheet_of(cast, "石桥村").object_until
    assert until is not None
    with at(until - timedelta(days=2)):
        pass_on(cast)
        assert "异议期将满" in kinds(cast.li)


def test_a_veto_is_told_from_the_candidate_to_its_end(cast: Cast) -> None:
    [one] = raised(cast)
    told(cast)
    for actor in (cast.qian, cast.shen, cast.zhou, cast.chen):
        assert "一票否决待认定" in kinds(actor)
    assert "一票否决待认定" not in kinds(cast.feng)
    done = decided(cast, one, months=1)
    told(cast)
    assert bell(cast.feng)[0].startswith("决定一票否决：发生生产安全事故，取消评先评优、年终奖励")
    assert "一票否决待认定" not in kinds(cast.qian)
    asked = actions.appeal_veto(cast.feng, done.pk, grounds=APPEAL, version=done.version)
    told(cast)
    assert bell(cast.qian)[0] == f"一票否决的申诉待复核：{APPEAL}"
    actions.answer_appeal(cast.zhou, one.pk, answer="事实清楚", revoked=False, version=asked.version)
    told(cast)
    assert bell(cast.feng)[0] == "申诉没有成立，否决维持：事实清楚"
    row = Accident.objects.within(town(cast)).get()
    cancel_accident(cast.chen, row.pk, version=accident(cast, row).version, reason="重复登记")
    tick(cast)
    told(cast)
    assert bell(cast.qian)[0].startswith("一票否决的起因变了，请复核，撤销或者维持：依据的事故")
    with clock.moved(clock.at(done.to_on + timedelta(days=1), 9)):
        tick(cast)
        told(cast)
        assert bell(cast.feng)[0] == "一票否决期满：发生生产安全事故，已经恢复评先评优、年终奖励资格"
