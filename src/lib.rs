//! Charlaton, a meeting room in the browser. This file is the map.
//!
//! What knows the least comes first; nothing in [`lib`] knows Yew, and nothing above it knows JavaScript's
//! WebSocket or `RTCPeerConnection`. ARCHITECTURE.md tells the whole story.

/// The framework-free library: protocols as values one feeds, and one `browser.rs` a module that carries them out.
#[warn(missing_docs)]
pub mod lib {
    pub mod media;
    pub mod socket;
    pub mod webrtc;
}
