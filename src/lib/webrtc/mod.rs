//! A full mesh of WebRTC connections, one `RTCPeerConnection` for each remote user.
