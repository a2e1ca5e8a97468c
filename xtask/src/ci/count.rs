//! Counts tests in the output of cargo.

/// The numbers of tests in all test programs.
#[derive(Default)]
pub(super) struct Tests {
    passed: usize,
    failed: usize,
}

impl Tests {
    /// Reads `test result: ok. 5 passed; 0 failed; …`.
    pub(super) fn count(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else {
            return;
        };
        for count in counts.split([';', '.']) {
            let mut words = count.split_whitespace();
            let number = words.next().and_then(|number| number.parse::<usize>().ok());
            match (number, words.next()) {
                (Some(number), Some("passed")) => self.passed += number,
                (Some(number), Some("failed")) => self.failed += number,
                _ => {}
            }
        }
    }

    /// Returns the totals. Tests that could not be built or run count as one failure.
    pub(super) fn summary(&self, step_failed: bool) -> String {
        let failed = self.failed.max(usize::from(step_failed));
        format!("{} passed, {failed} failed", self.passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tests_of_all_programs_are_counted() {
        let mut tests = Tests::default();
        tests.count("test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s");
        tests.count(
            "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        tests.count("test prints::test_result ... ok");
        assert_eq!(tests.summary(true), "12 passed, 2 failed");
    }

    #[test]
    fn tests_that_do_not_build_have_failed() {
        assert_eq!(Tests::default().summary(true), "0 passed, 1 failed");
    }
}
