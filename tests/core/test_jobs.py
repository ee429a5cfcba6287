"""Background jobs: each step once, whoever dies in between; seen, cancelled, tried again, and pruned."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bihuan.accounts.actions import close_account
from bihuan.core import clock, jobs
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.core.jobs import Kind, Result, Step, Task, ask, cancel, retry, work_off, worker
from bihuan.core.jobs.actions import OPEN_MAX
from bihuan.core.jobs.kinds import KINDS, LEASE, folder_of
from bihuan.core.jobs.lifecycle import DELAYS, TRIES_MAX, delay_after
from bihuan.core.jobs.queries import jobs_of, result_of
from bihuan.core.models import Event, Job, Town
from bihuan.core.numbering import last_number, next_number
from bihuan.grid.actions import appoint, end_post
from bihuan.grid.models import Post
from tests.cast import NOW, TODAY, Cast

SERIES = "测试"


class Counting:
    """A step that takes a running number and dies when told to: how many were taken says how often it was done."""

    def __init__(self, fails: dict[int, Exception] | None = None) -> None:
        self.fails = fails or {}
        self.calls = 0

    def __call__(self, actor: Actor, task: Task) -> Step:
        done = (task.at or 0) + 1
        next_number(actor.town, SERIES, TODAY.year)
        self.calls += 1
        if error := self.fails.pop(self.calls, None):
            raise error
        total = task.given["total"]
        return Step(done, done, total, f"已办{done}条", ended=done == total)


@contextmanager
def declared(step: Any, **more: Any) -> Iterator[Kind]:
    kind = Kind("test.count", label="点数", right="inspect", step=step, **more)
    KINDS[kind.name] = kind
    try:
        yield kind
    finally:
        del KINDS[kind.name]


def fresh(job: Job) -> Job:
    found: Job = Job.registry.get(pk=job.pk)
    return found


def taken() -> int:
    return sum(last_number(town.pk, SERIES, TODAY.year) for town in Town.registry.all())


def told(job: Job) -> list[str]:
    return list(
        Event._base_manager.filter(subject_id=job.pk).order_by("seq").values_list("action", flat=True)
    )


def test_a_job_is_done_step_by_step_to_its_end(cast: Cast) -> None:
    with declared(Counting()):
        job = ask(cast.chen, "test.count", {"total": 5})
        assert work_off() == 1
    job = fresh(job)
    assert (job.state, job.done, job.total, job.message) == ("done", 5, 5, "已办5条")
    assert taken() == 5 and told(job) == ["ask_job", "finish_job"]
    assert work_off() == 0


def test_a_step_that_fails_is_taken_back_and_tried_again_later(cast: Cast) -> None:
    step = Counting({3: RuntimeError("boom")})
    with declared(step):
        job = ask(cast.chen, "test.count", {"total": 5})
        work_off()
        assert (fresh(job).state, fresh(job).done, taken()) == ("waiting", 2, 2)
        assert "第1次没有办成" in fresh(job).message and work_off() == 0
        with clock.moved(NOW + DELAYS[0]):
            work_off()
    assert (fresh(job).state, taken(), step.calls) == ("done", 5, 6)


def test_after_so_many_tries_it_is_given_up_in_words_and_a_person_tries_again(cast: Cast) -> None:
    step = Counting({number: OSError(28, "full") for number in range(1, TRIES_MAX + 1)})
    with declared(step):
        job = ask(cast.chen, "test.count", {"total": 2})
        for days in range(TRIES_MAX):
            with clock.moved(NOW + timedelta(days=days)):
                work_off()
        assert (fresh(job).state, taken()) == ("failed", 0)
        assert "磁盘已满" in fresh(job).message and told(job)[-1] == "fail_job"
        retry(cast.chen, job.pk)
        work_off()
    assert (fresh(job).state, taken()) == ("done", 2)
    with pytest.raises(NotAllowed, match="已完成"):
        retry(cast.chen, job.pk)


def test_a_refusal_is_said_at_once(cast: Cast) -> None:
    with declared(Counting({1: Incomplete("第3行缺少名称，请补上后重新导入。")})):
        job = ask(cast.chen, "test.count", {"total": 2})
        work_off()
    assert (fresh(job).state, fresh(job).message) == ("failed", "第3行缺少名称，请补上后重新导入。")


def test_a_worker_that_died_is_followed_by_the_next_after_its_lease(cast: Cast) -> None:
    with declared(Counting()) as kind:
        job = ask(cast.chen, "test.count", {"total": 3})
        held = worker._claim(long=False)
        assert held is not None and not worker._advance(held, kind)  # one step, then it is killed
        assert work_off() == 0
        with clock.moved(NOW + LEASE + timedelta(seconds=1)):
            assert work_off() == 1
            assert fresh(job).state == "done" and taken() == 3
            with pytest.raises(worker.Lost):  # the first was only slow, and comes back
                worker._advance(held, kind)
    assert taken() == 3


def test_what_kills_every_worker_is_not_taken_up_for_ever(cast: Cast) -> None:
    with declared(Counting()):
        job = ask(cast.chen, "test.count", {"total": 3})
        for hours in range(TRIES_MAX):
            with clock.moved(NOW + timedelta(hours=hours)):
                assert worker._claim(long=False) is not None  # and dies without a word
        with clock.moved(NOW + timedelta(days=1)):
            work_off()
    assert fresh(job).state == "failed" and "中断" in fresh(job).message and taken() == 0


def test_a_waiting_job_is_cancelled_and_a_running_one_between_two_steps(cast: Cast) -> None:
    with declared(Counting()) as kind:
        job = ask(cast.chen, "test.count", {"total": 3})
        assert cancel(cast.chen, job.pk).state == "cancelled" and work_off() == 0
        job = ask(cast.chen, "test.count", {"total": 3})
        held = worker._claim(long=False)
        assert held is not None and not worker._advance(held, kind)
        cancel(cast.chen, job.pk)
        with pytest.raises(worker.Lost):
            worker._advance(held, kind)
        assert (fresh(job).state, taken()) == ("cancelled", 1)
        with pytest.raises(NotAllowed, match="已取消"):
            cancel(cast.chen, job.pk)
    assert told(job) == ["ask_job", "cancel_job"]


def test_a_long_reader_hears_of_its_cancelling_when_it_tells(cast: Cast) -> None:
    said: list[str] = []

    def step(_actor: Actor, task: Task) -> Step:
        task.tell(1, 9, "正在读")
        said.append(fresh(job).message)
        cancel(cast.chen, job.pk)
        task.tell(2, 9, "还在读")
        raise AssertionError("was not stopped")

    with declared(step, writes=False, long=True):
        job = ask(cast.chen, "test.count", {})
        work_off()
    assert said == ["正在读"] and fresh(job).state == "cancelled"
    assert not folder_of(job.pk).exists()


def test_what_a_reading_step_wants_to_find_is_written_before_it_whole_or_not_at_all(cast: Cast) -> None:
    read: list[int] = []

    def step(_actor: Actor, task: Task) -> Step:
        read.append(taken())
        return Step(1, 1, 1, "已读", ended=True)

    prepares = Counting({1: RuntimeError("boom")})
    with declared(step, writes=False, prepares=prepares):
        job = ask(cast.chen, "test.count", {"total": 1})
        work_off()
        assert (fresh(job).state, taken(), read) == ("waiting", 0, [])
        with clock.moved(NOW + DELAYS[0]):
            work_off()
    assert (fresh(job).state, read, prepares.calls) == ("done", [1], 2)


def test_the_rights_are_those_of_the_day_of_the_step(cast: Cast) -> None:
    with pytest.raises(Forbidden), declared(Counting()):
        ask(cast.xu, "test.count", {"total": 1})
    with declared(Counting()):
        job = ask(cast.wang, "test.count", {"total": 1})
        close_account(cast.xu, cast.people["wang"].pk, reason="调离", left_on=TODAY)
        work_off()
    assert fresh(job).state == "failed" and "停用" in fresh(job).message and taken() == 0


def test_the_result_is_the_askers_alone_and_for_some_days(cast: Cast) -> None:
    def step(_actor: Actor, task: Task) -> Step:
        (task.folder / "part-1").write_text("一")
        task.result.write_text("全部")
        return Step(None, 1, 1, "导出1条", ended=True, result=Result("清单.txt", "text/plain"))

    with declared(step, writes=False):
        job = ask(cast.chen, "test.count", {})
        work_off()
        with pytest.raises(Forbidden):  # the post is gone, and with it the right by which the list was made
            result_of(replace(cast.chen, rights=frozenset()), job.pk)
        assert [path.name for path in folder_of(job.pk).iterdir()] == ["result"]
        assert result_of(cast.chen, job.pk)[1].read_text() == "全部"
        for other in (cast.zhao, cast.xu, cast.sun):
            with pytest.raises(NotFound):
                result_of(other, job.pk)
        run_due(cast.town.pk)
        assert folder_of(job.pk).exists()
        with clock.moved(NOW + timedelta(days=8)):
            run_due(cast.town.pk)
            with pytest.raises(NotFound, match="过期"):
                result_of(cast.chen, job.pk)
    assert not folder_of(job.pk).exists()


def test_a_result_is_fetched_by_who_still_sees_all_that_any_step_could_read(cast: Cast) -> None:
    def step(_actor: Actor, task: Task) -> Step:
        task.result.write_text("全部")
        ended = task.at == 1
        return Step(1, 1, 2, ended=ended, result=Result("清单.txt", "text/plain") if ended else None)

    bridge, willow = cast.cells["石桥村"], cast.cells["柳林村"]
    with declared(step, writes=False) as kind:
        KINDS[kind.name] = kind = replace(kind, right="view")
        job = ask(cast.li, kind.name, {})
        held = worker._claim(long=False)
        assert held is not None and not worker._advance(held, kind)
        (post,) = Post.objects.within(cast.xu.scope).filter(person=cast.people["li"])
        end_post(cast.xu, post.pk, to_on=TODAY - timedelta(days=1))
        moved = {"kind": "village_head", "from_on": TODAY}
        appoint(cast.xu, cast.people["li"].pk, cell_id=willow.pk, **moved)
        assert worker._advance(held, kind)
        with pytest.raises(Forbidden, match="请按现在的范围重新发起"):
            result_of(cast.li, job.pk)
        appoint(cast.xu, cast.people["li"].pk, cell_id=bridge.pk, **moved)
        assert result_of(cast.li, job.pk)[1].read_text() == "全部"
        Job.registry.filter(pk=job.pk).update(reach=None)  # made before that was written down
        with pytest.raises(Forbidden):
            result_of(cast.li, job.pk)
    with pytest.raises(Forbidden, match="没有办理这项任务的权限"):  # nobody can tell who may have it
        result_of(cast.li, job.pk)


def test_one_sees_ones_own_and_the_administrator_sees_the_towns(cast: Cast) -> None:
    with declared(Counting()):
        mine = ask(cast.chen, "test.count", {"total": 1})
        hers = ask(cast.wang, "test.count", {"total": 1})
    assert list(jobs_of(cast.chen)) == [mine] and list(jobs_of(cast.sun)) == []
    assert set(jobs_of(cast.xu)) == {mine, hers}
    with pytest.raises(NotFound):
        cancel(cast.chen, hers.pk)
    assert cancel(cast.xu, hers.pk).state == "cancelled"


def test_the_same_slot_is_asked_once_and_there_is_an_end_to_asking(cast: Cast) -> None:
    with declared(Counting()):
        first = ask(Actor.clock(cast.town.pk), "test.count", {"total": 1}, slot="2026-06-02")
        assert ask(cast.chen, "test.count", {"total": 1}, slot="2026-06-02").pk == first.pk
        for _ in range(OPEN_MAX):
            ask(cast.chen, "test.count", {"total": 1})
        with pytest.raises(NotAllowed, match="没有结束"):
            ask(cast.chen, "test.count", {"total": 1})


def test_jobs_take_turns(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SLICE_SECONDS", -1.0)
    with declared(Counting()):
        long = ask(cast.chen, "test.count", {"total": 3})
        short = ask(cast.zhao, "test.count", {"total": 1})
        with clock.moved(NOW + timedelta(seconds=1)):
            jobs.worker.take_one(long=False)
            assert (fresh(long).state, fresh(long).done) == ("waiting", 1)
        with clock.moved(NOW + timedelta(seconds=2)):
            jobs.worker.take_one(long=False)
            assert fresh(short).state == "done"
            work_off()
    assert fresh(long).state == "done" and taken() == 4


def test_a_long_job_does_not_hold_up_the_others(cast: Cast) -> None:
    with declared(Counting()) as kind:
        KINDS["test.long"] = replace(kind, name="test.long", long=True)
        try:
            job = ask(cast.chen, "test.long", {"total": 1})
            assert not worker.take_one(long=False) and worker.take_one(long=True)
        finally:
            del KINDS["test.long"]
    assert fresh(job).state == "done"


def test_a_kind_that_this_version_does_not_know_is_told(cast: Cast) -> None:
    with declared(Counting()):
        job = ask(cast.chen, "test.count", {"total": 1})
    work_off()
    assert fresh(job).state == "failed" and "升级" in fresh(job).message


def test_delays_grow_and_end() -> None:
    waits = [delay_after(number) for number in range(1, TRIES_MAX)]
    assert all(wait is not None for wait in waits) and waits == sorted(waits, key=lambda wait: wait or LEASE)
    assert delay_after(TRIES_MAX) is None
