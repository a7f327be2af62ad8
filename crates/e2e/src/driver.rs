use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
};

use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::{
    Context, Network, Result, Seat, eventually,
    film::{self, Size},
    paths,
    process::{Log, Process},
};

/// What the person answers when the browser asks for microphone and camera.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Permission {
    /// Yes; the devices are Chromium's fakes, which beep and count.
    #[default]
    Granted,
    /// They were forbidden for this site in the settings.
    Denied,
}

/// What the browser's person speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Speaks {
    /// Of the United States.
    #[default]
    English,
    /// Of Argentina, which the app has no file of its own for.
    Spanish,
}

impl Speaks {
    /// What `navigator.languages` will be.
    fn tags(self) -> &'static str {
        match self {
            Self::English => "en-US,en",
            Self::Spanish => "es-AR,es",
        }
    }
}

/// What the fake camera can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Camera {
    /// What is asked of it, 20 times a second.
    Able,
    /// Pictures of the size that is asked of it, so many a second.
    Slow(u32),
    /// Pictures of 320×180, so many a second: what several browsers on one machine can bear.
    Small(u8),
    /// One of eight people sits before it, who look like people: for pictures of the app.
    Person(u8),
    /// The same people, but their pictures are of 320×180, two a second: for those who are only seen small.
    PersonOfMany(u8),
}

/// Enough to see that pictures move. Most tests are not about pictures, and with those that an able camera makes, three
/// people take all of two processors.
impl Default for Camera {
    fn default() -> Self {
        Self::Small(8)
    }
}

/// What the fake microphone hears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Voice {
    /// A beep every second.
    #[default]
    Beeping,
    /// A word every four seconds. While there is silence next to nothing is sent: what many browsers on one machine
    /// can bear.
    Seldom,
    /// Nothing.
    Silent,
}

/// Whose cookies the browser keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cookies {
    /// Those of the page's site, as Safari does, and private windows of other browsers.
    #[default]
    OfThePage,
    /// Those of every site that the page talks to as well.
    OfEverybody,
}

/// Which browser it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Program {
    /// Through chromedriver.
    #[default]
    Chromium,
    /// Through geckodriver; of the recorder only what pages show can be asked.
    Firefox,
}

/// How a browser is set up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BrowserOptions {
    /// Of microphone and camera.
    pub permission: Permission,
    /// What pages are asked for.
    pub speaks: Speaks,
    /// What pictures cost.
    pub camera: Camera,
    /// What the others hear.
    pub voice: Voice,
    /// Whether a service at another site can know somebody by them. In Firefox as it comes.
    pub cookies: Cookies,
    /// Which browser it is.
    pub program: Program,
    /// It is started for this test alone and handed on to none: where what a start costs or what one holds in memory is
    /// looked at.
    pub anew: bool,
    /// Its machine, when it is another than this one.
    pub seat: Option<Seat>,
    /// Where it finds `apis.google.com`. It then also opens windows only in answer to a press, as browsers do that no
    /// driver started.
    pub google: Option<SocketAddr>,
}

impl BrowserOptions {
    /// With a camera that makes what is asked of it: where the cost or the quality of pictures is what is looked at.
    #[must_use]
    pub fn able() -> Self {
        Self { camera: Camera::Able, ..Self::default() }
    }
}

/// No autoplay switch is among them: whether sound plays is what some tests ask.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    // The static host of these tests has a certificate that nobody signed.
    "--ignore-certificate-errors",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,800",
];

fn capabilities(options: BrowserOptions) -> Result<serde_json::Map<String, Value>> {
    let mut arguments = ARGUMENTS.to_vec();
    let language = match options.speaks {
        Speaks::English => "--lang=en-US",
        Speaks::Spanish => "--lang=es",
    };
    arguments.push(language);
    let mut preferences = json!({ "intl.accept_languages": options.speaks.tags() });
    let devices = match options.camera {
        Camera::Able | Camera::Person(_) | Camera::PersonOfMany(_) => {
            "--use-fake-device-for-media-stream".to_owned()
        }
        Camera::Slow(fps) => format!("--use-fake-device-for-media-stream=fps={fps}"),
        Camera::Small(fps) => format!("--use-fake-device-for-media-stream=fps={fps}"),
    };
    arguments.push(&devices);
    let film = match options.camera {
        Camera::Able | Camera::Slow(_) => None,
        Camera::Small(fps) => Some(film::grey(fps)?),
        Camera::Person(who) => Some(film::person(who, Size::Usual)?),
        Camera::PersonOfMany(who) => Some(film::person(who, Size::Small)?),
    };
    let film = film.map(|film| format!("--use-file-for-fake-video-capture={}", film.display()));
    arguments.extend(film.as_deref());
    let sound = match options.voice {
        Voice::Beeping => None,
        Voice::Seldom => Some(film::word()?),
        Voice::Silent => Some(film::silence()?),
    };
    let sound = sound.map(|sound| format!("--use-file-for-fake-audio-capture={}", sound.display()));
    arguments.extend(sound.as_deref());
    let google = options.google.map(|at| format!("--host-resolver-rules=MAP apis.google.com {at}"));
    arguments.extend(google.as_deref());
    match options.permission {
        Permission::Granted => arguments.push("--use-fake-ui-for-media-stream"),
        Permission::Denied => {
            let blocked = json!({ "media_stream_mic": 2, "media_stream_camera": 2 });
            preferences["profile.default_content_setting_values"] = blocked;
        }
    }
    preferences["profile.cookie_controls_mode"] = match options.cookies {
        Cookies::OfThePage => 1.into(),
        Cookies::OfEverybody => 0.into(),
    };
    let left_out = if options.google.is_some() { vec!["disable-popup-blocking"] } else { vec![] };
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": paths::chrome()?, "args": arguments, "prefs": preferences, "excludeSwitches": left_out,
        },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    Ok(serde_json::from_value(capabilities)?)
}

/// Firefox with devices that beep and blink, and nobody to ask.
fn firefox_capabilities(options: BrowserOptions) -> Result<serde_json::Map<String, Value>> {
    let capabilities = json!({
        "browserName": "firefox",
        "acceptInsecureCerts": true,
        "moz:firefoxOptions": {
            "binary": paths::firefox().context("no Firefox")?,
            "args": ["-headless", "-width", "1280", "-height", "800"],
            "prefs": {
                "intl.accept_languages": options.speaks.tags(),
                "media.navigator.streams.fake": true,
                "media.navigator.permission.disabled": true,
                "network.captive-portal-service.enabled": false,
                "network.connectivity-service.enabled": false,
            },
        },
    });
    Ok(serde_json::from_value(capabilities)?)
}

/// A driver of its own, and through it a browser with a profile of its own.
pub(crate) async fn start(options: BrowserOptions) -> Result<(Process, Client)> {
    let (program, capabilities) = match options.program {
        Program::Chromium => (paths::chromedriver()?, capabilities(options)?),
        Program::Firefox => (paths::geckodriver().context("no geckodriver")?, firefox_capabilities(options)?),
    };
    connect(options, &program, capabilities).await
}

/// A driver of its own for a Chromium that is there already, where it listens for tools.
pub(crate) async fn start_beside(options: BrowserOptions, address: &str) -> Result<(Process, Client)> {
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "debuggerAddress": address },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    connect(options, &paths::chromedriver()?, serde_json::from_value(capabilities)?).await
}

async fn connect(
    options: BrowserOptions,
    program: &Path,
    capabilities: serde_json::Map<String, Value>,
) -> Result<(Process, Client)> {
    let address = options.seat.map_or(Ipv4Addr::LOCALHOST.into(), Seat::address);
    let mut tries = 0;
    loop {
        let (process, port) = listening(program, options.seat).await?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&format!("http://{address}:{port}"))
            .await;
        tries += 1;
        match client {
            Ok(client) => return Ok((process, client)),
            // Once in a few hundred times a browser ends before it has a page, whatever it was to show.
            Err(_) if tries < 3 => {}
            Err(error) => return Err(error).context("starting a browser"),
        }
    }
}

/// A driver and the port it listens on. The port that the system gives it for one kind of address may be taken for the
/// other; then it ends, and is started again.
async fn listening(program: &Path, seat: Option<Seat>) -> Result<(Process, u16)> {
    let mut tries = 0;
    loop {
        let mut process = start_driver(program, seat)?;
        let log = process.log().clone();
        let port = eventually("the driver's port", async || {
            port_in(&log.text()).context("it has not named its port")
        });
        let ended = tokio::select! {
            port = port => return Ok((process, port?)),
            failure = process.ended() => failure,
        };
        tries += 1;
        if tries == 3 {
            return Err(ended);
        }
    }
}

fn start_driver(program: &Path, seat: Option<Seat>) -> Result<Process> {
    let Some(seat) = seat else {
        return Process::start(program, &["--port=0".to_owned()], Log::default());
    };
    let inside = ["netns", "exec", &seat.namespace(), &program.to_string_lossy(), "--port=0"];
    let mut arguments: Vec<_> = inside.into_iter().map(str::to_owned).collect();
    arguments.push(format!("--allowed-ips={}", Network::HERE));
    Process::start(Path::new("ip"), &arguments, Log::default())
}

/// Of its line "ChromeDriver was started successfully on port 41234." or "Listening on 127.0.0.1:41234".
fn port_in(log: &str) -> Option<u16> {
    let chromium = log.split_once("successfully on port ");
    let (_, rest) = chromium.or_else(|| log.split_once("Listening on 127.0.0.1:"))?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// A command that chromedriver has beyond the W3C's.
#[derive(Debug)]
pub(crate) struct Extension {
    method: Method,
    path: String,
    body: Option<Value>,
}

impl Extension {
    /// A command of the Chrome DevTools protocol.
    pub(crate) fn devtools(command: &str, parameters: &Value) -> Self {
        let body = json!({ "cmd": command, "params": parameters });
        Self { method: Method::POST, path: "goog/cdp/execute".to_owned(), body: Some(body) }
    }

    /// What the pages have written to the console since the last time.
    pub(crate) fn console() -> Self {
        Self { method: Method::POST, path: "se/log".to_owned(), body: Some(json!({ "type": "browser" })) }
    }

    /// The accessible name of an element, as assistive technology gets it.
    pub(crate) fn computed_label(element: &str) -> Self {
        Self { method: Method::GET, path: format!("element/{element}/computedlabel"), body: None }
    }
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> std::result::Result<Url, ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.as_ref().map(Value::to_string))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read() {
        let log = "Starting ChromeDriver 156.0.1\nChromeDriver was started successfully on port 41234.\n";
        assert_eq!(port_in(log), Some(41234));
        assert_eq!(port_in("1795\tgeckodriver\tINFO\tListening on 127.0.0.1:4567\n"), Some(4567));
        assert_eq!(port_in("Starting ChromeDriver"), None);
    }
}
