//! The embedded back-end as a process of its own.

mod accounts;
mod place;

use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::{
    Context, Result, Turn, eventually, http, paths,
    process::{Log, Process},
};

pub use accounts::Account;
pub(crate) use place::free_port;
use place::{Place, Servers};

/// How the back-end is started.
#[derive(Debug, Clone, Default)]
pub struct BackendOptions {
    /// Life of access tokens, Firebase's among them, as `--access-ttl` takes it; the back-end's own when absent.
    pub access_ttl: Option<&'static str>,
    /// Where the page comes from.
    pub hosting: Hosting,
    /// Where the page, from a static host, finds the REST service.
    pub rest: Rest,
    /// A TURN server whose credentials it hands out.
    pub turn: Option<Turn>,
    /// Another built front-end than the usual, which the back-end serves itself.
    pub web: Option<PathBuf>,
    /// Browsers connect through that server alone.
    pub relay_only: bool,
    /// An origin whose pages may call it besides.
    pub origin: Option<String>,
    /// The page offers Google and GitHub, and its host lets in what they need; only with Firebase.
    pub providers: bool,
    /// What the page's `config.json` says instead, by field; only where the page comes from a static host.
    pub config: Vec<(&'static str, Value)>,
    /// The test sends what would end the existing services; they end of it otherwise, as they really do.
    pub rude: bool,
}

/// Where the page comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hosting {
    /// From the back-end, unless this run is about the existing services, which never do that.
    #[default]
    Usual,
    /// From a static host, which is there when the back-end is not.
    Apart,
    /// The same, at this machine's address on a [`Network`](crate::Network).
    Network,
    /// The same as `Apart`, and the services are as the existing ones, with Firebase, whichever this run is about.
    WithFirebase,
}

/// Where a page that comes from a static host finds the REST service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rest {
    /// At another origin of the page's site.
    #[default]
    Near,
    /// At another site, whose cookies browsers may block.
    Elsewhere,
    /// At the page's own origin: the host passes requests on.
    PassedOn,
}

/// The embedded back-end in a process of its own with data of its own, and the front-end.
#[derive(Debug)]
pub struct Backend {
    place: Place,
    data: TempDir,
    log: Log,
    running: Mutex<Option<Process>>,
}

impl Backend {
    /// Starts it on free ports.
    ///
    /// # Errors
    /// When it does not get healthy.
    pub async fn start(options: &BackendOptions) -> Result<Self> {
        let place = match (Servers::of_this_run()?, options.hosting) {
            _ if options.web.is_some() => Place::together().await?,
            (Servers::Own, Hosting::Usual) => Place::together().await?,
            (Servers::Own, Hosting::WithFirebase) => Place::apart(Servers::Quirks, options).await?,
            (servers, _) => Place::apart(servers, options).await?,
        };
        let backend = Self { place, data: TempDir::new()?, log: Log::default(), running: Mutex::new(None) };
        backend.start_again(options).await?;
        Ok(backend)
    }

    /// Starts it on the ports and the data it had.
    ///
    /// # Errors
    /// When it does not get healthy.
    pub async fn start_again(&self, options: &BackendOptions) -> Result {
        let mut arguments = self.place.arguments(options.web.as_deref())?;
        arguments.push(format!("--data={}", self.data.path().display()));
        arguments.extend(options.origin.as_ref().map(|origin| format!("--origin={origin}")));
        if self.place.servers() != Servers::Own && !options.rude {
            arguments.push("--deadly-payloads".to_owned());
        }
        if let Some(ttl) = options.access_ttl {
            arguments.extend([format!("--access-ttl={ttl}"), format!("--firebase-ttl={ttl}")]);
        }
        arguments.extend(options.turn.iter().flat_map(Turn::arguments));
        // A static host tells its page itself.
        if options.relay_only && self.place.is_together() {
            arguments.push("--relay-only".to_owned());
        }
        let mut process = Process::start(&paths::backend()?, &arguments, self.log.clone())?;
        let healthy = eventually("a healthy back-end", async || {
            http::request(self.place.rest(), "GET", "/health", &[], None).await?.accepted()
        });
        tokio::select! {
            healthy = healthy => healthy?,
            failure = process.ended() => return Err(failure),
        };
        *self.running.lock().await = Some(process);
        Ok(())
    }

    /// SIGKILL: sockets break, nothing is said.
    ///
    /// # Errors
    /// When there is no such process.
    pub async fn kill(&self) -> Result {
        let mut process = self.running.lock().await.take().context("the back-end does not run")?;
        process.kill().await
    }

    /// Stops it in its tracks: connections stay, nothing is answered until [`Self::thaw`].
    ///
    /// # Errors
    /// When there is no such process.
    pub async fn freeze(&self) -> Result {
        self.running.lock().await.as_ref().context("the back-end does not run")?.freeze(true).await
    }

    /// Lets a frozen one go on.
    ///
    /// # Errors
    /// When there is no such process.
    pub async fn thaw(&self) -> Result {
        self.running.lock().await.as_ref().context("the back-end does not run")?.freeze(false).await
    }

    /// The address of the front-end; `localhost`, because cameras need a secure context.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.place.url(path)
    }

    /// The chat server's address, for clients outside a page.
    #[must_use]
    pub fn chat_url(&self) -> String {
        self.place.chat_url()
    }

    /// The second server's address likewise, where negotiation goes over it.
    #[must_use]
    pub fn second_url(&self) -> Option<String> {
        self.place.second_url()
    }

    /// Whether the second server says everything to everybody: the previous front-end, which does not say who it is, can
    /// only be met by one.
    #[must_use]
    pub fn broadcasts(&self) -> bool {
        self.place.servers() == Servers::Broadcast
    }

    /// Whether these servers keep strangers out of private rooms. The existing ones cannot tell people apart there.
    #[must_use]
    pub fn keeps_private_rooms(&self) -> bool {
        self.place.servers() == Servers::Own
    }

    /// What it has written so far, over all its lives.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// A new room of `host`, by REST; its id.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn make_room(&self, host: &Account) -> Result<String> {
        self.make_room_of(&json!({ "name": "A meeting", "creatorId": host.id }), host).await
    }

    /// A new room of `host` that nobody else may enter yet, by REST; its id.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn make_private_room(&self, host: &Account) -> Result<String> {
        self.make_private_room_with(host, &[]).await
    }

    /// The same, with more hosts.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn make_private_room_with(&self, host: &Account, admins: &[&Account]) -> Result<String> {
        let admins: Vec<_> = admins.iter().map(|admin| &admin.id).collect();
        let body = json!({
            "name": "A private meeting", "creatorId": host.id, "private": true, "adminsId": admins,
        });
        self.make_room_of(&body, host).await
    }

    /// A new room of `host`, by REST, which takes `body`; its id.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn make_room_of(&self, body: &Value, host: &Account) -> Result<String> {
        let answer = http::request(self.place.rest(), "POST", "/api/room", &host.cookies, Some(body)).await?;
        let answer = answer.accepted().context("making a room")?;
        Ok(answer.body["id"].as_str().context("the new room has no id")?.to_owned())
    }

    /// Lets somebody into a private room, by REST.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn let_in(&self, host: &Account, guest: &Account, room: &str) -> Result {
        let body = json!({ "userId": guest.id, "roomId": room, "grantedBy": host.id });
        let answer =
            http::request(self.place.rest(), "POST", "/api/access", &host.cookies, Some(&body)).await?;
        answer.accepted().context("letting somebody in")?;
        Ok(())
    }

    /// Has somebody write so many messages into a room, by REST, in order; nobody hears of it. The text of each is made
    /// from its number.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn fill(
        &self,
        author: &Account,
        room: &str,
        count: usize,
        text: impl Fn(usize) -> String,
    ) -> Result {
        for number in 0..count {
            let body = json!({ "userId": author.id, "roomId": room, "content": text(number), "visibility": "public" });
            http::request(self.place.rest(), "POST", "/api/message", &author.cookies, Some(&body))
                .await?
                .accepted()
                .context(format!("writing message {number}"))?;
        }
        Ok(())
    }

    /// Calls somebody otherwise, by REST.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn rename(&self, account: &Account, name: &str) -> Result {
        let path = format!("/api/user/{}", account.id);
        let body = json!({ "nickname": name });
        let answer = http::request(self.place.rest(), "PUT", &path, &account.cookies, Some(&body)).await?;
        answer.accepted().context("calling somebody otherwise")?;
        Ok(())
    }

    /// Ends a room, by REST.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn end_room(&self, host: &Account, room: &str) -> Result {
        let path = format!("/api/room/{room}/end");
        let body = json!({ "userId": host.id });
        let answer = http::request(self.place.rest(), "POST", &path, &host.cookies, Some(&body)).await?;
        answer.accepted().context("ending a room")?;
        Ok(())
    }
}
