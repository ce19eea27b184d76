//! Counting: what each runner says of its tests, and the totals of all.

use anyhow::Result;

use crate::process::say;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// The tally of one runner, corrected by how the runner itself ended: one that fails without naming a failed test,
    /// or that runs nothing at all, is one more failure.
    pub fn judged(self, success: bool) -> Self {
        let silent_failure = !success && self.failed == 0;
        let nothing_ran = self.passed + self.failed == 0;
        Self {
            failed: self.failed + u64::from(silent_failure || nothing_ran),
            ..self
        }
    }
}

/// Reads the lines of Rust's test harness, which `wasm-bindgen-test-runner` imitates.
///
/// A program that announces tests and dies before its result counts as one failure.
pub fn from_rust(output: &str) -> Tally {
    let mut tally = Tally::default();
    let mut open = false;
    for line in output.lines().map(str::trim) {
        if is_announcement(line) {
            tally.failed += u64::from(open);
            open = true;
        } else if let Some(result) = line.strip_prefix("test result: ") {
            open = false;
            tally.passed += count_before(result, " passed");
            tally.failed += count_before(result, " failed");
        }
    }
    tally.failed += u64::from(open);
    tally
}

/// `running 3 tests`
fn is_announcement(line: &str) -> bool {
    line.strip_prefix("running ")
        .and_then(|rest| {
            rest.strip_suffix(" tests")
                .or_else(|| rest.strip_suffix(" test"))
        })
        .is_some_and(|count| count.parse::<u64>().is_ok())
}

/// The number that stands in front of a word, as in `ok. 3 passed; 0 failed`.
fn count_before(text: &str, word: &str) -> u64 {
    text.find(word)
        .and_then(|end| text[..end].rsplit([' ', ';']).next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

/// Reads the summary of `node --test`: `ℹ pass 3` for people, `# pass 3` in TAP. Cancelled tests are failures.
pub fn from_node(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines() {
        let Some(line) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
            continue;
        };
        let Some((word, count)) = line.trim().split_once(' ') else {
            continue;
        };
        let count = count.parse().unwrap_or(0);
        match word {
            "pass" => tally.passed += count,
            "fail" | "cancelled" => tally.failed += count,
            _ => {}
        }
    }
    tally
}

/// The totals so far and the names of what failed.
#[derive(Debug, Default)]
pub struct Report {
    total: Tally,
    failures: Vec<String>,
}

impl Report {
    /// Runs a check that counts as one test. Returns whether it passed.
    pub fn check(&mut self, name: &str, check: impl FnOnce() -> Result<()>) -> bool {
        self.suite(name, || {
            check()?;
            Ok(Tally {
                passed: 1,
                failed: 0,
            })
        })
    }

    /// Runs a step with tests of its own. Returns whether all passed.
    pub fn suite(&mut self, name: &str, suite: impl FnOnce() -> Result<Tally>) -> bool {
        say(format!("test: {name}"));
        let tally = suite().unwrap_or_else(|error| {
            say(format!("error: {error:#}"));
            Tally {
                passed: 0,
                failed: 1,
            }
        });
        self.total.passed += tally.passed;
        self.total.failed += tally.failed;
        if tally.failed > 0 {
            self.failures
                .push(format!("{name} ({} failed)", tally.failed));
        }
        tally.failed == 0
    }

    /// Counts a step that could not be tried as one failure.
    pub fn impossible(&mut self, name: &str, reason: &str) {
        self.suite(name, || Err(anyhow::anyhow!("not tried, since {reason}")));
    }

    /// Prints what failed and, last, the totals. Returns whether all passed.
    pub fn close(&self) -> bool {
        for failure in &self.failures {
            say(format!("failed: {failure}"));
        }
        say(format!(
            "{} passed, {} failed",
            self.total.passed, self.total.failed
        ));
        self.total.failed == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn rust_results_add_up_over_several_programs() {
        let output = "running 2 tests\ntest a ... ok\ntest b ... ok\n\n\
                      test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n\
                      running 1 test\ntest c ... FAILED\n\n\
                      test result: FAILED. 0 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(from_rust(output), tally(2, 1));
    }

    #[test]
    fn a_program_that_dies_is_a_failure() {
        let dies_first = "running 5 tests\ntest a ... ok\nrunning 1 test\ntest result: ok. 1 passed; 0 failed;\n";
        assert_eq!(from_rust(dies_first), tally(1, 1));
        assert_eq!(from_rust("running 5 tests\ntest a ... ok\n"), tally(0, 1));
    }

    #[test]
    fn what_a_test_prints_is_not_counted() {
        assert_eq!(
            from_rust("running away from tests\n12 passed\n"),
            tally(0, 0)
        );
    }

    #[test]
    fn node_summaries_are_read_in_both_styles() {
        let spec = "▶ page\n  ✔ opens (3ms)\nℹ tests 4\nℹ suites 1\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(from_node(spec), tally(2, 2));
        let tap = "ok 1 - a\n# tests 1\n# pass 1\n# fail 0\n# cancelled 0\n";
        assert_eq!(from_node(tap), tally(1, 0));
    }

    #[test]
    fn a_runner_that_fails_silently_or_runs_nothing_is_a_failure() {
        assert_eq!(tally(3, 0).judged(true), tally(3, 0));
        assert_eq!(tally(3, 0).judged(false), tally(3, 1));
        assert_eq!(tally(3, 2).judged(false), tally(3, 2));
        assert_eq!(tally(0, 0).judged(true), tally(0, 1));
        assert_eq!(tally(0, 0).judged(false), tally(0, 1));
    }

    #[test]
    fn a_report_counts_checks_suites_and_what_was_not_tried() {
        let mut report = Report::default();
        assert!(report.check("fine", || Ok(())));
        assert!(!report.check("broken", || anyhow::bail!("no")));
        assert!(!report.suite("tests", || Ok(tally(4, 2))));
        report.impossible("page", "the site was not built");
        assert_eq!(report.total, tally(5, 4));
        assert_eq!(report.failures.len(), 3);
        assert!(!report.close());
    }
}
