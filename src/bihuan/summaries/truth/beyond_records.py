"""Claims that no record of the town can decide: matters not yet recorded, rules that are said to be kept, judgements."""

import re

from bihuan.summaries.truth.kinds import DUTY, ClaimKind

_KNOWN = ("inspect.visits", "hazards.found", "hazards.rate")

UNDECIDABLE = (
    ClaimKind("零上访", re.compile(r"零(?:上访|信访)"), beyond="系统不登记上访，请自行核实", goal_words=DUTY),
    ClaimKind(
        "制度做法",
        re.compile(r"(?:实行|坚持|执行|推行|严格落实)了?[^，。；]{0,18}?(?:制度|机制|责任制)"),
        beyond="这是制度做法，系统没有记录是否执行，请自行核实",
        goal_words=DUTY,
    ),
    ClaimKind(
        "判断语",
        re.compile(
            r"有效(?:地)?(?:遏制|杜绝|防范|预防|遏止|防止|避免)了?[^，。；]{0,30}|(?:持续|总体|保持)(?:平稳|稳定)[^，。；]{0,8}"
            r"|形势(?:持续|总体)?(?:平稳|稳定|向好|好转)[^，。；]{0,8}|明显好转|(?:显著|大幅|全面|广泛|大力|明显|不断|进一步)(?:提[高升]|增强)了?[^，。；]{0,30}"
            r"|形成了?[^，。；]{0,30}(?:良好局面|浓厚氛围|良好氛围)|确保了?[^，。；]{0,20}(?:的?稳定|平稳)"
        ),
        beyond="这是判断性的说法，记录不能证明，请自行斟酌",
        beside=_KNOWN,
    ),
)
