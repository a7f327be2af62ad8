//! Ids as they travel: opaque texts, checked once where they enter.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest id that is accepted from the wire, in bytes.
pub const MAX_ID_BYTES: usize = 128;

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid id")
    }
}

impl std::error::Error for InvalidId {}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $allowed:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks `text` and wraps it.
            ///
            /// # Errors
            /// When it is empty, longer than [`MAX_ID_BYTES`], or holds a character no id has.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                let allowed: fn(char) -> bool = $allowed;
                if text.is_empty() || text.len() > MAX_ID_BYTES || !text.chars().all(allowed) {
                    return Err(InvalidId);
                }
                Ok(Self(text.into()))
            }

            /// The id as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(IdVisitor).and_then(|text| Self::parse(&text).map_err(de::Error::custom))
            }
        }
    };
}

id! {
    /// A user: the document id ("D" of the contract) unless a comment says otherwise. Ordered as text, which is
    /// what decides politeness in a negotiation.
    UserId, |c| !c.is_control()
}

id! {
    /// A room, `abc-xyz` when a server made it.
    RoomId, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Some rows of the old services carry numeric ids; they are read as their decimal text.
struct IdVisitor;

impl de::Visitor<'_> for IdVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_ids_refuse_what_could_break_a_path() {
        for bad in ["", "abc/xyz", "a b", "ñ", "..", &"a".repeat(129)] {
            assert_eq!(RoomId::parse(bad), Err(InvalidId), "{bad}");
        }
        assert_eq!(RoomId::parse("abc-xyz").unwrap().as_str(), "abc-xyz");
    }

    #[test]
    fn numeric_ids_are_read_as_text() {
        assert_eq!(serde_json::from_str::<UserId>("17").unwrap(), UserId::parse("17").unwrap());
        assert!(serde_json::from_str::<UserId>("{}").is_err());
    }
}
