"""Pure rules of documents: ways of service and their days, roles that sign, what may follow what."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from bihuan.core.calendar import add_workdays, in_words, is_workday

WAYS = {
    "direct": "直接送达",
    "left": "留置送达",
    "post": "邮寄送达",
    "entrusted": "委托送达",
    "electronic": "电子送达",
    "public": "公告送达",
}
ROLES = {
    "party": "当事人",
    "officer": "执法人员",
    "recorder": "记录人",
    "witness": "见证人",
    "approver": "审批人",
    "receiver": "收件人",
}
HOWS = {"screen": "屏幕签字", "paper": "纸质签字", "refused": "拒绝签字"}


# Service. Law: 行政处罚法 2021, art. 61 (delivered on the spot, else within 7 days by the civil procedure law; electronic only upon a signed
# consent; 2017, art. 40) and art. 85 (days up to seven are working days, before they were calendar days); 民事诉讼法 on service: left before witnesses or with pictures, by post on the
# day of the return slip, by public notice 30 days since 2022-01-01 and 60 before; and on periods: the day of the act is not counted,
# an end on a day off moves to the next working day.
PENALTIES_REVISED_ON = date(
    2021, 7, 15
)  # 行政处罚法: since then terms up to seven days are working days (art. 85)
SERVE_WITHIN_DAYS = 7
SIGN_WITHIN_DAYS = 3
REMIND_DAYS_BEFORE = 3
PUBLIC_DAYS, PUBLIC_DAYS_BEFORE, PUBLIC_CHANGED_ON = 30, 60, date(2022, 1, 1)

_NEEDS: dict[str, dict[str, str]] = {
    "direct": {"receiver": "请填写收件人。", "place": "请填写送达地点。", "at": "请填写送达时刻。"},
    "left": {"place": "请填写送达地点。", "reason": "请写明拒收的事由。", "at": "请填写留置时刻。"},
    "post": {"tracking": "请填写邮单号。", "proof": "请上传邮寄回执或者签收记录。"},
    "entrusted": {
        "entrusted_to": "请填写受托送达的单位。",
        "receiver": "请填写收件人。",
        "proof": "请上传受托单位的回执。",
    },
    "electronic": {"proof": "请上传发送成功的截图。"},
    "public": {
        "reason": "请写明受送达人下落不明，或者其他方式为什么无法送达。",
        "proof": "请上传公告的照片或者截图。",
    },
}
PROOFS = (
    "receipt",
    "delivery",
)  # kinds that prove the service of an enforcement document, of a paper of the town's own
BY_TWO = ("direct", "left")  # by hand: two officers


@dataclass(frozen=True)
class Serving:
    """What is said of one service. `on`: the day of receipt, of the return slip, of arrival; with public notice the day of publication.
    `proof` is a kept file's id; none is asked for where the receiver has `confirmed` in person that it has come, as the log keeps."""

    way: str
    on: date | None
    at: time | None = None
    place: str = ""
    receiver: str = ""
    relation: str = ""
    second: UUID | None = None
    tracking: str = ""
    entrusted_to: str = ""
    reason: str = ""
    witness: str = ""
    proof: UUID | None = None
    confirmed: bool = False


def wrong_service(
    said: Serving, *, issued_on: date, today: date, two: bool, consented_since: date | None
) -> dict[str, str]:
    """What is wrong with a service, by field. `two`: whether it takes two officers where it is by hand; `consented_since`: the day of the
    unit's consent to electronic service that is in force, None where there is none."""
    if said.way not in WAYS:
        return {"way": "请选择送达方式。"}
    wrong = {name: why for name, why in _NEEDS[said.way].items() if not _given(said, name)}
    if said.confirmed:
        wrong.pop("proof", None)
    if said.on is None:
        wrong["on"] = "请填写公告发布日期。" if said.way == "public" else "请填写送达日期。"
    elif said.on < issued_on:
        wrong["on"] = f"送达不能早于文书签发之日（{in_words(issued_on)}）。"
    elif said.on > today:
        wrong["on"] = "送达日期不能晚于今天。"
    if said.way == "left" and not said.witness.strip() and said.proof is None:
        wrong["witness"] = "留置送达要有见证人，或者上传拍照、录像的截图。"
    if said.way == "electronic" and (
        consented_since is None or (said.on is not None and said.on < consented_since)
    ):
        wrong["way"] = (
            "受送达人没有签署同意电子送达的《送达地址确认书》，不能电子送达。请先登记确认书，或者改用其他方式。"
        )
    if two and said.way in BY_TWO and said.second is None:
        wrong["second"] = "执法文书由两人送达，请选择另一名送达人。"
    return wrong


def _given(said: Serving, name: str) -> bool:
    value = getattr(said, name)
    return bool(value.strip()) if isinstance(value, str) else value is not None  # midnight is a time


def public_days(published_on: date) -> int:
    """How many days a public notice takes until the writ holds as served."""
    return PUBLIC_DAYS if published_on >= PUBLIC_CHANGED_ON else PUBLIC_DAYS_BEFORE


def held_served(way: str, on: date) -> date:
    """The day on which a service holds: with public notice the end of its period."""
    return end_of(on, public_days(on)) if way == "public" else on


def serve_by(issued_on: date) -> date:
    """The last day on which what was issued on a day is served in time."""
    return end_of(issued_on, SERVE_WITHIN_DAYS, workdays=issued_on >= PENALTIES_REVISED_ON)


def serve_within(issued_on: date) -> str:
    """How long that is, in words."""
    return f"{SERVE_WITHIN_DAYS}{'个工作日' if issued_on >= PENALTIES_REVISED_ON else '日'}"


def end_of(begins_on: date, days: int, *, workdays: bool = False, moves: bool = True) -> date:
    """The last day of a period that begins with what was done on `begins_on`, which is not counted; an end on a day off moves to the next
    working day, unless it may not (`moves`). Where a year's calendar is not published, Monday to Friday are taken (`core.calendar`)."""
    if workdays:
        return add_workdays(begins_on, days)
    end = begins_on + timedelta(days=days)
    return end if is_workday(end) or not moves else add_workdays(end, 1)


# Signing on the screen. A stroke is a list of points [x, y, milliseconds since the first].
POINTS_MAX, STROKES_TEXT_MAX = 6000, 200_000
PENMEN = ("officer", "recorder", "approver")  # sign as themselves
WITNESSES_MAX = 2


def strokes_of(text: str) -> list[list[list[int]]]:
    """The strokes as a page sends them, in JSON. Raises ValueError where they are none."""
    if len(text) > STROKES_TEXT_MAX:
        raise ValueError("too long")
    try:
        found = json.loads(text or "[]")
    except RecursionError as error:
        raise ValueError("nested without end") from error
    if not isinstance(found, list) or not found:
        raise ValueError("no strokes")
    if not all(isinstance(one, list) and one for one in found) or sum(map(len, found)) > POINTS_MAX:
        raise ValueError("no list of strokes, or too many points")
    points = [point for one in found for point in one]
    if not all(_is_point(point) for point in points):
        raise ValueError("no points")
    return found


def _is_point(point: object) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 3
        and all(type(number) is int and 0 <= number < 10_000_000 for number in point)
    )


def refusal_in_words(reason: str, witnesses: Sequence[Mapping[str, str]]) -> str:
    """How a refused place for signing is printed: the reason, and who saw it."""
    seen = "、".join(f"{one['name']}（{one['who']}）" if one.get("who") else one["name"] for one in witnesses)
    return f"拒绝签字：{reason}" + (f"；见证人：{seen}" if seen else "")
