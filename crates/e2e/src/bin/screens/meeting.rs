//! Meetings, from one person to eight, on a laptop and on a phone.

use charlaton_e2e::{
    BrowserOptions, Camera, Context, Find, Person, Result, Scene, Screen, Voice, eventually, media::holds,
};
use serde_json::json;

use crate::album::Album;

/// Somebody who comes, and with which devices.
struct Guest {
    name: &'static str,
    microphone: bool,
    camera: bool,
}

const fn guest(name: &'static str, microphone: bool, camera: bool) -> Guest {
    Guest { name, microphone, camera }
}

/// As it is in meetings: not everybody is seen and heard.
const GUESTS: [Guest; 8] = [
    guest("Ana", true, true),
    guest("Luis", true, true),
    guest("Eva", true, true),
    guest("Hugo", false, false),
    guest("Sofia", true, true),
    guest("Pablo", false, true),
    guest("Marta", false, false),
    guest("Diego", false, true),
];

/// What is shared when somebody shares a screen: a slide, since no machine of tests has a screen.
const SLIDE: &str = "
    MediaDevices.prototype.getDisplayMedia = async () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
        const draw = canvas.getContext('2d');
        let frame = 0;
        const paint = () => {
            draw.fillStyle = '#f7f4ec'; draw.fillRect(0, 0, 1280, 720);
            draw.fillStyle = '#1f2d3a'; draw.font = '600 54px Rubik, sans-serif';
            draw.fillText('Visitors, last six months', 90, 120);
            [310, 350, 330, 420, 470, 545].forEach((height, month) => {
                draw.fillStyle = month === 5 ? '#0c7f9b' : '#9fc9d6';
                draw.fillRect(110 + month * 180, 640 - height * 0.8, 120, height * 0.8);
                draw.fillStyle = '#46545f'; draw.font = '30px Rubik, sans-serif';
                draw.fillText(['May', 'June', 'July', 'Aug', 'Sept', 'Oct'][month], 125 + month * 180, 690);
            });
            draw.fillStyle = frame++ % 2 ? '#f7f4ec' : '#f7f4ed'; draw.fillRect(1278, 718, 2, 2);
        };
        paint();
        setInterval(paint, 200);
        return canvas.captureStream(5);
    };";

/// The browser of one of eight people. Only the second one is heard, so that one tile says who speaks.
pub(crate) fn sitting(who: u8) -> BrowserOptions {
    let voice = if who == 1 { Voice::Beeping } else { Voice::Silent };
    let camera = if who > 2 { Camera::PersonOfMany(who) } else { Camera::Person(who) };
    BrowserOptions { camera, voice, ..BrowserOptions::default() }
}

pub(crate) async fn take(scene: &Scene, album: &Album) -> Result {
    let mut people: Vec<Person> = Vec::new();
    let mut room = String::new();
    for (who, guest) in (0..).zip(GUESTS) {
        let person = match people.last() {
            // Whose camera is off needs none of their own, and so no browser of their own.
            Some(other) if !guest.camera => scene.person_beside(other, guest.name).await?,
            _ => scene.person_with(guest.name, sitting(who)).await?,
        };
        person.before_pages(SLIDE).await?;
        if who == 0 {
            let body = json!({ "name": "Weekly planning", "creatorId": person.id() });
            room = scene.backend.make_room_of(&body, &person.account).await?;
        }
        enter(&person, &room, &guest).await?;
        if who > 0 {
            // Pictures are taken at Ana's: to send them to the others as well is more than a machine can do that has
            // all eight of them.
            person.is_looked_at(false).await?;
        }
        if who > 2 {
            // They do nothing but sit there.
            person.on_screen(Screen::NARROW).await?;
        }
        people.push(person);
        let [ana, ..] = people.as_slice() else { return None.context("nobody") };
        is_calm(ana, &people).await?;
        match people.len() {
            1 => both(album, ana, "meeting-1").await?,
            2 => both(album, ana, "meeting-2").await?,
            3 => three(album, &people).await?,
            5 => both(album, ana, "meeting-5").await?,
            8 => eight(album, ana).await?,
            _ => {}
        }
    }
    Ok(())
}

async fn enter(person: &Person, room: &str, guest: &Guest) -> Result {
    person.enter_lobby(room).await?;
    if !guest.microphone {
        person.press(Find::Button("Turn microphone off")).await?;
    }
    if !guest.camera {
        person.press(Find::Button("Turn camera off")).await?;
    }
    let join = Find::Button("Join");
    let listening = Find::Button("Join without microphone and camera");
    let button = eventually("a way in", async || {
        Ok(if person.sees(join).await? {
            join
        } else {
            holds(person.sees(listening).await?, || "there is none".to_owned())?;
            listening
        })
    });
    person.press(button.await?).await?;
    person.has_tile_of(person.id()).await.map(drop)
}

/// Everybody is connected, pictures are there, and the notices of who came are gone.
async fn is_calm(ana: &Person, people: &[Person]) -> Result {
    ana.is_in_calls(people.len() - 1).await?;
    let pictures = GUESTS.iter().take(people.len()).filter(|guest| guest.camera).count();
    eventually("a calm meeting", async || {
        let close = "document.querySelectorAll('.toast button').forEach((button) => button.click());
            return document.querySelectorAll('.toast').length";
        let notices: u32 = ana.run(close, vec![]).await?;
        let tiles = ana.tiles().await?;
        let shown = tiles.iter().filter(|tile| tile.width > 0 && tile.frames > 3).count();
        holds(notices == 0 && shown == pictures, || format!("{notices} notices, {tiles:?}"))
    })
    .await
}

/// Until somebody is seen to speak, as it mostly is.
async fn somebody_speaks(ana: &Person) -> Result {
    eventually("a voice", async || {
        let speaking: bool =
            ana.run("return Boolean(document.querySelector('.tile[data-voice]'))", vec![]).await?;
        holds(speaking, || "silence".to_owned())
    })
    .await
}

async fn both(album: &Album, ana: &Person, name: &str) -> Result {
    for theme in ["dark", "light"] {
        if name != "meeting-1" {
            somebody_speaks(ana).await?;
        }
        album.view(ana, Screen::LAPTOP, &format!("{name}-{theme}"), theme).await?;
    }
    Ok(())
}

async fn phones(album: &Album, ana: &Person, name: &str) -> Result {
    album.view(ana, Screen::PHONE, &format!("{name}-phone"), "dark").await?;
    album.view(ana, Screen::PHONE_ON_ITS_SIDE, &format!("{name}-phone-landscape"), "dark").await?;
    ana.on_screen(Screen::LAPTOP).await
}

async fn three(album: &Album, people: &[Person]) -> Result {
    let [ana, luis, eva] = people else { return None.context("three people") };
    both(album, ana, "meeting-3").await?;
    phones(album, ana, "meeting-3").await?;

    luis.write("Good morning!").await?;
    eva.write("Good morning. The agenda is at https://example.org/agenda").await?;
    luis.write("Thanks. I will begin with the numbers of last month, then Ana has news.").await?;
    ana.reads("Ana has news").await?;
    ana.write("Yes, good ones!").await?;
    luis.reads("good ones").await?;
    is_calm(ana, people).await?;
    both(album, ana, "chat").await?;
    phones(album, ana, "chat").await?;
    ana.lists(&[ana, luis, eva]).await?;
    both(album, ana, "people").await?;
    phones(album, ana, "people").await?;
    ana.press(Find::Button("People")).await?;
    ana.press(Find::Button("Leave")).await?;
    ana.see(Find::Heading("Leave the meeting?")).await?;
    both(album, ana, "leave").await?;
    ana.press_in_dialog("Close").await?;

    luis.press(Find::Button("Share screen")).await?;
    ana.sees_screens_of(&[luis.id()]).await?;
    is_calm_again(ana).await?;
    both(album, ana, "sharing").await?;
    phones(album, ana, "sharing").await?;
    luis.press(Find::Button("Stop sharing")).await?;
    ana.has_tile_of(luis.id()).await.map(drop)
}

/// No notice covers what is shown.
async fn is_calm_again(ana: &Person) -> Result {
    eventually("no notices", async || {
        let close = "document.querySelectorAll('.toast button').forEach((button) => button.click());
            return document.querySelectorAll('.toast').length";
        let notices: u32 = ana.run(close, vec![]).await?;
        holds(notices == 0, || format!("{notices} notices"))
    })
    .await
}

async fn eight(album: &Album, ana: &Person) -> Result {
    both(album, ana, "meeting-8").await?;
    phones(album, ana, "meeting-8").await
}
