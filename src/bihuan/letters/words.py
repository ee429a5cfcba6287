"""The events of letters as people read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words

LABELS = {
    "word_letter": "修改责任书文本",
    "reset_text": "恢复内置责任书文本",
    "plan_letters": "布置责任书",
    "stop_plan": "停止布置责任书",
    "make_letter": "生成责任书",
    "sign_letter": "签责任书",
    "sign_for_town": "镇里签责任书",
    "return_letter": "交回纸质责任书",
    "withdraw_letter": "撤回责任书",
    "replace_letter": "责任书换人重签",
    "strike_letter": "责任书失效",
}


def _day(text: str) -> str:
    return in_words(date.fromisoformat(text))


SAYS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "word_letter": lambda given: [given["says"], f"目标{len(given['targets'])}条"],
    "reset_text": lambda given: [f"{given['says']}停用"],
    "plan_letters": lambda given: [given["says"], f"{_day(given['sign_by'])}前签订"],
    "stop_plan": lambda given: [given["says"], f"撤回未签的{given['letters']}份"],
    "make_letter": lambda given: [given["party"], given["says"], f"{_day(given['sign_by'])}前签订"],
    "sign_letter": lambda given: [given["says"], given["signer"]],
    "sign_for_town": lambda given: [given["party"], given["says"], given["signer"]],
    "return_letter": lambda given: [
        given["says"],
        f"乙方{_day(given['party_on'])}、甲方{_day(given['town_on'])}签",
        f"{given['pages']}页",
    ],
    "withdraw_letter": lambda given: [given["reason"]],
    "replace_letter": lambda given: [given["reason"]],
    "strike_letter": lambda given: [given["reason"]],
}
