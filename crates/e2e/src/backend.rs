use std::net::{Ipv4Addr, SocketAddr};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::Mutex};

use crate::{
    Context, Result, eventually, http, paths,
    process::{Log, Process},
};

/// How the back-end is started.
#[derive(Debug, Clone, Default)]
pub struct BackendOptions {
    /// Life of access tokens, as `--access-ttl` takes it; the back-end's own when absent.
    pub access_ttl: Option<&'static str>,
    /// Whose pages may call it besides its own.
    pub origins: Origins,
}

/// Web origins that a back-end answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origins {
    /// Its own, and the default of development.
    #[default]
    Usual,
    /// Any: the front-end is on a host of its own.
    Any,
}

/// The embedded back-end with the front-end, one origin, in a process of its own with data of its own.
#[derive(Debug)]
pub struct Backend {
    address: SocketAddr,
    data: TempDir,
    log: Log,
    running: Mutex<Option<Process>>,
}

/// Somebody who has signed up, and the cookies that prove it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Document id.
    pub id: String,
    /// Nickname.
    pub name: String,
    /// As the server stores it.
    pub email: String,
    pub(crate) cookies: Vec<(String, String)>,
}

impl Account {
    /// Of every account here.
    pub const PASSWORD: &str = "correct horse";

    /// What a socket shows at its handshake.
    #[must_use]
    pub fn access_token(&self) -> Option<&str> {
        let (_, token) = self.cookies.iter().find(|(name, _)| name == "AccessToken")?;
        Some(token)
    }
}

impl Backend {
    /// Starts it on a free port.
    ///
    /// # Errors
    /// When it does not get healthy.
    pub async fn start(options: &BackendOptions) -> Result<Self> {
        // A port that was just free; that somebody else takes it in between is possible and would fail loudly.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr()?;
        let backend = Self { address, data: TempDir::new()?, log: Log::default(), running: Mutex::new(None) };
        backend.start_again(options).await?;
        Ok(backend)
    }

    /// Starts it on the port and the data it had.
    ///
    /// # Errors
    /// When it does not get healthy.
    pub async fn start_again(&self, options: &BackendOptions) -> Result {
        let mut arguments = vec![
            format!("--web={}", paths::dist()?.display()),
            format!("--port={}", self.address.port()),
            format!("--data={}", self.data.path().display()),
            // Every browser of a test is on this machine: host candidates are enough, and nothing leaves it.
            "--ice-servers=[]".to_owned(),
        ];
        if options.origins == Origins::Any {
            arguments.push("--origin=*".to_owned());
        }
        arguments.extend(options.access_ttl.map(|ttl| format!("--access-ttl={ttl}")));
        let mut process = Process::start(&paths::backend()?, &arguments, self.log.clone())?;
        eventually("a healthy back-end", async || {
            process.check_running()?;
            http::request(self.address, "GET", "/health", &[], None).await?.accepted()
        })
        .await?;
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
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// What it has written so far, over all its lives.
    #[must_use]
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// A new account, by REST.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn sign_up(&self, name: &str) -> Result<Account> {
        let email = format!("{}@example.com", name.to_lowercase());
        let body = json!({
            "email": email, "password": Account::PASSWORD, "confirmPassword": Account::PASSWORD,
            "nickname": name, "edad": 30,
        });
        let answer = http::request(self.address, "POST", "/api/auth/signup", &[], Some(&body)).await?;
        let answer = answer.accepted().context("signing up")?;
        let id = answer.body["user"]["id"].as_str().context("the new user has no id")?.to_owned();
        Ok(Account { id, name: name.to_owned(), email, cookies: answer.cookies })
    }

    /// A new room of `host`, by REST; its id.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn make_room(&self, host: &Account) -> Result<String> {
        self.make(&json!({ "name": "A meeting", "creatorId": host.id }), host).await
    }

    /// A new room of `host` that nobody else may enter yet, by REST; its id.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn make_private_room(&self, host: &Account) -> Result<String> {
        self.make(&json!({ "name": "A private meeting", "creatorId": host.id, "private": true }), host).await
    }

    async fn make(&self, body: &Value, host: &Account) -> Result<String> {
        let answer = http::request(self.address, "POST", "/api/room", &host.cookies, Some(body)).await?;
        let answer = answer.accepted().context("making a room")?;
        Ok(answer.body["id"].as_str().context("the new room has no id")?.to_owned())
    }

    /// Lets somebody into a private room, by REST.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn let_in(&self, host: &Account, guest: &Account, room: &str) -> Result {
        let body = json!({ "userId": guest.id, "roomId": room });
        let answer = http::request(self.address, "POST", "/api/access", &host.cookies, Some(&body)).await?;
        answer.accepted().context("letting somebody in")?;
        Ok(())
    }

    /// Ends a room, by REST.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn end_room(&self, host: &Account, room: &str) -> Result {
        let path = format!("/api/room/{room}/end");
        let body = json!({ "userId": host.id });
        let answer = http::request(self.address, "POST", &path, &host.cookies, Some(&body)).await?;
        answer.accepted().context("ending a room")?;
        Ok(())
    }
}
