"""The pages of the grid sign in as the pages' tests do."""

from tests.web.conftest import sign_in

__all__ = ["sign_in"]
