"""
Ten questions that an analyst asks, as SQL, with what the example answers.

The answers are those of the two years under `examples/westminster`; a test asks each
of them again.
"""

import attrs

Answer = tuple[str | int | None, ...]


@attrs.frozen(kw_only=True)
class Question:
    """A question, its SQL, the answer of the example, and how to read that."""

    asked: str
    sql: str
    answer: tuple[Answer, ...]
    explained: str


QUESTIONS = (
    Question(
        asked="What became of the complaints that we received in the year?",
        sql="""
SELECT
  sum(received) AS received, sum(not_accepted) AS not_accepted,
  sum(withdrawn) AS withdrawn, sum(skipped) AS skipped,
  sum(responded) AS responded, sum(awaiting_response) AS awaiting_response
FROM intake
WHERE year = '2023-24' AND service = 'Children and Family Services'
""",
        answer=((48, 0, 1, 0, 47, 0),),
        explained="Of 48 complaints one was withdrawn before it was answered. A "
        "complaint counts once, as the first that fits, so the last five add up to "
        "the first.",
    ),
    Question(
        asked="How many stage 1 responses kept to the limit, and how many to an "
        "extension of it?",
        sql="""
SELECT
  sum(population) AS population, sum(within_original) AS within_original,
  CAST(200 * sum(within_original) + sum(population) AS BIGINT)
    / CAST(2 * sum(population) AS BIGINT) AS percent,
  sum(within_extended) AS within_extended, sum(late) AS late
FROM timeliness
WHERE year = '2023-24' AND service = 'Children and Family Services' AND stage = 1
""",
        answer=((47, 32, 68, 9, 6),),
        explained="32 of 47 are 68 percent, half rounded up: sum counts first and "
        "take the percentage last, never the average of percentages. The nine that "
        "kept to an extension are told beside them and not added to them.",
    ),
    Question(
        asked="How did that go under each procedure?",
        sql="""
SELECT
  procedure, sum(population) AS population, sum(within_original) AS within_original,
  sum(within_extended) AS within_extended, sum(late) AS late
FROM timeliness
WHERE year = '2023-24' AND service = 'Children and Family Services' AND stage = 1
GROUP BY procedure
ORDER BY procedure
""",
        answer=(("corporate", 43, 29, 9, 5), ("statutory", 4, 3, 0, 1)),
        explained="The rows add up to those of the question before. Only complaints "
        "under the statutory procedure have the law's limits.",
    ),
    Question(
        asked="What did each stage find?",
        sql="""
SELECT
  stage, sum(total) AS total, sum(upheld) AS upheld,
  sum(partially_upheld) AS partially_upheld, sum(not_upheld) AS not_upheld,
  sum(reinvestigate) AS reinvestigate
FROM outcomes
WHERE year = '2023-24' AND service = 'Children and Family Services'
GROUP BY stage
ORDER BY stage
""",
        answer=((1, 47, 11, 9, 27, 0), (2, 8, 1, 3, 4, 0), (3, 2, 0, 0, 1, 1)),
        explained="Stages 2 and 3 count by the year of their request, whenever the "
        "complaint arrived. One review panel sent its case back to be investigated "
        "again.",
    ),
    Question(
        asked="Which teams do the complaints that we answered come from?",
        sql="""
SELECT team, sum(responded) AS responded, sum(to_stage_2) AS to_stage_2
FROM escalation
WHERE year = '2023-24' AND service = 'Children and Family Services'
GROUP BY team
ORDER BY responded DESC, team
LIMIT 3
""",
        answer=(
            ("Social Care Teams", 28, 3),
            ("Special Educational Needs (SEN)", 13, 5),
            ("Education - school admissions", 4, 0),
        ),
        explained="The second column is a part of the first. An empty team means that "
        "none is recorded.",
    ),
    Question(
        asked="Do more complaints go to stage 2 than last year?",
        sql="""
SELECT
  year, sum(responded) AS responded, sum(to_stage_2) AS to_stage_2,
  CAST(200 * sum(to_stage_2) + sum(responded) AS BIGINT)
    / CAST(2 * sum(responded) AS BIGINT) AS percent
FROM escalation
WHERE service = 'Children and Family Services'
GROUP BY year
ORDER BY year
""",
        answer=(("2022-23", 63, 12, 19), ("2023-24", 47, 8, 17)),
        explained="No: 12 of 63 were 19 percent, 8 of 47 are 17. The year is that of "
        "the complaint's receipt, so that the part belongs to its whole.",
    ),
    Question(
        asked="What did the Ombudsman do with what was referred?",
        sql="""
SELECT
  year, sum(referred) AS referred, sum(investigated) AS investigated,
  sum(out_of_time) AS out_of_time, sum(premature) AS premature
FROM ombudsman
WHERE service = 'Children and Family Services' AND year = '2023-24'
GROUP BY year
""",
        answer=(("2023-24", 4, 1, 2, 1),),
        explained="Four referrals: one was investigated, two came too late and one "
        "too early. The year is that of the referral.",
    ),
    Question(
        asked="What did we offer in money, and what was paid?",
        sql="""
SELECT
  source, sum(offered_pence) AS offered_pence, sum(paid_pence) AS paid_pence,
  sum(rejected_pence) AS rejected_pence, sum(outstanding_pence) AS outstanding_pence
FROM remedy_totals
WHERE service = 'Children and Family Services' AND year = '2023-24'
GROUP BY source
ORDER BY source
""",
        answer=(
            ("ombudsman", 125_000, 125_000, 0, 0),
            ("stage_1", 53_000, 13_000, 40_000, 0),
        ),
        explained="Amounts are pence. After the Ombudsman 1,250 pounds were paid, as "
        "250 and 1,000; of 530 offered at stage 1, 400 were rejected.",
    ),
    Question(
        asked="What did we agree to do and not do, and in which cases?",
        sql="""
SELECT reference, agreed_on, due_on
FROM actions
WHERE done_on IS NULL AND agreed_on BETWEEN '2023-04-01' AND '2024-03-31'
ORDER BY reference
""",
        answer=(
            ("CF-23-0007", "2023-08-17", "2023-10-13"),
            ("CF-23-0014", "2024-01-02", "2024-02-27"),
        ),
        explained="Six actions were agreed in the year, and four are done. Why these "
        "two are not stays in the log: free text is in no table.",
    ),
    Question(
        asked="What was open at the end of June 2023, and how long was there left?",
        sql="""
SELECT reference, stage, next_due_on, working_days_left
FROM caseload
WHERE day = '2023-06-30' AND service = 'Children and Family Services'
ORDER BY next_due_on
""",
        answer=(
            ("CF-23-0029", 1, "2023-07-13", 9),
            ("CF-23-0039", 2, "2023-07-24", 16),
            ("CF-23-0002", 2, "2023-07-31", 21),
        ),
        explained="Any day from 1995 to 2035 can be asked about. A negative number "
        "would be the working days by which a limit was over.",
    ),
)
