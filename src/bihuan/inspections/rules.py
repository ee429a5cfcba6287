"""Pure rules of visits and of the papers that follow from them."""

from datetime import date, timedelta

KINDS = {"check": "检查", "patrol": "网格巡查", "reinspection": "复查"}

# Kinds of paper: code of the figure, name, the word in its number (文种字). Two families are counted apart:
# enforcement papers (行政执法文书) and the softer notices of a town without a grant.
PAPERS = {
    "record": ("现场检查记录", "检记", True),
    "order": ("责令限期整改指令书", "责改", True),
    "review": ("整改复查意见书", "复查", True),
    "notice": ("整改通知书", "整改", False),
    "referral": ("问题移送函", "移", False),
    "copy": ("抄告单", "抄", False),
}

# What a delegation may name: the enforcement papers, and decisions that the town may take in the bureau's name.
MATTERS = {code: row[0] for code, row in PAPERS.items() if row[2]} | {"suspend": "停产停业决定"}


def is_enforcement(paper: str) -> bool:
    """Whether a kind of paper counts as 行政执法文书."""
    return PAPERS[paper][2]


def paper_number(word: str, paper: str, year: int, number: int) -> str:
    """A paper's number: （X）应急责改〔2026〕12号. Six-angle brackets, no leading zeros."""
    return f"{word}{PAPERS[paper][1]}〔{year}〕{number}号"


def order_paper(*, granted: bool) -> str:
    """What binds a unit to mend in time: an order where the town holds a grant, else a notice of its own."""
    return "order" if granted else "notice"


def check_day(visited_on: date, today: date) -> str:
    """Why a visit cannot be dated so, or ""."""
    if visited_on > today:
        return "检查日期不能晚于今天。"
    if visited_on < today - timedelta(days=366 * 3):
        return "检查日期已超过三年，请核对年份。"
    return ""


def check_deadline(deadline_on: date | None, visited_on: date) -> str:
    """Why a deadline cannot stand, or "". The day itself is the last day for mending."""
    if deadline_on is None:
        return "请填写整改期限。"
    if deadline_on < visited_on:
        return "整改期限不能早于检查日期。"
    if (deadline_on - visited_on).days > 366:
        return "整改期限超过一年，请核对年份。"
    return ""
