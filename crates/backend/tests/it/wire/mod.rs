//! The golden sessions of `tests/wire`, which the front-end's machine is tested with, played against this server: what
//! the client says in them is said to it over real HTTP and WebSockets, and what the server says in them is compared
//! with what it answers. They are played here and not beside the front-end's, because here is what a server needs: a
//! database, people and rooms.
//!
//! A session's times are those of the client's clock and are not waited for; pings come when the server's clock says.
//! What the server chooses (`<sid>`, `<user>`) is any string, and its objects may say more than the session does.

mod pattern;
mod player;
#[path = "../../../../../tests/wire/transcript.rs"]
mod transcript;

use std::time::Duration;

use serde_json::json;

use crate::common::Backend;
use player::Player;
use transcript::{Line, sessions};

/// Sessions that this server would not go through to the end: what it does not do, and from when on that is so.
const OTHERWISE: [(&str, u64, &str); 10] = [
    (
        "04-upgrade-fails",
        30,
        "its Engine.IO gives the connection up with the probe: the client makes a new one",
    ),
    ("06-silence", 25_000, "it sends no such events, and is never silent as long as it lives"),
    ("08-kicked", 30, "it throws nobody out: whoever is refused may stay and ask for access"),
    ("10-acks", 11, "it takes nobody without a token, and acknowledges nothing"),
    ("11-binary", 30, "it sends nothing binary; what it is sent is ignored"),
    ("12-namespaces", 13, "it has one namespace"),
    ("13-recovery", 11, "it recovers no connection: after a return the list of users tells the truth"),
    ("14-limits", 10, "it takes a million bytes"),
    ("16-close", 20, "it closes when it is told to end: see the test below"),
    ("15-stuck", 18_000, "it answers, and in Engine.IO"),
];

#[tokio::test]
async fn every_golden_session() {
    let sessions = sessions();
    for (name, ..) in OTHERWISE {
        assert!(sessions.iter().any(|(path, _)| path.ends_with(format!("{name}.txt"))), "there is no {name}");
    }
    for (path, session) in sessions {
        let name = path.file_stem().unwrap().to_string_lossy();
        let otherwise = OTHERWISE.iter().find(|(session, ..)| *session == name);
        let until = otherwise.map_or(Duration::MAX, |(_, millis, _)| Duration::from_millis(*millis));
        // A server of its own: what the one before it heard last is none of its business.
        let backend = Backend::start().await;
        let mut ana = backend.person("ana").await;
        let room = ana.room(json!({})).await;
        let mut player = Player::new(backend.chat(), &ana.token, &room);
        for line in session.lines() {
            match Line::read(line) {
                Some(read) if read.at < until => {
                    player.play(read).await.unwrap_or_else(|words| panic!("{name}: {line}\n  {words}"));
                }
                Some(_) => break,
                None => {}
            }
        }
        player.finish().await.unwrap_or_else(|words| panic!("{name}: after its end: {words}"));
    }
}

#[tokio::test]
async fn the_session_that_the_server_closes() {
    let backend = Backend::start().await;
    let ana = backend.person("ana").await;
    let mut player = Player::new(backend.chat(), &ana.token, "no-room");
    let (_, session) = sessions().into_iter().find(|(path, _)| path.ends_with("16-close.txt")).unwrap();
    let mut server = Some(backend.server);
    for line in session.lines() {
        let Some(read) = Line::read(line) else { continue };
        if read.word == "<ws" && read.rest == "1" {
            server.take().unwrap().shutdown().await.unwrap();
        }
        player.play(read).await.unwrap_or_else(|words| panic!("{line}\n  {words}"));
    }
    assert!(server.is_none(), "the session closes");
}
