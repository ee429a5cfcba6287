"""Promises of speed, measured as ratios in one run: machines are noisy, so no absolute time is promised."""
