//! What one sees who is logged in: rooms, planning, summaries, the profile.

use charlaton_e2e::{Find, Person, Result, Scene};
use serde_json::json;

use crate::{album::Album, meeting::sitting};

pub(crate) async fn take(scene: &Scene, album: &Album) -> Result {
    let ana = scene.person_with("Ana", sitting(0)).await?;
    ana.visit("/signup-success").await?;
    ana.see(Find::Heading("Welcome, Ana")).await?;
    album.page(&ana, "signup-success").await?;
    ana.visit("/dashboard").await?;
    ana.see(Find::Text("You have not made a room yet")).await?;
    album.page(&ana, "dashboard-empty").await?;
    ana.visit("/resumenes").await?;
    ana.see(Find::Text("No meeting of yours has been held yet")).await?;
    album.page(&ana, "summaries-empty").await?;

    let luis = scene.person_with("Luis", sitting(1)).await?;
    for name in ["Physics, group B", "Family on Sunday"] {
        meet(scene, [&ana, &luis], name).await?;
    }
    for (name, days, private) in [("Weekly planning", 2, false), ("Interview with Marta", 5, true)] {
        let at: String = ana
            .run(
                "const at = new Date(Date.now() + arguments[0] * 864e5); at.setHours(18, 30, 0, 0);
                return at.toISOString()",
                vec![days.into()],
            )
            .await?;
        let plan = json!({ "name": name, "creatorId": ana.id(), "scheduleAt": at, "private": private });
        scene.backend.make_room_of(&plan, &ana.account).await?;
    }
    rooms(&ana, album).await?;

    ana.visit("/resumenes").await?;
    ana.see(Find::Text("Family on Sunday")).await?;
    ana.press(Find::Button("Show summary (Physics, group B)")).await?;
    ana.see(Find::Button("Download as text")).await?;
    album.page(&ana, "summaries").await?;
    ana.visit("/profile").await?;
    ana.see(Find::Heading("Your profile")).await?;
    album.page(&ana, "profile").await?;
    ana.press(Find::Button("Delete account")).await?;
    ana.see(Find::Button("Delete for good")).await?;
    album.page(&ana, "profile-delete").await
}

async fn rooms(ana: &Person, album: &Album) -> Result {
    ana.visit("/dashboard").await?;
    ana.see(Find::Heading("Coming up")).await?;
    ana.see(Find::Heading("Statistics")).await?;
    album.page(ana, "dashboard").await?;
    ana.press(Find::Button("Plan a meeting")).await?;
    ana.see(Find::Field("Date and time")).await?;
    album.page(ana, "plan").await?;
    ana.press_in_dialog("Close").await?;
    ana.press(Find::Button("Manage (Weekly planning)")).await?;
    ana.see(Find::Heading("Manage the room")).await?;
    album.page(ana, "manage").await
}

/// A short meeting with a few words, which a summary is made of.
async fn meet(scene: &Scene, people: [&Person; 2], name: &str) -> Result {
    let [ana, luis] = people;
    let room =
        scene.backend.make_room_of(&json!({ "name": name, "creatorId": ana.id() }), &ana.account).await?;
    for person in people {
        person.join(&room).await?;
    }
    ana.write("Shall we begin?").await?;
    luis.reads("Shall we begin?").await?;
    luis.write("Yes. I have put the notes at https://example.org/notes").await?;
    ana.reads("I have put the notes").await?;
    luis.leave().await?;
    ana.leave().await
}
