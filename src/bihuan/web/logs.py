"""What the server's own log does not say. It is kept longer, and read by more people, than a link is good for."""

import logging
import re

# Addresses that open something to whoever knows them: an invited body's pages, a person's calendar. Of such an address the log keeps what was asked,
# not by which link.
CODES = re.compile(r"(/joint/in/|/duty/calendar/)[^/\s.]+")


class WithoutCodes(logging.Filter):
    """Takes the codes of links out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        kept = CODES.sub(r"\1…", said)
        if kept != said:
            record.msg, record.args = kept, ()
        return True
