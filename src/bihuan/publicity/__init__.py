"""安全宣传: what was done by which channel, where, whom it reached; what is planned for each village, and which was not reached."""
