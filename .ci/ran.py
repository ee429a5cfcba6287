"""Exit 0 if a JUnit report holds a test that was really run, 1 if all were skipped or there is none."""

import sys
from xml.etree import ElementTree

suites = ElementTree.parse(sys.argv[1]).getroot().iter("testsuite")
ran = sum(int(suite.get("tests", 0)) - int(suite.get("skipped", 0)) for suite in suites)
sys.stdout.write(f"ci: {ran} tests ran\n")
sys.exit(0 if ran > 0 else 1)
