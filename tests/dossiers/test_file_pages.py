"""The pages of units' files: what is missing is a press away, versions are compared, many are packed as one job."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core import clock
from bihuan.core.jobs import work_off
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Job
from bihuan.dossiers import actions, jobs
from bihuan.dossiers.models import FileVersion
from bihuan.risks import actions as risks
from bihuan.units.actions import register_certificate, revise_unit
from tests.cast import TODAY, Cast
from tests.documents.case_deeds import done
from tests.dossiers.deeds import NEXT_YEAR, complete, take_in, yongan
from tests.risks.conftest import stall
from tests.risks.deeds import begin, point
from tests.web.pages import plain
from tests.web.visits import SignIn

__all__ = ["stall"]


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def words(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).replace("\n", "")


def test_each_thing_missing_leads_to_where_it_is_put_right(cast: Cast, sign_in: SignIn) -> None:
    unit, client = take_in(cast), sign_in("chen")
    page = client.get(at("unit_file", unit.pk)).content.decode()
    assert "应有12项，齐全0项，完整度0%" in plain(page)
    for name in ("unit_edit", "certificate_new", "contact_new", "document_new", "risk_set_up"):
        assert f'href="{at(name, unit.pk)}"' in page
        assert client.get(at(name, unit.pk)).status_code == 200


def test_the_owner_freezes_it_and_opens_what_was_frozen(cast: Cast, sign_in: SignIn) -> None:
    unit, client = complete(cast), sign_in("feng")
    answer = client.post(at("unit_file", unit.pk), {"note": "年度更新"}, follow=True)
    assert "已定稿为第1版：100%（12/12）。" in plain(answer.content.decode())
    row = FileVersion.objects.within(cast.chen.scope).get()
    content = client.get(at("file_version", row.pk))
    assert content["Content-Type"] == "application/pdf" and "年度更新" in words(content.content)
    again = client.post(at("unit_file", unit.pk), {"note": "又一次"})
    assert again.status_code == 409
    assert "今天已经定稿为第1版" in again.content.decode() and 'value="又一次"' in again.content.decode()
    shown = plain(client.get(at("unit", unit.pk)).content.decode())
    assert "最近定稿：第1版" in shown and "一企一册定稿，第1版，100%（12/12）" in shown


def test_what_is_not_frozen_says_so_on_every_page(cast: Cast, sign_in: SignIn) -> None:
    content = sign_in("feng").get(at("unit_file_pdf", complete(cast).pk)).content
    assert all("未定稿" in page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_versions_are_compared_with_each_other_and_with_today(cast: Cast, sign_in: SignIn) -> None:
    unit, client = take_in(cast), sign_in("chen")
    assert "还没有定稿" in client.get(at("file_compare", unit.pk), follow=True).content.decode()
    actions.freeze_file(cast.chen, unit.pk)
    register_certificate(cast.chen, unit.pk, kind="licence", number="YZ-77", valid_until=NEXT_YEAR)
    page = plain(client.get(at("file_compare", unit.pk)).content.decode())
    assert "新有营业执照·YZ-77" in page
    actions.freeze_file(cast.chen, unit.pk)
    page = plain(client.get(at("file_compare", unit.pk), {"later": 2}).content.decode())
    assert "新有营业执照·YZ-77" in page
    assert "内容没有变化" in client.get(at("file_compare", unit.pk), {"earlier": 2}).content.decode()
    for wrong in ({"earlier": "九"}, {"later": "-1"}, {"earlier": "2", "later": "999999"}):
        assert client.get(at("file_compare", unit.pk), wrong).status_code == 200


def test_the_list_shows_how_whole_each_file_is_and_freezes_many(cast: Cast, sign_in: SignIn) -> None:
    unit, client = complete(cast), sign_in("chen")
    site = revise_unit(cast.chen, cast.units["site"].pk, version=1, pilot_from=TODAY)
    actions.note_files(cast.chen.clock(cast.town.pk))
    page = plain(client.get(at("unit_files")).content.decode())
    assert "共2家" in page and "没有登记安全管理员" in page
    assert "石桥小学" not in page  # not taken in
    whole = client.get(at("unit_files"), {"state": "whole"}).content.decode()
    assert unit.name in plain(whole) and site.name not in plain(whole)
    rows = [str(unit.pk), str(site.pk)]
    step: dict[str, Any] = {"do": "bulk", "what": "freeze", "row": rows, "note": "年终"}
    assert "定稿" in client.post(at("unit_files"), step).content.decode()
    client.post(at("unit_files"), step | {"sure": "1"})
    found = FileVersion.objects.within(cast.chen.scope)
    assert sorted(found.values_list("unit__name", "note")) == sorted(
        [(unit.name, "年终"), (site.name, "年终")]
    )


def test_the_files_of_the_town_are_packed_frozen_ones_as_they_were(cast: Cast, sign_in: SignIn) -> None:
    unit = complete(cast)
    revise_unit(cast.chen, cast.units["site"].pk, version=1, pilot_from=TODAY)
    actions.freeze_file(cast.feng, unit.pk)
    row = point(cast.feng, "储存间")
    risks.end_point(cast.feng, row.pk, version=row.version, reason="拆除")
    client = sign_in("chen")
    assert "2份" in plain(client.get(at("unit_files_pack")).content.decode())
    client.post(at("unit_files_pack"), {"sure": "1", "query": "", "which": "frozen"})
    work_off()
    assert Job.registry.get(kind=jobs.FILES.name).message == "共2份"
    for which, said in (("frozen", True), ("today", False)):
        job, content = done(cast.chen, jobs.FILES.name, {"query": "", "which": which})
        with ZipFile(BytesIO(content)) as packed:
            assert packed.namelist() == [
                "柳林村/柳林村便民中心工地 一企一册.pdf",
                "永安烟花店/永安烟花店 一企一册.pdf",
            ]
            assert ("储存间" in words(packed.read(packed.namelist()[1]))) is said
        assert job.done == job.total == 2


def test_a_worker_that_dies_packs_the_same_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = complete(cast)
    actions.freeze_file(cast.feng, unit.pk)
    _, whole = done(cast.chen, jobs.FILES.name, {"query": "", "which": "frozen"})
    pack, died = jobs.bundles.pack, []

    def dies_once(*given: Any) -> None:
        if not died:
            died.append(True)
            raise OSError("the machine went down")
        pack(*given)

    monkeypatch.setattr(jobs.bundles, "pack", dies_once)
    job, _ = done(cast.chen, jobs.FILES.name, {"query": "", "which": "frozen"})
    with clock.moved(clock.at(TODAY, 12)):
        work_off()
    assert died and result_of(cast.chen, job.pk)[1].read_bytes() == whole


def test_only_what_the_asker_sees_is_packed(cast: Cast, sign_in: SignIn) -> None:
    unit = take_in(cast)
    job, _ = done(cast.sun, jobs.FILES.name, {"units": [str(unit.pk)], "which": "today"})
    assert job.state == "failed" and "没有可以打包的档案" in job.message
    assert sign_in("feng").get(at("unit_files_pack")).status_code == 403


def test_a_form_that_is_not_filled_in_is_asked_again(cast: Cast, sign_in: SignIn) -> None:
    take_in(cast)
    answer = sign_in("chen").post(at("unit_files_pack"), {"sure": "1", "query": "", "which": "nothing"})
    assert answer.status_code == 422 and "请从列表中选择" in answer.content.decode()


def test_whose_points_were_never_drawn_still_gets_a_plan_s_list(cast: Cast, sign_in: SignIn) -> None:
    take_in(cast)
    begin(cast, cast.feng)
    said = words(sign_in("feng").get(at("unit_file_pdf", yongan(cast).pk)).content)
    assert "还没有设置平面图" in said and "没有标注" in said


def test_who_only_works_at_a_unit_does_not_read_its_file(cast: Cast, sign_in: SignIn) -> None:
    """卢小军 at the post reads no documents, so not the file that lists them; 冯, who keeps its risks, does."""
    unit = complete(cast)
    made = actions.freeze_file(cast.feng, unit.pk)
    addresses = [at(name, unit.pk) for name in ("unit_file", "unit_file_pdf", "file_compare")]
    addresses += [at("file_version", made.pk), at("unit_files")]
    for who, status in (("lu", 403), ("feng", 200)):
        client = sign_in(who)
        assert {client.get(one).status_code for one in addresses} == {status}, who
        page = client.get(at("unit", unit.pk)).content.decode()
        assert (at("unit_file", unit.pk) in page) == (who == "feng")
