"""The persons of a unit (企业人员): invited by the town or by the unit's head, each with a post there, from a day until a day."""
