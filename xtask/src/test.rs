//! `cargo xtask test`: everything that can prove the project wrong.
//!
//! A step that fails does not hide the following ones. A step that runs tests counts as its tests; any other
//! counts as one. The last line is the sum, and nothing but the sum.

use std::process::Command;
use std::time::Instant;

use crate::backend::{self, Profile, TestServer};
use crate::dist::Asset;
use crate::failure::{Failure, Outcome};
use crate::peer::PeerServer;
use crate::setup::{self, Needs};
use crate::shell::{Shell, run as call};
use crate::tally::{Tally, run_tests};
use crate::{budget, dist, files, group};

struct Step {
    name: &'static str,
    run: fn(&mut Bench) -> Outcome<Tally>,
}

/// What the steps share.
struct Bench {
    shell: Shell,
    /// The release build, once there is one.
    dist: Option<Vec<Asset>>,
}

/// End-to-end tests by the beginning of their names: those in which people sign up, come, meet and leave, which depends
/// on all services. The rest is about devices, networks and pages that ask no server, or brings servers of its own.
const WITH_ANY_SERVERS: [&str; 6] =
    ["accounts::", "checklist::", "many::", "old_client::", "recovery::", "rooms::"];

/// What is about rooms and what is in them, or goes from peer to peer. The second server, over which people only find each
/// other, knows nothing of it: once with the existing services is enough.
const WITH_THE_EXISTING_SERVICES: [&str; 9] = [
    "bad_states::a_private_room_refuses_until_its_host_lets_one_in",
    "bad_states::a_server_that_hangs_is_given_up",
    "chat::a_message_that_arrived_is_not_sent_again_by_trying_again",
    "check::",
    "hands::",
    "knocking::",
    "planning::",
    "private_chat::",
    "spanish::",
];

/// What tells whether people meet: the second server's other form differs in how it addresses what it hands
/// on, and in nothing that comes after.
const WITH_THE_TARGETED_SERVER: [&str; 2] = ["checklist::", "old_client::"];

const SET_UP: &str = "set-up";
/// The package of tests with browsers.
const END_TO_END: &str = "e2e";

/// The quick ones first; what needs a browser last.
const STEPS: &[Step] = &[
    Step { name: SET_UP, run: set_up },
    Step { name: "format", run: format },
    Step { name: "clippy, native", run: clippy_native },
    Step { name: "clippy, wasm32", run: clippy_wasm },
    Step { name: "tests, native", run: tests_native },
    Step { name: "documentation", run: documentation },
    Step { name: "tests in the browser", run: tests_in_browser },
    Step { name: "release build", run: release_build },
    Step { name: "size budget", run: size_budget },
    Step { name: "end-to-end tests", run: |bench| end_to_end(bench, "own") },
    Step { name: "end-to-end tests, as the existing services", run: |bench| end_to_end(bench, "quirks") },
    Step {
        name: "end-to-end tests, over the broadcasting server",
        run: |bench| end_to_end(bench, "broadcast"),
    },
    Step { name: "end-to-end tests, over the targeted server", run: |bench| end_to_end(bench, "targeted") },
];

/// Every step, or those with one of these words in their names.
pub(crate) fn run(shell: Shell, words: &[&str]) -> Outcome {
    let is_wanted = |step: &&Step| {
        words.is_empty() || step.name == SET_UP || words.iter().any(|word| step.name.contains(word))
    };
    if let Some(word) = words.iter().find(|word| !STEPS.iter().any(|step| step.name.contains(**word))) {
        return Err(format!("no step has “{word}” in its name").into());
    }
    let interrupts = group::interrupts()?;
    let mut bench = Bench { shell, dist: None };
    let (mut sum, mut bad) = (Tally::default(), Vec::new());
    for step in STEPS.iter().filter(is_wanted) {
        println!("\n=== {}", step.name);
        let started = Instant::now();
        let tally = (step.run)(&mut bench).unwrap_or_else(|failure| {
            println!("{failure}");
            Tally::FAIL
        });
        println!("=== {}: {tally} ({} s)", step.name, started.elapsed().as_secs());
        sum += tally;
        if tally.failed > 0 {
            bad.push(step.name);
        }
        if interrupts.try_recv().is_ok() {
            return Err("interrupted".into());
        }
    }
    println!();
    if !bad.is_empty() {
        println!("failed: {}", bad.join("; "));
    }
    println!("{sum}");
    if sum.failed > 0 { Err(Failure::Told) } else { Ok(()) }
}

fn set_up(bench: &mut Bench) -> Outcome<Tally> {
    setup::run(&mut bench.shell, Needs::Everything)?;
    Ok(Tally::PASS)
}

fn format(bench: &mut Bench) -> Outcome<Tally> {
    check(bench, &["fmt", "--all", "--check"])
}

fn clippy_native(bench: &mut Bench) -> Outcome<Tally> {
    check(bench, &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// Only the front-end runs there: its library, its program, and its tests.
fn clippy_wasm(bench: &mut Bench) -> Outcome<Tally> {
    let targets = ["--lib", "--bins", "--tests"];
    let mut arguments =
        vec!["clippy", "--quiet", "--package", "charlaton", "--target", "wasm32-unknown-unknown"];
    arguments.extend(targets);
    arguments.extend(["--", "-D", "warnings"]);
    check(bench, &arguments)
}

/// Everything but what needs browsers.
fn tests_native(bench: &mut Bench) -> Outcome<Tally> {
    let root = &bench.shell.project.root;
    let mut names = files::tests_in(&root.join("tests"))?;
    for package in files::folders_in(&root.join("crates"))?.iter().filter(|path| !path.ends_with(END_TO_END))
    {
        names.extend(files::tests_in(&package.join("tests"))?);
    }
    let mut targets = cargo_test(&bench.shell, &names);
    let mut examples = cargo_test(&bench.shell, &[]);
    let mut sum = run_tests(targets.args(["--lib", "--bins"]))?;
    sum += run_tests(examples.arg("--doc"))?;
    Ok(sum)
}

/// Always of the whole workspace: of fewer packages the crates they stand on would have other features, and cargo would
/// compile them once more.
fn cargo_test(shell: &Shell, files: &[String]) -> Command {
    let mut command = shell.command("cargo");
    command.args(["test", "--workspace", "--no-fail-fast"]);
    command.args(files.iter().flat_map(|name| ["--test", name]));
    command
}

fn documentation(bench: &mut Bench) -> Outcome<Tally> {
    let mut command = bench.shell.command("cargo");
    command.args(["doc", "--quiet", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-Dwarnings");
    call(&mut command)?;
    Ok(Tally::PASS)
}

/// The servers' addresses are compiled into the tests: a page has no environment to read it from.
fn tests_in_browser(bench: &mut Bench) -> Outcome<Tally> {
    let server = TestServer::start(&bench.shell)?;
    let peer = PeerServer::start(&bench.shell)?;
    let url = |port| format!("http://127.0.0.1:{port}");
    let mut command = bench.shell.command("wasm-pack");
    command
        .args(["test", "--headless", "--chrome", "--mode", "no-install"])
        // Seconds for one file of tests; the default of 20 is for an idle machine.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("CHARLATON_TEST_API_URL", url(server.rest))
        .env("CHARLATON_TEST_CHAT_URL", url(server.chat))
        .env("CHARLATON_TEST_WEBRTC_URL", url(server.webrtc))
        .env("CHARLATON_TEST_PEER_URL", url(peer.port));
    run_tests(&mut command)
}

fn release_build(bench: &mut Bench) -> Outcome<Tally> {
    bench.dist = Some(dist::run(&bench.shell)?);
    Ok(Tally::PASS)
}

fn size_budget(bench: &mut Bench) -> Outcome<Tally> {
    let assets = bench.dist.as_ref().ok_or("there is no release build to weigh")?;
    Ok(budget::check(assets))
}

/// `servers` as `crates/e2e` takes it: all of it against the embedded back-end as it is, and as the existing services.
fn end_to_end(bench: &mut Bench, servers: &str) -> Outcome<Tally> {
    if bench.dist.is_none() {
        return Err("there is no release build to test".into());
    }
    let shell = &bench.shell;
    let server = backend::build(shell, Profile::Dev)?;
    let tests: Vec<&str> = match servers {
        "own" => Vec::new(),
        "quirks" => [WITH_ANY_SERVERS.as_slice(), &WITH_THE_EXISTING_SERVICES].concat(),
        "targeted" => WITH_THE_TARGETED_SERVER.to_vec(),
        _ => WITH_ANY_SERVERS.to_vec(),
    };
    let mut command = cargo_test(shell, &["browsers".to_owned()]);
    command
        // Most scenes have the stage for themselves; those that mostly wait share it with another one.
        .args(["--", "--test-threads=2"])
        .args(tests)
        .env("CHARLATON_DIST", shell.project.dist())
        .env("CHARLATON_BACKEND", server)
        .env("CHARLATON_SERVERS", servers);
    run_tests(&mut command)
}

fn check(bench: &Bench, arguments: &[&str]) -> Outcome<Tally> {
    call(bench.shell.command("cargo").args(arguments))?;
    Ok(Tally::PASS)
}
