"""Hard measures: suspension, resumption, ban and the watch over it, interviews, warnings, notices."""
