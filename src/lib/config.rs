//! Deployment configuration. The build's environment gives defaults; `/config.json`, read before the first page is
//! shown, overrides them, so that one build serves any deployment.

use charlaton_contract::read::Read;
use charlaton_json::Value;

use crate::lib::webrtc::IceServer;

/// Where the services are. An empty URL means the page's own origin.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Config {
    /// REST, without `/api` and without a trailing slash.
    pub api_url: String,
    /// Chat and signaling.
    pub chat_url: String,
    /// STUN and TURN.
    pub ice_servers: Vec<IceServer>,
    /// Only relayed candidates.
    pub relay_only: bool,
}

/// What a configuration got wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct ConfigError {
    /// The field, or the file.
    pub field: String,
    /// For the person who deploys.
    pub reason: String,
}

/// The guide's default.
const STUN: &str = "stun:stun.l.google.com:19302";

impl Config {
    /// What the build says: `VITE_API_URL`, `VITE_CHAT_SERVER_URL`, `VITE_ICE_SERVERS`.
    ///
    /// # Errors
    /// When `VITE_ICE_SERVERS` is not a JSON list of `RTCIceServer`.
    pub fn from_build() -> Result<Self, ConfigError> {
        let mut config = Self {
            api_url: base_url(option_env!("VITE_API_URL").unwrap_or("http://localhost:3000")),
            chat_url: base_url(option_env!("VITE_CHAT_SERVER_URL").unwrap_or("http://localhost:5000")),
            ice_servers: vec![IceServer { urls: vec![STUN.to_owned()], username: None, credential: None }],
            relay_only: false,
        };
        if let Some(json) = option_env!("VITE_ICE_SERVERS") {
            let field = "VITE_ICE_SERVERS";
            config.ice_servers = ice_servers(field, &parse(field, json)?)?;
        }
        Ok(config)
    }

    /// Lays the text of a `config.json` over this one; every field may be absent.
    ///
    /// # Errors
    /// When it is not JSON of the right shape, or an URL in it is not http(s).
    pub fn overridden_by(mut self, json: &str) -> Result<Self, ConfigError> {
        let json = parse("config.json", json)?;
        if !json.is_object() {
            return Err(wrong("config.json", "must be an object"));
        }
        let given = |field: &str| json.get(field).filter(|value| !value.is_null());
        if let Some(url) = given("apiUrl") {
            self.api_url = checked_url("apiUrl", url)?;
        }
        if let Some(url) = given("chatUrl") {
            self.chat_url = checked_url("chatUrl", url)?;
        }
        if let Some(servers) = given("iceServers") {
            self.ice_servers = ice_servers("iceServers", servers)?;
        }
        if let Some(relay_only) = given("relayOnly") {
            self.relay_only =
                relay_only.as_bool().ok_or_else(|| wrong("relayOnly", "must be true or false"))?;
        }
        Ok(self)
    }
}

fn wrong(field: &str, reason: &str) -> ConfigError {
    ConfigError { field: field.to_owned(), reason: reason.to_owned() }
}

fn parse(field: &str, json: &str) -> Result<Value, ConfigError> {
    charlaton_json::parse(json).map_err(|error| wrong(field, &error.to_string()))
}

/// All or nothing: a server that is left out would be missed only by the people who need it.
fn ice_servers(field: &str, value: &Value) -> Result<Vec<IceServer>, ConfigError> {
    let servers: Option<_> = value.as_array().and_then(|list| list.iter().map(IceServer::read).collect());
    servers.ok_or_else(|| wrong(field, "must be a list of RTCIceServer"))
}

fn checked_url(field: &str, url: &Value) -> Result<String, ConfigError> {
    let url = url.as_str().ok_or_else(|| wrong(field, "must be a text"))?;
    if url.is_empty() || url.starts_with("https://") || url.starts_with("http://") {
        return Ok(base_url(url));
    }
    Err(wrong(field, "must be empty or start with http:// or https://"))
}

/// Without the trailing slash and the `/api` that old configurations carry.
fn base_url(url: &str) -> String {
    let url = url.trim().trim_end_matches('/');
    url.strip_suffix("/api").unwrap_or(url).to_owned()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn run_time_overrides_build_time() {
        let config = Config::from_build()
            .unwrap()
            .overridden_by(
                r#"{"apiUrl":"https://a.example/api/","chatUrl":"","iceServers":[{"urls":"stun:b"}]}"#,
            )
            .unwrap();
        assert_eq!(config.api_url, "https://a.example");
        assert_eq!(config.chat_url, "");
        assert_eq!(config.ice_servers[0].urls, ["stun:b"]);
    }

    #[test]
    fn a_mistake_names_its_field() {
        let build = Config::from_build().unwrap();
        assert_eq!(build.clone().overridden_by(r#"{"chatUrl":"ftp://x"}"#).unwrap_err().field, "chatUrl");
        assert_eq!(build.clone().overridden_by("<html>").unwrap_err().field, "config.json");
        assert_eq!(build.clone().overridden_by("[]").unwrap_err().field, "config.json");
        assert_eq!(build.clone().overridden_by(r#"{"apiUrl":5}"#).unwrap_err().field, "apiUrl");
        assert_eq!(build.clone().overridden_by(r#"{"relayOnly":"no"}"#).unwrap_err().field, "relayOnly");
        let servers = r#"{"iceServers":[{"urls":"stun:a"},{"urls":5}]}"#;
        assert_eq!(build.overridden_by(servers).unwrap_err().field, "iceServers");
    }
}
