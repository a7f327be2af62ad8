//! Listening on the configured ports, and ending without cutting anybody off.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::{Json, Router, routing::get, serve::ListenerExt};
use serde_json::{Value, json};
use socketioxide::SocketIo;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

use crate::{
    App, Config, Quirk,
    auth::{
        cookies::CookiePolicy,
        passwords::{PasswordError, Passwords},
        secrets,
        tokens::Tokens,
    },
    chat::Chat,
    clock,
    db::{Db, DbError, connections},
    deadly,
    firebase::{self, Firebase},
    http::{self, origins::Origins},
    realtime::{self, Endpoint},
    room_passwords::{self, Attempts},
    seed,
    turn::{Turn, TurnError},
    web::{self, Ice, Neighbours},
    webrtc::Signaling,
};

/// How long requests that are being answered may take once the end has come.
const GRACE: Duration = Duration::from_secs(5);

/// Why the server could not start, or could not end cleanly.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Cause);

#[derive(Debug, thiserror::Error)]
enum Cause {
    #[error("{0}")]
    Database(#[from] DbError),
    #[error("{0}")]
    Password(#[from] PasswordError),
    #[error("{0}")]
    Turn(#[from] TurnError),
    #[error("{what}: {source}")]
    Io { what: String, source: std::io::Error },
    #[error("port {port} of {host} is taken: stop the other program, or choose another with {flag}")]
    PortTaken { host: IpAddr, port: u16, flag: &'static str },
    #[error(
        "with --firebase-emulator anybody can be anybody, and {0} lets other machines in: leave out one of \
         --firebase-emulator and --host"
    )]
    OpenEmulator(IpAddr),
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        Self(error.into())
    }
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        Self(error.into())
    }
}

/// Where a running server listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Addresses {
    /// The REST API.
    pub rest: Option<SocketAddr>,
    /// Chat and signaling.
    pub chat: Option<SocketAddr>,
    /// The second signaling server.
    pub webrtc: Option<SocketAddr>,
    /// Front-end, API and chat in one.
    pub web: Option<SocketAddr>,
    /// The Firebase emulator.
    pub firebase: Option<SocketAddr>,
}

/// A running server. It stops when told to; dropping it leaves it running until the runtime ends.
#[derive(Debug)]
pub struct Server {
    addresses: Addresses,
    app: Arc<App>,
    stop: watch::Sender<bool>,
    sockets: [SocketIo; 2],
    services: [JoinHandle<()>; 2],
    listeners: Vec<JoinHandle<()>>,
}

/// Starts everything `config` asks for; when this returns, the ports answer.
///
/// # Errors
/// When the data folder or database cannot be used, a port is taken, or the Firebase emulator would be open to other
/// machines.
pub async fn serve(config: Config) -> Result<Server, Error> {
    if config.firebase_emulator && !config.host.is_loopback() {
        return Err(Cause::OpenEmulator(config.host).into());
    }
    let chat = realtime::open();
    let webrtc = realtime::open();
    let app = Arc::new(open_app(&config, chat.mailbox.clone(), webrtc.mailbox.clone())?);
    app.db.call(|db| connections::empty_all(db)).await?;
    room_passwords::hash_old_ones(&app).await?;
    if config.seed_demo {
        seed::demo(&app).await?;
    }

    if config.quirks.any() {
        tracing::warn!("the existing services' ways are on (--quirks): for tests, not for people");
    }

    let ports = Ports::of(&config);
    let bind = async |port: Option<u16>, flag| match port {
        Some(port) => listen(config.host, port, flag).await.map(Some),
        None => Ok(None),
    };
    let rest_listener = bind(ports.rest, "--rest-port").await?;
    let chat_listener = bind(ports.chat, "--chat-port").await?;
    let webrtc_listener = bind(ports.webrtc, "--webrtc-port").await?;
    let web_listener = bind(ports.web, "--port").await?;
    let firebase_listener = bind(ports.firebase, "--firebase-port").await?;

    let port = |listener: &Option<TcpListener>| Some(listener.as_ref()?.local_addr().ok()?.port());
    let neighbours = Neighbours { webrtc: port(&webrtc_listener), firebase: port(&firebase_listener) };
    let web_router = match &config.web {
        Some(dist) => {
            let ice = Ice { servers: config.ice_servers.clone(), relay_only: config.relay_only };
            let made = web::service(Arc::clone(&app), &chat.endpoint, dist, ice, neighbours);
            Some(made.map_err(|error| io_error(&format!("front-end in {}", dist.display()), error))?)
        }
        None => None,
    };
    let chat_router = socket_port(&app, &chat.endpoint, chat_status);
    let webrtc_router = socket_port(&app, &webrtc.endpoint, webrtc_status);
    let mut rest_router = http::service(Arc::clone(&app));
    if config.deadly_payloads {
        let trap = realtime::open();
        rest_router = trap.endpoint.mount(rest_router);
        // Nothing ends it but the process.
        let _endless = trap.start(Arc::clone(&app), |_, _| deadly::Trap);
    }
    let (chat_sockets, chat_service) = chat.start(Arc::clone(&app), Chat::new);
    let (webrtc_sockets, webrtc_service) = webrtc.start(Arc::clone(&app), Signaling::new);

    let (stop, stopped) = watch::channel(false);
    let mut listeners = Vec::new();
    let mut open = |name, listener: Option<TcpListener>, router: Option<Router>| {
        let (listener, router) = (listener?, router?);
        let address = listener.local_addr().ok()?;
        tracing::info!("{name} on http://{address}");
        listeners.push(tokio::spawn(answer(listener, router, stopped.clone())));
        Some(address)
    };
    let addresses = Addresses {
        rest: open("REST", rest_listener, Some(rest_router)),
        chat: open("chat", chat_listener, Some(chat_router)),
        webrtc: open("WebRTC signaling", webrtc_listener, Some(webrtc_router)),
        web: open("front-end", web_listener, web_router),
        firebase: open("Firebase emulator", firebase_listener, firebase::service(Arc::clone(&app))),
    };
    if addresses.firebase.is_some() {
        tracing::warn!("with the Firebase emulator anybody can be anybody: for development and tests only");
    }
    Ok(Server {
        addresses,
        app,
        stop,
        sockets: [chat_sockets, webrtc_sockets],
        services: [chat_service, webrtc_service],
        listeners,
    })
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn addresses(&self) -> Addresses {
        self.addresses
    }

    /// Accepts nothing more, closes the sockets, lets requests finish, and records that nobody is anywhere.
    ///
    /// # Errors
    /// When that last record cannot be written.
    pub async fn shutdown(self) -> Result<(), Error> {
        let Self { addresses: _, app, stop, sockets, services, listeners } = self;
        stop.send_replace(true);
        for io in &sockets {
            io.close().await;
        }
        let aborts: Vec<_> = listeners.iter().map(JoinHandle::abort_handle).collect();
        let all = async {
            for listener in listeners {
                // A listener that panicked has nothing left to finish.
                let _ = listener.await;
            }
        };
        if tokio::time::timeout(GRACE, all).await.is_err() {
            tracing::warn!("some requests did not finish in time");
            aborts.iter().for_each(tokio::task::AbortHandle::abort);
        }
        for service in services {
            service.abort();
            let _ = service.await;
        }
        app.db.call(|db| connections::empty_all(db)).await?;
        Ok(())
    }
}

/// Serves until the process is asked to end (Ctrl-C, or SIGTERM), then ends gracefully.
///
/// # Errors
/// As [`serve`] and [`Server::shutdown`].
pub async fn run(config: Config) -> Result<(), Error> {
    let asked = asked_to_end().map_err(|error| io_error("signals", error))?;
    let server = serve(config).await?;
    asked.await;
    tracing::info!("ending");
    server.shutdown().await
}

#[cfg(unix)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn open_app(
    config: &Config,
    chat: realtime::Mailbox<crate::chat::Order>,
    webrtc: realtime::Mailbox<crate::webrtc::Order>,
) -> Result<App, Error> {
    let data = &config.data;
    std::fs::create_dir_all(data).map_err(|error| io_error(&format!("folder {}", data.display()), error))?;
    let key = |name, given: &Option<String>| {
        secrets::load(data, name, given.as_deref()).map_err(|error| io_error(name, error))
    };
    let access = key("access.key", &config.access_secret)?;
    let refresh = key("refresh.key", &config.refresh_secret)?;
    let access_http_only = config.http_only_cookies || config.quirks.has(Quirk::HttpOnlyCookies);
    Ok(App {
        db: Db::open(&data.join("charlaton.db"))?,
        tokens: Tokens::new((&access, config.access_ttl), (&refresh, config.refresh_ttl)),
        passwords: Passwords::new(config.password_cost)?,
        room_attempts: Attempts::default(),
        cookies: CookiePolicy { access_http_only, secure: config.secure_cookies },
        origins: Origins::new(config.allowed_origins()),
        frontend_url: config.frontend_url.trim_end_matches('/').to_owned(),
        outbox: data.join("outbox"),
        firebase: config
            .firebase_emulator
            .then(|| Arc::new(Firebase::new(config.firebase_project.clone(), config.firebase_ttl))),
        turn: Turn::of(config).map_err(Cause::from)?.map(Arc::new),
        chat,
        webrtc,
        online: 0.into(),
        started: tokio::time::Instant::now(),
        quirks: config.quirks,
        deadly: config.deadly_payloads,
        webrtc_form: config.webrtc_form,
    })
}

/// With a front-end to serve, one port is enough; the others open when they are named.
struct Ports {
    rest: Option<u16>,
    chat: Option<u16>,
    webrtc: Option<u16>,
    web: Option<u16>,
    firebase: Option<u16>,
}

impl Ports {
    fn of(config: &Config) -> Self {
        let default = |port| config.web.is_none().then_some(port);
        Self {
            rest: config.rest_port.or(default(3000)),
            chat: config.chat_port.or(default(5000)),
            webrtc: config.webrtc_port.or(default(5050)),
            web: config.web.is_some().then_some(config.port),
            firebase: config.firebase_emulator.then_some(config.firebase_port),
        }
    }
}

async fn listen(host: IpAddr, port: u16, flag: &'static str) -> Result<TcpListener, Error> {
    TcpListener::bind((host, port)).await.map_err(|error| {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            return Cause::PortTaken { host, port, flag }.into();
        }
        io_error(&format!("listening on {host}:{port}"), error)
    })
}

fn io_error(what: &str, source: std::io::Error) -> Error {
    Cause::Io { what: what.to_owned(), source }.into()
}

async fn answer(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) {
    // Small packets in both directions: waiting to fill one costs more than it saves.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let until = async move {
        // An error means that the server was dropped without an end: it goes on, as documented.
        if stopped.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until).await {
        tracing::error!(%error, "a port stopped answering");
    }
}

fn socket_port(app: &Arc<App>, sockets: &Endpoint, status: fn(&App) -> Value) -> Router {
    let (for_status, for_health) = (Arc::clone(app), Arc::clone(app));
    let router = Router::new()
        .route("/", get(move || async move { Json(status(&for_status)) }))
        .route("/health", get(move || http::health(for_health)))
        .fallback(http::not_found);
    let router = sockets.mount(router);
    if app.quirks.has(Quirk::SocketsOfAnyOrigin) {
        return app.origins.advise(router);
    }
    app.origins.guard(router)
}

fn chat_status(app: &App) -> Value {
    json!({
        "status": "online",
        "service": "charlaton-chat",
        "message": "Chat server up",
        "onlineUsers": app.online.load(Ordering::Relaxed),
        "version": env!("CARGO_PKG_VERSION"),
        "timestamp": clock::now_ms(),
    })
}

fn webrtc_status(_: &App) -> Value {
    json!({
        "status": "online",
        "service": "charlaton-webrtc",
        "message": "WebRTC signaling server up",
        "version": env!("CARGO_PKG_VERSION"),
    })
}
