"""检查: checklists, records of visits, outings, the register of issued papers; plain rows of team and campaign."""
