//! `cargo xtask screens`: pictures of every page and of meetings, for documents and for whoever judges how it looks. The
//! first argument is the folder; any others choose parts, `strangers`, `accounts`, `lobby` or `meeting`.

mod accounts;
mod album;
mod lobby;
mod meeting;
mod strangers;

use charlaton_e2e::{Context, Failure, Result, Scene, scene};

use album::Album;

const PARTS: [&str; 4] = ["strangers", "accounts", "lobby", "meeting"];

#[tokio::main]
async fn main() -> Result {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("into which folder?")?;
    let mut parts: Vec<String> = arguments.collect();
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(Failure::new(format!("no part is called {unknown}: {PARTS:?}")));
    }
    let all = parts.is_empty();
    if all {
        parts = PARTS.map(str::to_owned).to_vec();
    }
    let album = Album::open(folder.into(), all)?;
    for part in &parts {
        scene(&format!("screens {part}"), async |scene| take(part, scene, &album).await).await?;
    }
    println!("{} pictures, {} kB", album.count()?, album.weight()? / 1000);
    Ok(())
}

async fn take(part: &str, scene: &Scene, album: &Album) -> Result {
    match part {
        "strangers" => strangers::take(scene, album).await,
        "accounts" => accounts::take(scene, album).await,
        "lobby" => lobby::take(scene, album).await,
        _ => meeting::take(scene, album).await,
    }
}
