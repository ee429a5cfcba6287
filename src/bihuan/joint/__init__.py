"""联合检查: an event of some days with its parties; one visit and one record a unit, a part of it each party's own; who has no account comes by a link."""
