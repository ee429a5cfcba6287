"""What a letter says: how many things of which kinds, and, where only the person reads it, what they are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.notices.models import Notice

LINES_MAX = 20


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def words_of(town: str, notices: Sequence[Notice], site: str, *, in_full: bool) -> Words:
    """A letter of some notices (at least one). `site`: the address under which the pages are reached from outside, "" where none is
    known; a group's robot tells no names of units, nor what was found there (`in_full` false)."""
    counted = Counter(notice.label for notice in notices)
    said = "、".join(f"{label}{count}件" for label, count in counted.most_common(3))
    more = "等" if len(counted) > 3 else ""
    subject = f"【{town}】{len(notices)}条通知：{said}{more}"
    lines = [line for notice in notices[:LINES_MAX] for line in _lines(notice, site)] if in_full else []
    if in_full and len(notices) > LINES_MAX:
        lines.append(f"还有{len(notices) - LINES_MAX}条，请登录系统查看。")
    if not in_full:
        lines = [f"{label} {count}件" for label, count in counted.most_common()]
    lines += ["", f"全部通知：{site}/notices/" if site else "请登录系统，在“通知”里查看。"]
    return Words(subject, "\n".join(lines))


def trial_words(town: str) -> Words:
    """A letter to see whether the address is right."""
    return Words(f"【{town}】测试通知", "收到这条消息，说明通知地址设置正确。")


def _lines(notice: Notice, site: str) -> list[str]:
    where = f"（{notice.where}）" if notice.where else ""
    text = " ".join(f"· {notice.text}{where}".split())
    return [text, f"  {site}{notice.url}"] if site else [text]
