"""Each statistic defined once; all figures over one source evaluated in one pass. Knows only what apps declare."""
