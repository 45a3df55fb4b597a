"""Feeds every reader what no program writes: `python -m tests.fuzz csv --minutes 5 --seed 1`, or `all`.

Sound files have bytes flipped, cut, doubled and spliced with signs that mean something to the format. Each must be
read, or refused in plain words; whatever else comes out, and whatever takes too long, is told. What was found is a test
in test_readers.py. The hypothesis targets for the same readers stand in tests/rules, tests/exchange, tests/interview.
"""
