"""Dossiers' tests look at pages as the pages' tests do."""

from tests.web.conftest import sheet, sign_in

__all__ = ["sheet", "sign_in"]
