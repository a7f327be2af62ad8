//! What the mesh is told by configuration.

use charlaton_contract::read::{Read, field};
use charlaton_json::{Object, Value};

/// One STUN or TURN server, as `RTCIceServer` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IceServer {
    /// One address or several.
    pub urls: Vec<String>,
    /// For TURN.
    pub username: Option<String>,
    /// For TURN.
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

impl IceServer {
    /// As `RTCPeerConnection` takes it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut fields = Object::new();
        fields.insert("urls", self.urls.clone().into());
        for (name, value) in [("username", &self.username), ("credential", &self.credential)] {
            if let Some(value) = value {
                fields.insert(name, value.as_str().into());
            }
        }
        fields.into()
    }

    /// Whether browsers take it: they know the schemes, and ask for what TURN needs.
    #[must_use]
    pub fn makes_sense(&self) -> bool {
        let known = self.username.is_some() && self.credential.is_some();
        !self.urls.is_empty()
            && self.urls.iter().all(|url| match url.split(':').next() {
                Some("stun" | "stuns") => true,
                Some("turn" | "turns") => known,
                Some(_) | None => false,
            })
    }
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
    use charlaton_json::json;

    use super::*;

    #[test]
    fn urls_may_be_one_or_many() {
        let one = IceServer::read(&json!({"urls": "stun:a"})).unwrap();
        let many = IceServer::read(&json!({"urls": ["stun:a"], "username": null})).unwrap();
        assert_eq!(one, many);
        assert_eq!(one.to_json(), json!({"urls": ["stun:a"]}));
        let turn = json!({"urls": ["turn:b"], "username": "u", "credential": "c"});
        assert_eq!(IceServer::read(&turn).unwrap().to_json(), turn);
        assert_eq!(IceServer::read(&json!({"urls": 5})), None);
    }
}
