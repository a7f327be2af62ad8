//! Every text of the app, by where it is read.

mod bar;
mod chat;
mod dialogs;
mod doctor;
mod info;
mod knock;
mod people;
mod reader;
mod stage;
mod welcome;

pub use bar::Bar;
pub use chat::Chat;
pub use dialogs::Dialogs;
pub use doctor::Doctor;
pub use info::{Article, Block, Info, Section};
pub use knock::Knock;
pub use people::People;
pub use reader::Reader;
pub use stage::Stage;
pub use welcome::Welcome;

pub use super::planning::{Planning, Summaries};

/// One language.
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Texts {
    /// BCP 47 primary tag.
    pub tag: &'static str,
    /// Its own name.
    pub name: &'static str,
    pub people_count: fn(usize) -> String,
    pub common: Common,
    pub lobby: Lobby,
    pub meeting: Meeting,
    pub people: People,
    pub bar: Bar,
    pub stage: Stage,
    pub quality: Quality,
    pub chat: Chat,
    pub left: Left,
    pub password: Password,
    pub knock: Knock,
    pub errors: Errors,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Common {
    pub product: &'static str,
    pub skip_to_content: &'static str,
    pub main_menu: &'static str,
    pub language: &'static str,
    pub theme_to_light: &'static str,
    pub theme_to_dark: &'static str,
    pub log_in: &'static str,
    pub log_out: &'static str,
    pub my_rooms: &'static str,
    pub close: &'static str,
    pub cancel: &'static str,
    pub loading: &'static str,
    pub try_again: &'static str,
    pub to_home: &'static str,
    pub copy_link: &'static str,
    pub copied: &'static str,
    pub copy_failed: fn(&str) -> String,
    pub notifications: &'static str,
    pub not_found_title: &'static str,
    pub not_found_text: &'static str,
    pub read_aloud: &'static str,
    pub config_title: &'static str,
    pub config_text: &'static str,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Lobby {
    pub title: &'static str,
    pub inside: fn(&str) -> String,
    pub nobody_inside: &'static str,
    pub why_permission: &'static str,
    pub allow: &'static str,
    pub asking: &'static str,
    pub microphone: &'static str,
    pub camera: &'static str,
    pub level: &'static str,
    pub preview: &'static str,
    pub camera_is_off: &'static str,
    pub join: &'static str,
    pub join_listening: &'static str,
    pub speaker: &'static str,
    pub test_sound: &'static str,
    pub join_muted: &'static str,
    pub unnamed_device: fn(usize) -> String,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Meeting {
    pub joining: &'static str,
    pub refused: &'static str,
    pub behind: &'static str,
    pub controls: &'static str,
    pub mic_on: &'static str,
    pub mic_off: &'static str,
    pub camera_on: &'static str,
    pub camera_off: &'static str,
    pub chat: &'static str,
    pub unread: fn(usize) -> String,
    pub people: &'static str,
    pub leave: &'static str,
    pub leave_title: &'static str,
    pub leave_only: &'static str,
    pub end_for_all: &'static str,
    pub end_text: &'static str,
    pub you: &'static str,
    pub host: &'static str,
    pub stage: &'static str,
    pub muted: &'static str,
    pub unmuted: &'static str,
    pub video_stopped: &'static str,
    pub video_live: &'static str,
    pub joined: fn(&str) -> String,
    pub left: fn(&str) -> String,
    pub connecting: &'static str,
    pub reconnecting: &'static str,
    pub pair_failed: &'static str,
    pub unheard: &'static str,
    pub server_lost: &'static str,
    pub server_back: &'static str,
    pub alone: &'static str,
    pub code: &'static str,
    pub click_to_hear: &'static str,
    pub room_is_full: fn(usize) -> String,
    pub hold_to_talk: &'static str,
    pub interrupted: &'static str,
    pub device_interrupted: fn(&str) -> String,
    pub took_over: fn(&str, &str) -> String,
    pub device_in_use: fn(&str) -> String,
    pub device_came: fn(&str) -> String,
    pub device_use: &'static str,
}

/// What connections carry, in the panel of people and in the report.
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Quality {
    pub clear: &'static str,
    pub small: &'static str,
    pub sound: &'static str,
    pub spared: &'static str,
    pub chosen: &'static str,
    pub sound_only: &'static str,
    pub speaking: &'static str,
    pub direct: &'static str,
    pub relayed: &'static str,
    pub round_trip: fn(u32) -> String,
    pub lost: fn(u32) -> String,
    pub sent: fn(u32, u32) -> String,
    pub received: fn(u32, u32) -> String,
    pub by_processor: &'static str,
    pub by_connection: &'static str,
    pub hidden: &'static str,
    pub copy_report: &'static str,
    pub report_failed: &'static str,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Left {
    pub left_title: &'static str,
    pub ended_title: &'static str,
    pub ended_text: &'static str,
    pub removed_title: &'static str,
    pub lasted: fn(u32) -> String,
    pub rejoin: &'static str,
    pub to_rooms: &'static str,
}

/// The door of a room with a password.
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Password {
    pub title: &'static str,
    pub label: &'static str,
    pub wrong: &'static str,
}

/// What went wrong, and what to do.
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Errors {
    pub session_over: &'static str,
    pub unreachable: &'static str,
    pub timed_out: &'static str,
    pub sign_in: &'static str,
    pub no_socket_token: &'static str,
    pub cookies_blocked: &'static str,
    pub server: &'static str,
    pub malformed: &'static str,
    pub room_unknown: &'static str,
    pub room_unknown_text: &'static str,
    pub room_ended: &'static str,
    pub room_ended_text: &'static str,
    pub second_tab: &'static str,
    pub second_tab_text: &'static str,
    pub use_here: &'static str,
    pub chat_unreachable_text: &'static str,
    pub join_failed: &'static str,
    pub end_failed: &'static str,
    pub denied: fn(&str) -> String,
    pub denied_by_system: fn(&str) -> String,
    pub dismissed: fn(&str) -> String,
    pub busy: fn(&str) -> String,
    pub stopped: fn(&str) -> String,
    pub missing: fn(&str) -> String,
    pub insecure: &'static str,
    pub device_other: fn(&str) -> String,
    pub message_not_sent: &'static str,
}

/// What only the pages around meetings say: a static of its own, which the program of meetings does not carry.
#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct SiteTexts {
    pub home: Home,
    pub account: Account,
    pub rooms: Rooms,
    pub sign_in: SignIn,
    pub recovery: Recovery,
    pub profile: Profile,
    pub planning: Planning,
    pub summaries: Summaries,
    // Pages to read, the check of the connection, reading aloud.
    pub info: Info,
    pub doctor: Doctor,
    pub reader: Reader,
    pub welcome: Welcome,
    pub dialogs: Dialogs,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Home {
    pub title: &'static str,
    pub lead: &'static str,
    pub new_meeting: &'static str,
    pub join_label: &'static str,
    pub join_hint: &'static str,
    pub join: &'static str,
    pub bad_code: &'static str,
    pub steps_title: &'static str,
    pub steps: [(&'static str, &'static str); 3],
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Account {
    pub log_in_title: &'static str,
    pub log_in_lead: &'static str,
    pub sign_up_title: &'static str,
    pub sign_up_lead: &'static str,
    pub sign_up: &'static str,
    pub to_sign_up: &'static str,
    pub to_log_in: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub password_rule: &'static str,
    pub show_password: &'static str,
    pub hide_password: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub age: &'static str,
    pub bad_email: &'static str,
    pub bad_password: &'static str,
    pub bad_age: &'static str,
    pub bad_name: &'static str,
    pub email_taken: &'static str,
    pub missing_password: &'static str,
    pub stored_email: fn(&str) -> String,
    pub wrong_credentials: &'static str,
    pub signing_in: &'static str,
    pub signing_up: &'static str,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Rooms {
    pub greeting: fn(&str) -> String,
    pub start_title: &'static str,
    pub start_text: &'static str,
    pub start: &'static str,
    pub starting: &'static str,
    pub room_name: &'static str,
    pub default_name: fn(&str) -> String,
    pub join_title: &'static str,
    pub mine: &'static str,
    pub none: &'static str,
    pub open: &'static str,
    pub minutes: fn(u32) -> String,
    pub more: &'static str,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct SignIn {
    pub to_recovery: &'static str,
    pub or: &'static str,
    pub continue_with: fn(&str) -> String,
    pub window_open: &'static str,
    pub window_lost: &'static str,
    pub weak_password: &'static str,
    pub too_many: &'static str,
    pub disabled: &'static str,
    pub needs_recent_login: &'static str,
    pub other_provider: &'static str,
    pub not_offered: &'static str,
    pub popup_blocked: &'static str,
    pub popup_closed: &'static str,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Recovery {
    pub title: &'static str,
    pub lead: &'static str,
    pub send: &'static str,
    pub sending: &'static str,
    pub sent_title: &'static str,
    pub sent: fn(&str) -> String,
    pub reset_title: &'static str,
    pub checking: &'static str,
    pub reset_for: fn(&str) -> String,
    pub new_password: &'static str,
    pub again: &'static str,
    pub strong_rule: &'static str,
    pub differ: &'static str,
    pub save: &'static str,
    pub saving: &'static str,
    pub done_title: &'static str,
    pub done: &'static str,
    pub other_mail: &'static str,
    pub bad_link: &'static str,
    pub new_link: &'static str,
}

#[derive(Debug)]
#[expect(missing_docs, reason = "the words themselves say it, in en.rs")]
pub struct Profile {
    pub link: &'static str,
    pub title: &'static str,
    pub save_name: &'static str,
    pub name_saved: &'static str,
    pub password_title: &'static str,
    pub present: &'static str,
    pub wrong_present: &'static str,
    pub password_saved: &'static str,
    pub no_password: &'static str,
    pub delete_title: &'static str,
    pub delete_text: &'static str,
    pub delete_open: &'static str,
    pub prove_by_password: &'static str,
    pub prove_by_email: &'static str,
    pub wrong_email: &'static str,
    pub delete: &'static str,
    pub deleting: &'static str,
    pub deleted: &'static str,
}
