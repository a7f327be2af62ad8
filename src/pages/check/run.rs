//! Goes through the checks, one after the other, so that none disturbs the next.

use std::{cell::Cell, rc::Rc};

use web_sys::{HtmlElement, HtmlVideoElement};
use yew::prelude::*;

use super::finding::{Finding, Item};
use crate::{
    app::Services,
    lib::{
        clock::{unix_seconds, within},
        doctor::{self, CandidateKind, Gathered},
        media::{LevelMeter, LocalTrack, MediaError},
        socket::Transports,
        token,
        webrtc::IceServer,
    },
    pages::site::Auth,
    services::{ApiError, auth, ice_servers, room},
};

/// How long somebody has to say something, and a camera to give a picture.
const DEVICE_PATIENCE_MS: u32 = 8_000;
/// Above the noise of a room, on the scale of [`LevelMeter`].
const HEARD: f32 = 0.2;

/// What is told while checking.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Told {
    Begun(Item),
    Found(Item, Finding),
    Over,
}

/// All but the devices.
pub(super) async fn connection(services: Rc<Services>, who: Auth, origin: String, tell: Callback<Told>) {
    let found = |item, finding| tell.emit(Told::Found(item, finding));
    let begun = |item| tell.emit(Told::Begun(item));
    found(Item::Secure, Finding::Secure(doctor::is_secure()));

    begun(Item::Rest);
    found(Item::Rest, Finding::Rest(doctor::reach(&services.config.api_url).await, origin));

    begun(Item::Session);
    let (session, token) = session(&services, &who).await;
    found(Item::Session, session);

    let chat = &services.config.chat_url;
    begun(Item::WebSocket);
    let entry = doctor::enter(chat, Transports::WebSocketOnly, token.clone()).await;
    found(Item::WebSocket, Finding::WebSocket(entry, token.is_some()));
    begun(Item::Polling);
    let entry = doctor::enter(chat, Transports::PollingOnly, token.clone()).await;
    found(Item::Polling, Finding::Polling(entry, token.is_some()));

    [Item::Host, Item::Reflexive, Item::Relay].into_iter().for_each(begun);
    let servers = servers(&services).await;
    let gathered = doctor::gather(&servers).await;
    for (item, kind, scheme) in [
        (Item::Host, CandidateKind::Host, ""),
        (Item::Reflexive, CandidateKind::Reflexive, "stun"),
        (Item::Relay, CandidateKind::Relay, "turn"),
    ] {
        found(item, ways(kind, gathered.as_ref(), has(&servers, scheme)));
    }

    begun(Item::Call);
    found(Item::Call, doctor::loopback().await.map_or(Finding::NoCalls, Finding::Call));
    tell.emit(Told::Over);
}

/// The token goes to the chat server and nowhere else; of the rest only its end is told.
async fn session(services: &Services, who: &Auth) -> (Finding, Option<String>) {
    match who {
        Auth::SignedOut => (Finding::SignedOut, None),
        Auth::Unknown | Auth::Unavailable(_) => (Finding::SessionUnknown, None),
        Auth::SignedIn(user) => {
            let token = auth::access_token(&services.api).await;
            if token.is_none() && auth::socket_proof(&services.api) == Err(ApiError::NoSocketToken) {
                return (Finding::NoSocketToken, None);
            }
            if room::made_by(&services.api, &user.id, 1).await == Err(ApiError::CookiesBlocked) {
                return (Finding::CookiesBlocked, token);
            }
            let seconds =
                token.as_deref().and_then(token::expiry).map(|end| end.saturating_sub(unix_seconds()));
            (Finding::SignedIn(seconds.map(|seconds| seconds / 60)), token)
        }
    }
}

/// What a meeting would use: those of the service that hands them out, else the configured ones.
async fn servers(services: &Services) -> Vec<IceServer> {
    if let Some(url) = &services.config.ice_servers_url
        && let Ok(answer) = ice_servers::list(&services.api, url).await
    {
        return answer.into_servers();
    }
    services.config.ice_servers.clone()
}

fn has(servers: &[IceServer], scheme: &str) -> bool {
    // A TURN server tells as well how one is seen from outside.
    let serves = |url: &String| url.starts_with(scheme) || (scheme == "stun" && url.starts_with("turn"));
    servers.iter().any(|server| server.urls.iter().any(serves))
}

fn ways(kind: CandidateKind, gathered: Option<&Gathered>, has_server: bool) -> Finding {
    gathered.map_or(Finding::NoCalls, |gathered| Finding::Ways(kind, gathered.clone(), has_server))
}

/// Where the devices show themselves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Views {
    pub(super) video: NodeRef,
    pub(super) level: NodeRef,
}

/// Microphone and camera; the browser asks. Both are given back at the end.
pub(super) async fn devices(views: Views, tell: Callback<Told>) {
    let found = |item, finding| tell.emit(Told::Found(item, finding));
    tell.emit(Told::Begun(Item::Camera));
    let camera = LocalTrack::open_camera(None).await;
    match &camera {
        Ok(track) => {
            found(Item::Camera, Finding::Camera(Ok((track.label(), seen(track, &views.video).await))))
        }
        Err(error) => found(Item::Camera, Finding::Camera(Err(error.clone()))),
    }
    tell.emit(Told::Begun(Item::Microphone));
    let microphone = match LocalTrack::open_microphone(None).await {
        Ok(track) => heard(&track, &views.level).await.map(|heard| (track.label(), heard)),
        Err(error) => Err(error),
    };
    found(Item::Microphone, Finding::Microphone(microphone));
    // Until here one has seen oneself.
    drop(camera);
    tell.emit(Told::Over);
}

async fn seen(track: &LocalTrack, view: &NodeRef) -> Option<(u32, u32)> {
    let video = view.cast::<HtmlVideoElement>()?;
    track.stream().attach(&video);
    // Browsers that play nothing by themselves play a muted picture of one's own all the same.
    let _ = video.play();
    within(DEVICE_PATIENCE_MS, doctor::first_frame(&video)).await
}

async fn heard(track: &LocalTrack, view: &NodeRef) -> Result<bool, MediaError> {
    let (sender, receiver) = futures_channel::oneshot::channel();
    let (sender, bar) = (Cell::new(Some(sender)), view.cast::<HtmlElement>());
    let _meter = LevelMeter::new(&track.stream(), move |level| {
        if let Some(bar) = &bar {
            // A custom property cannot be refused.
            let _ = bar.style().set_property("--level", &(level * 100.0).round().to_string());
        }
        if level >= HEARD {
            // The first sound counts.
            sender.take().map(|sender| sender.send(()));
        }
    })?;
    Ok(within(DEVICE_PATIENCE_MS, receiver).await.is_some())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_relay_also_tells_how_one_is_seen() {
        let list = |url: &str| vec![IceServer { urls: vec![url.into()], username: None, credential: None }];
        assert!(has(&list("stun:a"), "stun") && !has(&list("stun:a"), "turn"));
        assert!(has(&list("turns:a"), "stun") && has(&list("turns:a"), "turn"));
        assert!(!has(&[], "stun"));
    }
}
