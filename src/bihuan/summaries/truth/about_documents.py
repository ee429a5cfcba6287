"""Claims that the town has made a document that they name: 研究制定了《…实施意见》《…实施办法》. Each title is looked up among those that it issued."""

import re
from collections.abc import Mapping

from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Finding
from bihuan.summaries.truth.kinds import DUTY, ClaimKind

_TITLE = r"《[^《》]*(?:《[^《》]*》[^《》]*)*》"
_HOW = r"(?:研究|先后|相继|及时|专门|联合|重新|陆续|牵头)*"
TITLES = re.compile(_TITLE)

MADE = ClaimKind(
    "制定文件",
    re.compile(
        rf"{_HOW}(?:制定|制订|出台|印发|下发|制发|修订|发布)(?:出台|印发|下发|完善)?了?"
        rf"{_TITLE}(?:（[^（）]{{1,20}}）)?(?:(?:[、，和及与]|以及)?{_TITLE}(?:（[^（）]{{1,20}}）)?)*"
    ),
    ("policies",),
    goal_words=DUTY,
    is_of_town=True,
    documents=True,
)


def judged_titles(words: str, found: Mapping[str, str], *, any_issued: bool) -> Finding:
    """`found`: of each title that the words name, the document that it is, told with number and day, or ""; `any_issued`: the town had entered
    documents by then. A title that is not there is not proved by others that are."""
    told = [f"《{title}》：{row}" for title, row in found.items() if row]
    lost = [f"《{title}》" for title, row in found.items() if not row]
    if not lost:
        return Finding(PROVED, "；".join(told))
    if not any_issued:
        return Finding(UNDECIDABLE, "当时还没有登记过本镇的文件，无从核对；印发过的，请到“文件”里登记")
    text = "；".join([f"没有登记这份文件：{'、'.join(lost)}", *told])
    return Finding(DISPROVED, text, without(words, [title for title, row in found.items() if not row]))


def without(words: str, lost: list[str]) -> str:
    """The words without the titles that are not there; "" where none is left."""
    titles = [one.group() for one in TITLES.finditer(words) if one.group()[1:-1].strip() not in lost]
    begins = TITLES.search(words)
    return words[: begins.start()] + "".join(titles) if titles and begins else ""
