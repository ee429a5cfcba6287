"""The few deeds that stories of penalties begin with: the delegation, a notice of a check of today, issued and served by post."""

from datetime import timedelta
from typing import Any

from bihuan.core import clock
from bihuan.documents.actions import issue, revise
from bihuan.documents.actions.drafting import draft
from bihuan.documents.actions.serving import serve
from bihuan.documents.gathering import About
from bihuan.documents.models import Service, Writ
from bihuan.documents.rules import Serving
from bihuan.hazards.actions import finish_check
from bihuan.inspections.grant_actions import register_grant
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit
from tests.documents.papers import fresh

TOLD: dict[str, Any] = {
    "proof": "现场检查记录",
    "broken": "《中华人民共和国安全生产法》第三十六条",
    "applied": "《中华人民共和国安全生产法》第九十九条",
    "intended": "罚款人民币1000元",
}


def empower(cast: Cast) -> None:
    """The bureau's delegation of penalties, from half a year ago on."""
    register_grant(
        cast.chen,
        body="东城区应急管理局",
        reference="东应急委〔2026〕2号",
        papers=["penalty_notice", "penalty", "statement", "receipt", "inquiry"],
        from_on=TODAY - timedelta(days=150),
        to_on=TODAY + timedelta(days=99),
    )


def notified(cast: Cast, **more: Any) -> Writ:
    """A notice of a penalty, issued today."""
    made = finish_check(cast.chen, visit(cast, cast.chen), [finding(cast, cast.chen)])
    row = draft(cast.chen, "penalty_notice", About(inspection=made))
    row = revise(cast.chen, row.pk, version=row.version, values=TOLD | more)
    return issue(cast.chen, row.pk, version=row.version)


def posted(cast: Cast, row: Writ) -> Service:
    """A writ served today by post."""
    proof: Any = cast.photo(cast.chen, "blue")
    second = cast.people["zhao"].pk
    said = Serving("post", clock.today(), tracking="EX1", receiver="冯永", proof=proof, second=second)
    return serve(cast.chen, row.pk, said, version=fresh(cast, row).version)
