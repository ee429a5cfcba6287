"""Pages of the register of units, and of what is kept on one."""
