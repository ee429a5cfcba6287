"""Spreadsheets and texts as LibreOffice opens them. What .ci/run installs for it: libreoffice-calc-nogui, libreoffice-writer-nogui."""

import os
import shutil
import subprocess
from pathlib import Path

UTF8_TEXT = "txt:Text (encoded):UTF8"
UTF8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


def opened_by_libreoffice(place: Path, folder: Path) -> list[str] | None:
    """The lines of its first sheet; None where there is no LibreOffice, which on CI is a failure if BIHUAN_OFFICE asks for it."""
    return _converted([place], folder, UTF8_CSV, ".csv")[0].splitlines() if _office() else None


def texts_by_libreoffice(places: list[Path], folder: Path) -> list[str] | None:
    """The text of each docx, opened in one run; None as above."""
    return _converted(places, folder, UTF8_TEXT, ".txt") if _office() else None


def _office() -> str | None:
    command = shutil.which("soffice") or shutil.which("libreoffice")
    assert command or not os.environ.get("BIHUAN_OFFICE"), "install libreoffice-calc-nogui and -writer-nogui"
    return command


def _converted(places: list[Path], folder: Path, kind: str, ending: str) -> list[str]:
    told = [
        str(_office()),
        f"-env:UserInstallation=file://{folder}/office",
        "--headless",
        "--convert-to",
        kind,
    ]
    given = [str(place) for place in places]
    subprocess.run([*told, "--outdir", str(folder), *given], check=True, capture_output=True, timeout=180)
    return [(folder / place.name).with_suffix(ending).read_text() for place in places]
