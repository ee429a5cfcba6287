"""`python -m benchmarks [actions] [county] [dailies] [documents] [drives] [dual] [figures] [files] [intake] [letters] [maps] [papers] [printing] [roster] [routes] [search] [selfchecks] [summary] [sureness] [tipoffs]`: prints ratios. On SQLite, or on the PostgreSQL that DATABASE_URL names."""

import os
import sys
import tempfile
from importlib import import_module

import django

sys.path[:0] = ["src", "."]
os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.settings.test"
os.environ.setdefault("BIHUAN_HOME", tempfile.mkdtemp(prefix="bihuan-bench-"))


def main(names: list[str]) -> None:
    """Run the named benchmarks, each on a database of its own."""
    django.setup()
    scratch = import_module("benchmarks.scratch")
    from_django = import_module("django.db")
    vendor = from_django.connection.vendor
    for name in names:
        with scratch.town() as cast:
            for line in import_module(f"benchmarks.{name}").run(cast):
                sys.stdout.write(f"{vendor}: {line}\n")
                sys.stdout.flush()
        if vendor == "sqlite":
            from_django.connection.close()
            os.unlink(from_django.connection.settings_dict["NAME"])


if __name__ == "__main__":
    main(
        sys.argv[1:]
        or [
            "actions",
            "county",
            "dailies",
            "documents",
            "drives",
            "dual",
            "figures",
            "files",
            "intake",
            "letters",
            "maps",
            "papers",
            "printing",
            "roster",
            "routes",
            "search",
            "selfchecks",
            "sureness",
            "summary",
            "tipoffs",
        ]
    )
