//! What one sees who has no account.

use charlaton_e2e::{BrowserOptions, Find, Result, Scene};

use crate::album::Album;

/// Name, address, and what shows that it is there.
const PAGES: [(&str, &str, &str); 15] = [
    ("home", "/", "Meet in your browser"),
    ("login", "/login", "Log in"),
    ("signup", "/signup", "Create your account"),
    ("recovery", "/recovery", "Get a new password"),
    ("reset-password", "/restablecer?token=x", "Choose a new password"),
    ("help", "/help", "Help"),
    ("about", "/about", "About Charlaton"),
    ("privacy", "/privacy", "Privacy"),
    ("terms", "/terms", "Terms"),
    ("accessibility", "/accessibility", "Accessibility"),
    ("check", "/check", "Check the connection"),
    ("not-found", "/nonsense", "There is nothing at this address"),
    ("left", "/left?room=abc-xyz&why=left&minutes=42", "You left the meeting"),
    ("ended", "/left?why=ended&minutes=42", "The meeting has ended"),
    ("bad-link", "/reset-password?oobCode=x", "Choose a new password"),
];

pub(crate) async fn take(scene: &Scene, album: &Album) -> Result {
    let stranger = scene.stranger("Stranger", BrowserOptions::default()).await?;
    for (name, path, heading) in PAGES {
        stranger.open(&scene.backend.url(path)).await?;
        stranger.see(Find::Heading(heading)).await?;
        if name == "check" {
            stranger.press(Find::Button("Start the check")).await?;
            stranger.see(Find::Button("Copy as text")).await?;
            stranger.stops_seeing(Find::Text("checking…")).await?;
        }
        album.page(&stranger, name).await?;
    }
    stranger.open(&scene.backend.url("/signup")).await?;
    stranger.press(Find::Button("Create account")).await?;
    stranger.see(Find::Text("Write an e-mail address like ana@example.com")).await?;
    album.page(&stranger, "signup-mistakes").await?;
    stranger.open(&scene.backend.url("/")).await?;
    stranger.press(Find::Button("Read aloud")).await?;
    stranger.see(Find::Heading("Read aloud")).await?;
    album.page(&stranger, "read-aloud").await
}
