"""What an issued summary keeps: its text, every value with the records behind it, the question that was put, and the
registry that it was put to. `digest_of` covers all of it."""

import hashlib
import json
from typing import Any

from bihuan.core import scope as scoping
from bihuan.figures.registry import FIGURES
from bihuan.summaries.engine import Result
from bihuan.summaries.report import as_page


def frozen(result: Result, scope: scoping.Scope) -> dict[str, Any]:
    """The page as it is shown, with row ids, and the version of the registry."""
    return {**as_page(result, scope, with_rows=True), "registry": registry_version()}


def digest_of(filled: str, page: dict[str, Any]) -> str:
    """SHA-256 over the printed text and the frozen page, in a fixed order."""
    text = json.dumps([filled, page], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def registry_version() -> str:
    """A hash of what every figure is said to count: another definition is another version."""
    words = [[one.key, one.label, one.unit, one.kind.value, one.says] for one in FIGURES.values()]
    return hashlib.sha256(json.dumps(sorted(words), ensure_ascii=False).encode()).hexdigest()[:16]
