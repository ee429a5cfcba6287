"""Pure rules of notices: what may be sent when, and to which addresses. All moments are in the town's time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

from bihuan.core.calendar import is_workday

URGENT, NOW, DIGEST, OFF = "urgent", "now", "digest", "off"
# How a kind of notice presses; an urgent one is sent in quiet hours too.
LEVELS = {URGENT: "紧急", NOW: "及时", DIGEST: "汇总"}
# What a person may wish of a kind by a way.
PACES = {NOW: "及时发送", DIGEST: "并入每日汇总", OFF: "不发送"}
EMAIL, ROBOT = "email", "robot"
WAYS = {EMAIL: "邮件", ROBOT: "群机器人"}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rhythm:
    """When a person wants to be left alone, and when the day's digest comes. `since` = `until`: no quiet hours. `days_off`: quiet on
    days off too, by the national calendar."""

    since: time = time(20)
    until: time = time(7, 30)
    days_off: bool = True
    digest_at: time = time(8, 30)


def usual(level: str) -> str:
    """The pace of a kind of a level where nobody wishes another."""
    return DIGEST if level == DIGEST else NOW


def pace(level: str, wished: str) -> str:
    """The pace of a notice by its kind's level and what the person wishes of the kind ("": nothing): what is urgent and sent at
    once is sent at any hour."""
    found = wished or usual(level)
    return URGENT if level == URGENT and found == NOW else found


def is_quiet(moment: datetime, rhythm: Rhythm) -> bool:
    """Whether nobody is to be disturbed at a moment."""
    if rhythm.days_off and not is_workday(moment.date()):
        return True
    return _in_quiet_hours(moment.time(), rhythm)


def send_at(pace: str, moment: datetime, rhythm: Rhythm) -> datetime:
    """When a notice of a moment may be sent, by its pace: urgent at once, now as soon as nobody is disturbed, digest with the
    next day's digest."""
    if pace == URGENT:
        return moment
    return next_digest(moment, rhythm) if pace == DIGEST else next_loud(moment, rhythm)


def next_loud(moment: datetime, rhythm: Rhythm) -> datetime:
    """The first moment, from this one on, at which somebody may be disturbed."""
    while is_quiet(moment, rhythm):
        if rhythm.days_off and not is_workday(moment.date()):
            moment = _at(moment + DAY, time(0))
        else:
            ends_tomorrow = moment.time() >= rhythm.until
            moment = _at(moment + DAY if ends_tomorrow else moment, rhythm.until)
    return moment


def next_digest(moment: datetime, rhythm: Rhythm) -> datetime:
    """The next digest after a moment."""
    found = _at(moment, rhythm.digest_at)
    if found <= moment:
        found += DAY
    while rhythm.days_off and not is_workday(found.date()):
        found += DAY
    return found


def _in_quiet_hours(at: time, rhythm: Rhythm) -> bool:
    if rhythm.since <= rhythm.until:
        return rhythm.since <= at < rhythm.until
    return at >= rhythm.since or at < rhythm.until


def _at(moment: datetime, at: time) -> datetime:
    return datetime.combine(moment.date(), at, moment.tzinfo)


def check_rhythm(rhythm: Rhythm) -> str:
    """Why the times will not do, or ""."""
    if rhythm.since == rhythm.until:
        return ""
    return "免打扰的起止要至少留出一小时可以通知。" if _loud_minutes(rhythm) < 60 else ""


def _loud_minutes(rhythm: Rhythm) -> int:
    since, until = (one.hour * 60 + one.minute for one in (rhythm.since, rhythm.until))
    return (since - until) % (24 * 60)


@dataclass(frozen=True)
class Robot:
    """A group's robot: what it is called, and its address as Apprise writes it. The address is a secret: who has it can post."""

    label: str
    address: str


UNKNOWN_ROBOT = "请粘贴企业微信、钉钉或飞书群机器人的完整 Webhook 地址（https:// 开头）。"


def robot_of(pasted: str, webhook_hosts: tuple[str, ...]) -> tuple[Robot | None, str]:
    """The robot that an address means, as its group's page shows it, and why it cannot be used, or "". Other hosts than those of the
    three are reached only where the installation names them: nobody makes the server call where it should not."""
    parts = urlsplit(pasted.strip())
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None, UNKNOWN_ROBOT
    if parts.scheme == "https" and port is None:
        if host == "qyapi.weixin.qq.com" and _is_token(asked.get("key")):
            return Robot("企业微信群机器人", f"wecombot://{asked['key']}/"), ""
        if host == "oapi.dingtalk.com" and _is_token(asked.get("access_token")):
            secret = asked.get("secret", "")
            signed = f"{secret}@" if _is_token(secret) else ""
            return Robot("钉钉群机器人", f"dingtalk://{signed}{asked['access_token']}/"), ""
        token = parts.path.partition("/bot/v2/hook/")[2].rstrip("/")
        if host == "open.feishu.cn" and _is_token(token):
            return Robot("飞书群机器人", f"feishu://{token}/"), ""
    if parts.scheme in ("http", "https") and parts.netloc in webhook_hosts:
        kind = "jsons" if parts.scheme == "https" else "json"
        query = f"?{parts.query}" if parts.query else ""
        return Robot("Webhook", f"{kind}://{parts.netloc}{parts.path}{query}"), ""
    return None, UNKNOWN_ROBOT


def _is_token(text: str | None) -> bool:
    return bool(text) and all(one.isascii() and (one.isalnum() or one in "-_") for one in str(text))
