"""The pages of documents: the file fills the form, what was typed stays, who may not know does not, the paper is the official one."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from bihuan import paper
from bihuan.paper import OfficialDocument, Paragraph
from bihuan.policies import actions
from bihuan.policies.models import Policy, Received
from bihuan.policies.reading import DOCX
from tests.cast import TODAY, Cast, picture
from tests.policies.deeds import DUE, PAGE, RULE, own, passed, received, word
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn


def upload(content: bytes, name: str = "通知.docx") -> dict[str, object]:
    return {"file_file": SimpleUploadedFile(name, content)}


def test_the_file_fills_the_form_and_one_press_registers_it(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("chen"), reverse("received_new")
    given = {"received_on": TODAY.isoformat(), "do": "read"}
    html = client.post(address, given | upload(word(*PAGE))).content.decode()
    assert "已从文件里读出" in html
    for said in (
        "关于开展有限空间作业专项排查的通知",
        "东安委办〔2026〕12号",
        "东城区安全生产委员会办公室",
        "2026-06-12",
    ):
        assert f'value="{said}"' in html
    kept = html.split('name="file" value="')[1].split('"')[0]
    typed = {
        "title": "关于开展有限空间作业专项排查的通知",
        "source": "东城区安全生产委员会办公室",
        "number": "东安委办〔2026〕12号",
        "received_on": TODAY.isoformat(),
        "due_on": DUE.isoformat(),
        "file": kept,
    }
    done = client.post(address, typed, follow=True)
    assert "已登记，请分送" in done.content.decode()
    row = Received.objects.within(cast.chen.scope).get()
    assert row.file is not None and row.file.kind == DOCX and "酱腌菜" in row.text
    taken = client.get(reverse("file", args=[row.file_id]))
    assert taken.status_code == 200 and taken["Content-Type"] == DOCX


def test_the_text_of_a_pdf_is_taken_and_a_scan_is_kept_without(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("chen"), reverse("received_new")
    made = paper.pdf(
        OfficialDocument(
            title="关于加强冬季防火的通知",
            blocks=(
                Paragraph(
                    "请各镇切实加强冬季森林防火值守，严格落实党政同责、一岗双责，发现火情立即报告，不得迟报瞒报漏报。"
                ),
            ),
            dated=TODAY,
            organ="东城区森防办",
            number="东森防〔2026〕3号",
        )
    )
    given = {"title": "关于加强冬季防火的通知", "source": "东城区森防办", "received_on": TODAY.isoformat()}
    client.post(address, given | upload(made, "通知.pdf"))
    row = Received.objects.within(cast.chen.scope).get()
    assert "严格落实党政同责、一岗双责，发现火情立即报告" in row.text  # over a line's end
    html = client.post(address, {"received_on": TODAY.isoformat()} | upload(picture(), "扫描.jpg"))
    assert html.status_code == 422 and "这是扫描件" in html.content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "另存为docx或PDF"),
        (b"MZ" + b"0" * 600, "不是PDF、Word（docx）或图片"),
        (b"PK\x03\x04" + b"0" * 600, "不是Word文档"),
        (b"", "文件是空的"),
    ],
)
def test_another_file_is_refused_with_what_to_do(
    cast: Cast, sign_in: SignIn, content: bytes, says: str
) -> None:
    given = {"title": "留着的标题", "source": "区里", "received_on": TODAY.isoformat()}
    answer = sign_in("chen").post(reverse("received_new"), given | upload(content, "x.docx"))
    html = answer.content.decode()
    assert answer.status_code == 422 and says in error_at(html, "file_file") and 'value="留着的标题"' in html
    assert not Received.objects.within(cast.chen.scope).exists()


def test_what_was_typed_stays_when_it_is_refused(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    given = {"title": "通知", "source": "", "asks": "报数", "received_on": "2026-06-30"}
    answer = client.post(reverse("received_new"), given)
    html = answer.content.decode()
    assert answer.status_code == 422 and "不能晚于今天" in error_at(html, "received_on")
    assert 'value="通知"' in html and ">报数</textarea>" in html
    duties = {"kind": "opinion", "title": RULE, "organ": "镇政府", "text": "正文在此", "duties": "县长：管"}
    html = client.post(reverse("policy_new"), duties).content.decode()
    assert (
        "第1行的“县长”" in error_at(html, "duties") and ">县长：管</textarea>" in html and "正文在此" in html
    )


def test_from_passing_on_to_the_answer(cast: Cast, sign_in: SignIn) -> None:
    client, row = sign_in("chen"), received(cast)
    page = reverse("received", args=[row.pk])
    department = f"department:{cast.departments['城建办'].pk}"
    html = client.get(reverse("received_pass", args=[row.pk])).content.decode()
    assert "城建办" in html and "教委办" not in html  # where nobody holds a post, nobody reads
    none = client.post(reverse("received_pass", args=[row.pk]), {"version": 1})
    assert none.status_code == 422 and "请选择分送给谁" in none.content.decode()
    given = {"version": 1, "to": ["post:mayor", "post:village_head"], "handled_by": [department]}
    done = client.post(reverse("received_pass", args=[row.pk]), given, follow=True).content.decode()
    assert "已分送3人" in done and done.count("未阅") == 3
    village = sign_in("li")
    assert "请您阅知" in village.get(page).content.decode()
    assert "已签阅" in village.post(reverse("received_read", args=[row.pk]), follow=True).content.decode()
    again = village.post(reverse("received_read", args=[row.pk]), follow=True).content.decode()
    assert "已经签阅过" in again and "请您阅知" not in again
    assert sign_in("wu").get(page).status_code == 403
    assert sign_in("li").get(reverse("received_answer", args=[row.pk])).status_code == 403
    given = {"version": 2, "on": TODAY.isoformat(), "note": "已排查12处，无隐患", "number": "东应急[2026]9号"}
    client.post(reverse("received_answer", args=[row.pk]), given)
    html = client.get(page).content.decode()
    assert "已排查12处" in html and "按期答复" in html and "东应急〔2026〕9号" in html


def test_a_matter_leads_to_its_assignment(cast: Cast, sign_in: SignIn) -> None:
    client, row = sign_in("chen"), received(cast)
    html = client.post(
        reverse("received_assign", args=[row.pk]), {"version": 1}, follow=True
    ).content.decode()
    assert "已转为上级交办" in html
    matter = Received.objects.within(cast.chen.scope).get().assignment
    assert matter is not None and reverse("assignment", args=[matter.pk]) in html
    assert "待分办" in client.get(reverse("assignment", args=[matter.pk])).content.decode()


def test_the_towns_own_is_entered_with_its_number_and_printed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    given = {
        "kind": "measure",
        "title": "东岭镇安全生产“一票否决”实施办法",
        "organ": "东岭镇人民政府",
        "recipient": "各村",
        "text": "一、适用范围\n全镇各村、各部门。\n（一）情形\n瞒报事故的。",
        "duties": "村网格长：每月巡查一遍\n城建办：管好建筑工地",
        "number": "东政发[2026]6号",
        "issued_on": TODAY.isoformat(),
    }
    html = client.post(reverse("policy_new"), given, follow=True).content.decode()
    assert "东政发〔2026〕6号" in html and "每月巡查一遍" in html and "现行" in html
    row = Policy.objects.within(cast.chen.scope).get()
    pdf = client.get(reverse("policy_paper", args=[row.pk, "pdf"]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages).replace("\n", "")
    assert "东岭镇人民政府文件" in text and "东政发〔2026〕6号" in text and "各村：" in text
    made = Document(BytesIO(client.get(reverse("policy_paper", args=[row.pk, "docx"])).content))
    assert any("瞒报事故的" in one.text for one in made.paragraphs)
    assert client.get(reverse("policy_paper", args=[row.pk, "exe"])).status_code == 404
    mine = sign_in("li").get(reverse("policy_duties")).content.decode()
    assert "每月巡查一遍" in mine and "管好建筑工地" not in mine
    assert "管好建筑工地" in sign_in("zheng").get(reverse("policy_duties")).content.decode()


def test_a_new_version_begins_with_the_old_and_shows_what_changed(cast: Cast, sign_in: SignIn) -> None:
    client, old = sign_in("chen"), own(cast)
    html = client.get(f"{reverse('policy_new')}?replaces={old.pk}").content.decode()
    assert "镇长是第一责任人。" in html and "镇长：每月带队检查一次" in html
    given = {
        "replaces": old.pk,
        "kind": "opinion",
        "title": RULE,
        "organ": "东岭镇人民政府",
        "text": old.text.replace("镇长是", "书记、镇长都是"),
        "number": "东政发〔2026〕8号",
        "issued_on": TODAY.isoformat(),
    }
    html = client.post(reverse("policy_new"), given, follow=True).content.decode()
    assert "东政发〔2026〕5号" in html and "已被新版替代" in html
    new = Policy.objects.within(cast.chen.scope).get(number="东政发〔2026〕8号")
    changes = plain(client.get(reverse("policy_changes", args=[new.pk])).content.decode())
    assert (
        "镇长是第一责任人。" in changes
        and "书记、镇长都是第一责任人。" in changes
        and "年底述职" not in changes
    )
    assert "没有旧版" in client.get(reverse("policy_changes", args=[old.pk])).content.decode()


def test_a_draft_can_be_revised_issued_and_dropped(cast: Cast, sign_in: SignIn) -> None:
    officer, head = sign_in("zhao"), sign_in("chen")
    given = {"kind": "plan", "title": "百日攻坚方案", "organ": "东岭镇人民政府", "text": "一、目标"}
    officer.post(reverse("policy_new"), given)
    row = Policy.objects.within(cast.chen.scope).get()
    assert sign_in("li").get(reverse("policy", args=[row.pk])).status_code == 403
    officer.post(
        reverse("policy_revise", args=[row.pk]),
        given | {"version": 1, "text": "二、任务", "duties": "镇长：督"},
    )
    stale = officer.post(
        reverse("policy_revise", args=[row.pk]), given | {"version": 1, "text": "三、别人的"}
    )
    assert stale.status_code == 409 and "三、别人的" in stale.content.decode()
    assert officer.get(reverse("policy_issue", args=[row.pk])).status_code == 403
    refused = head.post(
        reverse("policy_issue", args=[row.pk]),
        {"version": 2, "number": "6号", "issued_on": TODAY.isoformat()},
    )
    assert refused.status_code == 422 and "应如" in error_at(refused.content.decode(), "number")
    done = {"version": 2, "number": "东政发〔2026〕6号", "issued_on": TODAY.isoformat()}
    assert "现行" in head.post(reverse("policy_issue", args=[row.pk]), done, follow=True).content.decode()
    gone = {"version": 3, "on": (TODAY + timedelta(days=3)).isoformat(), "note": "活动结束"}
    html = head.post(reverse("policy_repeal", args=[row.pk]), gone, follow=True).content.decode()
    assert "活动结束" in html


def test_lists_find_by_words_of_the_text_and_tell_who_has_read(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    row = passed(cast, received(cast), "post:mayor")
    own(cast)
    assert row.title in client.get(f"{reverse('received_list')}?words=腌制池").content.decode()
    assert row.title not in client.get(f"{reverse('received_list')}?words=没有这句").content.decode()
    html = client.get(f"{reverse('received_list')}?state=waiting").content.decode()
    assert "0/1" in html
    assert RULE in plain(client.get(f"{reverse('policies')}?words=述职&state=in_force").content.decode())
    assert RULE not in client.get(f"{reverse('policies')}?state=repealed").content.decode()
    found = plain(client.get(f"{reverse('search')}?q=第一责任人").content.decode())
    assert "党政同责" in found and "本镇文件" in found


def test_the_table_of_trades_is_settled_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    html = plain(client.get(reverse("trades")).content.decode())
    assert "城镇燃气" in html and "无人管" in html and "城镇燃气管理条例" in html
    page = client.get(reverse("trade", args=["gas"])).content.decode()
    site = str(cast.departments["城建办"].pk)
    assert f'value="{site}" checked' in page and 'value="城镇燃气管理条例"' in page
    none = client.post(reverse("trade", args=["gas"]), {"lead": ""})
    assert none.status_code == 422 and "请选择牵头部门" in none.content.decode()
    client.post(reverse("trade", args=["gas"]), {"lead": site, "ground": "东政发〔2026〕5号"})
    assert "东政发〔2026〕5号" in client.get(reverse("trade", args=["gas"])).content.decode()
    made = client.post(reverse("trades"), {"name": "密室逃脱"}, follow=True).content.decode()
    assert "密室逃脱" in made and "无人管" in made
    said = client.post(reverse("trades_adopt"), follow=True).content.decode()
    assert "已明确" in said
    village = sign_in("li")
    assert "明确主管部门" not in village.get(reverse("trade", args=["gas"])).content.decode()
    assert client.get(reverse("trade", args=["no-such"])).status_code == 404
    head = sign_in("zheng").get(reverse("policy_duties")).content.decode()
    assert "归我管的行业" in head and "城镇燃气" in head


def test_a_file_that_went_to_others_is_not_opened(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    given = {"title": "只给镇长", "source": "区里", "received_on": TODAY.isoformat()}
    client.post(reverse("received_new"), given | upload(word("内部掌握")))
    row = Received.objects.within(cast.chen.scope).get()
    actions.pass_document(cast.chen, row.pk, version=1, to=["post:secretary"])
    assert sign_in("li").get(reverse("file", args=[row.file_id])).status_code == 404
    assert sign_in("qian").get(reverse("file", args=[row.file_id])).status_code == 200


def test_a_file_that_is_none_breaks_no_page(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    for name in ("received_new", "policy_new"):
        answer = client.post(reverse(name), {"file": "9999-12-31", "title": "通知"})
        assert answer.status_code == 422, name


def test_a_department_reports_on_its_page_and_the_office_does_not_type_it_again(
    cast: Cast, sign_in: SignIn
) -> None:
    row = received(cast)
    row = passed(cast, row, handled_by=(f"department:{cast.departments['城建办'].pk}",))
    client = sign_in("zheng")
    to = reverse("received_handle", args=[row.pk])
    assert to in client.get(reverse("received", args=[row.pk])).content.decode()
    wrong = client.post(to, {"version": row.version, "note": "长" * 301})
    assert wrong.status_code == 422 and "最多300个字" in error_at(wrong.content.decode(), "note")
    done = client.post(to, {"version": row.version, "note": "已摸排12处"}, follow=True).content.decode()
    assert "安全办答复上级时会用到" in done and "报：已摸排12处" in done
    office = sign_in("chen")
    assert to not in office.get(reverse("received", args=[row.pk])).content.decode()
    assert "：已摸排12处</textarea>" in office.get(reverse("received_answer", args=[row.pk])).content.decode()
