"""The small template of the tests of risks, and the pages' way in."""

from tests.risks.conftest import stall
from tests.web.conftest import sign_in

__all__ = ["sign_in", "stall"]
