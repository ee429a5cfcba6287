"""Shape of what the pages of notices send."""

from collections.abc import Sequence
from typing import Any

from django import forms

from bihuan.core.forms import ActionForm, choice_field, id_field, text_field
from bihuan.notices.kinds import KINDS, Kind
from bihuan.notices.models import Wishes
from bihuan.notices.rules import PACES, WAYS, Rhythm, usual

TOWNS, OWN = "town", "own"
CLOCK = "%H:%M"


class LatestForm(ActionForm):
    """全部标为已读: `latest` is the newest notice of the list that was shown."""

    latest = id_field("通知", required=True)


class WayForm(ActionForm):
    """发测试通知."""

    way = choice_field("方式", list(WAYS.items()))


def _time_field(label: str) -> forms.TimeField:
    wrong = {"required": f"请填写{label}。", "invalid": f"{label}应如07:30。"}
    return forms.TimeField(label=label, error_messages=wrong)


class RhythmForm(ActionForm):
    """Quiet hours, and the time of the digest."""

    since = _time_field("免打扰开始时间")
    until = _time_field("免打扰结束时间")
    days_off = forms.BooleanField(required=False)
    digest_at = _time_field("每日汇总时间")

    def rhythm(self) -> Rhythm:
        given = self.cleaned_data
        return Rhythm(given["since"], given["until"], given["days_off"], given["digest_at"])


class WishesForm(RhythmForm):
    """通知设置. An empty robot leaves the one there is; `robot_off` takes it away. Each kind has a field for each of the `ways` for which
    there is an address."""

    email = text_field("邮箱", 254)
    robot = text_field("群机器人地址", 500)
    robot_off = forms.BooleanField(required=False)
    follows = choice_field("通知时间", [(TOWNS, "按镇的规定"), (OWN, "自己定")])

    def __init__(self, *args: Any, ways: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways
        for kind in KINDS.values():
            for way in ways:
                self.fields[_name(way, kind)] = choice_field(kind.label, list(PACES.items()))

    def given(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        said = self.cleaned_data
        return {
            "email": said["email"],
            "robot": "" if said["robot_off"] else said["robot"] or None,
            "paces": {way: {key: said[_name(way, kind)] for key, kind in KINDS.items()} for way in self.ways},
            "rhythm": self.rhythm() if said["follows"] == OWN else None,
        }


def at_first(wishes: Wishes | None, of_town: Rhythm) -> dict[str, Any]:
    """What the form shows before anything is typed. A robot's address is never shown."""
    paces = wishes.paces if wishes else {}
    follows = wishes is None or wishes.follows_town
    rhythm = of_town if wishes is None or follows else wishes.own
    return {
        "email": wishes.email if wishes else "",
        "follows": TOWNS if follows else OWN,
        **as_typed(rhythm),
        **{
            _name(way, kind): paces.get(way, {}).get(key, usual(kind.level))
            for key, kind in KINDS.items()
            for way in WAYS
        },
    }


def as_typed(rhythm: Rhythm) -> dict[str, Any]:
    """The times as fields of a page take them."""
    return {
        "since": f"{rhythm.since:{CLOCK}}",
        "until": f"{rhythm.until:{CLOCK}}",
        "days_off": rhythm.days_off,
        "digest_at": f"{rhythm.digest_at:{CLOCK}}",
    }


def lines(ways: Sequence[str]) -> list[tuple[Kind, list[tuple[str, str]]]]:
    """The kinds, each with its fields: (name, way's word)."""
    return [(kind, [(_name(way, kind), WAYS[way]) for way in ways]) for kind in KINDS.values()]


def _name(way: str, kind: Kind) -> str:
    return f"{way}-{kind.key}"
