//! Makes of the `VITE_*` variables, and of those in `.env`, what a deployment's `config.json` has under other names.
//! The page reads both alike. The environment wins over the file.

use std::{collections::BTreeMap, env, path::Path};

use serde_json::{Map, Value, json};

/// A variable, its field, and whether its text is JSON. A dot leads into an object. Of two variables for one field the
/// later wins.
const FIELDS: [(&str, &str, bool); 13] = [
    ("VITE_API_URL", "apiUrl", false),
    ("VITE_CHAT_SERVER_URL", "chatUrl", false),
    ("VITE_WEBRTC_SERVER_URL", "webrtcUrl", false),
    ("VITE_SIGNALING", "signaling", false),
    ("VITE_ICE_SERVERS", "iceServers", true),
    ("VITE_ICE_SERVERS_URL", "iceServersUrl", false),
    ("VITE_RELAY_ONLY", "relayOnly", true),
    ("VITE_FIREBASE_API", "firebase.apiKey", false),
    ("VITE_FIREBASE_API_KEY", "firebase.apiKey", false),
    ("VITE_FIREBASE_AUTH_DOMAIN", "firebase.authDomain", false),
    ("VITE_FIREBASE_PROJECT_ID", "firebase.projectId", false),
    ("VITE_FIREBASE_APP_ID", "firebase.appId", false),
    ("VITE_FIREBASE_AUTH_EMULATOR", "firebaseAuthEmulator", false),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // What shows the splitter which function needs which.
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bin=charlaton=--emit-relocs");
    }
    let file = match dotenv() {
        Ok(file) => file,
        Err(error) => return println!("cargo::error=.env: {error}"),
    };
    let mut config = Map::new();
    for (variable, field, structured) in FIELDS {
        println!("cargo::rerun-if-env-changed={variable}");
        let text = env::var(variable).ok().or_else(|| file.get(variable).cloned());
        // What a dashboard leaves empty is not set.
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { continue };
        let value = match serde_json::from_str(&text) {
            _ if !structured => Value::String(text),
            Ok(value) => value,
            Err(error) => return println!("cargo::error={variable} is not JSON: {error}"),
        };
        match field.split_once('.') {
            Some((outer, inner)) => config.entry(outer).or_insert_with(|| json!({}))[inner] = value,
            None => drop(config.insert(field.to_owned(), value)),
        }
    }
    println!("cargo::rustc-env=CHARLATON_CONFIG={}", Value::Object(config));
}

/// The lines of `.env`, where there is one.
fn dotenv() -> Result<BTreeMap<String, String>, dotenvy::Error> {
    let file = Path::new(".env");
    // A file that is watched but missing would make every build start anew.
    if !file.exists() {
        return Ok(BTreeMap::new());
    }
    println!("cargo::rerun-if-changed=.env");
    dotenvy::from_path_iter(file)?.collect()
}
