"""Matrices as people really write them: comments anywhere, mixed quotes, odd layout, other line ends."""

from tests.rules.builders import MATRIX

COMMENTED = """\
# Points of the bakery. Ask Ana before you change them!

format: 1            # leave this alone
name: 'Bakery: supplies'


tiers:               # lower edges
  cold: 0
  # the middle
  warm: {from: 40, label: "Lukewarm"}   # was 35

  hot: 70
grades:
  fit: {A: 30, B: 15,
        C: 0}        # letters
  engagement:
    "1": 25
    # second
    "2": 10
    '3': 0

# ==== groups ====
groups:
  company:
    label: {en: Company, de: "Betrieb"}   # two languages
    axis: fit
    max: 35.0

  checks: {label: Checks and balances, min: -20}
  # a group that nobody uses
  content: {label: Content, axis: engagement}

# ---- Explicit ----
criteria:
# at the margin
- id: company_size     # first
  kind: explicit

  group: company
  label: >-
    Number of
    employees
  # levels follow
  levels:
    # large first
    - {label: 50 to 250, when: {employees: {between: [50, 250]}}, points: 10}   # best
    - label: more
      # even larger
      when:
        employees: {at_least: 251}
      points: 4

    - {label: "some", points: 1.5,
       when: {employees: {at_least: 1}}}
  why: |
    Large bakeries
    buy more. # not a comment
# Webinars work for us.
# (since 2024)
-   id: webinar
    points:   5        # was 4
    kind: implicit
    label: "Attended a \\"webinar\\""
    activity:
      kinds: webinar_attended
      within: 26w
      at_most: 3
      half_life: 60d   # two months
      floor: .2
- {id: oven, kind: explicit, label: Has an oven, when: {custom.oven: deck}, points: 3}  # on one line

# ---- Negative ----

- kind: negative
  id: silent
  group: checks
  axis: engagement
  label: 'It''s silent'
  inactive: {for: 30d}
  points: -6
  enabled: true
# the end of the criteria
scenarios:
  # people we know
  - name: Engaged evaluator
    facts: {employees: 120, country: NO}
    activities:
      - {kind: webinar_attended, days_ago: 10}

    expect: cold
  - {name: Nobody, expect: cold}
# that is all
"""
FLOW = """\
{format: 1, name: Short, tiers: {cold: 0, hot: 50}, # on few lines
 grades: {fit: {A: 1, B: 0}, engagement: {1: 1, 2: 0}},
 groups: {company: {label: Company}},
 criteria: [ {id: one, kind: explicit, label: One, when: {employees: {at_least: 5}}, points: 1},   # first
   {id: two, kind: implicit, label: Two, activity: {kinds: [demo_requested]}, points: 2 }
 ]}
"""
WIDE = (
    MATRIX.replace("\n", "   \n")
    .replace("criteria:", "\n\ncriteria:   # all of them")
    .replace("  - id: silent", "\n\n  - id: silent")
)

NASTY = {
    "commented": COMMENTED,
    "crlf": COMMENTED.replace("\n", "\r\n"),
    "no_end": COMMENTED.removesuffix("# that is all\n").removesuffix("\n"),
    "flow": FLOW,
    "plain": MATRIX,
    "plain_crlf": MATRIX.replace("\n", "\r\n"),
    "wide": WIDE,
}
