"""What one does without a plan, as tests and the benchmark compare the solver with it."""

from bihuan.routing.rules import Problem, Slot, timetable


def in_list_order(problem: Problem) -> dict[Slot, list[str]]:
    """What one does without a plan: each site to the crew that starts nearest, in the order of the list, day after day as long as it fits. What
    the solver's answer is compared with."""
    found: dict[Slot, list[str]] = {slot: [] for slot in problem.slots}
    for site in problem.sites:
        near = sorted(problem.crews, key=lambda crew: problem.far(crew.key, site.key))
        for slot in ((crew.key, day) for crew in near for day in problem.days_of(site)):
            if not timetable(problem, *slot, [*found[slot], site.key]).faults:
                found[slot].append(site.key)
                break
    return found
