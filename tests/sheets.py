"""A spreadsheet as LibreOffice opens it. What .ci/run installs for it: libreoffice-calc-nogui."""

import os
import shutil
import subprocess
from pathlib import Path

UTF8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


def opened_by_libreoffice(place: Path, folder: Path) -> list[str] | None:
    """The lines of its first sheet; None where there is no LibreOffice, which on CI is a failure if BIHUAN_OFFICE asks for it."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    assert command or not os.environ.get("BIHUAN_OFFICE"), "install libreoffice-calc-nogui"
    if command is None:
        return None
    told = [command, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", UTF8_CSV]
    subprocess.run([*told, "--outdir", str(folder), str(place)], check=True, capture_output=True, timeout=180)
    return place.with_suffix(".csv").read_text().splitlines()
