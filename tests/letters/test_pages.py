"""The pages of letters: each takes what it should, and keeps what was typed when it is refused."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.desk import sections_of
from bihuan.core.jobs import work_off
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Job
from bihuan.letters import actions
from bihuan.letters.composing import letter_pdf
from bihuan.letters.models import LetterPlan, LetterScan, ResponsibilityLetter
from bihuan.letters.queries import scans
from bihuan.letters.rules import KINDS
from bihuan.units.actions import register_unit
from tests.cast import TODAY, Cast, picture
from tests.letters.deeds import BY, STROKE, TOWN_STROKE, head_of, made, of, signed, signed_by_both, town
from tests.notices.deeds import at, bell, tick, told
from tests.web.pages import error_at
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")
ADDRESS = "http://testserver"


def drawn(content: bytes, page: int = 0) -> bytes:
    """A page of a PDF as a photo of it would be."""
    out = BytesIO()
    pypdfium2.PdfDocument(content)[page].render(scale=150 / 72).to_pil().convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_the_office_asks_for_letters_and_all_are_made_by_one_press(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("chen"), reverse("letters_plan")
    page = client.get(address).content.decode()
    assert 'value="village" checked' in page and 'value="fire" checked' not in page
    assert 'value="2026-07-02"' in page  # a month from today: the first quarter is over
    refused = client.post(address, {"year": "2026", "sign_by": "明天", "kinds": ["village"]})
    assert refused.status_code == 422 and "明天" in refused.content.decode()
    assert "不是日期" in error_at(refused.content.decode(), "sign_by")
    given = {"year": "2026", "sign_by": BY.isoformat()}
    refused = client.post(address, given)
    assert refused.status_code == 422 and "请勾选" in error_at(refused.content.decode(), "kinds")
    client.post(address, given | {"kinds": ["village", "fireworks"]})
    work_off()
    assert ResponsibilityLetter.objects.within(town(cast)).count() == 3
    page = client.get(reverse("letters")).content.decode()
    assert "村（社区）" in page and "烟花爆竹经营单位" in page and "state=left&amp;kind=village" in page
    cell = cast.cells["石桥村"]
    register_unit(cast.chen, name="石桥烟花二店", category="fireworks", cell_id=cell.pk, opened_on=TODAY)
    assert "还缺1份" in client.get(address).content.decode()
    client.post(reverse("letters_make"), {"year": "2026"})
    work_off()
    assert of(cast, "石桥烟花二店").state == "made"
    plan = LetterPlan.objects.within(town(cast)).get(kind="fireworks")
    for said in ("撤回还没有签的2份", "已经停止布置"):
        stopped = client.post(reverse("letters_stop", args=[plan.pk]), follow=True)
        assert said in stopped.content.decode()
    assert sign_in("zhao").get(address).status_code == 403


def test_the_village_head_signs_on_the_phone_and_the_leader_for_those_looked_at(
    cast: Cast, sign_in: SignIn
) -> None:
    made(cast)
    letter = of(cast, "石桥村")
    client, address = sign_in("li"), reverse("letter_sign", args=[letter.pk])
    assert "data-signature" in client.get(address).content.decode()
    given = {"version": str(letter.version), "signature": ""}
    refused = client.post(address, given)
    assert refused.status_code == 422 and "请签字" in error_at(refused.content.decode(), "signature")
    done = client.post(address, given | {"signature": STROKE}, follow=True).content.decode()
    assert "已签字，等镇里签字" in done and "李桂兰" in done
    again = client.post(address, given | {"signature": STROKE})
    assert again.status_code == 409 and "签过字" in again.content.decode()
    assert "不用再签" in client.get(address).content.decode()
    assert sign_in("wang").get(address).status_code == 200  # told whose it is to sign
    assert "别人不能代签" in sign_in("wang").get(address).content.decode()

    leader, press = sign_in("zhou"), reverse("letters_sign")
    listed = leader.get(reverse("letters_list"), {"state": "by_party"}).content.decode()
    body = listed[listed.index("<tbody>") :]
    assert "石桥村" in body and "柳林村" not in body and press in listed
    rows = [letter.pk, of(cast, "柳林村").pk]
    page = leader.post(press, {"row": rows}).content.decode()
    assert "村（社区）责任书的内容" in page and page.count('name="row"') == 2
    refused = leader.post(press, {"row": rows, "sure": "1", "signature": TOWN_STROKE})
    assert refused.status_code == 422 and "请先阅看" in error_at(refused.content.decode(), "seen")
    assert TOWN_STROKE in refused.content.decode()
    refused = leader.post(press, {"row": rows, "sure": "1", "seen": "on", "signature": ""})
    assert refused.status_code == 422 and "请签字" in error_at(refused.content.decode(), "signature")
    done = leader.post(press, {"row": rows, "sure": "1", "seen": "on", "signature": TOWN_STROKE}, follow=True)
    assert "已签2份，其中双方都已签字1份" in done.content.decode()
    none = leader.post(press, {"row": rows}, follow=True)
    assert "没有要签的责任书" in none.content.decode()
    assert sign_in("chen").post(press, {"row": rows}).status_code == 403
    shown = client.get(reverse("letter", args=[letter.pk])).content.decode()
    assert "已签订" in shown and "周正" in shown
    for one in (of(cast, "石桥村").party_signature_id, of(cast, "石桥村").town_signature_id):
        assert client.get(reverse("file", args=[one])).status_code == 200


def test_the_head_of_a_unit_signs_from_the_desk_and_sees_no_others(cast: Cast, sign_in: SignIn) -> None:
    made(cast)
    head = head_of(cast, "school", "王校长", "13900001113")
    tick(cast)
    letter, other = of(cast, "石桥小学"), of(cast, "永安烟花店")
    [section] = [one for one in sections_of(head, clock.now()) if one.title == "责任书"]
    assert [item.text for item in section.items] == ["签2026年学校（幼儿园）责任书（2026年7月15日前）"]
    assert signed(head, letter).state == "by_party"
    assert not [one for one in sections_of(head, clock.now()) if one.title == "责任书"]
    cast.people["wangxz"] = type(cast.people["li"]).accounts.get(pk=head.person)
    client = sign_in("wangxz")
    assert client.get(reverse("letter", args=[letter.pk])).status_code == 200
    assert client.get(reverse("unit_letters", args=[cast.units["school"].pk])).status_code == 200
    assert client.get(reverse("letter", args=[other.pk])).status_code == 404
    assert client.get(reverse("letter_file", args=[other.pk])).status_code == 404
    assert client.get(reverse("letters_list")).status_code == 403
    assert client.get(reverse("letters")).status_code == 403


def test_paper_with_its_code_comes_back(cast: Cast, sign_in: SignIn) -> None:
    made(cast)
    letter, other = of(cast, "石桥小学"), of(cast, "永安烟花店")
    client = sign_in("li")
    code = client.get(reverse("letter_code", args=[letter.code, 1]))
    address = reverse("letter_return", args=[letter.pk])
    assert code.status_code == 302 and code["Location"] == address
    assert sign_in("sun").get(reverse("letter_code", args=[letter.code, 1])).status_code == 404
    given = {
        "version": str(letter.version),
        "party_on": TODAY.isoformat(),
        "town_on": "",
        "party_signer": "王校长",
    }
    refused = client.post(address, given)
    page = refused.content.decode()
    assert refused.status_code == 422 and "以纸上写的为准" in error_at(page, "town_on") and "王校长" in page
    assert "每一页" in error_at(page, "photos_file")
    given |= {"town_on": TODAY.isoformat()}
    wrong = SimpleUploadedFile("a.jpg", drawn(letter_pdf(other, ADDRESS)), "image/jpeg")
    refused = client.post(address, given | {"photos_file": wrong})
    assert refused.status_code == 409 and "另一份责任书" in refused.content.decode()
    assert refused.content.decode().count("data-id=") == 1  # the photo is not lost
    right = SimpleUploadedFile("a.jpg", drawn(letter_pdf(letter, ADDRESS)), "image/jpeg")
    done = client.post(address, given | {"photos_file": [right]}, follow=True).content.decode()
    assert "已交回" in done and "纸质签字件" in done
    [scan] = scans(town(cast), letter.pk)
    assert client.get(reverse("file_thumb", args=[scan.file_id])).status_code == 200
    assert sign_in("sun").get(reverse("file_thumb", args=[scan.file_id])).status_code == 404
    code = client.get(reverse("letter_code", args=[letter.code, 1]))
    assert code["Location"] == reverse("letter", args=[letter.pk])
    assert "不用再交回" in client.get(address).content.decode()


def test_many_scans_go_each_to_its_letter(cast: Cast, sign_in: SignIn) -> None:
    made(cast)
    rows = [of(cast, name) for name in ("石桥小学", "永安烟花店", "石桥村")]
    signed_by_both(cast, cast.li, "石桥村")
    client, address = sign_in("chen"), reverse("letters_scans")
    days = {"party_on": TODAY.isoformat(), "town_on": TODAY.isoformat(), "town_signer": "周正"}
    assert "没有收到文件" in client.post(address, days).content.decode()
    blank = SimpleUploadedFile("blank.jpg", picture(), "image/jpeg")
    refused = client.post(address, {"town_signer": "周正", "scan_file": blank})
    assert refused.status_code == 422 and "周正" in refused.content.decode()
    files = [
        SimpleUploadedFile(f"{number}.pdf", letter_pdf(one, ADDRESS), "application/pdf")
        for number, one in enumerate(rows)
    ]
    files += [
        SimpleUploadedFile("blank.jpg", picture(), "image/jpeg"),
        SimpleUploadedFile("x.txt", b"nothing", "text/plain"),
    ]
    page = client.post(address, days | {"scan_file": files}).content.decode()
    assert (
        "2份已交回" in page and "没有读到页脚的二维码" in page and "不是图片" in page and "不用再交回" in page
    )
    assert of(cast, "石桥小学").state == of(cast, "永安烟花店").state == "signed"
    assert LetterScan.objects.within(town(cast)).filter(letter=rows[0]).count() == len(
        pypdfium2.PdfDocument(letter_pdf(rows[0], ADDRESS))
    )


def test_all_letters_are_one_pdf_by_a_job(cast: Cast, sign_in: SignIn) -> None:
    made(cast)
    client, address = sign_in("chen"), reverse("letters_print")
    assert "共9份" in client.get(address, {"year": "2026", "state": "standing"}).content.decode()
    refused = client.post(address, {"query": "year=2026", "copies": "9", "sure": "1"})
    assert refused.status_code == 422 and "最多3份" in error_at(refused.content.decode(), "copies")
    client.post(address, {"query": "year=2026", "copies": "2", "sure": "1"})
    rows = [of(cast, "石桥村").pk]
    client.post(address, {"row": rows, "copies": "1", "sure": "1"})
    work_off()
    one, all_ = Job.registry.filter(kind="letters.print").order_by("-asked_at", "-pk")
    assert all_.message.startswith("9份，") and one.message.startswith("1份，")
    document = pypdfium2.PdfDocument(result_of(cast.chen, all_.pk)[1].read_bytes())
    alone = pypdfium2.PdfDocument(result_of(cast.chen, one.pk)[1].read_bytes())
    assert len(document) >= 36 and len(alone) == 1
    said = alone[0].get_textpage().get_text_bounded()
    assert "石桥村" in said and "目标责任书" in said and f"{ADDRESS}/l/{of(cast, '石桥村').code}/1" in said
    assert "没有可以打印" in client.get(address, {"year": "2001"}).content.decode()


def test_a_letter_is_withdrawn_and_made_anew_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    made(cast)
    letter, client = of(cast, "石桥村"), sign_in("chen")
    address = reverse("letter_withdraw", args=[letter.pk])
    refused = client.post(address, {"reason": "", "version": letter.version})
    assert refused.status_code == 422 and "名单有误" in error_at(refused.content.decode(), "reason")
    done = client.post(
        address, {"reason": "名单有误", "version": letter.version}, follow=True
    ).content.decode()
    assert "已撤回" in done and "重新生成" in done and "名单有误" in done
    again = client.post(reverse("letter_remake", args=[letter.pk]), follow=True).content.decode()
    assert "已重新生成" in again
    assert (
        "不用再生成" in client.post(reverse("letter_remake", args=[letter.pk]), follow=True).content.decode()
    )
    assert "作废" not in again and "撤回" in again


def test_the_town_words_a_kind_in_its_own_way(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("chen"), reverse("letter_text", args=["village"])
    page = client.get(address).content.decode()
    assert "内置文本" in page and "第七十三条" in page
    usual = KINDS["village"].usual
    given = {"title": usual.title, "lead": usual.lead, "closing": "至年底。", "assess": "年底考核。"}
    given |= {
        "duties": "管好{cell}。\n\n按{law:nowhere}办。",
        "text_deaths": "零死亡",
        "figure_deaths": "accidents.deaths",
    }
    refused = client.post(address, given)
    page = refused.content.decode()
    assert (
        refused.status_code == 422
        and "依据表中没有“nowhere”" in error_at(page, "duties")
        and "按{law:nowhere}办" in page
    )
    assert "不超过或者不少于" in error_at(page, "number_deaths")
    given |= {
        "relation_deaths": "most",
        "number_deaths": "0",
        "duties": "管好{cell}。",
        "text_own0": "",
        "figure_own0": "fires",
    }
    assert "目标不能为空" in error_at(client.post(address, given).content.decode(), "text_own0")
    done = client.post(address, given | {"figure_own0": ""}, follow=True).content.decode()
    assert "已保存为村（社区）责任书第1版" in done and "管好（网格）" in done
    assert "本镇第1版" in client.get(reverse("letter_texts")).content.decode()
    reset = client.post(reverse("letter_text_reset", args=["village"]), follow=True).content.decode()
    assert "已恢复内置文本" in reset
    assert client.get(reverse("letter_text", args=["ships"])).status_code == 404
    assert sign_in("zhao").get(address).status_code == 200
    assert sign_in("zhao").post(address, given).status_code == 403


def test_the_list_narrows_and_asks_as_much_for_many_as_for_few(cast: Cast, sign_in: SignIn) -> None:
    made(cast)
    signed_by_both(cast, cast.li, "石桥村")
    client, address = sign_in("chen"), reverse("letters_list")
    for query, there, gone in (
        ({"state": "signed"}, "石桥村", "柳林村"),
        ({"state": "left", "kind": "village"}, "柳林村", "石桥小学"),
        ({"party": "unit"}, "永安烟花店", "村（社区）责任书<"),
        ({"words": "永安"}, "永安烟花店", "石桥小学"),
        ({"category": "school"}, "石桥小学", "永安烟花店"),
        ({"cell": cast.cells["石桥村"].path}, "永安烟花店", "柳林村便民中心工地"),
        ({"year": "x", "state": "nothing", "cell": "x"}, "永安烟花店", "没有符合条件"),
    ):
        page = client.get(address, query).content.decode()
        body = page[page.index("<tbody>") :] if "<tbody>" in page else ""
        assert there in body and gone not in body, query

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == client.get(reverse("letters")).status_code == 200
        return len(queries)

    few = asked()
    cell = cast.cells["石桥村"]
    for number in range(6):
        register_unit(cast.chen, name=f"二小{number}", category="school", cell_id=cell.pk, opened_on=TODAY)
    actions.make_missing(cast.chen, 2026, 100)
    assert asked() == few


def test_who_has_to_sign_is_told_and_told_again_when_the_day_nears(cast: Cast) -> None:
    made(cast)
    told(cast)
    assert "2026年村（社区）责任书请在2026年7月15日前签订" in bell(cast.li)
    assert "2026年烟花爆竹经营单位责任书请在2026年7月15日前签订" in bell(cast.feng)
    signed(cast.li, of(cast, "石桥村"))
    told(cast)
    assert not [one for one in bell(cast.li) if "村（社区）" in one]
    with at(BY - timedelta(days=6)):
        tick(cast)
        assert "2026年烟花爆竹经营单位责任书快到签订期限（2026年7月15日），还没有签" in bell(cast.feng)
        assert "2026年责任书有1份对方已签，等镇里签字" in bell(cast.zhou)
        assert not [one for one in bell(cast.li) if "快到" in one]
    with at(BY + timedelta(days=1)):
        tick(cast)
        assert "2026年烟花爆竹经营单位责任书已过签订期限（2026年7月15日），还没有签" in bell(cast.li)
        texts = [item.text for one in sections_of(cast.chen, clock.now()) for item in one.items]
        assert "2026年责任书9份逾期没有签订" in texts
        leader = [item.text for one in sections_of(cast.zhou, clock.now()) for item in one.items]
        assert "2026年村（社区）责任书1份，对方已签，等镇里签字" in leader


def test_a_units_page_and_its_file_show_its_letters(cast: Cast, sign_in: SignIn) -> None:
    made(cast)
    unit = cast.units["yongan"]
    page = sign_in("chen").get(reverse("unit", args=[unit.pk])).content.decode()
    assert "2026年烟花爆竹经营单位责任书" in page
    shown = sign_in("feng").get(reverse("unit_letters", args=[unit.pk])).content.decode()
    assert "待签订" in shown
