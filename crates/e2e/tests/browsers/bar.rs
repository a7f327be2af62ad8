//! The bar of a meeting, its menus, and what surrounds the call.

use charlaton_e2e::{
    BrowserOptions, Context, Failure, Find, Person, Result, Scene, assert_accessible, eventually,
    media::holds, scene,
};
use fantoccini::key::Key;
use serde_json::json;

/// Writes down which sounds are made, which screen locks are held, and which notices are shown. No machine of tests has a
/// loudspeaker, a screen that goes dark, or somebody who allows notices.
const SPIES: &str = "{
    const spied = (window.spied = { tones: [], locks: [], notices: [], focused: 0 });
    const { createOscillator } = BaseAudioContext.prototype;
    BaseAudioContext.prototype.createOscillator = function () {
        spied.tones.push(this);
        return createOscillator.call(this);
    };
    const request = async () => {
        const lock = { held: true, release: async () => { lock.held = false; } };
        spied.locks.push(lock);
        return lock;
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    window.Notification = class extends EventTarget {
        static permission = 'default';
        static requestPermission = async () => (Notification.permission = 'granted');
        constructor(title, { body }) {
            super();
            Object.assign(this, { title, body, open: true });
            spied.notices.push(this);
        }
        close() { this.open = false; }
    };
    window.focus = () => { spied.focused += 1; };
}";

/// Ana alone in her meeting, spied on.
async fn spied(scene: &Scene) -> Result<(String, Person)> {
    let ana = scene.person("Ana").await?;
    ana.before_pages(SPIES).await?;
    let room = scene.backend.make_room(&ana.account).await?;
    ana.join(&room).await?;
    Ok((room, ana))
}

async fn looks_elsewhere_for_a_moment(person: &Person) -> Result {
    person.is_looked_at(false).await?;
    person.is_looked_at(true).await
}

async fn becomes<T: serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(
    person: &Person,
    script: &str,
    wanted: T,
) -> Result {
    eventually(&format!("`{script}` is {wanted:?}"), async || {
        let is: T = person.run(script, vec![]).await?;
        holds(is == wanted, || format!("{is:?}"))
    })
    .await
}

async fn choose(person: &Person, item: &str) -> Result {
    person.press(Find::Button("More")).await?;
    person.press(Find::Button(item)).await
}

#[tokio::test]
async fn devices_are_chosen_in_the_meeting() -> Result {
    scene("devices_are_chosen_in_the_meeting", async |scene| {
        // Whose camera has a name.
        let people = [("Ana", BrowserOptions::able()), ("Luis", BrowserOptions::default())];
        let (_, [ana, luis]) = scene.meeting_of(people).await?;
        let live = "return __e2e.captured().filter(({ kind, live }) => kind === 'audio' && live).map(({ label }) => label)";
        let chosen = "return [...document.querySelectorAll('#microphones [aria-pressed=true]')].map(({ textContent }) => textContent)";
        let other = "Fake Audio Input 1";
        ana.press(Find::Button("Choose microphone")).await?;
        ana.see(Find::Button(other)).await?;
        assert_accessible(&ana, "the menu of microphones").await?;
        ana.press(Find::Button(other)).await?;
        ana.stops_seeing(Find::Button(other)).await?;
        becomes(&ana, live, vec![other.to_owned()]).await?;
        becomes(&ana, chosen, vec![other.to_owned()]).await?;
        luis.hears(&[ana.id()]).await?;
        assert_eq!(ana.peers_made().await?, 1, "another device negotiates nothing");

        ana.press(Find::Button("Choose camera")).await?;
        ana.see(Find::Button("fake_device_0")).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(Find::Button("fake_device_0")).await?;
        assert_eq!(ana.focused_name().await?, "Choose camera");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_bar_fits_a_small_phone_and_its_menus_are_accessible() -> Result {
    scene("the_bar_fits_a_small_phone_and_its_menus_are_accessible", async |scene| {
        let (_, [ana]) = scene.meeting(["Ana"]).await?;
        let phone = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": false });
        ana.devtools("Emulation.setDeviceMetricsOverride", &phone).await?;
        let small = "const controls = [...document.querySelectorAll('.bar .control')].map((it) => it.getBoundingClientRect());
            const rows = new Set(controls.map(({ y }) => Math.round(y))).size;
            const fits = controls.every(({ left, right, bottom }) => left >= 0 && right <= 320 && bottom <= 640);
            const least = Math.min(...controls.flatMap(({ width, height }) => [width, height]));
            return [rows <= 2, fits, least >= 44, document.documentElement.scrollWidth <= 320]";
        becomes(&ana, small, (true, true, true, true)).await?;
        ana.press(Find::Button("More")).await?;
        ana.see(Find::Button("Sounds")).await?;
        assert_accessible(&ana, "the menu").await?;
        let inside = "const { left, right, top, bottom } = document.getElementById('more-menu').getBoundingClientRect();
            return [left >= 0, right <= 320, top >= 0, bottom <= 640]";
        becomes(&ana, inside, (true, true, true, true)).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(Find::Button("Sounds")).await
    })
    .await
}

#[tokio::test]
async fn the_full_screen_begins_and_ends_by_whomever() -> Result {
    scene("the_full_screen_begins_and_ends_by_whomever", async |scene| {
        let (_, [ana]) = scene.meeting(["Ana"]).await?;
        let full = "return Boolean(document.fullscreenElement)";
        let said = "return [...document.querySelectorAll('#more-menu .menu-item')]
            .find(({ textContent }) => textContent === 'Full screen (F)').ariaPressed";
        choose(&ana, "Full screen (F)").await?;
        becomes(&ana, full, true).await?;
        becomes(&ana, said, "true".to_owned()).await?;
        ana.run::<Option<()>>("return document.exitFullscreen()", vec![]).await?;
        becomes(&ana, said, "false".to_owned()).await?;

        choose(&ana, "Full screen (F)").await?;
        becomes(&ana, full, true).await?;
        ana.leave().await?;
        becomes(&ana, full, false).await
    })
    .await
}

#[tokio::test]
async fn the_screen_stays_on_for_as_long_as_the_call() -> Result {
    scene("the_screen_stays_on_for_as_long_as_the_call", async |scene| {
        let ana = scene.person("Ana").await?;
        ana.before_pages(SPIES).await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.enter_lobby(&room).await?;
        let locks = "return spied.locks.map(({ held }) => held)";
        becomes(&ana, locks, Vec::<bool>::new()).await?;
        ana.enter_meeting(&room).await?;
        becomes(&ana, locks, vec![true]).await?;
        // Browsers let it go with the page, and it is asked for again.
        ana.run::<Option<()>>("spied.locks[0].held = false", vec![]).await?;
        looks_elsewhere_for_a_moment(&ana).await?;
        becomes(&ana, locks, vec![false, true]).await?;
        ana.leave().await?;
        becomes(&ana, locks, vec![false, false]).await
    })
    .await
}

#[tokio::test]
async fn only_in_a_call_the_browser_asks_before_the_page_is_closed() -> Result {
    scene("only_in_a_call_the_browser_asks_before_the_page_is_closed", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        let asks = "const event = new Event('beforeunload', { cancelable: true });
            dispatchEvent(event);
            return event.defaultPrevented";
        ana.enter_lobby(&room).await?;
        becomes(&ana, asks, false).await?;
        ana.enter_meeting(&room).await?;
        becomes(&ana, asks, true).await?;
        ana.leave().await?;
        becomes(&ana, asks, false).await
    })
    .await
}

#[tokio::test]
async fn what_happens_is_heard_unless_that_is_turned_off() -> Result {
    scene("what_happens_is_heard_unless_that_is_turned_off", async |scene| {
        let (room, ana) = spied(scene).await?;
        let tones = "return spied.tones.length";
        let luis = scene.person("Luis").await?;
        luis.join(&room).await?;
        becomes(&ana, tones, 1).await?;
        luis.write("One").await?;
        becomes(&ana, tones, 2).await?;
        ana.press(Find::Button("Chat")).await?;
        luis.write("Two").await?;
        ana.reads("Two").await?;
        becomes(&ana, tones, 2).await?;
        becomes(&ana, "return new Set(spied.tones).size", 1).await?;
        // Between two sounds nothing makes silence.
        becomes(&ana, "return spied.tones[0].state", "suspended".to_owned()).await?;

        choose(&ana, "Sounds").await?;
        luis.leave().await?;
        ana.see(Find::Text("Luis left")).await?;
        becomes(&ana, tones, 2).await?;
        ana.leave().await?;
        becomes(&ana, "return spied.tones[0].state", "closed".to_owned()).await?;

        ana.join(&room).await?;
        ana.press(Find::Button("More")).await?;
        let pressed = "return [...document.querySelectorAll('#more-menu .menu-item')]
            .find(({ textContent }) => textContent === 'Sounds').ariaPressed";
        becomes(&ana, pressed, "false".to_owned()).await
    })
    .await
}

#[tokio::test]
async fn the_system_tells_what_happens_while_nobody_sees_the_page() -> Result {
    scene("the_system_tells_what_happens_while_nobody_sees_the_page", async |scene| {
        let (room, ana) = spied(scene).await?;
        let shown =
            "return spied.notices.filter(({ open }) => open).map(({ title, body }) => `${title}: ${body}`)";
        becomes(&ana, "return Notification.permission", "default".to_owned()).await?;
        choose(&ana, "Notifications").await?;
        becomes(&ana, shown, vec!["Charlaton: Notifications".to_owned()]).await?;
        looks_elsewhere_for_a_moment(&ana).await?;
        becomes(&ana, shown, Vec::<String>::new()).await?;

        let luis = scene.person("Luis").await?;
        luis.join(&room).await?;
        ana.see(Find::Text("Luis joined")).await?;
        becomes(&ana, shown, Vec::<String>::new()).await?;
        ana.is_looked_at(false).await?;
        luis.write("Hello").await?;
        becomes(&ana, shown, vec!["Message from Luis: A meeting".to_owned()]).await?;
        let press = "spied.notices.at(-1).dispatchEvent(new Event('click')); return spied.focused";
        assert_eq!(ana.run::<u32>(press, vec![]).await?, 1);
        ana.is_looked_at(true).await?;
        becomes(&ana, shown, Vec::<String>::new()).await?;

        choose(&ana, "Notifications").await?;
        ana.is_looked_at(false).await?;
        luis.write("Are you there?").await?;
        ana.see(Find::Button("Chat")).await?;
        ana.reads("Are you there?").await?;
        becomes(&ana, shown, Vec::<String>::new()).await
    })
    .await
}

#[tokio::test]
async fn a_refusal_of_notices_is_said() -> Result {
    scene("a_refusal_of_notices_is_said", async |scene| {
        let (_, ana) = spied(scene).await?;
        ana.run::<Option<()>>(
            "Notification.requestPermission = async () => (Notification.permission = 'denied')",
            vec![],
        )
        .await?;
        choose(&ana, "Notifications").await?;
        ana.see(Find::Text("Your browser does not let Charlaton notify you.")).await
    })
    .await
}

#[tokio::test]
async fn a_picture_stays_above_other_windows_until_one_leaves() -> Result {
    scene("a_picture_stays_above_other_windows_until_one_leaves", async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.sees_pictures_of(&[ana.id(), luis.id()]).await?;
        let picture = "const video = documentPictureInPicture.window?.document.querySelector('video');
            return Boolean(video?.videoWidth) && !video.paused && video.muted";
        choose(&ana, "Picture in picture").await?;
        becomes(&ana, picture, true).await?;
        let same = "const tile = document.querySelector('article video:not(.mirrored)');
            return documentPictureInPicture.window.document.querySelector('video').srcObject === tile.srcObject";
        becomes(&ana, same, true).await?;

        // A camera that is off leaves it empty, and the next picture is there by itself.
        luis.press(Find::Button("Turn camera off")).await?;
        let empty = "return documentPictureInPicture.window.document.querySelector('video').srcObject === null";
        becomes(&ana, empty, true).await?;
        luis.press(Find::Button("Turn camera on")).await?;
        becomes(&ana, picture, true).await?;

        let open = "return Boolean(documentPictureInPicture.window)";
        let said = "return [...document.querySelectorAll('#more-menu .menu-item')]
            .find(({ textContent }) => textContent === 'Picture in picture').ariaPressed";
        becomes(&ana, said, "true".to_owned()).await?;
        ana.run::<Option<()>>("documentPictureInPicture.window.close()", vec![]).await?;
        becomes(&ana, said, "false".to_owned()).await?;
        choose(&ana, "Picture in picture").await?;
        becomes(&ana, open, true).await?;
        ana.leave().await?;
        becomes(&ana, open, false).await
    })
    .await
}

#[tokio::test]
async fn without_windows_of_its_own_a_video_is_put_above_the_others() -> Result {
    scene("without_windows_of_its_own_a_video_is_put_above_the_others", async |scene| {
        let ana = scene.person("Ana").await?;
        ana.before_pages("delete window.documentPictureInPicture").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.join(&room).await?;
        let luis = scene.person("Luis").await?;
        luis.join(&room).await?;
        ana.sees_pictures_of(&[ana.id(), luis.id()]).await?;
        choose(&ana, "Picture in picture").await?;
        becomes(&ana, "return Boolean(document.pictureInPictureElement?.videoWidth)", true).await?;
        ana.leave().await?;
        becomes(&ana, "return Boolean(document.pictureInPictureElement)", false).await
    })
    .await
}

#[tokio::test]
async fn an_invitation_is_read_by_a_camera() -> Result {
    scene("an_invitation_is_read_by_a_camera", async |scene| {
        let (room, [ana]) = scene.meeting(["Ana"]).await?;
        let link = scene.backend.url(&format!("/join/{room}"));
        for theme in ["dark", "light"] {
            ana.run::<()>("document.documentElement.dataset.theme = arguments[0]", vec![theme.into()])
                .await?;
            ana.press(Find::Button("Invite")).await?;
            ana.see(Find::Heading("Invite others")).await?;
            ana.see(Find::Text(&link)).await?;
            ana.see(Find::Labelled("The meeting’s link as a QR code")).await?;
            assert_accessible(&ana, "the invitation").await?;
            assert_eq!(read(&ana.picture_of(".qr").await?)?, link);
            ana.tab_to("Copy link").await?;
            ana.key(Key::Enter).await?;
            ana.see(Find::Text("Copied")).await?;
            ana.key(Key::Escape).await?;
            ana.stops_seeing(Find::Heading("Invite others")).await?;
        }
        assert_eq!(ana.focused_name().await?, "Invite", "the dialog gives the focus back");
        Ok(())
    })
    .await
}

/// What a QR code on a picture says.
fn read(png: &[u8]) -> Result<String> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("no picture")?];
    let info = reader.next_frame(&mut pixels)?;
    let (width, height) = (info.width as usize, info.height as usize);
    let samples = info.color_type.samples();
    let red = |x: usize, y: usize| pixels[y * info.line_size + x * samples];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, red);
    let [grid] = &picture.detect_grids()[..] else { return Err(Failure::new("not one QR code")) };
    Ok(grid.decode()?.1)
}

#[tokio::test]
async fn the_time_in_the_meeting_is_counted() -> Result {
    scene("the_time_in_the_meeting_is_counted", async |scene| {
        let ana = scene.person_with("Ana", BrowserOptions::default()).await?;
        // A wall clock that can be set.
        ana.before_pages(
            "{ const { now } = Date; window.ahead = 0; Date.now = () => now() + window.ahead; }",
        )
        .await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.join(&room).await?;
        let time = "return /^0:0\\d$/.test(document.querySelector('[role=timer]').textContent)";
        becomes(&ana, time, true).await?;
        ana.run::<Option<()>>("window.ahead = 3_661_000", vec![]).await?;
        let time = "return /^1:01:\\d\\d$/.test(document.querySelector('[role=timer]').textContent)";
        becomes(&ana, time, true).await
    })
    .await
}
