"""The pages of meetings: drafted in one press from the desk, minutes refused with all that was typed, papers, the lists, the leaders' year."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from bihuan.meetings.models import Meeting, MeetingPaper
from bihuan.search.queries import find as find_words
from tests.cast import TODAY, Cast
from tests.core.deeds import found
from tests.meetings.deeds import DUE, drafted, held, issued, kinds, resolution, seat, town, wanted
from tests.notices.deeds import at
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def said(client: Client, row: Meeting, **more: Any) -> Any:
    """The minutes as the page would send them: one topic with one decision."""
    given = {
        "version": row.version,
        "title_t1": "研究烟花爆竹安全",
        "safety_t1": "on",
        "talk_t1": "李桂兰汇报了整改情况。",
        "text_t1_0": "更换库房线路",
        "signer": "沈立",
    }
    return client.post(reverse("meeting_minutes", args=[row.pk]), given | more)


def test_a_town_sets_its_meetings_up_and_drafts_one_in_one_press(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    assert "还没有设置开哪些会" in page(client, "meetings")
    client.post(reverse("meeting_kinds_adopt"))
    committee = kinds(cast)["committee"]
    assert "安委会全体会议" in page(client, "meeting_kinds")
    found(cast, cast.chen, level="major", criterion="yh2017.5")
    answer = client.post(reverse("meeting_draft", args=[committee.pk]), follow=True).content.decode()
    assert (
        "议题按现在的情况列好" in answer and "研究重大事故隐患整改" in answer and "库房电线老化裸露" in answer
    )
    row = Meeting.objects.within(town(cast)).get()
    assert 'value="2026-06-04T09:00"' in answer and f'name="version" value="{row.version}"' in answer
    refused = client.post(reverse("meeting_draft", args=[committee.pk]), follow=True).content.decode()
    assert "还没有开，请先办完" in refused


def test_a_kind_that_lacks_something_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    answer = client.post(
        reverse("meeting_kind_new"), {"name": "月度例会", "sort": "committee", "every": "month"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "月度例会" in text
    assert error_at(text, "chair") == "请选择由哪个岗位主持。"
    given = {"name": "月度例会", "sort": "committee", "every": "month", "body": "镇安委会", "chair": "mayor"}
    client.post(reverse("meeting_kind_new"), given | {"posts": ["mayor", "safety_head"]})
    row = kinds(cast)["committee"]
    assert row.posts == ["mayor", "safety_head"]
    client.post(reverse("meeting_kind_edit", args=[row.pk]), given | {"posts": ["mayor"], "every": "week"})
    assert kinds(cast)["committee"].every == "week"
    client.post(reverse("meeting_kind_end", args=[kinds(cast)["committee"].pk]))
    page(client, "meeting_kinds")  # which tells what was done
    assert "月度例会" not in page(client, "meeting_kinds")


def test_a_plan_is_saved_and_called_and_its_paper_is_there(cast: Cast, sign_in: SignIn) -> None:
    client, row = sign_in("zhao"), drafted(cast)
    given = {
        "version": row.version,
        "title": row.title,
        "at": "2026-06-05T14:30",
        "place": "三楼",
        "posts": ["mayor", "office_head"],
        "title_t1": "部署汛期安全",
        "by_t1": "安全办",
        "safety_t1": "on",
    }
    wrong = client.post(reverse("meeting_edit", args=[row.pk]), given | {"at": "明天", "call": "1"})
    assert wrong.status_code == 422 and "部署汛期安全" in wrong.content.decode()
    answer = client.post(reverse("meeting_edit", args=[row.pk]), given | {"call": "1"}, follow=True)
    assert "通知已印发" in answer.content.decode()
    paper = MeetingPaper.objects.within(town(cast)).get()
    pdf = client.get(reverse("meeting_paper", args=[paper.pk, "pdf"]))
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.content)).pages)
    assert "关于召开2026年第一次安委会全体会议的通知" in text.replace(
        "\n", ""
    ) and "2026年6月5日14:30" in text.replace(" ", "")
    word = client.get(reverse("meeting_paper", args=[paper.pk, "docx"]))
    assert "部署汛期安全" in "".join(one.text for one in Document(BytesIO(word.content)).paragraphs)
    assert client.get(reverse("meeting_paper", args=[paper.pk, "txt"])).status_code == 404
    row = Meeting.objects.within(town(cast)).get()
    again = given | {"version": row.version, "at": "2026-06-08T09:00"}
    refused = client.post(reverse("meeting_edit", args=[row.pk]), again)
    assert refused.status_code == 422 and error_at(refused.content.decode(), "reason").startswith(
        "请填写原因"
    )
    client.post(reverse("meeting_edit", args=[row.pk]), again | {"reason": "领导出差"})
    assert "2026年6月8日 09:00" in page(client, "meeting", row.pk)
    gone = Meeting.objects.within(town(cast)).get()
    client.post(reverse("meeting_cancel", args=[row.pk]), {"version": gone.version, "reason": "并入下次"})
    assert "取消：并入下次" in page(client, "meeting", row.pk)


def test_a_plan_that_cannot_be_called_yet_is_saved_and_says_why(cast: Cast, sign_in: SignIn) -> None:
    client, row = sign_in("chen"), drafted(cast)
    given = {
        "version": row.version,
        "title": row.title,
        "at": "2026-06-05T14:30",
        "posts": ["mayor"],
        "call": "1",
    }
    answer = client.post(reverse("meeting_edit", args=[row.pk]), given | {"title_t1": "部署"}, follow=True)
    text = answer.content.decode()
    assert "请填写地点。" in text and 'value="部署"' in text
    assert Meeting.objects.within(town(cast)).get().state == "planned"


def test_who_was_there_is_entered_by_exception(cast: Cast, sign_in: SignIn) -> None:
    client, row = sign_in("zhao"), drafted(cast)
    text = page(client, "meeting_hold", row.pk)
    assert "周正" in text and "默认出席" in text
    zhou, li = cast.people["zhou"].pk, cast.people["li"].pk
    given = {
        "version": row.version,
        "at": "2026-06-02T08:30",
        "place": "三楼",
        "chair": str(cast.people["shen"].pk),
        f"state_{zhou}": "leave",
        "more": [str(li)],
    }
    refused = client.post(reverse("meeting_hold", args=[row.pk]), given)
    assert refused.status_code == 422 and "请填写请假原因或者代会人" in refused.content.decode()
    client.post(reverse("meeting_hold", args=[row.pk]), given | {f"note_{zhou}": "区里开会"})
    text = plain(page(client, "meeting", row.pk))
    assert "请假区里开会" in text and "李桂兰" in text and "沈立" in text


def test_minutes_without_a_person_or_date_are_refused_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn
) -> None:
    client, row = sign_in("chen"), held(cast)
    refused = said(client, row, issue="1", due_t1_0="下周")
    text = refused.content.decode()
    assert refused.status_code == 422
    assert error_at(text, "post_t1_0").startswith("请选择责任人") and error_at(text, "due_t1_0").startswith(
        "请填写完成期限"
    )
    assert "更换库房线路" in text and "李桂兰汇报了整改情况" in text
    assert said(client, row, save="1").status_code == 302
    row = Meeting.objects.within(town(cast)).get()
    assert "更换库房线路" in page(client, "meeting_minutes", row.pk)
    preview = client.get(reverse("meeting_preview", args=[row.pk]))
    assert "（未定）" in "".join(one.extract_text() for one in PdfReader(BytesIO(preview.content)).pages)
    done = said(client, row, issue="1", post_t1_0=seat(cast, "li"), due_t1_0=DUE.isoformat())
    assert done.status_code == 302
    text = page(client, "meeting", row.pk)
    assert "东安委纪〔2026〕1号" in text and "石桥村 村网格长（李桂兰）" in text
    stale = said(client, row, issue="1")
    assert stale.status_code == 409


def test_who_was_given_something_reports_it_from_the_desk(cast: Cast, sign_in: SignIn) -> None:
    issued(cast)
    client, one = sign_in("li"), resolution(cast)
    assert reverse("resolution", args=[one.pk]) in page(client, "desk")
    assert "报结果" in page(client, "resolution", one.pk)
    assert 'name="result"' not in page(sign_in("wang"), "resolution", one.pk)
    refused = client.post(reverse("resolution", args=[one.pk]), {"version": 1, "result": ""})
    assert (
        refused.status_code == 422 and error_at(refused.content.decode(), "result") == "请用一句话写明结果。"
    )
    photo = str(cast.photo(cast.li))
    client.post(reverse("resolution", args=[one.pk]), {"version": 1, "result": "已换铜芯线", "photo": photo})
    text = page(client, "resolution", one.pk)
    assert "已换铜芯线" in text and "按期完成" in text
    assert client.get(reverse("file_thumb", args=[photo])).status_code == 200
    assert reverse("resolution", args=[one.pk]) not in page(client, "desk")


def test_a_late_decision_stands_on_the_desk_of_those_above(cast: Cast, sign_in: SignIn) -> None:
    issued(cast)
    one = resolution(cast)
    with at(DUE + timedelta(days=2)):
        assert "逾期2天" in page(sign_in("zhou"), "desk")
        client = sign_in("chen")
        later = (DUE + timedelta(days=9)).isoformat()
        refused = client.post(reverse("resolution_extend", args=[one.pk]), {"version": 1, "due_on": later})
        assert error_at(refused.content.decode(), "reason") == "请填写延期的原因。"
        client.post(
            reverse("resolution_extend", args=[one.pk]), {"version": 1, "due_on": later, "reason": "等件"}
        )
        client.post(reverse("resolution_drop", args=[one.pk]), {"version": 2, "reason": "企业已搬迁"})
        assert "不再办理" in page(client, "resolution", one.pk)
        assert one.text in page(client, "meeting_resolutions", state="dropped")


def test_the_party_committees_minutes_are_not_for_everybody(cast: Cast, sign_in: SignIn) -> None:
    row = issued(cast, sort="party", chair="qian")
    assert row.title in page(sign_in("chen"), "meetings_list")
    client = sign_in("wang")
    assert row.title not in page(client, "meetings_list") and row.title not in page(client, "meetings")
    assert client.get(reverse("meeting", args=[row.pk])).status_code == 404
    paper = MeetingPaper.objects.within(town(cast)).get()
    assert client.get(reverse("meeting_paper", args=[paper.pk, "pdf"])).status_code == 404
    # nor is what it decided, by its page, the list, the search or the records behind a number
    decided = resolution(cast)
    assert client.get(reverse("resolution", args=[decided.pk])).status_code == 404
    assert decided.text not in page(client, "meeting_resolutions")
    assert not [one for one in find_words(cast.wang, decided.text[:6], 5) if one.hits]
    for key in ("meetings.held", "meetings.decided", "leaders.attended"):
        shown = client.get(reverse("figure_rows", args=[key])).content.decode()
        assert row.title not in shown and decided.text not in shown and "不对您的岗位开放" in shown, key
        assert sign_in("feng").get(reverse("figure_rows", args=[key])).status_code == 403, key
    assert decided.text in page(sign_in("li"), "resolution", decided.pk)  # it is hers to bring about


def test_the_lists_filter_and_the_home_page_asks_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn
) -> None:
    client, row = sign_in("chen"), issued(cast)
    assert row.title in page(
        client, "meetings_list", sort="committee", since="2026-06-02", until="2026-06-02"
    )
    assert row.title not in page(client, "meetings_list", sort="party")
    assert "更换库房线路" in page(client, "meeting_resolutions", state="open")
    assert "更换库房线路" not in page(client, "meeting_resolutions", state="late")

    def counted(name: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, name)
        return len(seen)

    few = {name: counted(name) for name in ("meetings", "meetings_list", "meeting_resolutions", "desk")}
    for at_ in range(3):
        issued(cast, *(wanted(cast, "wu", f"第{at_}批第{one}项") for one in range(3)))
    assert {name: counted(name) for name in few} == few


def test_the_leaders_year_leads_to_its_records_and_is_printed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    client.post(reverse("leader_duties_adopt"))
    row = held(cast)
    text = page(client, "leaders")
    assert "镇长 沈立" in text and "一季度0/1" in plain(text).replace(" ", "")
    mayor = seat(cast, "shen")
    assert f"主持{row.title}" in page(client, "leader", mayor, measure="committee")
    assert "没有符合的记录" in page(client, "leader", mayor, measure="led")
    pdf = client.get(reverse("leaders_paper"))
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.content)).pages)
    assert "东岭镇2026年党政领导干部安全生产履职情况" in text.replace("\n", "")
    refused = client.post(reverse("leader_record_new"), {"text": "述职"})
    assert refused.status_code == 422 and "述职" in refused.content.decode()
    given = {
        "person": str(cast.people["shen"].pk),
        "measure": "report",
        "on": TODAY.isoformat(),
        "text": "述职",
    }
    client.post(reverse("leader_record_new"), given)
    assert "述职、报告履职情况：述职" in page(client, "leader", mayor, measure="report")
    wrong = client.post(
        reverse("leader_duties"), {"post": "mayor", "measure": "led", "times": "三", "every": "month"}
    )
    assert error_at(wrong.content.decode(), "times") == "次数应填整数。"


def test_meetings_are_found_by_words_and_number(cast: Cast, sign_in: SignIn) -> None:
    issued(cast)
    client = sign_in("chen")
    assert "2026年第一次安委会全体会议" in page(client, "search", q="安委会全体会议")
    assert "2026年第一次安委会全体会议" in page(client, "search", q="东安委纪〔2026〕1号")
    assert "督促永安烟花店更换库房线路" in page(client, "search", q="更换库房线路")


def test_the_calendars_first_day_breaks_no_list(cast: Cast, sign_in: SignIn) -> None:
    for name in ("meetings_list", "meeting_resolutions"):
        days = {"since": "0001-01-01", "until": "9999-12-31"}
        assert sign_in("chen").get(reverse(name), days).status_code == 200
