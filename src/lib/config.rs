//! Deployment configuration. The build's environment gives defaults; `/config.json`, read before the first page is
//! shown, lies over them, so that one build serves any deployment.

use charlaton_contract::read::Read;
use charlaton_json::Value;

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
    /// A service that hands out a newer list of them, with credentials that expire.
    pub ice_servers_url: Option<String>,
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

/// What a configuration got wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct ConfigError {
    /// The field, or the file.
    pub field: &'static str,
    /// For the person who deploys.
    pub reason: &'static str,
}

impl Config {
    /// Services on this machine, under what the build's environment says: build.rs lists the variables.
    ///
    /// # Errors
    /// As [`Self::overridden_by`].
    pub fn from_build() -> Result<Self, ConfigError> {
        Self::local().overridden_by(env!("CHARLATON_CONFIG"))
    }

    /// Lays the text of a `config.json` over this one; every field may be absent or null.
    ///
    /// # Errors
    /// When it is not JSON of the right shape, or an URL in it is not http(s).
    pub fn overridden_by(mut self, json: &str) -> Result<Self, ConfigError> {
        let json = charlaton_json::parse(json).ok().filter(Value::is_object);
        let json = json.ok_or(ConfigError { field: "config.json", reason: "must be an object of JSON" })?;
        url(&json, "apiUrl", &mut self.api_url)?;
        url(&json, "chatUrl", &mut self.chat_url)?;
        url(&json, "webrtcUrl", &mut self.webrtc_url)?;
        if let Some(signaling) = text(&json, "signaling")? {
            self.signaling = match signaling {
                "chat" => Signaling::Chat,
                "webrtc" => Signaling::WebRtc,
                _ => return Err(ConfigError { field: "signaling", reason: "must be chat or webrtc" }),
            };
        }
        if let Some(servers) = given(&json, "iceServers") {
            // All or nothing: a server that is left out would be missed only by the people who need it.
            let list = servers.as_array().and_then(|list| list.iter().map(IceServer::read).collect());
            let wrong = ConfigError { field: "iceServers", reason: "must be a list of RTCIceServer" };
            self.ice_servers = list.ok_or(wrong)?;
        }
        if let Some(url) = text(&json, "iceServersUrl")? {
            self.ice_servers_url = ice_servers_url(url.trim())?;
        }
        if let Some(relay_only) = given(&json, "relayOnly") {
            let wrong = ConfigError { field: "relayOnly", reason: "must be true or false" };
            self.relay_only = relay_only.as_bool().ok_or(wrong)?;
        }
        self.firebase(&json)?;
        Ok(self)
    }

    fn firebase(&mut self, json: &Value) -> Result<(), ConfigError> {
        let (project, emulator) = (given(json, "firebase"), text(json, "firebaseAuthEmulator")?);
        if project.is_none() && emulator.is_none() {
            return Ok(());
        }
        let project = project.unwrap_or(&Value::Null);
        let firebase = self.firebase.get_or_insert_default();
        if let Some(key) = text(project, "apiKey")? {
            key.clone_into(&mut firebase.api_key);
        }
        for (part, field) in [
            (&mut firebase.auth_domain, "authDomain"),
            (&mut firebase.project_id, "projectId"),
            (&mut firebase.app_id, "appId"),
        ] {
            if let Some(text) = text(project, field)? {
                *part = Some(text.to_owned());
            }
        }
        if emulator.is_some() {
            url(json, "firebaseAuthEmulator", firebase.emulator.get_or_insert_default())?;
        }
        if firebase.api_key.is_empty() {
            return Err(ConfigError { field: "firebase", reason: "needs an apiKey" });
        }
        Ok(())
    }

    /// A page that came by https may not call http: browsers block it without a word.
    ///
    /// # Errors
    /// Names the first field with such an URL. Loopback addresses are exempt, as they are in browsers.
    pub fn allowed_on_https(&self) -> Result<(), ConfigError> {
        let webrtc_url = if self.signaling == Signaling::WebRtc { self.webrtc_url.as_str() } else { "" };
        let urls = [
            ("apiUrl", self.api_url.as_str()),
            ("chatUrl", &self.chat_url),
            ("webrtcUrl", webrtc_url),
            ("iceServersUrl", self.ice_servers_url.as_deref().unwrap_or_default()),
        ];
        match urls.into_iter().find(|(_, url)| is_mixed_content(url)) {
            Some((field, _)) => {
                Err(ConfigError { field, reason: "must start with https://, because this page does" })
            }
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
}

fn given<'a>(json: &'a Value, field: &str) -> Option<&'a Value> {
    json.get(field).filter(|value| !value.is_null())
}

fn text<'a>(json: &'a Value, field: &'static str) -> Result<Option<&'a str>, ConfigError> {
    match given(json, field) {
        Some(value) => value.as_str().map(Some).ok_or(ConfigError { field, reason: "must be a text" }),
        None => Ok(None),
    }
}

/// Without the trailing slash and the `/api` that old configurations carry.
fn url(json: &Value, field: &'static str, into: &mut String) -> Result<(), ConfigError> {
    let Some(url) = text(json, field)? else { return Ok(()) };
    let url = url.trim().trim_end_matches('/');
    if !(url.is_empty() || url.starts_with("https://") || url.starts_with("http://")) {
        return Err(ConfigError { field, reason: "must be empty or start with http:// or https://" });
    }
    url.strip_suffix("/api").unwrap_or(url).clone_into(into);
    Ok(())
}

/// The whole address, or a path of the page's own origin; an empty one is none.
fn ice_servers_url(url: &str) -> Result<Option<String>, ConfigError> {
    let elsewhere = url.starts_with("https://") || url.starts_with("http://");
    if !(url.is_empty() || elsewhere || url.starts_with('/') && !url.starts_with("//")) {
        let reason = "must be empty or start with http://, https:// or /";
        return Err(ConfigError { field: "iceServersUrl", reason });
    }
    Ok((!url.is_empty()).then(|| url.to_owned()))
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

    fn over(json: &str) -> Result<Config, ConfigError> {
        Config::local().overridden_by(json)
    }

    #[test]
    fn what_is_given_lies_over_what_was() {
        let config = over(
            r#"{"apiUrl":"https://a.example/api/","chatUrl":"/","signaling":"webrtc","iceServers":[{"urls":"stun:a"}]}"#,
        )
        .unwrap();
        assert_eq!((config.api_url.as_str(), config.chat_url.as_str()), ("https://a.example", ""));
        assert_eq!(config.signaling, Signaling::WebRtc);
        assert_eq!(config.ice_servers[0].urls, ["stun:a"]);
        let config =
            config.overridden_by(r#"{"signaling":"chat","webrtcUrl":null,"relayOnly":true}"#).unwrap();
        assert_eq!(config.api_url, "https://a.example");
        assert_eq!(config.webrtc_url, "http://localhost:5050");
        assert_eq!((config.signaling, config.relay_only), (Signaling::Chat, true));
    }

    #[test]
    fn a_service_of_servers_may_be_of_this_origin_and_be_switched_off() {
        assert_eq!(over("{}").unwrap().ice_servers_url, None);
        let config = over(r#"{"iceServersUrl":"/api/ice-servers"}"#).unwrap();
        assert_eq!(config.ice_servers_url.as_deref(), Some("/api/ice-servers"));
        assert_eq!(config.overridden_by(r#"{"iceServersUrl":""}"#).unwrap().ice_servers_url, None);
        let config = over(r#"{"iceServersUrl":" https://a.example/turn?key=1 "}"#).unwrap();
        assert_eq!(config.ice_servers_url.as_deref(), Some("https://a.example/turn?key=1"));
    }

    #[test]
    fn a_mistake_names_its_field() {
        for (json, field) in [
            (r#"{"chatUrl":"ftp://x"}"#, "chatUrl"),
            ("<html>", "config.json"),
            ("[]", "config.json"),
            (r#"{"apiUrl":5}"#, "apiUrl"),
            (r#"{"relayOnly":"no"}"#, "relayOnly"),
            (r#"{"signaling":"smoke"}"#, "signaling"),
            (r#"{"iceServers":[{"urls":"stun:a"},{"urls":5}]}"#, "iceServers"),
            (r#"{"iceServersUrl":"//a.example"}"#, "iceServersUrl"),
            (r#"{"iceServersUrl":"ice"}"#, "iceServersUrl"),
            (r#"{"firebase":"x"}"#, "firebase"),
            (r#"{"firebase":{"apiKey":7}}"#, "apiKey"),
            (r#"{"firebase":{"apiKey":"k"},"firebaseAuthEmulator":"x"}"#, "firebaseAuthEmulator"),
        ] {
            assert_eq!(over(json).unwrap_err().field, field, "{json}");
        }
    }

    #[test]
    fn firebase_is_there_when_anything_of_it_is() {
        assert_eq!(over("{}").unwrap().firebase, None);
        assert_eq!(over(r#"{"firebase":{"projectId":"p"}}"#).unwrap_err().field, "firebase");
        let firebase = over(r#"{"firebase":{"apiKey":"k"}}"#)
            .unwrap()
            .overridden_by(
                r#"{"firebase":{"authDomain":"d"},"firebaseAuthEmulator":"http://localhost:9099/"}"#,
            )
            .unwrap()
            .firebase
            .unwrap();
        assert_eq!((firebase.api_key.as_str(), firebase.auth_domain.as_deref()), ("k", Some("d")));
        assert_eq!(firebase.emulator.as_deref(), Some("http://localhost:9099"));
    }

    #[test]
    fn mixed_content_is_named() {
        let blocked = |json: &str| over(json).unwrap().allowed_on_https().map_err(|error| error.field);
        assert_eq!(blocked("{}"), Ok(()));
        assert_eq!(blocked(r#"{"apiUrl":"http://127.0.0.1:3000","chatUrl":"http://[::1]:5000"}"#), Ok(()));
        assert_eq!(blocked(r#"{"apiUrl":"","chatUrl":"https://b.example"}"#), Ok(()));
        assert_eq!(blocked(r#"{"chatUrl":"http://b.example"}"#), Err("chatUrl"));
        assert_eq!(blocked(r#"{"apiUrl":"http://localhost.example:80"}"#), Err("apiUrl"));
        assert_eq!(blocked(r#"{"iceServersUrl":"/api/ice-servers"}"#), Ok(()));
        assert_eq!(blocked(r#"{"iceServersUrl":"http://d.example"}"#), Err("iceServersUrl"));
        let unused = r#"{"webrtcUrl":"http://c.example"}"#;
        assert_eq!(blocked(unused), Ok(()));
        let used = r#"{"webrtcUrl":"http://c.example","signaling":"webrtc"}"#;
        assert_eq!(blocked(used), Err("webrtcUrl"));
    }
}
