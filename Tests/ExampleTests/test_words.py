"""The terms of the retrospective: rates, active time, routes, outcomes, periods, segments."""

import math
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import FolderCase, assistant, result, use, user

from common.activity import activity
from common.definitions import DAY_MS, WEEK_MS
from common.routes import route_of
from common.segmenting import segments_of
from common.statistics import change_point, rate, wilson
from common.timestamps import parse, period_kind, week
from extract_routing_patterns import patterns_by_period
from classify_marathons import classify
from report import charts, text

MINUTE = 60_000
MONDAY = parse("2026-01-05T00:00:00Z")


class StatisticsTests(unittest.TestCase):
    def test_wilson_against_published_values(self):
        # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
        for k, n, low, high in (
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ):
            found = wilson(k, n)
            self.assertAlmostEqual(found[0], low, places=4)
            self.assertAlmostEqual(found[1], high, places=4)
        self.assertEqual(wilson(20, 20)[1], 1.0)

    def test_no_rate_below_five(self):
        self.assertIsNone(rate(2, 4)["rate"])
        self.assertEqual(rate(2, 5)["rate"], 0.4)
        self.assertEqual(text.rate(rate(2, 4)), "2 of 4 (n < 5)")
        self.assertEqual(text.rate(rate(0, 0)), "–")
        self.assertEqual(text.rate(rate(0, 20)), "0 of 20: 0.0 % (0.0–16.1)")

    def test_a_change_is_found_where_it_is(self):
        where, p = change_point([(1, 10)] * 6 + [(8, 10)] * 5)
        self.assertEqual(where, 6)
        self.assertLess(p, 0.01)

    def test_no_change_in_a_steady_or_wavering_series(self):
        self.assertEqual(change_point([(3, 10)] * 12), (None, 1.0))
        self.assertGreater(change_point([(2, 10), (4, 10), (3, 10)] * 4)[1], 0.2)

    def test_each_side_of_a_change_has_four_weeks(self):
        self.assertIn(change_point([(0, 10)] * 2 + [(9, 10)] * 8)[0], (4, 5, 6))
        self.assertEqual(change_point([(0, 10)] * 3 + [(9, 10)] * 4), (None, 1.0))

    def test_p_is_seldom_too_small_and_the_same_every_time(self):
        series = [((7 * number) % 5, 10) for number in range(12)]
        self.assertEqual(change_point(series), change_point(series))
        false = sum(
            change_point(
                [(int(10 * abs(math.sin(57 * (start + number)))), 10) for number in range(12)], permutations=199
            )[1]
            < 0.05
            for start in range(0, 1200, 12)
        )
        self.assertLessEqual(false, 12)


class ActivityTests(unittest.TestCase):
    def test_long_gaps_are_left_out_and_machine_time_is_separate(self):
        times = [minute * MINUTE for minute in (0, 5, 20, 29, 59, 90)]
        found = activity(times, [(5 * MINUTE, 20 * MINUTE)], (10, 30, 60))
        self.assertEqual([found["10"][kind] // MINUTE for kind in ("active_ms", "machine_ms", "idle_ms")], [14, 0, 76])
        self.assertEqual([found["30"][kind] // MINUTE for kind in ("active_ms", "machine_ms", "idle_ms")], [44, 15, 31])
        self.assertEqual([found["60"][kind] // MINUTE for kind in ("active_ms", "machine_ms", "idle_ms")], [75, 15, 0])

    def test_a_gap_only_partly_inside_a_call_is_active(self):
        found = activity([0, 10, 20], [(5, 20)], (30,))["30"]
        self.assertEqual((found["active_ms"], found["machine_ms"]), (10, 10))
        found = activity([0, 10, 20], [(0, 15)], (30,))["30"]
        self.assertEqual((found["active_ms"], found["machine_ms"]), (10, 10))

    def test_overlapping_calls_are_merged(self):
        found = activity([0, 10, 20, 30], [(0, 20), (10, 30)], (30,))["30"]
        self.assertEqual((found["active_ms"], found["machine_ms"]), (0, 30))

    def test_the_order_of_lines_does_not_matter_and_one_line_has_no_active_time(self):
        self.assertEqual(activity([20, 0, 10], [], (30,))["30"]["active_ms"], 20)
        self.assertEqual(activity([5], [], (30,))["30"], {"active_ms": 0, "machine_ms": 0, "idle_ms": 0})

    def test_marathons_by_cut_off(self):
        sessions = [
            {
                "id": name,
                "project": "/p",
                "start": start,
                "end": start,
                "activity": {"30": {"active_ms": active, "machine_ms": 0, "idle_ms": 0}},
            }
            for name, start, active in (("a", 1, 7_200_000), ("b", 2, 7_199_999), ("c", None, 0))
        ]
        found = classify(sessions, {"idle_minutes": 30, "compared_idle_minutes": [30]}, 2)
        self.assertEqual([(row["sessions"], row["marathons"]) for row in found["cutoffs"]], [(2, 1)])
        self.assertEqual([row["marathon"] for row in found["sessions"]], [True, False])


class RouteTests(FolderCase):
    def test_routes(self):
        for launches, route in (
            ([], "None"),
            ([("m", "Explore")], "Explore"),
            ([("m", "Explore")] * 3 + [("n", "Plan")], "{Explore×3} → Plan"),
            ([("m", "Explore"), ("n", "Explore"), ("o", "Explore")], "Explore"),
            ([("m", "Plan"), ("m", "Explore")], "{Explore, Plan}"),
            ([("m", "Explore")] * 2 + [("n", "Explore")] * 2, "{Explore×2}"),
            ([("m", "Explore")] * 2 + [("n", "Explore")], "{Explore×2} → Explore"),
            ([("m", "Explore"), ("n", "Plan"), ("o", "Explore")], "Explore → Plan → Explore"),
            ([(None, "Explore"), (None, "Plan")], "Explore → Plan"),
        ):
            self.assertEqual(route_of(launches), route)

    def test_a_message_over_several_lines_is_one_step_of_its_turn(self):
        self.write(
            "s.jsonl",
            assistant(message="m0"),
            user("one", 1),
            assistant(use("a", "Task", subagent_type="Explore"), minute=2, message="m1"),
            assistant(use("b", "Task", subagent_type="Explore"), minute=2, message="m1"),
            assistant(use("c", "Agent"), minute=3, message="m2"),
            result("a", minute=4),
            user("two", 5),
        )
        (session,) = self.sessions()
        self.assertEqual(
            [(turn["route"], turn["prompted"]) for turn in session["turns"]],
            [("None", False), ("{Explore×2} → (unspecified)", True), ("None", True)],
        )

    def test_patterns_are_routes_seen_twice_but_none_is_not_a_pattern(self):
        turns = [
            {"t": MONDAY + number * DAY_MS, "route": route}
            for number, route in enumerate(("None", "None", "a", "a", "b"))
        ]
        found = patterns_by_period(turns + [{"t": None, "route": "b"}])
        self.assertEqual(found["patterns"], ["a", "b"])
        self.assertEqual([row["period"] for row in found["periods"]], ["2026-W02", "undated"])

    def test_months_above_26_weeks(self):
        self.assertEqual(period_kind([MONDAY, MONDAY + 26 * WEEK_MS - 1]), "week")
        self.assertEqual(period_kind([MONDAY, MONDAY + 26 * WEEK_MS]), "month")
        self.assertEqual(week(parse("2027-01-03T23:59:59Z")), "2026-W53")


class OutcomeTests(FolderCase):
    def outcome(self, *after, **given):
        self.write(
            "s.jsonl",
            user("go"),
            assistant(use("t", "Task", subagent_type="Plan", **given), minute=1, message="m"),
            *after,
        )
        (session,) = self.sessions()
        return session["delegations"][0]["outcome"]

    def test_outcomes(self):
        rejected = "The user doesn't want to proceed with this tool use."
        stopped = "[Request interrupted by user for tool use]"
        launched = [{"type": "text", "text": "Async agent launched successfully."}]
        for expected, after in (
            ("completed", [result("t", minute=2, error=False)]),
            ("completed", [result("t", "we talked about '" + rejected + "'", 2)]),
            ("failed", [result("t", "boom", 2, error=True)]),
            ("failed", [result("t", minute=2, toolUseResult={"status": "failed"})]),
            ("rejected", [result("t", rejected, 2, error=True), user([{"type": "text", "text": stopped}], 3)]),
            ("interrupted", [result("t", stopped, 2, error=True)]),
            ("interrupted", [user([{"type": "text", "text": stopped}], 2)]),
            ("background", [result("t", launched, 2)]),
            ("background", [result("t", minute=2, toolUseResult={"status": "teammate_spawned"})]),
            ("unanswered", []),
            ("unanswered", [user("next", 2)]),
        ):
            self.assertEqual(self.outcome(*after), expected, after)
        self.assertEqual(self.outcome(result("t", minute=2), run_in_background=True), "background")

    def test_rejections_and_interruptions_are_not_tool_errors(self):
        self.write(
            "s.jsonl",
            user("go"),
            assistant(*[use(str(number)) for number in range(4)], minute=1),
            result("0", "Exit code 1", 2, error=True),
            result("1", "The user doesn't want to take this action right now.", 2, error=True),
            result("2", "x", 2, toolUseResult={"interrupted": True}),
            result("2", "again", 3, error=True),
        )
        (session,) = self.sessions()
        (row,) = session["calls"]
        self.assertEqual(
            [row[name] for name in ("calls", "answered", "errors", "rejected", "interrupted")], [4, 3, 1, 1, 1]
        )

    def test_the_same_call_in_two_sessions_is_one(self):
        for name in "ab":
            self.write(f"{name}.jsonl", assistant(use("t", "Task"), session=name), result("t", session=name, minute=1))
        self.assertEqual([len(session["delegations"]) for session in self.sessions()], [1, 0])


class SegmentTests(unittest.TestCase):
    @staticmethod
    def session(start, delegating=0, turns=1, hours=1):
        return {
            "id": str(start),
            "start": start,
            "end": start + hours * 3_600_000,
            "turns": [{"route": "Plan" if number < delegating else "None"} for number in range(turns)],
        }

    def test_split_at_fourteen_days(self):
        first = self.session(MONDAY)
        for gap, count in ((14 * DAY_MS - 1, 1), (14 * DAY_MS, 2)):
            segments, _ = segments_of("/p", [first, self.session(first["end"] + gap)])
            self.assertEqual(len(segments), count)
        self.assertEqual(segments[1]["begins_with"], "14 days without a session")

    def test_a_long_session_bridges_a_gap(self):
        segments, _ = segments_of(
            "/p",
            [self.session(MONDAY, hours=24 * 20), self.session(MONDAY + DAY_MS), self.session(MONDAY + 25 * DAY_MS)],
        )
        self.assertEqual(len(segments), 1)

    def test_a_change_splits_on_its_monday(self):
        sessions = [
            self.session(MONDAY + number * WEEK_MS + DAY_MS, 1 if number < 6 else 8, 10) for number in range(11)
        ]
        segments, (block,) = segments_of("/p", sessions)
        self.assertEqual([change["week"] for change in block["changes"]], ["2026-W08"])
        self.assertEqual(
            [(len(segment["sessions"]), segment["delegating_turns"]) for segment in segments], [(6, 6), (5, 40)]
        )

    def test_blocks_under_eight_weeks_are_not_tested(self):
        sessions = [self.session(MONDAY + number * WEEK_MS, 0 if number < 4 else 9, 10) for number in range(7)]
        segments, (block,) = segments_of("/p", sessions)
        self.assertEqual((block["tested"], block["weeks"], len(segments)), (False, 7, 1))


class ReportTests(unittest.TestCase):
    def test_names_cannot_break_a_table(self):
        self.assertEqual(text.code("a|b`c\nd\u001b[31m"), "`a\\|b'c�d�[31m`")
        self.assertEqual(len(text.code("x" * 500)), text.NAME_LENGTH + 2)

    def test_unknown_is_not_zero(self):
        row = {
            "messages": 3,
            "input": {"tokens": 0, "unknown": 3},
            "output": {"tokens": 5, "unknown": 1},
            "cache_read": {"tokens": 0, "unknown": 0},
        }
        self.assertEqual(
            [text.tokens(row, kind) for kind in ("input", "output", "cache_read")], ["unknown", "5 (+ 1 unknown)", "0"]
        )

    def test_an_empty_table_is_a_sentence(self):
        self.assertEqual(text.table(["a"], [], "There is none."), "There is none.")

    def test_charts_without_data_say_so(self):
        for picture in (
            charts.rates_over_time("t", [], "u"),
            charts.rates_by_name("t", [], "u"),
            charts.amounts("t", [], "u"),
            charts.counts("t", [], "u", "a"),
        ):
            self.assertIn("</svg>", picture)


if __name__ == "__main__":
    unittest.main()
