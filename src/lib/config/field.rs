//! One value of the configuration, under the two names it can be given by.

use charlaton_json::Value;

/// What a configuration got wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct ConfigError {
    /// The field, the variable, or the file.
    pub field: String,
    /// For the person who deploys.
    pub reason: String,
}

pub(super) fn wrong(field: &str, reason: &str) -> ConfigError {
    ConfigError { field: field.to_owned(), reason: reason.to_owned() }
}

/// A value and its names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// In `config.json`; a dot leads into an object.
    pub(super) json: &'static str,
    /// In the build's environment.
    variable: &'static str,
    /// Whether the variable's text is JSON.
    structured: bool,
}

impl Field {
    pub(super) const fn new(json: &'static str, variable: &'static str) -> Self {
        Self { json, variable, structured: false }
    }

    pub(super) const fn json(json: &'static str, variable: &'static str) -> Self {
        Self { json, variable, structured: true }
    }
}

/// Where values come from.
#[derive(Debug)]
pub(super) enum Source<'a> {
    /// The build's environment.
    Build(fn(&str) -> Option<&'static str>),
    /// `config.json`.
    File(&'a Value),
}

impl Source<'_> {
    /// What the person who deploys calls `field` here.
    pub(super) fn name(&self, field: &Field) -> &'static str {
        match self {
            Self::Build(_) => field.variable,
            Self::File(_) => field.json,
        }
    }

    /// The value, when there is one.
    pub(super) fn get(&self, field: &Field) -> Result<Option<Value>, ConfigError> {
        match self {
            Self::Build(variable) => match variable(field.variable) {
                Some("") if field.structured => Ok(None),
                Some(text) if field.structured => charlaton_json::parse(text)
                    .map(Some)
                    .map_err(|error| wrong(field.variable, &error.to_string())),
                text => Ok(text.map(Value::from)),
            },
            Self::File(json) => inside(json, field.json),
        }
    }

    /// The value of a field that takes a text.
    pub(super) fn text(&self, field: &Field) -> Result<Option<String>, ConfigError> {
        let value = self.get(field)?;
        let text = value.map(|value| {
            value.as_str().map(str::to_owned).ok_or_else(|| wrong(self.name(field), "must be a text"))
        });
        text.transpose()
    }
}

fn inside(json: &Value, path: &'static str) -> Result<Option<Value>, ConfigError> {
    let given = |json: &Value, name: &str| json.get(name).filter(|value| !value.is_null()).cloned();
    let Some((outer, inner)) = path.split_once('.') else { return Ok(given(json, path)) };
    match given(json, outer) {
        Some(object) if object.is_object() => Ok(given(&object, inner)),
        Some(_) => Err(wrong(outer, "must be an object")),
        None => Ok(None),
    }
}

/// The variable as it was when this was compiled.
pub(super) fn built(variable: &str) -> Option<&'static str> {
    match variable {
        "VITE_API_URL" => option_env!("VITE_API_URL"),
        "VITE_CHAT_SERVER_URL" => option_env!("VITE_CHAT_SERVER_URL"),
        "VITE_WEBRTC_SERVER_URL" => option_env!("VITE_WEBRTC_SERVER_URL"),
        "VITE_SIGNALING" => option_env!("VITE_SIGNALING"),
        "VITE_ICE_SERVERS" => option_env!("VITE_ICE_SERVERS"),
        "VITE_RELAY_ONLY" => option_env!("VITE_RELAY_ONLY"),
        "VITE_FIREBASE_API_KEY" => option_env!("VITE_FIREBASE_API_KEY"),
        "VITE_FIREBASE_API" => option_env!("VITE_FIREBASE_API"),
        "VITE_FIREBASE_AUTH_DOMAIN" => option_env!("VITE_FIREBASE_AUTH_DOMAIN"),
        "VITE_FIREBASE_PROJECT_ID" => option_env!("VITE_FIREBASE_PROJECT_ID"),
        "VITE_FIREBASE_APP_ID" => option_env!("VITE_FIREBASE_APP_ID"),
        "VITE_FIREBASE_AUTH_EMULATOR" => option_env!("VITE_FIREBASE_AUTH_EMULATOR"),
        _ => None,
    }
}
