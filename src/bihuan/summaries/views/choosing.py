"""What a number may be chosen to mean, as the forms of the workbench and of a superior's forms offer it."""

from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.measures import MEASURES
from bihuan.summaries.binding.vocabulary import Vocabulary

# The name of a field, its label, the pairs to choose from, and the word for none.
Choosable = tuple[str, str, list[tuple[str, str]], str]


def choosable(words: Vocabulary, *names: str) -> list[Choosable]:
    """The lists of some fields, in the order in which they are named."""
    lists = {
        "figure": ("指标", [(one.key, f"{one.label}（{one.unit}）") for one in FIGURES.values()], "请选择"),
        "campaign": (
            "专项行动",
            [(name, name) for name in dict.fromkeys(c.name for c in words.campaigns)],
            "不限",
        ),
        "category": ("类别", [(code, label) for code, label, _ in words.categories], "不限"),
        "place": ("网格", list(words.cells), "全镇"),
        "team": ("专项组", [(name, name) for _, name in words.teams], "不限"),
        "measure": ("算法", list(MEASURES.items()), "数值本身"),
    }
    return [(name, *lists[name]) for name in names]
