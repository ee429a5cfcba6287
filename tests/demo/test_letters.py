"""The demo's letters: all but one are signed, so that what the year's summary says of them is not quite true."""

from bihuan.letters.models import ResponsibilityLetter
from tests.demo.conftest import Demo


def test_all_but_one_have_signed(demo: Demo) -> None:
    due, done = demo.value("letters.due"), demo.value("letters.done")
    assert int(str(due)) > 30 and int(str(due)) - int(str(done)) == demo.value("letters.left")
    left = ResponsibilityLetter.objects.within(demo.scope).filter(signed_on=None, ended_on=None)
    assert [one.kind for one in left] == ["trade"] and demo.value("letters.left") == 1
    assert demo.value("letters.villages") and demo.value("letters.enterprises")
