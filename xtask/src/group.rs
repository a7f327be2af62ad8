//! Programs that run beside us until we end them, together with whatever they started.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::net;
use crate::shell::describe;

/// How long a program has for an orderly end.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a server has for its start.
const START: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);

/// A running program in a process group of its own. Dropping it ends the group.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    logs: Vec<JoinHandle<()>>,
    ended: Option<ExitStatus>,
}

impl Running {
    /// Starts a program; each line it prints appears behind `prefix`.
    pub(crate) fn start(prefix: &'static str, command: &mut Command) -> Outcome<Self> {
        let line = describe(command);
        own_group(command).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(Failure::io(format_args!("cannot start `{line}`")))?;
        let mut logs = Vec::new();
        logs.extend(child.stdout.take().map(|stream| log(prefix, stream)));
        logs.extend(child.stderr.take().map(|stream| log(prefix, stream)));
        Ok(Self { child, logs, ended: None })
    }

    /// How it ended, once it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().ok().flatten();
        }
        self.ended
    }

    /// Waits until it answers `/health` on all of these ports; `name` is for what is said when it does not.
    pub(crate) fn answers_on(&mut self, name: &str, ports: &[u16]) -> Outcome {
        let started = Instant::now();
        while !ports.iter().all(|port| net::answers(*port, "/health")) {
            if let Some(status) = self.ended() {
                return Err(format!("{name} ended at its start ({status})").into());
            }
            if started.elapsed() > START {
                return Err(format!("{name} did not answer within {} s", START.as_secs()).into());
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Asks the group to end, waits, and insists.
    pub(crate) fn end(&mut self) {
        if self.ended().is_none() {
            signal(&mut self.child, Signal::Terminate);
            let asked = Instant::now();
            while self.ended().is_none() && asked.elapsed() < PATIENCE {
                thread::sleep(POLL);
            }
        }
        // Also when the program itself is gone: what it started may still be there.
        signal(&mut self.child, Signal::Kill);
        if self.ended.is_none() {
            self.ended = self.child.wait().ok();
        }
        for log in self.logs.drain(..) {
            // A thread that only copies lines; if it panicked, its lines are lost and nothing else.
            let _ = log.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// From now on Ctrl-C (and SIGTERM, and a closed terminal) is a message instead of the end of this program.
pub(crate) fn interrupts() -> Outcome<Receiver<()>> {
    let (sender, receiver) = channel();
    ctrlc::set_handler(move || {
        // The receiver is gone when the program is ending anyway.
        let _ = sender.send(());
    })
    .map_err(|error| format!("cannot catch Ctrl-C: {error}"))?;
    Ok(receiver)
}

fn log(prefix: &'static str, stream: impl Read + Send + 'static) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            println!("{prefix} | {}", String::from_utf8_lossy(&line).trim_end());
        }
    })
}

#[derive(Debug, Clone, Copy)]
enum Signal {
    Terminate,
    Kill,
}

#[cfg(unix)]
fn own_group(command: &mut Command) -> &mut Command {
    use std::os::unix::process::CommandExt;
    command.process_group(0)
}

/// The shell's `kill`: sending a signal from Rust takes unsafe code or another dependency.
#[cfg(unix)]
fn signal(child: &mut Child, signal: Signal) {
    let name = match signal {
        Signal::Terminate => "TERM",
        Signal::Kill => "KILL",
    };
    let line = format!("kill -{name} -{} 2>/dev/null", child.id());
    // It fails when the group is gone, which is the aim.
    let _ = Command::new("sh").args(["-c", &line]).status();
}

#[cfg(not(unix))]
fn own_group(command: &mut Command) -> &mut Command {
    command
}

#[cfg(not(unix))]
fn signal(child: &mut Child, _signal: Signal) {
    let _ = child.kill();
}

#[cfg(all(test, unix))]
mod tests {
    use super::Running;
    use std::process::Command;

    #[test]
    fn an_end_is_noticed() {
        let mut running = Running::start("test", Command::new("sh").args(["-c", "exit 3"])).unwrap();
        while running.ended().is_none() {
            std::thread::yield_now();
        }
        assert_eq!(running.ended().and_then(|status| status.code()), Some(3));
    }

    #[test]
    fn a_server_that_ends_is_not_waited_for() {
        let mut running = Running::start("test", Command::new("sh").args(["-c", "exit 3"])).unwrap();
        let [port] = crate::net::free_ports().unwrap();
        let failure = running.answers_on("the server", &[port]).unwrap_err();
        assert!(failure.to_string().starts_with("the server ended at its start"), "{failure}");
    }

    #[test]
    fn ending_takes_along_what_it_started() {
        // The grandchild would hold the output open, and with it the log threads that `end` waits for.
        let mut running =
            Running::start("test", Command::new("sh").args(["-c", "sleep 1000 & wait"])).unwrap();
        running.end();
        assert!(running.ended().is_some_and(|status| !status.success()));
    }
}
