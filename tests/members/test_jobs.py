"""Invitation sheets for a whole wave: a job where they are many, whose codes stand on the paper and nowhere else."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from bihuan.accounts.rules import code_hash
from bihuan.core.jobs import work_off
from bihuan.core.jobs.kinds import KINDS
from bihuan.core.jobs.lifecycle import FAILED
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Job
from bihuan.members import jobs
from bihuan.members.actions import invite_member
from bihuan.members.models import Call
from bihuan.rollout.actions import join_wave
from bihuan.rollout.queries import enrolled, with_steps
from tests.cast import TODAY, Cast
from tests.members.deeds import PHONE, joined
from tests.rollout.deeds import town, wave
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]


@pytest.fixture(autouse=True)
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sheet a step, and more than two are too many to wait for."""
    one = replace(jobs.CALL_SHEETS, a_step=1)
    monkeypatch.setitem(KINDS, jobs.CALLS.name, replace(jobs.CALLS, step=one.step))
    monkeypatch.setattr("bihuan.members.views.WAVE_MAX", 2)


def test_a_wave_of_many_units_gets_its_sheets_in_the_background(cast: Cast, sign_in: SignIn) -> None:
    units = list(cast.units.values())
    row = wave(cast.chen)
    join_wave(cast.chen, row.pk, units=[one.pk for one in units])
    before, _ = invite_member(cast.chen, units[0].pk, kind="unit_head")
    client = sign_in("chen")
    assert "打印邀请单（3家）" in client.get(reverse("rollout_wave", args=[row.pk])).content.decode()
    answer = client.post(reverse("rollout_wave_sheets", args=[row.pk]))
    job = Job.objects.within(town(cast)).get()
    assert answer["Location"] == reverse("job", args=[job.pk])
    work_off()
    done, path = result_of(cast.chen, job.pk)
    assert done.message == "共3家" and done.result_name == "邀请单20260602.zip"
    with ZipFile(path) as packed:
        texts = [PdfReader(BytesIO(packed.read(name))).pages[0].extract_text() for name in packed.namelist()]
    assert len(texts) == 3
    assert with_steps(enrolled(town(cast)), town(cast), TODAY).filter(did_invited=True).count() == 3
    calls = Call.objects.within(town(cast)).filter(ended_at__isnull=True, used_at__isnull=True)
    codes = [text.split("邀请码 ")[1].split()[0] for text in texts]
    assert {code_hash(code) for code in codes} == {one.code_hash for one in calls} and len(calls) == 3
    before.refresh_from_db()
    assert before.ended_at is not None  # of two sheets the later one opens
    assert not any(code in str(job.given) for code in codes)
    assert sign_in("li").post(reverse("rollout_wave_sheets", args=[row.pk])).status_code == 403


def test_few_come_at_once_and_where_all_have_a_head_nothing_is_printed(cast: Cast, sign_in: SignIn) -> None:
    row = wave(cast.chen)
    join_wave(cast.chen, row.pk, units=[cast.units["school"].pk])
    client, address = sign_in("chen"), reverse("rollout_wave_sheets", args=[row.pk])
    assert client.post(address).content.startswith(b"%PDF")
    joined(cast.chen, cast.units["school"])
    assert "不用再邀请" in client.post(address, follow=True).content.decode()


def test_a_job_with_nothing_to_print_says_so(cast: Cast, sign_in: SignIn) -> None:
    units = list(cast.units.values())
    for number, unit in enumerate(units):
        joined(cast.chen, unit, phone=f"{PHONE[:-1]}{number + 3}")
    sign_in("chen").post(reverse("member_wave"), {"row": [str(one.pk) for one in units]})
    work_off()
    job = Job.objects.within(town(cast)).get()
    assert job.state == FAILED and "没有要打印的邀请单" in job.message
