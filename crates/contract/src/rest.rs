//! What the REST service answers (`/api`, port 3000). Fields that a server may leave out are optional or defaulted.

use serde::{Deserialize, Serialize};

use crate::{RoomId, UserId};

/// A moment as the services write it: ISO 8601, or a Firestore timestamp object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Timestamp {
    /// `2026-03-01T10:00:00.000Z`.
    Iso(String),
    /// Seconds and nanoseconds since the Unix epoch.
    Firestore {
        /// Whole seconds.
        #[serde(rename = "_seconds")]
        seconds: i64,
        /// The rest.
        #[serde(rename = "_nanoseconds", default)]
        nanoseconds: u32,
    },
}

/// A user without secrets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Document id.
    pub id: UserId,
    /// As stored, so perhaps normalised at sign-up.
    #[serde(default)]
    pub email: String,
    /// What others should call them.
    #[serde(default)]
    pub nickname: Option<String>,
    /// Age in years.
    #[serde(default)]
    pub edad: Option<f64>,
}

impl User {
    /// The name to show: the nickname, else the e-mail's local part.
    #[must_use]
    pub fn display_name(&self) -> &str {
        display_name(self.nickname.as_deref(), &self.email)
    }
}

/// The nickname where there is one, else the part of the e-mail before the `@`.
#[must_use]
pub fn display_name<'a>(nickname: Option<&'a str>, email: &'a str) -> &'a str {
    match nickname.map(str::trim) {
        Some(name) if !name.is_empty() => name,
        _ => email.split('@').next().unwrap_or(email),
    }
}

/// Reply of sign-up and login.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signed {
    /// Who is signed in now.
    pub user: User,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    /// `abc-xyz`.
    pub id: RoomId,
    /// As its creator called it.
    #[serde(default)]
    pub name: String,
    /// The host.
    pub creator_id: UserId,
    /// Only people with a grant get in.
    #[serde(default)]
    pub private: bool,
    /// Hosts beside the creator.
    #[serde(default)]
    pub admins_id: Vec<UserId>,
    /// When it was ended for all.
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(default)]
    pub deleted_at: Option<Timestamp>,
}

impl Room {
    /// Whether `user` may end the meeting for everybody.
    #[must_use]
    pub fn is_host(&self, user: &UserId) -> bool {
        self.creator_id == *user || self.admins_id.contains(user)
    }
}

/// One of my rooms, as `GET /room/user/:id` lists them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomSummary {
    /// The room.
    pub id: RoomId,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// How many different people were in it.
    #[serde(default)]
    pub participants: u32,
    /// Minutes.
    #[serde(default)]
    pub duration: u32,
}

/// A page of [`RoomSummary`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoomPage {
    /// The rooms of this page.
    pub rooms: Vec<RoomSummary>,
    /// Where it stands among the others.
    pub pagination: Pagination,
}

/// The place of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// From 1.
    pub current_page: u32,
    /// At least 0.
    pub total_pages: u32,
    /// Whether a page follows.
    #[serde(default)]
    pub has_next_page: bool,
}
