"""Numbers of documents when many issue at once: never twice, never a gap; a refusal uses none up, a void one keeps its place."""

from pathlib import Path

import pytest
from django.db import connection

from tests.races.programs import told

pytestmark = pytest.mark.django_db  # or this file alone would have no database to copy


def test_many_issue_at_once(database_url: str, tmp_path: Path) -> None:
    people = 200 if connection.vendor == "postgresql" else 40
    came = told(database_url, tmp_path / "files", "issue", str(people), program="issuer")
    assert came["came"] == {"void": people // 5, "issued": people - people // 5}
    assert came["numbers"] == list(range(1, people + 1))
    assert came["void"] == people // 5
    assert came["with_content"] == people
    assert came["broken"] == ""
