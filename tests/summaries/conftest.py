"""A town's vocabulary for the pure tests of binding and claims, and the pages' way in."""

from datetime import date
from uuid import UUID

import pytest

from bihuan.summaries.binding.vocabulary import CampaignName, Vocabulary
from bihuan.units.rules import CATEGORIES
from tests.web.conftest import sign_in

__all__ = ["sign_in", "vocabulary"]

SINCE, UNTIL = date(2018, 1, 1), date(2018, 12, 31)
DRIVE = UUID("018f0000-0000-7000-8000-000000000001")
SCHOOLS = UUID("018f0000-0000-7000-8000-000000000002")


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(
        town="东岭镇",
        district="东城区",
        campaigns=(
            CampaignName(DRIVE, "安全生产百日攻坚", ("百日攻坚",), date(2018, 3, 1), date(2018, 6, 8)),
            CampaignName(
                SCHOOLS, "校园及周边安全专项检查", ("校园安全检查",), date(2018, 9, 4), date(2018, 9, 5)
            ),
            CampaignName(UUID(int=3), "安全生产百日攻坚", (), date(2017, 3, 1), date(2017, 6, 8)),
        ),
        cells=(("00010001", "东片办事处"), ("000100010001", "石桥村")),
        categories=tuple((one.code, one.label, one.also) for one in CATEGORIES.values()),
    )
