//! Deployment configuration. The build's environment gives defaults; `/config.json`, read before the first page is
//! shown, lies over them, so that one build serves any deployment.

mod field;

use charlaton_json::Value;

pub use field::ConfigError;
use field::{Field, Source, wrong};

use crate::lib::webrtc::IceServer;

/// Where the services are. An empty URL means the page's own origin.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Config {
    /// REST, without `/api` and without a trailing slash.
    pub api_url: String,
    /// Chat, presence and signaling.
    pub chat_url: String,
    /// The optional second signaling server.
    pub webrtc_url: String,
    /// Which of the two negotiation goes through.
    pub signaling: Signaling,
    /// STUN and TURN.
    pub ice_servers: Vec<IceServer>,
    /// Only relayed candidates.
    pub relay_only: bool,
    /// Who keeps the passwords, where it is not the REST service alone.
    pub firebase: Option<Firebase>,
}

/// What carries offers, answers and candidates.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Signaling {
    /// The chat server.
    #[default]
    Chat,
    /// The second server, for everybody who is there as well; the chat server for the others.
    WebRtc,
}

/// A Firebase project. None of it is secret.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Firebase {
    /// Names the project to Firebase's REST services.
    pub api_key: String,
    /// Where the windows of Google and GitHub sign-in come from; without it those are not offered.
    pub auth_domain: Option<String>,
    /// For the official SDK.
    pub project_id: Option<String>,
    /// For the official SDK.
    pub app_id: Option<String>,
    /// An emulator's URL, in place of Firebase itself.
    pub emulator: Option<String>,
}

/// The guide's default.
const STUN: &str = "stun:stun.l.google.com:19302";

const API_URL: Field = Field::new("apiUrl", "VITE_API_URL");
const CHAT_URL: Field = Field::new("chatUrl", "VITE_CHAT_SERVER_URL");
const WEBRTC_URL: Field = Field::new("webrtcUrl", "VITE_WEBRTC_SERVER_URL");
const SIGNALING: Field = Field::new("signaling", "VITE_SIGNALING");
const ICE_SERVERS: Field = Field::json("iceServers", "VITE_ICE_SERVERS");
const RELAY_ONLY: Field = Field::json("relayOnly", "VITE_RELAY_ONLY");
const FIREBASE_API_KEY: Field = Field::new("firebase.apiKey", "VITE_FIREBASE_API_KEY");
/// The same under the name that the previous front-end read.
const FIREBASE_API: Field = Field::new("firebase.apiKey", "VITE_FIREBASE_API");
const FIREBASE_AUTH_DOMAIN: Field = Field::new("firebase.authDomain", "VITE_FIREBASE_AUTH_DOMAIN");
const FIREBASE_PROJECT_ID: Field = Field::new("firebase.projectId", "VITE_FIREBASE_PROJECT_ID");
const FIREBASE_APP_ID: Field = Field::new("firebase.appId", "VITE_FIREBASE_APP_ID");
const FIREBASE_EMULATOR: Field = Field::new("firebaseAuthEmulator", "VITE_FIREBASE_AUTH_EMULATOR");

impl Config {
    /// What the build's environment says, `VITE_*`.
    ///
    /// # Errors
    /// When a variable is not what its field takes.
    pub fn from_build() -> Result<Self, ConfigError> {
        Self::local().under(&Source::Build(field::built))
    }

    /// Lays the text of a `config.json` over this one; every field may be absent or null.
    ///
    /// # Errors
    /// When it is not JSON of the right shape, or an URL in it is not http(s).
    pub fn overridden_by(self, json: &str) -> Result<Self, ConfigError> {
        let json = charlaton_json::parse(json).map_err(|error| wrong("config.json", &error.to_string()))?;
        if !json.is_object() {
            return Err(wrong("config.json", "must be an object"));
        }
        self.under(&Source::File(&json))
    }

    /// A page that came by https may not call http: browsers block it without a word.
    ///
    /// # Errors
    /// Names the first field with such an URL. Loopback addresses are exempt, as they are in browsers.
    pub fn allowed_on_https(&self) -> Result<(), ConfigError> {
        let urls = [(&API_URL, &self.api_url), (&CHAT_URL, &self.chat_url), (&WEBRTC_URL, &self.webrtc_url)];
        let used = |field: &Field| *field != WEBRTC_URL || self.signaling == Signaling::WebRtc;
        match urls.into_iter().find(|(field, url)| used(field) && is_mixed_content(url)) {
            Some((field, _)) => Err(wrong(field.json, "must start with https://, because this page does")),
            None => Ok(()),
        }
    }

    /// Services on this machine, on their usual ports.
    fn local() -> Self {
        Self {
            api_url: "http://localhost:3000".to_owned(),
            chat_url: "http://localhost:5000".to_owned(),
            webrtc_url: "http://localhost:5050".to_owned(),
            ice_servers: vec![IceServer { urls: vec![STUN.to_owned()], username: None, credential: None }],
            ..Self::default()
        }
    }

    fn under(mut self, source: &Source) -> Result<Self, ConfigError> {
        for (url, field) in [
            (&mut self.api_url, &API_URL),
            (&mut self.chat_url, &CHAT_URL),
            (&mut self.webrtc_url, &WEBRTC_URL),
        ] {
            if let Some(given) = source.text(field)? {
                *url = checked_url(source.name(field), &given)?;
            }
        }
        if let Some(signaling) = source.text(&SIGNALING)? {
            self.signaling = match signaling.as_str() {
                "chat" => Signaling::Chat,
                "webrtc" => Signaling::WebRtc,
                _ => return Err(wrong(source.name(&SIGNALING), "must be chat or webrtc")),
            };
        }
        if let Some(servers) = source.get(&ICE_SERVERS)? {
            self.ice_servers = ice_servers(source.name(&ICE_SERVERS), &servers)?;
        }
        if let Some(relay_only) = source.get(&RELAY_ONLY)? {
            let name = source.name(&RELAY_ONLY);
            self.relay_only = relay_only.as_bool().ok_or_else(|| wrong(name, "must be true or false"))?;
        }
        self.firebase = firebase(self.firebase, source)?;
        Ok(self)
    }
}

fn firebase(before: Option<Firebase>, source: &Source) -> Result<Option<Firebase>, ConfigError> {
    let given = |field| source.text(field).map(|text| text.filter(|text| !text.is_empty()));
    let absent = before.is_none();
    let mut firebase = before.unwrap_or_default();
    let before = firebase.clone();
    if let Some(key) = given(&FIREBASE_API_KEY)?.or(given(&FIREBASE_API)?) {
        firebase.api_key = key;
    }
    for (part, field) in [
        (&mut firebase.auth_domain, &FIREBASE_AUTH_DOMAIN),
        (&mut firebase.project_id, &FIREBASE_PROJECT_ID),
        (&mut firebase.app_id, &FIREBASE_APP_ID),
    ] {
        if let Some(text) = given(field)? {
            *part = Some(text);
        }
    }
    if let Some(url) = given(&FIREBASE_EMULATOR)? {
        firebase.emulator = Some(checked_url(source.name(&FIREBASE_EMULATOR), &url)?);
    }
    if absent && firebase == before {
        return Ok(None);
    }
    if firebase.api_key.is_empty() {
        return Err(wrong(source.name(&FIREBASE_API_KEY), "is missing, and Firebase needs it"));
    }
    Ok(Some(firebase))
}

/// All or nothing: a server that is left out would be missed only by the people who need it.
fn ice_servers(field: &str, value: &Value) -> Result<Vec<IceServer>, ConfigError> {
    use charlaton_contract::read::Read;
    let servers: Option<_> = value.as_array().and_then(|list| list.iter().map(IceServer::read).collect());
    servers.ok_or_else(|| wrong(field, "must be a list of RTCIceServer"))
}

/// Without the trailing slash and the `/api` that old configurations carry.
fn checked_url(field: &str, url: &str) -> Result<String, ConfigError> {
    let url = url.trim().trim_end_matches('/');
    if url.is_empty() || url.starts_with("https://") || url.starts_with("http://") {
        return Ok(url.strip_suffix("/api").unwrap_or(url).to_owned());
    }
    Err(wrong(field, "must be empty or start with http:// or https://"))
}

fn is_mixed_content(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    !(host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn built(variables: fn(&str) -> Option<&'static str>) -> Result<Config, ConfigError> {
        Config::local().under(&Source::Build(variables))
    }

    fn over(json: &str) -> Result<Config, ConfigError> {
        Config::local().overridden_by(json)
    }

    #[test]
    fn run_time_overrides_build_time() {
        let config = built(|variable| match variable {
            "VITE_API_URL" => Some("https://a.example/api/"),
            "VITE_CHAT_SERVER_URL" => Some("https://b.example"),
            "VITE_SIGNALING" => Some("webrtc"),
            "VITE_ICE_SERVERS" => Some(r#"[{"urls":"stun:a"}]"#),
            _ => None,
        })
        .unwrap();
        assert_eq!(config.api_url, "https://a.example");
        assert_eq!(config.signaling, Signaling::WebRtc);
        assert_eq!(config.ice_servers[0].urls, ["stun:a"]);
        let config = config
            .overridden_by(
                r#"{"chatUrl":"","signaling":"chat","iceServers":[{"urls":"stun:b"}],"webrtcUrl":null}"#,
            )
            .unwrap();
        assert_eq!((config.api_url.as_str(), config.chat_url.as_str()), ("https://a.example", ""));
        assert_eq!(config.webrtc_url, "http://localhost:5050");
        assert_eq!(config.signaling, Signaling::Chat);
        assert_eq!(config.ice_servers[0].urls, ["stun:b"]);
    }

    #[test]
    fn a_mistake_names_its_field() {
        let field = |json: &str| over(json).unwrap_err().field;
        assert_eq!(field(r#"{"chatUrl":"ftp://x"}"#), "chatUrl");
        assert_eq!(field("<html>"), "config.json");
        assert_eq!(field("[]"), "config.json");
        assert_eq!(field(r#"{"apiUrl":5}"#), "apiUrl");
        assert_eq!(field(r#"{"relayOnly":"no"}"#), "relayOnly");
        assert_eq!(field(r#"{"signaling":"smoke"}"#), "signaling");
        assert_eq!(field(r#"{"iceServers":[{"urls":"stun:a"},{"urls":5}]}"#), "iceServers");
        assert_eq!(field(r#"{"firebase":"x"}"#), "firebase");
        assert_eq!(field(r#"{"firebase":{"apiKey":7}}"#), "firebase.apiKey");
        assert_eq!(field(r#"{"firebaseAuthEmulator":"x"}"#), "firebaseAuthEmulator");
        let variable = |variables| built(variables).unwrap_err().field;
        assert_eq!(variable(|name| (name == "VITE_ICE_SERVERS").then_some("{")), "VITE_ICE_SERVERS");
        assert_eq!(variable(|name| (name == "VITE_API_URL").then_some("a.example")), "VITE_API_URL");
        assert_eq!(variable(|name| (name == "VITE_RELAY_ONLY").then_some("yes")), "VITE_RELAY_ONLY");
    }

    #[test]
    fn firebase_is_there_when_anything_of_it_is() {
        assert_eq!(over("{}").unwrap().firebase, None);
        let old_name = built(|name| (name == "VITE_FIREBASE_API").then_some("k")).unwrap();
        assert_eq!(old_name.firebase.as_ref().unwrap().api_key, "k");
        let without_key = over(r#"{"firebase":{"projectId":"p"}}"#).unwrap_err();
        assert_eq!(without_key.field, "firebase.apiKey");
        let both = old_name
            .overridden_by(
                r#"{"firebase":{"authDomain":"d"},"firebaseAuthEmulator":"http://localhost:9099/"}"#,
            )
            .unwrap()
            .firebase
            .unwrap();
        assert_eq!((both.api_key.as_str(), both.auth_domain.as_deref()), ("k", Some("d")));
        assert_eq!(both.emulator.as_deref(), Some("http://localhost:9099"));
    }

    #[test]
    fn mixed_content_is_named() {
        let blocked = |json: &str| over(json).unwrap().allowed_on_https().map_err(|error| error.field);
        assert_eq!(blocked("{}"), Ok(()));
        assert_eq!(blocked(r#"{"apiUrl":"http://127.0.0.1:3000","chatUrl":"http://[::1]:5000"}"#), Ok(()));
        assert_eq!(blocked(r#"{"apiUrl":"","chatUrl":"https://b.example"}"#), Ok(()));
        assert_eq!(blocked(r#"{"chatUrl":"http://b.example"}"#), Err("chatUrl".to_owned()));
        assert_eq!(blocked(r#"{"apiUrl":"http://localhost.example:80"}"#), Err("apiUrl".to_owned()));
        let unused = r#"{"webrtcUrl":"http://c.example"}"#;
        assert_eq!(blocked(unused), Ok(()));
        let used = r#"{"webrtcUrl":"http://c.example","signaling":"webrtc"}"#;
        assert_eq!(blocked(used), Err("webrtcUrl".to_owned()));
    }
}
