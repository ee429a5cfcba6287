"""The records behind figures: what is of the town as a whole is not for the people of a unit, who may see figures too."""

from bihuan.figures.registry import SOURCES

# Of these a unit's person sees what is his own alone, by the rows themselves, or what hangs on the wall anyway.
NARROWED = {
    "posts",
    "unit_posts",
    "campaigns",
    "round_rules",
    "daily_forms",
    "trainings",
    "letter_plans",
    "outreaches",
}


def test_records_of_the_whole_town_ask_for_a_right_of_their_own() -> None:
    of_town = {
        key
        for key, source in SOURCES.items()
        if set(source.model.scope_fields) == {"town"}  # type: ignore[attr-defined]
    }
    open_to_all = {key for key in of_town if SOURCES[key].right == "view"}
    assert open_to_all == NARROWED
