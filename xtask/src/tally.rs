//! Counts what the test runners report, while their output goes on to the terminal.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::ops::AddAssign;
use std::process::{Command, ExitStatus, Stdio};
use std::{fmt, io, thread};

use crate::failure::{Failure, Outcome};
use crate::shell::describe;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    pub(crate) const PASS: Self = Self { passed: 1, failed: 0 };
    pub(crate) const FAIL: Self = Self { passed: 0, failed: 1 };

    /// Reads one line of libtest or wasm-bindgen-test; any other line counts nothing.
    fn of_line(line: &str) -> Self {
        let plain = without_colour(line);
        let Some((_, numbers)) = plain.split_once("test result:") else { return Self::default() };
        let number = |unit: &str| -> u64 {
            let before = numbers.split_once(unit).map(|(before, _)| before.trim_end());
            let digits = before.and_then(|text| text.rsplit(|c: char| !c.is_ascii_digit()).next());
            digits.and_then(|text| text.parse().ok()).unwrap_or(0)
        };
        Self { passed: number(" passed"), failed: number(" failed") }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Runs a command that runs tests. A run that ends badly without naming a failed test counts as one failure, and
/// so does one that found no test at all: a test that does not run proves nothing.
pub(crate) fn run_tests(command: &mut Command) -> Outcome<Tally> {
    if io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let line = describe(command);
    let (status, mut tally) = observe(command, io::stdout(), io::stderr())?;
    if let Some(reason) = failure_besides(status, tally) {
        println!("`{line}` {reason}");
        tally += Tally::FAIL;
    }
    Ok(tally)
}

/// What is wrong with a run beyond the tests it names.
fn failure_besides(status: ExitStatus, tally: Tally) -> Option<String> {
    match tally {
        _ if !status.success() && tally.failed == 0 => Some(format!("failed ({status})")),
        Tally { passed: 0, failed: 0 } => Some("ran no test".to_owned()),
        _ => None,
    }
}

fn observe(
    command: &mut Command,
    to_out: impl Write,
    to_err: impl Write + Send,
) -> Outcome<(ExitStatus, Tally)> {
    let line = describe(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(Failure::io(format_args!("cannot start `{line}`")))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let tally = thread::scope(|scope| {
        let errors = scope.spawn(|| err.map(|stream| count(stream, to_err)).unwrap_or_default());
        let mut tally = out.map(|stream| count(stream, to_out)).unwrap_or_default();
        tally += errors.join().unwrap_or_default();
        tally
    });
    let status = child.wait().map_err(Failure::io(format_args!("`{line}`")))?;
    Ok((status, tally))
}

fn count(stream: impl Read, mut to: impl Write) -> Tally {
    let mut tally = Tally::default();
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        tally += Tally::of_line(&String::from_utf8_lossy(&line));
        // The count matters even where nobody reads the output any more.
        let _ = to.write_all(&[line.as_slice(), b"\n"].concat());
    }
    tally
}

/// The text without terminal colours: `ESC [ … m`.
fn without_colour(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    plain.extend(parts.map(|part| part.split_once('m').map_or("", |(_, rest)| rest)));
    plain
}

#[cfg(test)]
mod tests {
    use super::{Tally, failure_besides, observe};
    use std::io;
    use std::process::Command;

    #[test]
    fn lines_of_the_runners() {
        for (line, passed, failed) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.10s",
                12,
                0,
            ),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored", 3, 2),
            ("    test result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out", 2, 0),
            ("test result: \u{1b}[32mok\u{1b}[0m. 7 passed; 0 failed; 0 ignored", 7, 0),
            ("test words::say_result ... ok", 0, 0),
            ("", 0, 0),
        ] {
            assert_eq!(Tally::of_line(line), Tally { passed, failed }, "{line}");
        }
    }

    /// What is counted, and whether the run itself is to blame for more.
    #[cfg(unix)]
    fn shell(script: &str) -> (Tally, bool) {
        // Not to our own output: whoever counts the tests of this crate would count these lines too.
        let mut command = Command::new("sh");
        let (status, tally) = observe(command.args(["-c", script]), io::sink(), io::sink()).unwrap();
        (tally, failure_besides(status, tally).is_some())
    }

    #[cfg(unix)]
    #[test]
    fn both_streams_and_all_lines_count() {
        let script =
            "echo 'test result: ok. 2 passed; 0 failed'; echo 'test result: ok. 3 passed; 0 failed' >&2";
        assert_eq!(shell(script), (Tally { passed: 5, failed: 0 }, false));
    }

    #[cfg(unix)]
    #[test]
    fn a_run_that_breaks_or_finds_nothing_is_a_failure() {
        let result = |passed, failed, more| (Tally { passed, failed }, more);
        assert_eq!(shell("exit 101"), result(0, 0, true));
        assert_eq!(shell("echo 'test result: ok. 0 passed; 0 failed'"), result(0, 0, true));
        assert_eq!(shell("echo 'test result: ok. 4 passed; 0 failed'; exit 1"), result(4, 0, true));
        assert_eq!(shell("echo 'test result: FAILED. 4 passed; 2 failed'; exit 1"), result(4, 2, false));
    }
}
