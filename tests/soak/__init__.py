"""An hour with a user who does anything, in any order: `python -m tests.soak --minutes 60 --seed 1`.

`world` makes ten thousand invented leads, `user` works on them through the real window, `watching` notices what Qt,
Python and the system say meanwhile, `checking` asks whether everything still adds up.
"""
