//! As many people as a room is for.

use std::time::Duration;

use charlaton_e2e::{BrowserOptions, Camera, Load, Person, Result, Screen, Voice, scene};

const NAMES: [&str; 8] = ["Ana", "Luis", "Eva", "Hugo", "Sofia", "Pablo", "Marta", "Diego"];
/// So many every machine bears.
const AT_LEAST: usize = 4;
/// What a meeting may use of the machine: above that, sound is late.
const AT_MOST: f64 = 0.95;
/// Nobody looks at them, so they need not be large.
const SCREEN: Screen = Screen { width: 640, height: 480, scale: 1, touch: false };
/// Where the processors have no time left, a browser thinks that its uplink is narrow, and the app saves pictures there;
/// it tries again after ten seconds, then after twenty, and so on.
const PATIENCE: Duration = Duration::from_secs(180);

/// All 56 streams, for a minute: small pictures and few words, and one Chromium with eight profiles, because a few
/// processors have to make, to show and to sound all of them. A machine that would have no time left with one more person has a smaller meeting, and says so:
/// there sound comes too late for anybody, and browsers do not answer any more.
#[tokio::test]
async fn eight_users_all_see_each_other_and_stay() -> Result {
    scene("eight_users_all_see_each_other_and_stay", async |scene| {
        let options =
            BrowserOptions { camera: Camera::Small(3), voice: Voice::Seldom, ..BrowserOptions::default() };
        let host = scene.person_with(NAMES[0], options).await?;
        let room = scene.backend.make_room(&host.account).await?;
        host.on_screen(SCREEN).await?;
        host.join(&room).await?;
        let mut people = vec![host];
        for name in &NAMES[1..] {
            let person = scene.person_beside(&people[0], name).await?;
            person.on_screen(SCREEN).await?;
            person.join(&room).await?;
            let before = people.len();
            for other in &people {
                other.is_in_calls(before).await?;
            }
            person.is_in_calls(before).await?;
            person.media_flows_within(PATIENCE).await?;
            people.push(person);
            let used = Load::over(4).await?.unwrap_or(0.0);
            let one_more = ratio(cost(people.len() + 1), cost(people.len()));
            if people.len() >= AT_LEAST && people.len() < NAMES.len() && used * one_more > AT_MOST {
                println!("this machine bears {} people: they use {:.0} % of it", people.len(), used * 100.0);
                break;
            }
        }
        all_stay(&people).await
    })
    .await
}

async fn all_stay(people: &[Person]) -> Result {
    let everybody: Vec<_> = people.iter().map(Person::id).collect();
    let calls = people.len() - 1;
    for person in people {
        let others: Vec<_> = everybody.iter().copied().filter(|id| *id != person.id()).collect();
        person.sees_pictures_of(&everybody).await?;
        person.hears(&others).await?;
    }
    let Some(host) = people.first() else { return Ok(()) };
    let all_there = host.clock().await?;
    while host.clock().await? < all_there + 60_000.0 {
        for person in people {
            person.media_flows_within(PATIENCE).await?;
        }
    }
    for person in people {
        person.is_in_calls(calls).await?;
        assert_eq!(person.peers_made().await?, calls, "{}: none had to be made again", person.name());
    }
    Ok(())
}

/// What a meeting costs: a page with camera and microphone as much as eight ends of calls (`cargo xtask bench`).
fn cost(people: usize) -> usize {
    people * (8 + people - 1)
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn ratio(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}
