//! Charlaton, a meeting room in the browser. This file is the map.
//!
//! What knows the least comes first; nothing in [`lib`] knows Yew, and nothing above it touches a `WebSocket` or an
//! `RTCPeerConnection`. ARCHITECTURE.md tells the whole story.

/// The framework-free library: protocols as values one feeds, and one `browser.rs` a module that carries them out.
#[warn(missing_docs)]
pub mod lib {
    pub mod clock;
    /// Where the services are: build-time defaults under a run-time `/config.json`.
    pub mod config;
    pub mod doctor;
    pub mod fetch;
    pub mod firebase;
    mod js;
    pub mod media;
    pub mod network;
    pub mod notify;
    pub mod page;
    pub mod shared;
    pub mod signaling;
    pub mod small_map;
    pub mod socket;
    pub mod sound;
    pub mod speech;
    pub mod storage;
    pub mod token;
    pub mod update;
    pub mod webrtc;
}

/// The shell around all pages: contexts, routes, language, theme.
pub mod app;
/// Views that know only their props.
pub mod components;
/// Words for people, one file per language.
pub mod i18n;
/// What a person finds under each address; here everything is wired together.
pub mod pages;
/// The addresses.
pub mod routes;
/// The REST service, one file per resource.
pub mod services;
