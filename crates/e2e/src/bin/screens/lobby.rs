//! The door of a meeting, and what keeps one outside.

use charlaton_e2e::{BrowserOptions, Find, Permission, Result, Scene};
use serde_json::json;

use crate::{album::Album, meeting::sitting};

/// Chromium calls a camera that plays a film after the file.
const NAMES: &str = "
    for (const { prototype } of [MediaDeviceInfo, MediaStreamTrack]) {
        const { get } = Object.getOwnPropertyDescriptor(prototype, 'label');
        const plain = (label) => (label.includes('/') ? 'Webcam' : label);
        Object.defineProperty(prototype, 'label', { get() { return plain(get.call(this)); } });
    }";

pub(crate) async fn take(scene: &Scene, album: &Album) -> Result {
    let luis = scene.person_with("Luis", sitting(1)).await?;
    let room = json!({ "name": "Weekly planning", "creatorId": luis.id() });
    let room = scene.backend.make_room_of(&room, &luis.account).await?;
    luis.join(&room).await?;

    let ana = scene.person_with("Ana", sitting(0)).await?;
    ana.before_pages(NAMES).await?;
    ana.visit(&format!("/join/{room}")).await?;
    ana.see(Find::Button("Use microphone and camera")).await?;
    album.page(&ana, "lobby-question").await?;
    ana.enter_lobby(&room).await?;
    album.page(&ana, "lobby").await?;
    ana.press(Find::Button("Turn camera off")).await?;
    ana.see(Find::Text("Your camera is off")).await?;
    album.page(&ana, "lobby-camera-off").await?;

    ana.visit("/join/abc-xyz").await?;
    ana.see(Find::Text("There is no such meeting")).await?;
    album.page(&ana, "no-such-meeting").await?;
    let guarded = json!({ "name": "Board", "creatorId": luis.id(), "password": "llave" });
    let guarded = scene.backend.make_room_of(&guarded, &luis.account).await?;
    ana.visit(&format!("/join/{guarded}")).await?;
    ana.see(Find::Heading("This meeting has a password")).await?;
    album.page(&ana, "password").await?;

    let denied = BrowserOptions { permission: Permission::Denied, ..BrowserOptions::default() };
    let eva = scene.person_with("Eva", denied).await?;
    eva.visit(&format!("/join/{room}")).await?;
    eva.press(Find::Button("Use microphone and camera")).await?;
    eva.see(Find::Text("Your browser does not let Charlaton use the microphone")).await?;
    album.page(&eva, "lobby-denied").await
}
