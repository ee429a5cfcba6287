"""Claims about drives: that every unit on the list was visited, that a sweep left out no place. What was only accounted for was not visited."""

import re

from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Finding, Judge, Values, number
from bihuan.summaries.truth.kinds import WISH, Against, ClaimKind, Said, Wording, declare_claims

_CHECK = r"(?:检查|巡查|排查|走访|查看|摸排)"
_EVERY = r"(?:全覆盖|无一遗漏|不漏一[处户家点个]|逐一|逐处|逐户|逐家|逐点|全部(?:走到|到位|到场|查完))"


def _covered(of: str, word: str) -> Judge:
    def judge(values: Values, said: int | None) -> Finding:
        there, came = number(values[f"{of}.units"]), number(values[f"{of}.visited"])
        if not there:
            return Finding(UNDECIDABLE, f"期内没有{word}的名单，谈不上全覆盖")
        excused = number(values[f"{of}.excused"])
        if came >= there:
            return Finding(PROVED, f"名单{there}家，逐一有检查、巡查记录")
        rest = f"，写明原因没有查的{excused}家" if excused else ""
        return Finding(DISPROVED, f"名单{there}家，查了{came}家{rest}，没有查的共{there - came}家")

    return judge


def _in_words(of: str) -> Wording:
    def wording(values: Values, said: Said) -> str:
        """拉网式巡查实现全覆盖 → 列入名单120家，已查118家，说明原因未查2家."""
        there, came, excused = (number(values[f"{of}.{key}"]) for key in ("units", "visited", "excused"))
        rest = f"，说明原因未查{excused}家" if excused else ""
        return f"列入名单{there}家，已查{came}家{rest}"

    return wording


def _figures(of: str) -> tuple[str, ...]:
    return (f"{of}.units", f"{of}.visited", f"{of}.excused", f"{of}.left")


declare_claims(
    (
        ClaimKind(
            "拉网式巡查全覆盖",
            re.compile(
                rf"[^，。；]{{0,10}}拉网式?[^，。；\dXＸ]{{0,16}}，?[^，。；\dXＸ]{{0,8}}{_EVERY}(?:开展|进行)?{_CHECK}?|[^，。；]{{0,14}}{_EVERY}[^，。；\dXＸ]{{0,6}}拉网式?{_CHECK}"
            ),
            _figures("sweep"),
            _covered("sweep", "拉网式巡查"),
            (Against("sweep.units", apart="sweep.visited"),),
            _in_words("sweep"),
            goal_words=WISH,
        ),
        ClaimKind(
            "名单应查尽查",
            re.compile(
                rf"[^，。；]{{0,10}}应查尽查|[^，。；]{{0,8}}名单[^，。；\dXＸ]{{0,8}}(?:{_EVERY}|全部|均|都)(?:已|已经)?{_CHECK}?(?:完毕|到位)?"
            ),
            _figures("drive"),
            _covered("drive", "专项行动"),
            (Against("drive.units", apart="drive.visited"),),
            _in_words("drive"),
            goal_words=WISH,
        ),
    )
)
