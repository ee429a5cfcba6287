"""The kinds of writ that are declared, a file a family. Whoever adds a file names it here."""

from importlib import import_module

FAMILIES = (
    "onsite",
    "measures",
    "inquiry",
    "evidence",
    "decisions",
    "transfer",
    "penalty",
    "service",
    "campaign",
)


def declare_all() -> None:
    """Declare them, once."""
    for family in FAMILIES:
        import_module(f"bihuan.documents.kinds.{family}")
