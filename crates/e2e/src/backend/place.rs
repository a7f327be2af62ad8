//! Where the services and the page are: together on one origin, or apart as in the deployments that exist.

use std::{
    env,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process,
    sync::{
        LazyLock,
        atomic::{AtomicU16, Ordering},
    },
};

use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    BackendOptions, Context, Failure, Hosting, Network, Rest, Result,
    host::{self, Host, Rules, Terminator},
    paths,
};

/// Which servers the tests run against: `CHARLATON_SERVERS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Servers {
    /// The embedded back-end as it is (`own`, the default).
    Own,
    /// The embedded back-end as the existing services are, with Firebase (`quirks`).
    Quirks,
    /// The same, with negotiation over the broadcasting second server (`broadcast`).
    Broadcast,
    /// The same over the other form of that server, which hands a message on to whom it is meant for (`targeted`).
    Targeted,
}

impl Servers {
    pub(super) fn of_this_run() -> Result<Self> {
        match env::var("CHARLATON_SERVERS").as_deref() {
            Ok("own") | Err(_) => Ok(Self::Own),
            Ok("quirks") => Ok(Self::Quirks),
            Ok("broadcast") => Ok(Self::Broadcast),
            Ok("targeted") => Ok(Self::Targeted),
            Ok(other) => {
                let known = "own, quirks, broadcast or targeted";
                Err(Failure::new(format!("CHARLATON_SERVERS is `{other}`: {known}")))
            }
        }
    }

    /// Which form of the second server negotiation goes over, as `--webrtc` takes it.
    fn second(self) -> Option<&'static str> {
        match self {
            Self::Own | Self::Quirks => None,
            Self::Broadcast => Some("broadcast"),
            Self::Targeted => Some("targeted"),
        }
    }
}

/// Where everything of one test is.
#[derive(Debug)]
pub(super) enum Place {
    /// The back-end serves the page too.
    Together(SocketAddr),
    /// The page is on a static host over https, every service behind a proxy of its own.
    Apart(Box<Apart>),
}

#[derive(Debug)]
pub(super) struct Apart {
    servers: Servers,
    pub(super) rest: SocketAddr,
    chat: SocketAddr,
    webrtc: SocketAddr,
    pub(super) firebase: SocketAddr,
    host: Host,
    /// They end with it.
    _proxies: [Terminator; 4],
}

impl Place {
    pub(super) async fn together() -> Result<Self> {
        Ok(Self::Together(free_port().await?))
    }

    pub(super) async fn apart(servers: Servers, options: &BackendOptions) -> Result<Self> {
        let (rest, chat) = (free_port().await?, free_port().await?);
        let (webrtc, firebase) = (free_port().await?, free_port().await?);
        let on = if options.hosting == Hosting::Network { Network::HERE } else { Ipv4Addr::LOCALHOST };
        let proxies = [
            Terminator::start(on, rest).await?,
            Terminator::start(on, chat).await?,
            Terminator::start(on, webrtc).await?,
            Terminator::start(on, firebase).await?,
        ];
        let mut rules = if servers == Servers::Broadcast { Rules::netlify()? } else { Rules::vercel()? };
        if options.providers {
            let [.., firebase] = &proxies;
            rules.let_google_in(&firebase.foreign_origin());
        }
        if options.rest == Rest::PassedOn {
            rules.pass_on_to(&format!("http://{rest}"))?;
        }
        let host = Host::start(host::listen(on).await?, &config(servers, &proxies, options), rules)?;
        Ok(Self::Apart(Box::new(Apart { servers, rest, chat, webrtc, firebase, host, _proxies: proxies })))
    }

    /// Whether the back-end serves the page and makes its configuration.
    pub(super) fn is_together(&self) -> bool {
        matches!(self, Self::Together(_))
    }

    pub(super) fn servers(&self) -> Servers {
        match self {
            Self::Together(_) => Servers::Own,
            Self::Apart(apart) => apart.servers,
        }
    }

    /// The REST service, for preparing tests.
    pub(super) fn rest(&self) -> SocketAddr {
        match self {
            Self::Together(address) => *address,
            Self::Apart(apart) => apart.rest,
        }
    }

    /// The Firebase emulator, where these servers have one.
    pub(super) fn firebase(&self) -> Option<SocketAddr> {
        match self {
            Self::Apart(apart) if apart.servers != Servers::Own => Some(apart.firebase),
            Self::Together(_) | Self::Apart(_) => None,
        }
    }

    /// The page's address.
    pub(super) fn url(&self, path: &str) -> String {
        match self {
            Self::Together(address) => format!("http://localhost:{}{path}", address.port()),
            Self::Apart(apart) => apart.host.url(path),
        }
    }

    /// The chat server as a client outside the page reaches it.
    pub(super) fn chat_url(&self) -> String {
        match self {
            Self::Together(address) => format!("http://localhost:{}", address.port()),
            Self::Apart(apart) => format!("http://localhost:{}", apart.chat.port()),
        }
    }

    /// The second server likewise, where negotiation goes over it.
    pub(super) fn second_url(&self) -> Option<String> {
        match self {
            Self::Apart(apart) => {
                apart.servers.second().map(|_| format!("http://localhost:{}", apart.webrtc.port()))
            }
            Self::Together(_) => None,
        }
    }

    /// What the back-end is started with; `web` is what it serves, where it is not the usual.
    pub(super) fn arguments(&self, web: Option<&Path>) -> Result<Vec<String>> {
        Ok(match self {
            Self::Together(address) => vec![
                format!("--web={}", web.map_or_else(paths::dist, |web| Ok(web.to_owned()))?.display()),
                format!("--port={}", address.port()),
                // Every browser of a test is on this machine: host candidates are enough, and nothing leaves it.
                "--ice-servers=[]".to_owned(),
            ],
            Self::Apart(apart) => apart.arguments(),
        })
    }
}

impl Apart {
    fn arguments(&self) -> Vec<String> {
        let mut arguments = vec![
            format!("--rest-port={}", self.rest.port()),
            format!("--chat-port={}", self.chat.port()),
            format!("--webrtc-port={}", self.webrtc.port()),
            format!("--origin={}", self.host.url("")),
            "--secure-cookies".to_owned(),
        ];
        if self.servers != Servers::Own {
            arguments.extend(["--quirks".to_owned(), "--firebase-emulator".to_owned()]);
            arguments.push(format!("--firebase-port={}", self.firebase.port()));
        }
        arguments.extend(self.servers.second().map(|form| format!("--webrtc={form}")));
        arguments
    }
}

/// The page's `config.json`.
fn config(
    servers: Servers,
    [rest, chat, webrtc, firebase]: &[Terminator; 4],
    options: &BackendOptions,
) -> Value {
    let api = match options.rest {
        Rest::Near => rest.origin(),
        Rest::Elsewhere => rest.foreign_origin(),
        Rest::PassedOn => "/".to_owned(),
    };
    let mut config = json!({
        "apiUrl": api, "chatUrl": chat.origin(), "webrtcUrl": webrtc.origin(), "iceServers": [],
        "signaling": if servers.second().is_some() { "webrtc" } else { "chat" },
    });
    if options.turn.is_some() {
        config["iceServersUrl"] = format!("{}/api/ice-servers", rest.origin()).into();
    }
    if options.relay_only {
        config["relayOnly"] = true.into();
    }
    if servers != Servers::Own {
        config["firebase"] = json!({ "apiKey": "demo", "projectId": "demo-charlaton" });
        config["firebaseAuthEmulator"] = firebase.origin().into();
    }
    if options.providers {
        // The library wants one, and goes to the emulator all the same.
        config["firebase"]["authDomain"] = "demo-charlaton.firebaseapp.com".into();
        config["firebaseAuthEmulator"] = firebase.foreign_origin().into();
    }
    for (field, value) in &options.config {
        config[*field] = value.clone();
    }
    config
}

/// A port nobody listens on. Browsers open hundreds of connections meanwhile, so it is below those that the system gives
/// by itself (Linux: from 32768), and none is given twice.
pub(crate) async fn free_port() -> Result<SocketAddr> {
    static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| AtomicU16::new((process::id() % GIVEN) as u16));
    for _ in 0..GIVEN {
        let port = FIRST + NEXT.fetch_add(1, Ordering::Relaxed) % GIVEN as u16;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if TcpListener::bind(address).await.is_ok() {
            return Ok(address);
        }
    }
    None.context("no port is free")
}

const FIRST: u16 = 20_000;
const GIVEN: u32 = 12_000;
