"""`bihuan summarize` as a script sees it: JSON on stdout, words on stderr, and the exit status."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from bihuan.summaries.command import BAD_INPUT, CLEAN, run
from tests.cast import Cast

TEXT = "今年以来，检查企业XX家次，立案XX起。XX镇安全形势持续平稳，确保网格化监管全覆盖。"
BLANK_KEYS = {
    *("index", "kind", "text", "sentence", "figure", "scope", "period"),
    *("unit", "value", "confidence", "status", "why", "rows"),
}


def asked(narrative: Path, **more: Any) -> int:
    given: dict[str, Any] = {
        "year": 2026,
        "since": None,
        "until": None,
        "as_of": None,
        "town": "东岭镇",
        "out": None,
        "as_json": True,
        "with_rows": False,
    }
    return run(narrative, **(given | more))


def written(folder: Path, content: bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_the_answer_is_json_of_the_agreed_shape(cast: Cast, tmp_path: Path, capfdbinary: Any) -> None:
    assert asked(written(tmp_path, TEXT.encode())) in (CLEAN, 1)
    out = json.loads(capfdbinary.readouterr().out.decode())
    assert [set(one) for one in out["blanks"]] == [BLANK_KEYS] * 3
    assert [one["status"] for one in out["blanks"]] == ["bound", "unrecorded", "bound"]
    visits, cases, name = out["blanks"]
    assert (visits["figure"], visits["scope"], visits["unit"]) == ("inspect.visits", None, "家次")
    assert visits["value"] is None and "不能据此填0" in visits["why"]
    assert (cases["figure"], cases["value"]) == ("sanction.cases", None)
    assert (name["kind"], name["text"], name["value"]) == ("name", "XX镇", "东岭")
    assert {one["text"] for one in out["claims"]} >= {"确保网格化监管全覆盖"}
    assert all(set(one["evidence"]) >= {"text", "figure", "value", "rows"} for one in out["claims"])
    assert all(set(one) == {"rule", "holds", "detail"} for one in out["identities"])


def test_gb18030_and_docx_say_the_same_as_utf8(cast: Cast, tmp_path: Path, capfdbinary: Any) -> None:
    document = docx.Document()
    document.add_paragraph(TEXT)
    packed = BytesIO()
    document.save(packed)
    answers = []
    for number, content in enumerate((TEXT.encode(), TEXT.encode("gb18030"), packed.getvalue())):
        asked(written(tmp_path, content, f"{number}.{'docx' if number == 2 else 'txt'}"))
        answers.append(capfdbinary.readouterr().out)
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    ("content", "name", "more", "words"),
    [
        ("今天天气很好。".encode(), "a.txt", {}, "没有要填的空"),
        ("形势持续平稳。".encode(), "a.txt", {}, "没有要填的空"),
        (b"", "a.txt", {}, "没有文字"),
        (b"\xff\xfe\x00\x80\x81", "a.txt", {}, "编码"),
        (b"no archive", "a.docx", {}, "不是完好的docx"),
        (b"PK\x03\x04 broken", "a.txt", {}, "不是完好的docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", {}, "另存为docx"),
        (TEXT.encode(), "a.txt", {"year": 18}, "不是年份"),
        (TEXT.encode(), "a.txt", {"year": None}, "--year"),
        (TEXT.encode(), "a.txt", {"town": "无此镇"}, "无此镇"),
        (TEXT.encode(), "a.txt", {"town": ""}, "--town"),
    ],
)
def test_bad_input_gets_one_clear_line(
    content: bytes, name: str, more: dict[str, Any], words: str, cast: Cast, tmp_path: Path, capfdbinary: Any
) -> None:
    assert asked(written(tmp_path, content, name), **more) == BAD_INPUT
    out, err = capfdbinary.readouterr()
    assert out == b"" and words in err.decode().strip().split("\n")[-1]


def test_a_file_that_is_not_there_is_said(cast: Cast, tmp_path: Path, capfdbinary: Any) -> None:
    assert asked(tmp_path / "none.txt") == BAD_INPUT
    assert "没有找到文件" in capfdbinary.readouterr().err.decode()


def test_the_papers_are_written(cast: Cast, tmp_path: Path, capfdbinary: Any) -> None:
    asked(written(tmp_path, TEXT.encode()), out=tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.docx", "a.json", "a.pdf"]
    capfdbinary.readouterr()
