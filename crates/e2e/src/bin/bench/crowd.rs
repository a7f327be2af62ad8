//! So many people join, one right after the other: how long after the last press of "Join" everybody has everybody, and
//! what that took. Counted from the first press it would be a time of the hands that press: on a machine that is busy
//! with cameras they need seconds for each.

use std::time::Duration;

use charlaton_e2e::{
    BrowserOptions, Camera, Context, Find, Person, Result, Scene, eventually_within,
    media::{Call, FirstFrames, holds},
};

use crate::{Timing, clicked_at, cpu::Cpu, last_frame};

/// More people than that are profiles of one Chromium: eight browsers leave two cores no time for calls.
const BROWSERS: usize = 5;
/// What so many on two cores have not reached by then they will not reach.
const PATIENCE: Duration = Duration::from_secs(90);
/// For all of it: where no processor has time left, the question alone whether something has happened takes long.
pub(crate) const AT_MOST: Duration = Duration::from_secs(180);
const NAMES: [&str; 8] = ["Ana", "Luis", "Eva", "Hugo", "Sofia", "Pablo", "Marta", "Diego"];

/// What goes through their connections: most of it is work for the machine that has all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// Everybody only listens: what is left is what the program takes to connect them.
    Nothing,
    /// Microphones.
    Voices,
    /// And cameras with 5 pictures of 720 lines a second.
    Few,
    /// And cameras with 20.
    Usual,
}

impl Media {
    /// The cheapest first.
    pub(crate) const ALL: [Self; 4] = [Self::Nothing, Self::Voices, Self::Few, Self::Usual];

    fn words(self) -> &'static str {
        match self {
            Self::Nothing => "listening only",
            Self::Voices => "cameras off",
            Self::Few => "cameras at 5 fps",
            Self::Usual => "cameras at 20 fps",
        }
    }

    fn camera(self) -> Camera {
        match self {
            Self::Nothing | Self::Voices | Self::Few => Camera::Slow(5),
            Self::Usual => Camera::Able,
        }
    }

    fn has_pictures(self) -> bool {
        matches!(self, Self::Few | Self::Usual)
    }

    /// The button that leads in.
    fn join(self) -> Find<'static> {
        match self {
            Self::Nothing => Find::Button("Join without microphone and camera"),
            Self::Voices | Self::Few | Self::Usual => Find::Button("Join"),
        }
    }

    async fn enter_lobby(self, person: &Person, room: &str) -> Result {
        match self {
            Self::Nothing => person.visit(&format!("/join/{room}")).await?,
            Self::Voices => {
                person.enter_lobby(room).await?;
                person.press(Find::Button("Turn camera off")).await?;
            }
            Self::Few | Self::Usual => person.enter_lobby(room).await?,
        }
        person.see(self.join()).await
    }
}

pub(crate) fn title(people: usize, media: Media) -> String {
    format!("{people} people join, {}", media.words())
}

/// Rows: until all are connected, and until all have sound and the pictures there are.
pub(crate) async fn join(scene: &Scene, count: usize, media: Media) -> Result<Vec<Timing>> {
    let mut people: Vec<Person> = Vec::new();
    for name in NAMES.iter().take(count) {
        let options = BrowserOptions { camera: media.camera(), ..crate::anew() };
        let person = match people.first() {
            Some(first) if count > BROWSERS => scene.person_beside(first, name).await?,
            _ => scene.person_with(name, options).await?,
        };
        people.push(person);
    }
    let host = people.first().context("nobody")?;
    let room = scene.backend.make_room(&host.account).await?;
    for person in &people {
        media.enter_lobby(person, &room).await?;
    }

    let before = Cpu::now();
    for person in &people {
        person.press(media.join()).await?;
    }
    let (mut first_click, mut last_click) = (f64::INFINITY, 0.0_f64);
    let (mut connected, mut complete) = (0.0_f64, 0.0_f64);
    let mut effort = Effort::default();
    for person in &people {
        let others: Vec<_> = people.iter().map(Person::id).filter(|id| *id != person.id()).collect();
        is_connected_to(person, others.len(), media).await?;
        if media.has_pictures() {
            complete = complete.max(last_frame(&frames_of(person, &others).await?, &others));
        }
        let clicked = clicked_at(person).await?;
        (first_click, last_click) = (first_click.min(clicked), last_click.max(clicked));
        let (own, at) = effort_of(person, others.len()).await?;
        effort.add(own);
        connected = connected.max(at);
    }
    let used = before.zip(Cpu::now()).and_then(|(before, now)| now.used_since(before));
    let note = format!("{}; joined within {:.0} ms", effort.words(count, used), last_click - first_click);
    let row = |what: &str, at: f64| Timing {
        what: format!("{}: {what}", title(count, media)),
        milliseconds: Some(at - last_click),
        note: note.clone(),
    };
    let mut rows = vec![row("all connected", connected)];
    if media.has_pictures() {
        rows.push(row("all see all", complete));
    }
    rows.extend(in_the_call(&people, media).await?);
    Ok(rows)
}

/// What the call costs once everybody is in it, and what a change of the camera negotiates.
async fn in_the_call(people: &[Person], media: Media) -> Result<Vec<Timing>> {
    let host = people.first().context("nobody")?;
    let (begun, before) = (host.clock().await?, Cpu::now());
    eventually_within(PATIENCE, "ten seconds of the call", async || {
        let now = host.clock().await?;
        holds(now > begun + 10_000.0, || format!("{} ms", now - begun))
    })
    .await?;
    let (passed, used) = ((host.clock().await? - begun) / 1000.0, before.zip(Cpu::now()));
    let mut note = String::new();
    if media.has_pictures() {
        let offers = offers_of(people).await?;
        for press in ["Turn camera off", "Turn camera on"] {
            host.press(Find::Button(press)).await?;
        }
        host.see(Find::Button("Turn camera off")).await?;
        note = format!("{} offers for a camera off and on again", offers_of(people).await? - offers);
    }
    let title = title(people.len(), media);
    let look = Timing {
        what: format!("{title}: one look at all statistics"),
        milliseconds: Some(host.look_takes().await?),
        note: "the page looks every 2 s".to_owned(),
    };
    let Some((before, now)) = used else { return Ok(vec![look]) };
    #[expect(clippy::cast_precision_loss, reason = "at most eight")]
    let each = now.seconds_since(before) * 1000.0 / passed / people.len() as f64;
    let what = format!("{title}: processor for each, a second");
    Ok(vec![Timing { what, milliseconds: Some(each), note }, look])
}

async fn offers_of(people: &[Person]) -> Result<usize> {
    let mut offers = 0;
    for person in people {
        offers += person.timeline().await?.iter().filter(|moment| moment.is("out", "webrtc_offer")).count();
    }
    Ok(offers)
}

/// What the program did to get there.
#[derive(Debug, Default, Clone, Copy)]
struct Effort {
    connections: usize,
    restarts: usize,
    offers: usize,
}

impl Effort {
    fn add(&mut self, other: Self) {
        self.connections += other.connections;
        self.restarts += other.restarts;
        self.offers += other.offers;
    }

    /// Beside it stands what would have been enough: two ends and one offer a pair.
    fn words(self, people: usize, used: Option<f64>) -> String {
        let pairs = people * (people - 1) / 2;
        let used = used.map_or_else(String::new, |used| format!(", processors {:.0} % busy", used * 100.0));
        format!(
            "{} connections of {}, {} offers for {pairs} pairs, {} ICE restarts{used}",
            self.connections,
            2 * pairs,
            self.offers,
            self.restarts
        )
    }
}

/// And when this person was connected to so many.
async fn effort_of(person: &Person, others: usize) -> Result<(Effort, f64)> {
    let timeline = person.timeline().await?;
    let count = |what: &str| timeline.iter().filter(|moment| moment.what == what).count();
    let offers = timeline.iter().filter(|moment| moment.is("out", "webrtc_offer")).count();
    let connected = timeline.iter().filter(|moment| moment.is("call", "connected")).nth(others - 1);
    let effort = Effort { connections: count("peer"), restarts: count("restart"), offers };
    Ok((effort, connected.context("not connected to all")?.at))
}

/// And hears them, if they have a voice.
async fn is_connected_to(person: &Person, others: usize, media: Media) -> Result {
    let what = format!("{} is connected to {others} people", person.name());
    eventually_within(PATIENCE, &what, async || {
        let calls = person.calls().await?;
        let there = |call: &&Call| match media {
            Media::Nothing => call.state == "connected",
            Media::Voices | Media::Few | Media::Usual => call.audio_packets > 0,
        };
        holds(calls.iter().filter(there).count() == others, || format!("{calls:?}"))
    })
    .await
}

/// When this page's first pictures of these people were shown.
pub(crate) async fn frames_of(person: &Person, others: &[&str]) -> Result<FirstFrames> {
    eventually_within(PATIENCE, &format!("{} sees {} people", person.name(), others.len()), async || {
        let frames = person.first_frames().await?;
        let missing = others.iter().filter(|other| !frames.contains_key(**other)).count();
        holds(missing == 0, || format!("{missing} are missing")).map(|()| frames)
    })
    .await
}
