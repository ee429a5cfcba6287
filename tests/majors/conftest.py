"""The pages of major hazards are tested with what all pages are tested with."""

from tests.web.conftest import sheet, sign_in

__all__ = ["sheet", "sign_in"]
