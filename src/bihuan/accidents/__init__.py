"""事故: the register of accidents, and the flash reports (事故快报) by which they are told upward in time."""
