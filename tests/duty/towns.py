"""Small towns made up by hypothesis, and one by hand."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from bihuan.duty.rules import DAY_KINDS, Problem, Rule, Span, Stand, days_between

JUNE = date(2026, 6, 1)
ALWAYS = (Span(date(2026, 1, 1)),)


def problem(
    *,
    days: int = 7,
    lead: str = "abc",
    duty: str = "",
    rules: tuple[Rule, ...] = (),
    need: int = 1,
    **more: Any,
) -> Problem:
    """A town whose persons are letters."""
    span = tuple(days_between(JUNE, JUNE + timedelta(days=days - 1)))
    fits = {"lead": dict.fromkeys(lead, ALWAYS), "duty": dict.fromkeys(duty, ALWAYS)}
    usual = (Rule("needs", {"position": "lead", "count": need}),)
    if duty:
        usual += (Rule("needs", {"position": "duty", "count": 1}),)
    given: dict[str, Any] = {
        "days": span,
        "kinds": {on: "workday" if on.weekday() < 5 else "weekend" for on in span},
        "names": {letter: letter.upper() for letter in sorted({*lead, *duty})},
        "fits": {position: who for position, who in fits.items() if who},
        "posts": dict.fromkeys({*lead, *duty}, ALWAYS),
        "rules": (*usual, *rules),
        "since": date(2026, 1, 1),
    }
    return Problem(**(given | more))


FAIR = Rule("fair", {"workday": 1, "weekend": 2, "holiday": 3}, hard=False)


@st.composite
def towns(draw: Any) -> Problem:
    """Three to six leaders, up to four on duty, some of them both; a week or two; rules as they come."""
    lead = "abcdef"[: draw(st.integers(3, 6))]
    duty = "efghij"[: draw(st.integers(0, 4))]
    everybody = sorted({*lead, *duty})
    who = st.sampled_from(everybody)
    day = st.integers(0, 13).map(lambda number: JUNE + timedelta(days=number))
    rules = [FAIR] if draw(st.booleans()) else []
    if draw(st.booleans()):
        rules.append(Rule("rest", {"days": draw(st.integers(1, 2))}))
    if draw(st.booleans()):
        rules.append(Rule("most", {"count": draw(st.integers(2, 5))}))
    hard = draw(st.booleans())
    rules.append(
        Rule("spared", {"person": draw(who), "kinds": [draw(st.sampled_from(sorted(DAY_KINDS)))]}, hard, 2)
    )
    one, other = draw(st.lists(who, min_size=2, max_size=2, unique=True))
    kind = draw(st.sampled_from(("apart", "together")))
    rules.append(Rule(kind, {"person": one, "other": other}, hard and kind == "apart", 2))
    rules.append(
        Rule("fixed", {"person": lead[0], "position": "lead", "weekday": draw(st.integers(0, 6))}, hard, 3)
    )
    leaves = {
        draw(who): ((Span(since, since + timedelta(days=draw(st.integers(0, 4)))), "出差"),)
        for since in draw(st.lists(day, max_size=2))
    }
    put = draw(st.lists(st.tuples(day, st.sampled_from(sorted(lead))), max_size=2))
    days = draw(st.integers(3, 14))
    last = JUNE + timedelta(days=days - 1)
    return problem(
        days=days,
        lead=lead,
        duty=duty,
        rules=tuple(rules),
        leaves=leaves,
        fixed=tuple({Stand(on, "lead", person) for on, person in put if on <= last}),
        stands=(Stand(JUNE - timedelta(days=1), "lead", draw(st.sampled_from(sorted(lead)))),),
        earlier={("lead", lead[1], "workday"): draw(st.integers(0, 3))},
    )
