//! What the mesh is told by configuration.

use charlaton_contract::read::{Read, field};
use serde::Serialize;
use serde_json::Value;

/// One STUN or TURN server, as `RTCIceServer` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IceServer {
    /// One address or several.
    pub urls: Vec<String>,
    /// For TURN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// For TURN.
    #[serde(skip_serializing_if = "Option::is_none")]
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

impl Read for IceServer {
    fn read(value: &Value) -> Option<Self> {
        let urls = field(value, "urls").or_else(|| Some(vec![field(value, "urls")?]))?;
        Some(Self { urls, username: field(value, "username"), credential: field(value, "credential") })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn urls_may_be_one_or_many() {
        let one = IceServer::read(&json!({"urls": "stun:a"})).unwrap();
        let many = IceServer::read(&json!({"urls": ["stun:a"], "username": null})).unwrap();
        assert_eq!(one, many);
        assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"urls":["stun:a"]}"#);
        assert_eq!(IceServer::read(&json!({"urls": 5})), None);
    }
}
