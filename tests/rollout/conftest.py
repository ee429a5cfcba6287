"""The small template of the risks' tests."""

from tests.risks.conftest import stall
from tests.web.conftest import sign_in

__all__ = ["sign_in", "stall"]
