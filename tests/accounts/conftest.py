"""Fixtures of the accounts' tests."""

from tests.web.conftest import sign_in

__all__ = ["sign_in"]
