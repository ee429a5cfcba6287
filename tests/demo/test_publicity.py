"""The demo's last quarter has publicity by every usual channel; the vehicle did not come to one village, and the fire month is not done."""

from bihuan.publicity.models import Outreach, PublicityPlan
from bihuan.publicity.queries import coverage, progress
from tests.demo.conftest import Demo


def count(demo: Demo, key: str) -> int:
    return int(str(demo.value(f"out.{key}")))


def test_each_channel_was_used_and_what_cannot_be_counted_is_estimated(demo: Demo) -> None:
    assert count(demo, "times") == Outreach.objects.within(demo.scope).count() > 25
    for code in ("leaflet", "sms", "wechat", "screen", "vehicle", "loudspeaker", "event", "visit", "board"):
        assert count(demo, f"times_{code}") > 0, code
    assert count(demo, "reached") > 1000 and count(demo, "reached_estimated") > 3000


def test_the_vehicle_did_not_come_to_one_village(demo: Demo) -> None:
    since, until, _ = demo.year
    found = coverage(demo.scope, since, until)
    assert len(found.gap("vehicle")) == 1 and found.unreached == []
    assert (
        count(demo, "villages_all") - count(demo, "vehicle_villages") == 1
        and count(demo, "villages_missed") == 0
    )
    plan = PublicityPlan.objects.within(demo.scope).get()
    done, asked = progress(demo.scope, [plan])[plan.pk]
    assert 0 < done < asked


def test_some_was_taken_over_from_checks(demo: Demo) -> None:
    assert Outreach.objects.within(demo.scope).filter(inspection__isnull=False).exists()
