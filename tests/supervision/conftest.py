"""The pages' tests sign in as those of the web do."""

from tests.web.conftest import sign_in

__all__ = ["sign_in"]
