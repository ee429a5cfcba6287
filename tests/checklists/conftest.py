"""The checklists' pages are signed into as the others."""

from tests.web.conftest import sign_in

__all__ = ["sign_in"]
