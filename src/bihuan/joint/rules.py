"""Pure rules of joint inspections: what a plan lacks, when a link opens, how the parties' sheets become one, whose a finding is.

Law: 安全生产法 on joint inspection by several departments (综合查一次) and on what is another department's (domain: powers of a township).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

OFFICE, DEPARTMENT, BODY = "office", "department", "body"
PARTY_KINDS = {OFFICE: "安全办", DEPARTMENT: "镇部门", BODY: "受邀单位"}
FREE, LIST = "free", "list"
SHEETS = {FREE: "发现什么登记什么", LIST: "对照检查表逐项看"}
GOOD, BAD, NONE = "good", "bad", "none"
ONSITE, UNDECIDED = "onsite", "undecided"
# What a party says of what it found; what is to become of it, who leads decides.
OUTCOMES = {ONSITE: "现场已整改", UNDECIDED: "交牵头单位处理"}
# Photos that come by the links of one body, and by all links of an event: what is kept for who has no account has an end.
LINK_PHOTOS_MAX, EVENT_PHOTOS_MAX = 400, 2000
DAYS_MAX, PARTIES_MAX, UNITS_MAX, FINDINGS_MAX, PHOTOS_MAX = 31, 20, 500, 30, 9


@dataclass(frozen=True)
class PartyPlan:
    """A party as it is planned: the safety office, a department (by its id) or a body without an account (by its name). `groups`: the parts of the
    units' checklist that it looks at, all where none is named."""

    kind: str
    name: str
    department: str = ""
    leads: bool = False
    sheet: str = FREE
    groups: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Who it is, whatever it does."""
        return self.kind, self.department or self.name


def check_days(from_on: date | None, to_on: date | None) -> dict[str, str]:
    """What is wrong with the days of an event, by field; both days count."""
    if from_on is None or to_on is None:
        return {name: "请填写日期。" for name, day in (("from_on", from_on), ("to_on", to_on)) if day is None}
    if to_on < from_on:
        return {"to_on": "结束日期不能早于开始日期。"}
    if (to_on - from_on).days >= DAYS_MAX:
        return {"to_on": f"联合检查最长{DAYS_MAX}天；更长的请部署专项行动。"}
    return {}


def check_parties(parties: Sequence[PartyPlan]) -> dict[str, str]:
    """What is wrong with the parties of an event."""
    if len(parties) > PARTIES_MAX:
        return {"parties": f"参加单位最多{PARTIES_MAX}个。"}
    if len({one.key for one in parties}) != len(parties) or len({one.name for one in parties}) != len(
        parties
    ):
        return {"parties": "有参加单位写了两次，请去掉一个。"}
    led = [one for one in parties if one.leads]
    if len(led) > 1:
        return {"lead": "牵头单位只能有一个。"}
    if led and led[0].kind == BODY:
        return {"lead": "牵头单位应是本镇的部门或者安全办，受邀单位不能牵头。"}
    return {}


def lacks(parties: Sequence[PartyPlan], units: int) -> dict[str, str]:
    """What an event lacks before it is made known to its parties."""
    wrong: dict[str, str] = {}
    if not any(one.leads for one in parties):
        wrong["lead"] = "请选择牵头单位。"
    if len(parties) < 2:
        wrong["parties"] = "联合检查至少要有两个参加单位。"
    if not units:
        wrong["units"] = "还没有检查单位，请按类别选择，或者逐家添加。"
    return wrong


EARLY, OPEN, ENDED, REVOKED = "early", "open", "ended", "revoked"


def link_stands(*, from_on: date, to_on: date, running: bool, revoked: bool, today: date) -> str:
    """Whether a link opens: on the event's days only, both counted, unless it was taken back."""
    if revoked:
        return REVOKED
    if not running or today > to_on:
        return ENDED
    return EARLY if today < from_on else OPEN


def why_full(by_link: int, by_event: int) -> str:
    """Why no more photos are taken by a body's link, or ""."""
    if by_link >= LINK_PHOTOS_MAX:
        return f"贵单位这次已经上传{by_link}张照片，最多{LINK_PHOTOS_MAX}张。填写的内容都还在，可以不带新照片提交；确需再传的，请联系牵头单位代为登记。"
    if by_event >= EVENT_PHOTOS_MAX:
        return f"这次联合检查凭链接上传的照片已经有{by_event}张，最多{EVENT_PHOTOS_MAX}张。填写的内容都还在；确需再传的，请联系牵头单位代为登记。"
    return ""


def merged(results: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """One result for each item that anybody looked at: bad where one party says so, else good where one does."""
    rank = {BAD: 2, GOOD: 1, NONE: 0}
    found: dict[str, str] = {}
    for one in results:
        for key, said in one.items():
            if rank.get(said, -1) > rank.get(found.get(key, ""), -1):
                found[key] = said
    return found


def said_of(counts: Sequence[tuple[str, int | None]]) -> str:
    """教委办发现2条，派出所未发现问题，供电所没有提交: what each party's part came to (None: nothing was sent)."""
    return "，".join(
        f"{name}没有提交" if count is None else f"{name}发现{count}条" if count else f"{name}未发现问题"
        for name, count in counts
    )


# Words in what was found that name a trade across the categories (policies.trades.ACROSS), the first that fits.
_ACROSS = (
    ("school_bus", ("校车",)),
    ("gas", ("燃气", "液化气", "天然气", "煤气")),
    ("equipment", ("电梯", "锅炉", "特种设备", "压力容器", "叉车", "起重")),
    ("power", ("变压器", "配电室", "供电线路", "电力设施")),
)


def trade_of(text: str, category: str) -> tuple[str, ...]:
    """The trades to which something found belongs, the nearest first: what its words name, then the unit's category."""
    named = tuple(key for key, words in _ACROSS if any(word in text for word in words))
    return (*named[:1], category)
