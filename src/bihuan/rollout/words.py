"""The events of the roll-out as people read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words

Says = Callable[[dict[str, Any]], list[str]]

LABELS = {
    "set_benchmark_rule": "定选树条件",
    "set_score_sheet": "定验收评分表",
    "ask_willingness": "登记双重预防意愿",
    "choose_benchmark": "选树为标杆企业",
    "end_benchmark": "取消标杆企业",
    "open_wave": "确定双重预防批次",
    "join_wave": "列入双重预防批次",
    "leave_wave": "退出双重预防批次",
    "close_wave": "结束双重预防批次",
    "accept_unit": "双重预防验收",
    "take_in": "登记纳入区级建设范畴",
    "void_taking": "作废纳入记录",
}


def _day(text: str) -> str:
    return in_words(date.fromisoformat(text))


SAYS: dict[str, Says] = {
    "set_benchmark_rule": lambda given: [f"{given['least']}分入选：{'、'.join(given['says'])}"],
    "set_score_sheet": lambda given: [f"{given['items']}项，满分{given['full']}分，{given['least']}分合格"],
    "ask_willingness": lambda given: [
        "愿意" if given["willing"] else "不愿意",
        *filter(None, [given["note"]]),
    ],
    "choose_benchmark": lambda given: [
        f"{given['score']}分（满分{given['full']}分）",
        *filter(None, [given["ground"]]),
    ],
    "end_benchmark": lambda given: [given["reason"]],
    "open_wave": lambda given: [f"{given['says']}，{_day(given['from_on'])}至{_day(given['to_on'])}"],
    "join_wave": lambda given: [given["wave"], f"{_day(given['to_on'])}前完成"],
    "leave_wave": lambda given: [given["wave"], given["reason"]],
    "close_wave": lambda given: [f"{given['says']}，{given['units']}家中验收合格{given['accepted']}家"],
    "accept_unit": lambda given: [
        f"{given['result']}，{given['total']}分",
        *filter(None, [given["why"], given.get("ground")]),
    ],
    "take_in": lambda given: [f"{given['body']}{given['number']}"],
    "void_taking": lambda given: [given["number"], given["reason"]],
}
