use std::{ops::Deref, sync::Arc};

use serde_json::Value;

use crate::{
    Account, Browser, Context, Find, Result, eventually,
    media::{Tile, holds},
};

/// Somebody with an account, at a browser of their own.
#[derive(Debug)]
pub struct Person {
    /// Who they are.
    pub account: Account,
    browser: Arc<Browser>,
    origin: String,
}

impl Deref for Person {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl Person {
    pub(crate) fn new(account: Account, browser: Arc<Browser>, origin: String) -> Self {
        Self { account, browser, origin }
    }

    /// Their document id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.account.id
    }

    /// Opens a page of the app.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub async fn visit(&self, path: &str) -> Result {
        self.open(&format!("{}{path}", self.origin)).await
    }

    /// From the shared link into the meeting, with microphone and camera on.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn join(&self, room: &str) -> Result {
        self.enter_lobby(room).await?;
        self.enter_meeting(room).await
    }

    /// From the shared link to the open lobby with devices on.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn enter_lobby(&self, room: &str) -> Result {
        self.visit(&format!("/join/{room}")).await?;
        let allow = Find::Button("Use microphone and camera");
        let ready = eventually("the lobby or its question", async || {
            let (asks, ready) = (self.sees(allow).await?, self.sees(Find::Button("Join")).await?);
            holds(asks || ready, || "neither".to_owned()).map(|()| ready)
        });
        if !ready.await.context(format!("{} enters the lobby", self.account.name))? {
            self.press(allow).await?;
        }
        self.see(Find::Button("Join")).await?;
        self.see(Find::Labelled("Your picture")).await
    }

    /// From the open lobby into the meeting.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn enter_meeting(&self, room: &str) -> Result {
        self.press(Find::Button("Join")).await?;
        self.is_at(&format!("/meet/{room}")).await?;
        self.see(Find::Labelled("Meeting controls")).await?;
        self.has_tile_of(self.id()).await.map(drop)
    }

    /// Waits for somebody's tile.
    ///
    /// # Errors
    /// When it never appears.
    pub async fn has_tile_of(&self, user: &str) -> Result<Tile> {
        eventually(&format!("{} has a tile of {user}", self.account.name), async || {
            let tiles = self.tiles().await?;
            let seen = format!("{tiles:?}");
            tiles.into_iter().find(|tile| tile.user == user).context(seen)
        })
        .await
    }

    /// Waits until somebody's tile says something.
    ///
    /// # Errors
    /// When it never does.
    pub async fn reads_on_tile_of(&self, user: &str, words: &str) -> Result {
        eventually(&format!("{} reads “{words}” on the tile of {user}", self.account.name), async || {
            let tile = self.has_tile_of(user).await?;
            holds(tile.text.contains(words) || tile.label.contains(words), || format!("{tile:?}"))
        })
        .await
    }

    /// Opens the list of participants, if it is closed, and waits until it names exactly these people.
    ///
    /// # Errors
    /// When it never does.
    pub async fn lists(&self, people: &[&Person]) -> Result {
        let mut wanted: Vec<_> = people.iter().map(|person| person.id().to_owned()).collect();
        wanted.sort();
        eventually(&format!("{} lists {} people", self.account.name, people.len()), async || {
            let mut listed = self.people().await?;
            if listed.is_empty() {
                self.press(Find::Button("People")).await?;
            }
            listed.sort();
            holds(listed == wanted, || format!("{listed:?} instead of {wanted:?}"))
        })
        .await
    }

    /// Opens the chat, if it is closed, and sends a message to everybody.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn write(&self, text: &str) -> Result {
        let field = "Message to everybody";
        if !self.sees(Find::Field(field)).await? {
            self.press(Find::Button("Chat")).await?;
        }
        self.fill(field, text).await?;
        self.press(Find::Button("Send")).await
    }

    /// Opens the chat, if it is closed, and waits until its last message says this.
    ///
    /// # Errors
    /// When it never does.
    pub async fn reads(&self, text: &str) -> Result<String> {
        if !self.sees(Find::Field("Message to everybody")).await? {
            self.press(Find::Button("Chat")).await?;
        }
        eventually(&format!("{} reads “{text}”", self.account.name), async || {
            let messages = self.messages().await?;
            let last = messages.last().filter(|message| message.contains(text)).cloned();
            last.context(format!("{messages:?}"))
        })
        .await
    }

    /// Looks whether the access token in the cookie is over, also where script may not read it.
    ///
    /// # Errors
    /// While it is not.
    pub async fn token_has_expired(&self) -> Result {
        let token = self.cookie("AccessToken").await?.context("there is no token")?;
        self.is_over(&token).await
    }

    /// Looks whether the page's ID token of Firebase is over.
    ///
    /// # Errors
    /// While it is not.
    pub async fn firebase_token_has_expired(&self) -> Result {
        let stored =
            "const name = Object.keys(localStorage).find((name) => name.startsWith('firebase:authUser:'));
            return name ? JSON.parse(localStorage[name]).stsTokenManager.accessToken : null";
        let token: Option<String> = self.run(stored, vec![]).await?;
        self.is_over(&token.context("there is no token")?).await
    }

    async fn is_over(&self, token: &str) -> Result {
        let claims =
            "return JSON.parse(atob(arguments[0].split('.')[1].replaceAll('-', '+').replaceAll('_', '/')))";
        let claims: Value = self.run(claims, vec![token.into()]).await?;
        let left = claims["exp"].as_f64().context("it does not end")? - self.clock().await? / 1000.0;
        holds(left < 0.0, || format!("{left} s are left"))
    }

    /// Leaves; a host is asked whether to end it for everybody, and does not.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn leave(&self) -> Result {
        self.press(Find::Button("Leave")).await?;
        let dialog = Find::Heading("Leave the meeting?");
        eventually(&format!("{} leaves", self.account.name), async || {
            if self.sees(dialog).await? {
                self.press_in_dialog("Leave").await?;
            }
            let at = self.address().await?;
            holds(at.path() == "/left", || format!("at {at}"))
        })
        .await?;
        self.see(Find::Heading("You left the meeting")).await
    }
}
