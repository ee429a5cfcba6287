"""Who acts. Every action takes an Actor first and asks it for the right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from bihuan.core.errors import Forbidden, NotFound
from bihuan.core.scope import Scope

M = TypeVar("M", bound=Model)

RIGHTS = {
    "view": "查看",
    "office": "查看政府内部资料",
    "report": "填报日报告",
    "stand": "值班（来电来文、查岗、换班、请假、交接班）",
    "self_check": "本单位自查",
    "inspect": "检查",
    "order": "责令整改",
    "rectify": "报告整改",
    "reinspect": "复查",
    "close_own": "自查隐患销号",
    "supervise": "督办、作废",
    "accept": "验收重大隐患",
    "refer": "移送、交办",
    "decide": "登记停业整顿、取缔等决定",
    "accidents": "登记和上报事故",
    "report_accident": "报告事故",
    "tips": "受理和答复群众举报",
    "identify": "查看举报人身份",
    "reward": "审批举报奖励",
    "assess": "考核评分、提出一票否决",
    "seal": "用印",
    "units": "维护监管对象",
    "risks": "维护风险分级管控",
    "members": "邀请本单位人员",
    "grid": "维护网格和岗位",
    "duty": "排值班表、批准换班",
    "meetings": "组织会议、写纪要",
    "campaigns": "维护专项行动",
    "checklists": "维护检查表",
    "policies": "收发和制定文件",
    "summarize": "编写总结",
    "sign": "签发总结",
    "people": "维护人员和账号",
    "authorize": "任免岗位、管账号安全",
    "import": "从表格导入",
    "audit": "查看操作日志",
    "maintain": "维护系统（后台任务、备份）",
}


def without(right: str) -> str:
    """What is told to who lacks a right, or each of several."""
    named = "或".join(f"“{RIGHTS[one]}”" for one in right.split("|"))
    return f"您的岗位没有{named}的权限。如确需办理，请联系安全办负责人。"


@dataclass(frozen=True)
class Actor:
    """A person acting through the posts held today, or the town's clock.

    `card` is the number of a valid enforcement card (行政执法证) or "": only officers sign orders. `kinds` are the codes of
    the posts' kinds: what is passed on to a post is found by them, whoever holds it. `apart`: the town's three administrators are
    kept apart (ADR 19). `seats`: where the person may act, as (unit or None for the town, name); the actor acts at one of them.
    """

    person: UUID | None
    name: str
    scope: Scope
    rights: frozenset[str] = frozenset()
    card: str = ""
    posts: tuple[str, ...] = field(default=())
    kinds: frozenset[str] = frozenset()
    apart: bool = False
    seats: tuple[tuple[UUID | None, str], ...] = ()

    @classmethod
    def clock(cls, town: UUID) -> Actor:
        """The town's clock: proposes and reminds, decides nothing."""
        return cls(
            person=None, name="系统时钟", scope=Scope.whole_town(town), rights=frozenset({"view", "office"})
        )

    @classmethod
    def founder(cls, town: UUID) -> Actor:
        """Who sets a town up from the command line, before anyone holds a post."""
        return cls(person=None, name="系统初始化", scope=Scope.whole_town(town), rights=frozenset(RIGHTS))

    @property
    def person_id(self) -> UUID:
        """The acting person; Forbidden for the clock, which signs nothing."""
        if self.person is None:
            raise Forbidden("这件事要由具体的人办理，系统不能代办。")
        return self.person

    @property
    def seat(self) -> UUID | None:
        """The unit as whose person the actor acts; None in the town and its grid."""
        return next(iter(self.scope.units), None)

    @property
    def town(self) -> UUID:
        return self.scope.town

    def may(self, right: str) -> bool:
        """Whether the posts give a right; of several ("people|authorize"), one of them."""
        return any(one in self.rights for one in right.split("|"))

    def need(self, right: str) -> None:
        """Raises Forbidden unless the actor's posts give the right."""
        if not self.may(right):
            raise Forbidden(without(right))

    def find(self, model: type[M], pk: UUID | str | None, *, what: str) -> M:
        """One row of the actor's scope by id, or NotFound (a row of elsewhere is not told from none)."""
        return self._one(model.objects.within(self.scope), pk, what)  # type: ignore[attr-defined, no-any-return]

    def hold(self, model: type[M], pk: UUID | str | None, *, what: str) -> M:
        """As `find`, and held (see `ScopedQuerySet.held`)."""
        return self._one(model.objects.within(self.scope).held(), pk, what)  # type: ignore[attr-defined, no-any-return]

    @staticmethod
    def _one(rows: Any, pk: UUID | str | None, what: str) -> Any:
        found = rows.filter(pk=pk).first()
        if found is None:
            raise NotFound(f"没有找到这{what}，或者它不在您的管辖范围内。请返回列表重新选择。")
        return found
