//! What the mesh is told by configuration.

use serde::{Deserialize, Deserializer, Serialize};

/// One STUN or TURN server, as `RTCIceServer` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IceServer {
    /// One address or several.
    #[serde(deserialize_with = "one_or_many")]
    pub urls: Vec<String>,
    /// For TURN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// For TURN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
}

/// How connections are made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeshConfig {
    /// Where candidates come from. None at all is enough within one network.
    pub ice_servers: Vec<IceServer>,
    /// Never connect directly, so that nobody learns an address.
    pub relay_only: bool,
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Urls {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Urls::deserialize(deserializer)? {
        Urls::One(url) => vec![url],
        Urls::Many(urls) => urls,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn urls_may_be_one_or_many() {
        let one: IceServer = serde_json::from_str(r#"{"urls":"stun:a"}"#).unwrap();
        let many: IceServer = serde_json::from_str(r#"{"urls":["stun:a"],"username":null}"#).unwrap();
        assert_eq!(one, many);
        assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"urls":["stun:a"]}"#);
        assert!(serde_json::from_str::<IceServer>(r#"{"urls":5}"#).is_err());
    }
}
