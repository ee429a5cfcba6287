"""The demo's schools are seen together in two days, all of them, private ones too: the parts of the parties, one record each, the sum that holds."""

from bihuan.figures.evaluation import Ask, evaluate
from bihuan.inspections.models import Campaign, Inspection
from bihuan.joint.models import JointEvent, JointFinding, JointPart, JointVisit
from bihuan.units.models import Unit
from tests.demo.conftest import Demo


def test_all_schools_were_seen_together_in_two_days(demo: Demo) -> None:
    event = JointEvent.objects.within(demo.scope).get()
    assert event.state == "over" and event.campaign == Campaign.objects.within(demo.scope).get(
        name__startswith="校园"
    )
    schools = Unit.objects.within(demo.scope).filter(category__startswith="school")
    visits = JointVisit.objects.within(demo.scope).filter(event=event)
    assert {one.unit_id for one in visits} == {one.pk for one in schools} and {
        one.state for one in visits
    } == {"done"}
    assert Inspection.objects.within(demo.scope).filter(campaign=event.campaign, kind="check").count() == len(
        visits
    )
    names = ("held", "parties", "bodies", "visits", "schools", "found", "onsite", "ordered", "undecided")
    asks = {name: Ask(f"joint.{name}", event.from_on, event.to_on, event.to_on) for name in names}
    told = {name: (evaluate(demo.scope, [ask])[ask].value) for name, ask in asks.items()}
    assert (told["held"], told["bodies"], told["visits"], told["schools"]) == (
        1,
        1,
        len(visits),
        len(schools),
    )
    assert told["parties"] == 8 and told["undecided"] == 0
    assert told["found"] == told["onsite"] + told["ordered"] > 0
    part = demo.campaign(event.campaign.name)
    assert (told["found"], told["visits"]) == (
        demo.value("hazards.found", part),
        demo.value("inspect.visits", part),
    )
    assert JointPart.objects.within(demo.scope).filter(party__name="枫禾派出所").exists()
    assert JointFinding.objects.within(demo.scope).filter(hazard=None).count() == 0
