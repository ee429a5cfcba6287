"""The built-in texts of letters (TOML), in our own words."""

import tomllib
from importlib import resources
from typing import Any

FILES = ("government", "units", "special")


def read() -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """The kinds in their order, and what those of a sort have in common."""
    kinds: list[dict[str, Any]] = []
    shared: dict[str, dict[str, Any]] = {}
    for name in FILES:
        told = tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
        kinds += told["kind"]
        shared |= told.get("shared", {})
    return kinds, shared
