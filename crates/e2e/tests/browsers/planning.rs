//! Planning meetings, looking after one's rooms, and what is left of them afterwards.

use charlaton_e2e::{
    Backend, BackendOptions, BrowserOptions, Context, Find, Person, Result, assert_accessible, calm_scene,
    eventually, media::holds,
};
use fantoccini::key::Key;
use serde_json::json;

#[tokio::test]
async fn a_meeting_is_planned_and_its_password_asked_for() -> Result {
    calm_scene("a_meeting_is_planned_and_its_password_asked_for", async |scene| {
        let ana = scene.person("Ana").await?;
        ana.visit("/dashboard").await?;
        ana.see(Find::Text("You have not made a room yet")).await?;
        assert_accessible(&ana, "the dashboard without rooms").await?;
        ana.tab_to("Plan a meeting").await?;
        ana.key(Key::Enter).await?;
        ana.see(Find::Field("Date and time")).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(Find::Field("Date and time")).await?;
        assert_eq!(ana.focused_name().await?, "Plan a meeting", "the dialog gives the focus back");
        ana.key(Key::Enter).await?;
        ana.fill("Name", " ").await?;
        ana.press(Find::Button("Plan")).await?;
        ana.see(Find::Text("The meeting needs a name")).await?;
        ana.fill("Name", "Weekly").await?;
        choose_time(&ana, "2020-01-01T10:00").await?;
        ana.press(Find::Button("Plan")).await?;
        ana.see(Find::Text("Choose a time that has not passed")).await?;
        assert_accessible(&ana, "the form of a planned meeting").await?;
        choose_time(&ana, "2031-05-06T18:30").await?;
        ana.fill("Password (optional)", "llave").await?;
        ana.press(Find::Button("Plan")).await?;
        ana.see(Find::Text("“Weekly” is planned")).await?;
        ana.see(Find::Heading("Coming up")).await?;
        ana.see(Find::Text("Planned for")).await?;
        ana.see(Find::Text("2031")).await?;
        ana.see(Find::Text("With a password")).await?;
        let guarded = checks_passwords(&scene.backend);
        if !guarded {
            ana.see(Find::Text("This server does not check passwords itself")).await?;
        }
        assert_accessible(&ana, "the dashboard with a planned meeting").await?;

        let room = link_to(&ana, "Weekly").await?;
        let luis = scene.person("Luis").await?;
        luis.visit(&room).await?;
        luis.see(Find::Heading("This meeting has a password")).await?;
        assert_accessible(&luis, "the door with a password").await?;
        luis.fill("Password of the meeting", "Llave").await?;
        luis.press(Find::Button("Join")).await?;
        luis.see(Find::Text("That is not the password of this meeting")).await?;
        luis.fill("Password of the meeting", "llave").await?;
        luis.press(Find::Button("Join")).await?;
        luis.see(Find::Heading("Ready to join?")).await?;
        if guarded {
            luis.visit(&room).await?;
            luis.see(Find::Heading("Ready to join?")).await?;
        }
        ana.press(Find::Link("Open (Weekly)")).await?;
        ana.see(Find::Heading("Ready to join?")).await
    })
    .await
}

#[tokio::test]
async fn a_room_is_changed_shared_ended_and_deleted() -> Result {
    calm_scene("a_room_is_changed_shared_ended_and_deleted", async |scene| {
        let ana = scene.person("Ana").await?;
        let luis = scene.person("Luis").await?;
        scene.backend.make_room(&ana.account).await?;
        ana.visit("/dashboard").await?;
        ana.press(Find::Button("Switch to the dark theme")).await?;
        ana.press(Find::Button("Manage (A meeting)")).await?;
        assert_accessible(&ana, "the dialog of a room").await?;
        ana.fill("Name", "Retrospective").await?;
        choose_time(&ana, "2032-01-02T09:00").await?;
        ana.press(Find::Field("Private")).await?;
        ana.press(Find::Button("Save")).await?;
        ana.see(Find::Text("The changes are saved")).await?;
        ana.fill("New password of the room", "llave").await?;
        ana.press(Find::Button("Set password")).await?;
        ana.press(Find::Button("Remove password")).await?;
        ana.see(Find::Text("The room has no password any more")).await?;
        if checks_passwords(&scene.backend) {
            share(&ana, &luis).await?;
        } else {
            ana.see(Find::Text("would remove all other hosts")).await?;
        }
        ana.press_in_dialog("Close").await?;
        ana.see(Find::Heading("Retrospective")).await?;
        ana.see(Find::Text("2032")).await?;
        ana.see(Find::Heading("Coming up")).await?;

        ana.press(Find::Button("Manage (Retrospective)")).await?;
        ana.press(Find::Button("End meeting")).await?;
        ana.see(Find::Text("End “Retrospective” for everybody?")).await?;
        assert_accessible(&ana, "the question before the end").await?;
        eventually("the way back has the focus", async || {
            let focused = ana.focused_name().await?;
            holds(focused == "Cancel", || focused.clone())
        })
        .await?;
        ana.press_in_dialog("End meeting").await?;
        ana.see(Find::Text("Ended")).await?;
        ana.stops_seeing(Find::Link("Open (Retrospective)")).await?;

        ana.press(Find::Button("Manage (Retrospective)")).await?;
        ana.press(Find::Button("Delete room")).await?;
        ana.see(Find::Text("Delete “Retrospective”?")).await?;
        ana.press_in_dialog("Cancel").await?;
        ana.press(Find::Button("Delete room")).await?;
        ana.see(Find::Text("Delete “Retrospective”?")).await?;
        ana.press_in_dialog("Delete room").await?;
        ana.see(Find::Text("You have not made a room yet")).await?;
        ana.stops_seeing(Find::Heading("Retrospective")).await
    })
    .await
}

/// Luis becomes a host, found by name, then by e-mail, and is none any more.
async fn share(ana: &Person, luis: &Person) -> Result {
    for search in ["lui", &luis.account.email] {
        ana.fill("Name or e-mail", "nobody at all").await?;
        ana.press(Find::Button("Search")).await?;
        ana.see(Find::Text("Nobody found who is not a host already")).await?;
        ana.fill("Name or e-mail", search).await?;
        ana.press(Find::Button("Search")).await?;
        ana.see(Find::Text("1 person found")).await?;
        ana.press(Find::Button("Make host Luis")).await?;
        ana.see(Find::Text("Luis is a host of the room now")).await?;
        assert_accessible(ana, "the hosts of a room").await?;

        luis.visit("/dashboard").await?;
        luis.see(Find::Heading("Coming up")).await?;
        luis.press(Find::Button("Manage (Retrospective)")).await?;
        luis.see(Find::Heading("Hosts beside the creator")).await?;
        ana.press(Find::Button(&format!("Remove Luis ({})", luis.account.email))).await?;
        ana.see(Find::Text("is not a host any more")).await?;
        luis.visit("/dashboard").await?;
        luis.see(Find::Text("You have not made a room yet")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_part_stands_under_its_room() -> Result {
    calm_scene("a_part_stands_under_its_room", async |scene| {
        let ana = scene.person("Ana").await?;
        scene.backend.make_room(&ana.account).await?;
        ana.visit("/dashboard").await?;
        ana.see(Find::Heading("A meeting")).await?;
        ana.press(Find::Button("Plan a meeting")).await?;
        ana.fill("Name", "Group 1").await?;
        let choose = "const select = document.getElementById('meeting-parent');
            select.selectedIndex = [...select.options].findIndex(({ text }) => text === 'A meeting');
            select.dispatchEvent(new Event('change', { bubbles: true }))";
        ana.run::<Option<bool>>(choose, vec![]).await?;
        ana.press(Find::Button("Plan")).await?;
        ana.see(Find::Heading("Group 1")).await?;
        let parts: Vec<String> = ana
            .run(
                "return [...document.querySelectorAll('[aria-label=\"Parts of A meeting\"] h3')].map((h) => h.textContent)",
                vec![],
            )
            .await?;
        assert_eq!(parts, ["Group 1"]);
        assert_accessible(&ana, "a room with parts").await?;
        narrow(&ana).await
    })
    .await
}

#[tokio::test]
async fn a_meeting_leaves_numbers_and_a_summary() -> Result {
    calm_scene("a_meeting_leaves_numbers_and_a_summary", async |scene| {
        let (room, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        ana.write("Shall we *begin*?").await?;
        luis.reads("Shall we *begin*?").await?;
        luis.write("Yes").await?;
        ana.reads("Yes").await?;
        luis.leave().await?;
        ana.leave().await?;

        ana.visit("/dashboard").await?;
        ana.see(Find::Heading("Statistics")).await?;
        ana.see(Find::Text("Meetings this month")).await?;
        assert_eq!(ana.sees(Find::Text("People you met")).await?, counts_people(&scene.backend));
        ana.see(Find::Heading("Recent meetings")).await?;
        ana.see(Find::Text("2 people")).await?;
        if checks_passwords(&scene.backend) {
            luis.visit("/dashboard").await?;
            luis.see(Find::Heading("Rooms I was in")).await?;
        }

        assert_accessible(&ana, "the dashboard after a meeting").await?;
        ana.press(Find::Button("Switch to the dark theme")).await?;
        ana.press(Find::Link("Summaries of past meetings")).await?;
        ana.see(Find::Heading("Summaries")).await?;
        ana.see(Find::Text("1 meeting")).await?;
        ana.press(Find::Button("Show summary (A meeting)")).await?;
        ana.see(Find::Text("Ana, Luis")).await?;
        ana.see(Find::Text("Shall we *begin*?")).await?;
        assert_accessible(&ana, "a summary").await?;
        ana.fill("Search by name, code or person", "luis meeting").await?;
        ana.see(Find::Text("1 meeting")).await?;
        ana.fill("Search by name, code or person", "eva").await?;
        ana.see(Find::Text("No meeting matches the search")).await?;
        ana.fill("Search by name, code or person", &room).await?;
        ana.press(Find::Button("Show summary (A meeting)")).await?;
        ana.see(Find::Text("Ana, Luis")).await?;

        let folder = tempfile::tempdir()?;
        let allow = json!({ "behavior": "allow", "downloadPath": folder.path() });
        ana.devtools("Browser.setDownloadBehavior", &allow).await?;
        let text = saved(&ana, folder.path(), "Download as text", "txt").await?;
        assert!(text.starts_with("A meeting\n") && text.contains(&room), "{text}");
        assert!(text.contains("People: Ana, Luis") && text.contains("Ana: Shall we *begin*?"), "{text}");
        let markdown = saved(&ana, folder.path(), "Download as Markdown", "md").await?;
        assert!(markdown.contains("Shall we \\*begin\\*?"), "{markdown}");
        narrow(&ana).await
    })
    .await
}

async fn saved(ana: &Person, folder: &std::path::Path, button: &str, extension: &str) -> Result<String> {
    ana.press(Find::Button(button)).await?;
    eventually(&format!("a file .{extension}"), async || {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with("a-meeting-20") && name.ends_with(&format!(".{extension}")) {
                return Ok(std::fs::read_to_string(path)?);
            }
            names.push(name);
        }
        None.context(format!("{names:?}"))
    })
    .await
}

#[tokio::test]
async fn the_list_says_when_it_cannot_be_true() -> Result {
    calm_scene("the_list_says_when_it_cannot_be_true", async |scene| {
        let ana = scene.person("Ana").await?;
        scene.backend.make_room(&ana.account).await?;
        ana.visit("/dashboard").await?;
        ana.see(Find::Heading("A meeting")).await?;
        network(&ana, true).await?;
        ana.see(Find::Text("You are offline.")).await?;
        ana.see(Find::Heading("A meeting")).await?;
        assert_accessible(&ana, "the dashboard offline").await?;
        scene.backend.kill().await?;
        network(&ana, false).await?;
        ana.see(Find::Button("Try again")).await?;
        ana.stops_seeing(Find::Text("You are offline.")).await?;
        scene.backend.start_again(&BackendOptions::default()).await?;
        ana.press(Find::Button("Try again")).await?;
        ana.stops_seeing(Find::Button("Try again")).await?;
        ana.see(Find::Heading("A meeting")).await
    })
    .await
}

#[tokio::test]
async fn the_summaries_lead_through_login() -> Result {
    calm_scene("the_summaries_lead_through_login", async |scene| {
        let account = scene.backend.sign_up("Eva").await?;
        let eva = scene.stranger("Eva", BrowserOptions::default()).await?;
        eva.open(&scene.backend.url("/resumenes")).await?;
        eva.is_at("/login").await?;
        eva.fill("E-mail", &account.email).await?;
        eva.fill("Password", charlaton_e2e::Account::PASSWORD).await?;
        eva.press(Find::Button("Log in")).await?;
        eva.is_at("/resumenes").await?;
        eva.see(Find::Text("No meeting of yours has been held yet")).await?;
        assert_accessible(&eva, "no summaries").await
    })
    .await
}

async fn network(person: &Person, offline: bool) -> Result {
    let conditions =
        json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    person.devtools("Network.emulateNetworkConditions", &conditions).await.map(drop)
}

/// As its own picker fills the field: what one types depends on the country.
async fn choose_time(person: &Person, time: &str) -> Result {
    person.see(Find::Field("Date and time")).await?;
    let script = "const field = document.getElementById('meeting-at');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }))";
    person.run::<Option<bool>>(script, vec![time.into()]).await.map(drop)
}

/// The path of a room's lobby, as the list links to it.
async fn link_to(person: &Person, name: &str) -> Result<String> {
    let script = "return [...document.querySelectorAll('.room-card')]
        .find((card) => card.querySelector('h3').textContent === arguments[0])
        ?.querySelector('a').pathname ?? null";
    let path: Option<String> = person.run(script, vec![name.into()]).await?;
    path.context("there is no such card")
}

/// Nothing is wider than a small phone.
async fn narrow(person: &Person) -> Result {
    let phone = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": false });
    person.devtools("Emulation.setDeviceMetricsOverride", &phone).await?;
    let width: u32 = person.run("return document.documentElement.scrollWidth", vec![]).await?;
    holds(width <= 320, || format!("{width} px wide"))
}

/// The existing services leave passwords to the page, and lose admins.
fn checks_passwords(backend: &Backend) -> bool {
    backend.keeps_private_rooms()
}

/// The existing services count everybody there is.
fn counts_people(backend: &Backend) -> bool {
    backend.keeps_private_rooms()
}
