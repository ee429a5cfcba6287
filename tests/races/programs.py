"""Programs of their own on a copy of the suite's database: `walker.py` and the like, started, waited for, or killed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 7200  # a soak of two hundred restores on a busy machine


def told(url: str, files: Path, *words: str, program: str = "walker") -> Any:
    """Run a program with some words on a database; what it printed, as JSON. Its complaints go to the test's own."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    more = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bihuan.settings.test", "PYTHONPATH": path}
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.races.{program}", *words, "--files", str(files)],
        cwd=ROOT,
        env=os.environ | more,
        stdout=subprocess.PIPE,
        text=True,
        timeout=WAIT_SECONDS,
        check=True,
    )
    return json.loads(ran.stdout)
