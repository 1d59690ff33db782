"""What the report adopted in 2017 says of each measure, for tests of pages and PDF.

Read in its headings, its table of contents and its footnotes, not in our own output.
"""

NOT, PARTLY, DONE = "Non mise en œuvre", "Partiellement mise en œuvre", "Mise en œuvre"

MEASURES = range(1, 24)
NOT_DONE = {1, 9, 10, 11, 14}
FULLY_DONE = {13, 15, 17, 23}
STATUSES = {n: NOT if n in NOT_DONE else DONE if n in FULLY_DONE else PARTLY for n in MEASURES}

# The first and the last measure of each priority.
PRIORITIES = {1: (1, 11), 2: (12, 19), 3: (20, 23)}

# The footnotes called in each measure; 1 to 3 are in the introduction.
NOTES_OF_INTRODUCTION = [1, 2, 3]
NOTES = {
    1: [4, 5, 6],
    3: [7, 8, 9],
    4: [10, 11, 12],
    5: [13, 14, 15],
    8: [16],
    9: [17, 18],
    10: [19],
    12: [20],
    21: [21],
    23: [22],
}

# The page where some measures begin in the printed report.
PAGES = {1: 12, 5: 22, 14: 42, 18: 48, 23: 59}

PLAN = "/plans/2014-2016/"
EVALUATION = f"{PLAN}evaluations/2017/"
