"""Major hazards: criteria by trade, the five fixings, treatment plan, listed supervision, visits at a rhythm, acceptance."""
