//! Everything that can be set, by flag or environment variable. `--help` is its documentation.

use std::{net::IpAddr, path::PathBuf, str::FromStr, time::Duration};

use clap::{
    CommandFactory, FromArgMatches, Parser, ValueEnum,
    builder::{BoolishValueParser, FalseyValueParser, Resettable},
};
use serde_json::{Value, json};

use crate::quirks::{self, Quirk, Quirks};

/// The embedded Charlaton back-end: REST, chat and WebRTC signaling, and one SQLite file.
///
/// Every option can also be set in the environment or in a `.env` file of the working folder.
#[derive(Debug, Clone, Parser)]
#[command(name = "charlaton-backend", version)]
pub struct Config {
    /// Address to listen on; 0.0.0.0 lets other machines in.
    #[arg(long, env = "LISTEN_HOST", default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Port of the REST API; 0 takes a free one [default: 3000, none with --web].
    #[arg(long, env = "REST_PORT")]
    pub rest_port: Option<u16>,
    /// Port of the chat and signaling server [default: 5000, none with --web].
    #[arg(long, env = "CHAT_PORT")]
    pub chat_port: Option<u16>,
    /// Port of the optional WebRTC signaling server [default: 5050, none with --web].
    #[arg(long, env = "WEBRTC_PORT")]
    pub webrtc_port: Option<u16>,
    /// Folder with the built front-end: serve it, REST and chat from one origin.
    #[arg(long, env = "WEB_ROOT", value_name = "FOLDER")]
    pub web: Option<PathBuf>,
    /// Port of that origin.
    #[arg(long, env = "PORT", default_value_t = 8080)]
    pub port: u16,
    /// Folder of the database, the generated secrets and the outbox of password mails.
    #[arg(long, env = "DATA_DIR", default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,
    /// A web origin that may call with cookies, may be repeated; `*` lets every origin in (for tests)
    /// [default: http://localhost:5173,http://127.0.0.1:5173].
    #[arg(long = "origin", env = "ORIGIN", value_delimiter = ',')]
    pub origins: Vec<String>,
    /// Where the front-end is, for the links in mails; also an allowed origin.
    #[arg(long, env = "FRONTEND_URL", default_value = "http://localhost:5173")]
    pub frontend_url: String,
    /// Key that signs access tokens; generated once into the data folder when absent.
    #[arg(long, env = "ACCESS_SECRET", hide_env_values = true)]
    pub access_secret: Option<String>,
    /// Key that signs refresh tokens; generated once into the data folder when absent.
    #[arg(long, env = "REFRESH_SECRET", hide_env_values = true)]
    pub refresh_secret: Option<String>,
    /// Life of an access token: `15m`, `900s`, `1h`, `7d`.
    #[arg(long, env = "ACCESS_TTL", default_value = "15m", value_parser = parse_duration)]
    pub access_ttl: Duration,
    /// Life of a refresh token.
    #[arg(long, env = "REFRESH_TTL", default_value = "7d", value_parser = parse_duration)]
    pub refresh_ttl: Duration,
    /// Hide the access token from scripts; sockets then need another token.
    #[arg(long, env = "HTTP_ONLY_COOKIES", value_parser = BoolishValueParser::new())]
    pub http_only_cookies: bool,
    /// Cookies for HTTPS: `Secure; SameSite=None`.
    #[arg(long, env = "SECURE_COOKIES", value_parser = BoolishValueParser::new())]
    pub secure_cookies: bool,
    /// STUN and TURN servers handed to the front-end with --web, a JSON array of RTCIceServer.
    #[arg(
        long,
        env = "VITE_ICE_SERVERS",
        value_name = "JSON",
        default_value = r#"[{"urls":"stun:stun.l.google.com:19302"}]"#
    )]
    pub ice_servers: IceServers,
    /// With --web, browsers connect through TURN alone, so that nobody learns the other's address.
    // The page's own variable, which may be there and empty.
    #[arg(long, env = "VITE_RELAY_ONLY", value_parser = FalseyValueParser::new())]
    pub relay_only: bool,
    /// The secret shared with a TURN server (coturn's `static-auth-secret`): pages then get credentials that expire,
    /// at /api/ice-servers.
    #[arg(long, env = "TURN_SECRET", hide_env_values = true)]
    pub turn_secret: Option<String>,
    /// Where that server is, like `turn:turn.example.org:3478?transport=udp`; may be repeated.
    #[arg(
        long = "turn-url",
        env = "TURN_URL",
        value_name = "URL",
        value_delimiter = ',',
        value_parser = parse_turn_url
    )]
    pub turn_urls: Vec<String>,
    /// Life of such a credential.
    #[arg(long, env = "TURN_TTL", default_value = "1h", value_parser = parse_duration)]
    pub turn_ttl: Duration,
    /// Make two users (ana@example.com, luis@example.com, password `charlaton`) and the room `demo-room`.
    #[arg(long, env = "SEED_DEMO", value_parser = BoolishValueParser::new())]
    pub seed_demo: bool,
    /// Do what the existing Node services do: everything, or (`--quirks=a,b`) just the named; `--help` lists them.
    #[arg(
        long,
        env = "QUIRKS",
        value_name = "NAMES",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "all",
        default_value = "",
        hide_default_value = true,
        long_help = quirks::help()
    )]
    pub quirks: Quirks,
    /// End the process, as the Node services do, on the payloads that kill them. Not part of `--quirks`.
    #[arg(long, env = "DEADLY_PAYLOADS", value_parser = BoolishValueParser::new())]
    pub deadly_payloads: bool,
    /// Which of its two forms the second signaling server has.
    #[arg(long = "webrtc", env = "WEBRTC_FORM", value_enum, default_value_t)]
    pub webrtc_form: WebrtcForm,
    /// Serve a Firebase Authentication emulator and trust its tokens, which nobody signs: for development and tests,
    /// on this machine alone.
    #[arg(long, env = "FIREBASE_EMULATOR", value_parser = BoolishValueParser::new())]
    pub firebase_emulator: bool,
    /// Port of that emulator; 0 takes a free one.
    #[arg(long, env = "FIREBASE_PORT", default_value_t = 9099)]
    pub firebase_port: u16,
    /// Project of that emulator, and of the tokens.
    #[arg(long, env = "FIREBASE_PROJECT", default_value = "demo-charlaton", value_name = "ID")]
    pub firebase_project: String,
    /// Life of the ID tokens it gives.
    #[arg(long, env = "FIREBASE_TTL", default_value = "1h", value_parser = parse_duration)]
    pub firebase_ttl: Duration,
    /// How hard a password is to hash.
    #[arg(skip)]
    pub password_cost: PasswordCost,
}

/// Where `cargo xtask dev` serves the page, by its two names.
const LOCALHOST: &str = "http://localhost:5173";
const LOOPBACK: &str = "http://127.0.0.1:5173";

impl Config {
    /// The pages that may call: the named, or those of development, and the one that mails lead to.
    pub(crate) fn allowed_origins(&self) -> impl Iterator<Item = &str> {
        let loopback = (!self.quirks.has(Quirk::LocalhostOnly)).then_some(LOOPBACK);
        let development = [Some(LOCALHOST), loopback].into_iter().flatten();
        let named = self.origins.iter().chain([&self.frontend_url]).map(String::as_str);
        development.filter(|_| self.origins.is_empty()).chain(named)
    }

    /// The defaults, whatever the environment says, on free ports of this machine, with its files in `data`: what a
    /// test starts from.
    ///
    /// # Panics
    /// When the defaults do not parse, which a test of this file excludes.
    #[must_use]
    pub fn for_tests(data: PathBuf) -> Self {
        let command = Self::command().mut_args(|argument| argument.env(Resettable::Reset));
        let matches = command.try_get_matches_from(["charlaton-backend"]);
        #[expect(clippy::expect_used, reason = "no argument is required and every default parses")]
        let defaults = matches.and_then(|found| Self::from_arg_matches(&found)).expect("parsing defaults");
        Self {
            rest_port: Some(0),
            chat_port: Some(0),
            webrtc_port: Some(0),
            port: 0,
            firebase_port: 0,
            data,
            password_cost: PasswordCost::Least,
            ..defaults
        }
    }
}

/// The two forms of the second signaling server that exist, which no client can speak to alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum WebrtcForm {
    /// A signal goes to whom it names.
    #[default]
    Targeted,
    /// A signal goes to everybody else in the room, and its sender is whom it names.
    Broadcast,
}

/// The work a password hash takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PasswordCost {
    /// Argon2id with the parameters OWASP recommends.
    #[default]
    Recommended,
    /// As little as argon2 permits. For tests.
    Least,
}

/// A JSON array of `RTCIceServer` objects, handed on as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IceServers(pub(crate) Value);

impl Default for IceServers {
    fn default() -> Self {
        Self(json!([]))
    }
}

impl FromStr for IceServers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match serde_json::from_str(text) {
            Ok(list @ Value::Array(_)) => Ok(Self(list)),
            Ok(_) => Err("not a JSON array".into()),
            Err(error) => Err(error.to_string()),
        }
    }
}

fn parse_duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.trim_end_matches(char::is_alphabetic).len());
    let factor = match unit {
        "s" | "" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(format!("`{unit}` is not one of s, m, h, d")),
    };
    let number: u64 = number.parse().map_err(|_| format!("`{text}` is not a duration like 15m"))?;
    number.checked_mul(factor).map(Duration::from_secs).ok_or_else(|| "too long".into())
}

/// An empty one is not set.
fn parse_turn_url(text: &str) -> Result<String, String> {
    let is_turn = text.is_empty() || text.starts_with("turn:") || text.starts_with("turns:");
    if is_turn { Ok(text.to_owned()) } else { Err("it starts with neither turn: nor turns:".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(parse_duration("15m"), Ok(Duration::from_secs(900)));
        assert_eq!(parse_duration("7d"), Ok(Duration::from_secs(604_800)));
        assert_eq!(parse_duration("2"), Ok(Duration::from_secs(2)));
        for bad in ["", "m", "15x", "-1s", "99999999999999999999d", "9999999999999999999d"] {
            assert!(parse_duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        Config::command().debug_assert();
        let config = Config::for_tests("data".into());
        assert_eq!((config.rest_port, config.access_ttl), (Some(0), Duration::from_secs(900)));
        assert!(!config.firebase_emulator, "only who asks for it gets it");
        let allowed: Vec<&str> = config.allowed_origins().collect();
        assert_eq!(allowed, ["http://localhost:5173", "http://127.0.0.1:5173", "http://localhost:5173"]);
        let config =
            Config::parse_from(["charlaton-backend", "--origin", "http://a", "--origin", "http://b"]);
        let allowed: Vec<&str> = config.allowed_origins().collect();
        assert_eq!(allowed, ["http://a", "http://b", "http://localhost:5173"]);
        assert!(Config::try_parse_from(["charlaton-backend", "--ice-servers", "{}"]).is_err());
        let urls = ["charlaton-backend", "--turn-url", "turn:a?transport=udp", "--turn-url", "turns:b"];
        assert_eq!(Config::parse_from(urls).turn_urls, ["turn:a?transport=udp", "turns:b"]);
        assert!(Config::try_parse_from(["charlaton-backend", "--turn-url", "stun:a"]).is_err());
    }

    #[test]
    fn quirks_are_none_all_or_the_named() {
        let quirks = |arguments: &[&str]| {
            let line = ["charlaton-backend"].iter().chain(arguments);
            Config::try_parse_from(line).map(|config| config.quirks).map_err(|error| error.to_string())
        };
        assert_eq!(quirks(&[]), Ok(Quirks::default()));
        assert_eq!(quirks(&["--quirks", "--port", "1"]), Ok(Quirks::all()));
        let two = Quirks::only(&[Quirk::TrustedIds, Quirk::VerifyHangs]);
        assert_eq!(quirks(&["--quirks=trusted-ids,verify-hangs"]), Ok(two));
        assert!(quirks(&["--quirks=nonsense"]).unwrap_err().contains("there is no quirk `nonsense`"));
        let config = Config::parse_from(["charlaton-backend", "--webrtc", "broadcast", "--deadly-payloads"]);
        assert_eq!((config.webrtc_form, config.deadly_payloads), (WebrtcForm::Broadcast, true));
        assert!(Config::command().render_long_help().to_string().contains("- verify-hangs: 1.9"));
    }
}
