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

impl Timestamp {
    /// Milliseconds since the Unix epoch. `None` for a text that is not ISO 8601 in UTC, the form all services write.
    #[must_use]
    pub fn unix_millis(&self) -> Option<i64> {
        match self {
            Self::Iso(text) => iso_millis(text),
            Self::Firestore { seconds, nanoseconds } => {
                seconds.checked_mul(1000)?.checked_add(i64::from(nanoseconds / 1_000_000))
            }
        }
    }
}

/// `YYYY-MM-DDTHH:MM:SS[.fraction]Z`.
fn iso_millis(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(clock, ':')?;
    let in_range =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    let millis = digits(&format!("{fraction:0<3.3}"))?;
    in_range.then(|| {
        ((days_since_epoch(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + millis
    })
}

fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator).map(digits);
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

fn digits(text: &str) -> Option<i64> {
    // A sign would parse as well.
    let number = text.parse::<u16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(i64::from(number))
}

/// Of the proleptic Gregorian calendar, by counting from 1 March so that the leap day comes last.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + day_of_year - 719_468
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
    /// Whether the server asks this person for a password before they may enter; `None` where it asks nobody.
    #[serde(default)]
    pub password_required: Option<bool>,
    /// As the existing services list it to everybody: they leave it to the client to ask.
    #[serde(default)]
    pub password: Option<String>,
    /// People come in with the microphone off; only ours can want that.
    #[serde(default)]
    pub join_muted: bool,
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
    /// Ended or deleted: nobody meets here any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.ended_at.is_some() || self.deleted_at.is_some()
    }

    /// Whether `user` is to show the password first: where the server says so, or lists one that nobody else checks.
    #[must_use]
    pub fn asks(&self, user: &UserId) -> bool {
        let listed = self.password.as_ref().is_some_and(|password| !password.is_empty());
        (self.password_required == Some(true) || listed) && !self.is_host(user)
    }

    /// Whether the server guards its rooms itself. The existing one does not, and takes access from others than meant:
    /// where ids are no numbers, it cannot tell people apart.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        self.password_required.is_some()
    }

    /// Whether `user` may end the meeting for everybody.
    #[must_use]
    pub fn is_host(&self, user: &UserId) -> bool {
        self.creator_id == *user || self.admins_id.contains(user)
    }
}

/// A room in the list of one's own (`GET /room`).
#[derive(Debug, Clone, PartialEq)]
pub struct OwnRoom {
    /// Its code.
    pub id: RoomId,
    /// As its creator called it.
    pub name: String,
    /// The host.
    pub creator_id: UserId,
    /// Hosts, the creator perhaps among them.
    pub admins_id: Vec<UserId>,
    /// Only people with a grant get in.
    pub private: bool,
    /// People come in with the microphone off, where the server can say so.
    pub join_muted: Option<bool>,
    /// Only people who know it, or have a grant, get in.
    pub has_password: bool,
    /// The server itself asks for the password, and keeps the other admins when one is added. The existing services do
    /// neither, and do not say `hasPassword`.
    pub guarded: bool,
    /// What it is a part of.
    pub parent_room_id: Option<RoomId>,
    /// When the meeting is to be.
    pub schedule_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When somebody first came in, where the server says it.
    pub started_at: Option<Timestamp>,
    /// When it was ended for all.
    pub ended_at: Option<Timestamp>,
    /// How many different people were in it, where the server says it.
    pub participants: Option<u32>,
    /// Minutes, where the server says them.
    pub duration: Option<u32>,
    /// Whether the person who asks was in it, where the server says it.
    pub attended: bool,
}

/// One stay in a room, as `GET /room/:id` lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stay {
    /// Document id.
    pub user_id: UserId,
    /// From when.
    pub joined_at: Option<Timestamp>,
    /// Until when; nothing while it lasts.
    pub left_at: Option<Timestamp>,
    /// More of them, where the server says it.
    pub user: Option<User>,
}

/// Who was in a room, as `GET /room/:id` says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Attendance {
    /// In the order of the server.
    pub connections: Vec<Stay>,
    /// When the meeting was ended for all.
    pub ended_at: Option<Timestamp>,
}

/// What the dashboard counts (`GET /room/user/:id/stats`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Rooms made since the first of the month.
    pub meetings_this_month: u32,
    /// Of all of them.
    pub minutes: u32,
    /// The people one has met, where the server counts those: `activeContacts` of the existing services is everybody.
    pub people_met: Option<u32>,
}

/// Somebody's presence in a room, as `GET /connection/room/:id` lists it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// Document id.
    pub user_id: UserId,
    /// More of them, where the server says it.
    #[serde(default)]
    pub user: Option<User>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_moments() {
        let iso = |text: &str| Timestamp::Iso(text.into()).unix_millis();
        assert_eq!(iso("1970-01-01T00:00:00.000Z"), Some(0));
        assert_eq!(iso("2000-02-29T12:30:15.5Z"), Some(951_827_415_500));
        assert_eq!(iso("2026-11-22T18:35:40.123456Z"), Some(1_795_372_540_123));
        for bad in
            ["", "2026-11-22", "2026-13-01T00:00:00Z", "2026-11-22T18:35Z", "+026-11-22T18:35:40Z", "T Z"]
        {
            assert_eq!(iso(bad), None, "{bad}");
        }
        let firestore = Timestamp::Firestore { seconds: 7, nanoseconds: 8_000_000 };
        assert_eq!(firestore.unix_millis(), Some(7008));
        assert_eq!(Timestamp::Firestore { seconds: i64::MAX, nanoseconds: 0 }.unix_millis(), None);
    }
}
