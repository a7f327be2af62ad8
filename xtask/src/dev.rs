//! `cargo xtask dev`: the back-end and `trunk serve` side by side, until Ctrl-C or until one of them ends.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use crate::failure::Outcome;
use crate::group::{self, Running};
use crate::shell::Shell;
use crate::{backend, net, oauth};

const PORTS: [(u16, &str); 4] =
    [(3000, "REST"), (5000, "chat"), (5050, "WebRTC signaling"), (5173, "the page")];
const POLL: Duration = Duration::from_millis(200);

pub(crate) fn run(shell: &Shell) -> Outcome {
    let taken: Vec<_> = PORTS.iter().filter(|(port, _)| !net::is_free(*port)).collect();
    if !taken.is_empty() {
        return Err(taken_words(&taken).into());
    }
    oauth::bundle(shell)?;
    let interrupts = group::interrupts()?;
    println!(
        "dev: compiling both; the first time takes some minutes. Then open http://localhost:5173. Ctrl-C ends both."
    );
    let mut back = Running::start("back", &mut backend::run_command(shell))?;
    let mut web = Running::start("web ", shell.trunk().arg("serve"))?;
    let died = loop {
        match interrupts.recv_timeout(POLL) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => break None,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(status) = back.ended() {
            break Some(("the back-end", status));
        }
        if let Some(status) = web.ended() {
            break Some(("trunk serve", status));
        }
    };
    match died {
        None => println!("dev: ending both"),
        Some((name, status)) => println!("dev: {name} ended by itself ({status}); ending the other"),
    }
    web.end();
    back.end();
    match died {
        None => Ok(()),
        Some((name, _)) => Err(format!("dev: {name} ended by itself; its last lines above say why").into()),
    }
}

fn taken_words(taken: &[&(u16, &str)]) -> String {
    let list: Vec<_> = taken.iter().map(|(port, what)| format!("{port} ({what})")).collect();
    let (noun, first) =
        (if taken.len() == 1 { "port" } else { "ports" }, taken.first().map_or(0, |(port, _)| *port));
    format!(
        "{noun} {} taken: end the program that listens there (`lsof -i :{first}` names it) and start again",
        list.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::taken_words;

    #[test]
    fn taken_ports_are_said_in_one_line() {
        let words = taken_words(&[&(3000, "REST"), &(5173, "the page")]);
        assert!(words.starts_with("ports 3000 (REST), 5173 (the page) taken: "), "{words}");
        assert!(words.contains("lsof -i :3000"), "{words}");
        assert_eq!(words.lines().count(), 1);
    }
}
