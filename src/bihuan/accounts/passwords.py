"""What a password must be: long enough, not one that everybody tries, and what the town asks for besides. Django's validators."""

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from pypinyin import lazy_pinyin

from bihuan.accounts.actions.settings import remember_password
from bihuan.accounts.guessable import FREE_MIN, free_letters, kinds_of
from bihuan.accounts.models import FormerPassword
from bihuan.accounts.queries import rules_of
from bihuan.core.models import Town
from bihuan.core.scope import Scope

WORDS = Path(__file__).parent / "guessable.txt"


class LongEnough(MinimumLengthValidator):
    """Django's rule in Chinese: the catalogue of 5.2 lacks this one message."""

    def get_error_message(self) -> str:
        return f"密码太短，至少{self.min_length}位。"


class NotGuessable:
    """Refuses what is put together of pieces that guessers try first, the names of the person and the town in pinyin among them."""

    def validate(self, password: str, user: Any = None) -> None:
        if free_letters(password, words() | names_of(user)) < FREE_MIN:
            raise ValidationError(
                "这个密码容易被猜到：它由常用词、姓名或地名的拼音、连续或重复的字符、年份拼成。请用几个不相干的词连起来。"
            )

    def get_help_text(self) -> str:
        return "不能由常用词、姓名地名的拼音、连续或重复的字符拼成。"


class AsTheTownAsks:
    """The kinds of signs and the former passwords, where the town asks for it; remembers each password that was set."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.town_id is None:
            return
        rules = rules_of(user.town_id)
        if kinds_of(password) < rules.kinds:
            raise ValidationError(f"密码要有大写字母、小写字母、数字、符号中的至少{rules.kinds}种。")
        former = FormerPassword.objects.within(Scope.whole_town(user.town_id)).filter(person=user)
        last = former.order_by("-set_at", "-id").values_list("hash", flat=True)[: rules.history]
        if any(check_password(password, one) for one in last):
            raise ValidationError(f"不能与最近{rules.history}次用过的密码相同。")

    def password_changed(self, password: str, user: Any = None) -> None:
        if user is not None and user.town_id is not None:
            remember_password(user)

    def get_help_text(self) -> str:
        return "按本镇的要求。"


@cache
def words() -> frozenset[str]:
    """The list that comes with the program."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def names_of(user: Any) -> frozenset[str]:
    """The person's and the town's names, and the district's, in pinyin: zhangwei, dongling, dl."""
    if user is None or user.town_id is None:
        return frozenset()
    town = Town.objects.of(Scope.whole_town(user.town_id))
    found = {user.username or "", user.phone or ""}
    for name in (user.name, town.name, town.name[:-1], town.district, town.district[:-1]):
        syllables = lazy_pinyin(name)
        found |= {"".join(syllables), "".join(one[:1] for one in syllables), *syllables}
    return frozenset(one for one in found if len(one) > 1)
