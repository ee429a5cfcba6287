"""The kind of place (监管对象类别) that words name."""

import re
from dataclasses import dataclass
from functools import cached_property

from bihuan.summaries.binding.scope import Scope, doubt, narrowed
from bihuan.summaries.binding.vocabulary import BODY, FIELD, Vocabulary, categories_in

_EXAMPLES = re.compile(r"等$|等(?:各类|各|重点|多个|有关)?[一-龥]{0,4}(?:场所|单位|企业|行业|领域|部位)")


@dataclass(frozen=True)
class Kinds:
    """Reads categories out of words, for one town."""

    vocabulary: Vocabulary

    def narrowing(self, words: str) -> Scope:
        """A category, or a field that the category tree lacks, in some words; those of a campaign's, team's or cell's
        name tell of none."""
        words = self.nameless(words)
        if not words:
            return Scope()
        found = categories_in(words, self.vocabulary)
        if (meant := re.search(r"等([^等、]{2,12})$", words)) and categories_in(
            meant[1], self.vocabulary
        ).codes:
            return self.narrowing(meant[1])  # 商场、医院等人员密集场所
        if len(found.codes) > 1 and _EXAMPLES.search(words):
            return Scope()
        for match in FIELD.finditer(words):
            if match.group() not in found.words and not BODY.match(words, match.end()):
                field = match.group()
                return doubt("category", field, f"监管对象类别里没有“{field}”，系统没有按它记录")
        if len(found.codes) > 1:
            return doubt("category", found.words, f"“{found.words}”涉及几个类别，需要分别填")
        return narrowed("category", found.codes[0], found.words) if found.codes else Scope()

    def nameless(self, words: str) -> str:
        """The words without the names that the town has given."""
        for name in self._names:
            words = words.replace(name, "〇")
        return words

    @cached_property
    def _names(self) -> list[str]:
        town = self.vocabulary
        names = {name for one in town.campaigns for name in one.names if len(name) >= 3}
        names |= {name for _, name in (*town.cells, *town.teams)}
        return sorted(names, key=len, reverse=True)
