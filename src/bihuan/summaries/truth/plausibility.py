"""Records that contradict nothing and are still hardly so: few people for the outings, a full hundred per cent. Pure.

A rule looks at the values of its figures and says what is odd, or nothing. It never fails a text: what is odd is to be
looked at before an official signs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bihuan.summaries.truth.judges import Values, number

OFFICERS = 2  # an inspection is made by two at least
VISITS_MIN = 10  # of fewer nothing is usual
PERSONS_PER_VISIT = (0.3, 6)
HAZARDS_PER_VISIT = (0.1, 5)
MANY_HAZARDS = 200
MENDED_AT_ONCE = 20


@dataclass(frozen=True)
class Rule:
    """What is usual of some figures. `tells`: what is odd in their values, in words; "" where nothing is."""

    name: str
    figures: tuple[str, ...]
    tells: Callable[[Values], str]


def _two_officers(values: Values) -> str:
    persons, outings = number(values["inspect.persons"]), number(values["inspect.count"])
    if persons >= OFFICERS * outings:
        return ""
    return f"出动{outings}次、{persons}人次，平均每次不到{OFFICERS}人，检查应有两名以上人员"


def _persons_per_visit(values: Values) -> str:
    visits, persons = number(values["inspect.visits"]), number(values["inspect.persons"])
    if visits < VISITS_MIN or _is_usual(persons, visits, PERSONS_PER_VISIT):
        return ""
    return f"检查{visits}家次、出动{persons}人次，每家次{persons / visits:.1f}人次，与常情不符"


def _hazards_per_visit(values: Values) -> str:
    """Patrols and re-inspections find hazards as well: too many are measured by all of them, too few by the checks."""
    visits, looks = number(values["inspect.visits"]), number(values["inspect.records"])
    found = number(values["hazards.found"])
    least, most = HAZARDS_PER_VISIT
    if visits < VISITS_MIN or least * visits <= found <= most * looks:
        return ""
    return f"检查{visits}家次、发现隐患{found}条，每家次{found / visits:.1f}条，与常情不符"


def _papers_of_visits(values: Values) -> str:
    visits = number(values["inspect.visits"])
    more = [
        f"{what}{count}份"
        for what, count in (
            ("检查记录", number(values["docs.record"])),
            ("整改指令书", number(values["docs.order"])),
        )
        if count > visits
    ]
    return f"{'、'.join(more)}，多于检查的{visits}家次" if more else ""


def _all_mended(values: Values) -> str:
    found, left = number(values["hazards.found"]), number(values["hazards.open"])
    if found <= MANY_HAZARDS or left:
        return ""
    return f"发现隐患{found}条，整改率正好100%，请抽查是否属实"


def _mended_on_one_day(values: Values) -> str:
    done = number(values["hazards.deadline_done"])
    if done < MENDED_AT_ONCE or number(values["hazards.settled_days"]) != 1:
        return ""
    return f"限期整改的{done}条都在同一天复查合格，请抽查是否属实"


def _decisions_on_paper(values: Values) -> str:
    suspended, banned = number(values["sanction.suspend"]), number(values["sanction.ban"])
    if not suspended + banned or number(values["docs.all"]) + number(values["docs.notice"]):
        return ""
    return f"登记停业整顿{suspended}家、取缔{banned}处，同期却没有一份文书"


def _is_usual(part: int, whole: int, usual: tuple[float, float]) -> bool:
    return usual[0] * whole <= part <= usual[1] * whole


RULES = (
    Rule("每次出动不少于两人", ("inspect.persons", "inspect.count"), _two_officers),
    Rule("每家次的人次", ("inspect.visits", "inspect.persons"), _persons_per_visit),
    Rule("每家次的隐患", ("inspect.visits", "inspect.records", "hazards.found"), _hazards_per_visit),
    Rule("文书不多于检查", ("inspect.visits", "docs.record", "docs.order"), _papers_of_visits),
    Rule("整改率正好100%", ("hazards.found", "hazards.open"), _all_mended),
    Rule("同一天整改", ("hazards.deadline_done", "hazards.settled_days"), _mended_on_one_day),
    Rule("决定有文书", ("sanction.suspend", "sanction.ban", "docs.all", "docs.notice"), _decisions_on_paper),
)


def unlikely(values: Values) -> Iterator[str]:
    """What is odd in the values of some figures; a rule that lacks one is passed over."""
    for rule in RULES:
        if all(key in values for key in rule.figures) and (told := rule.tells(values)):
            yield told


FIGURES_NEEDED = tuple(dict.fromkeys(key for rule in RULES for key in rule.figures))
