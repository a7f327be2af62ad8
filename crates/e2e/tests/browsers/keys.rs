//! Keys in a meeting: they do what they say, and only where nothing else waits for them.

use charlaton_e2e::{Find, Person, Result, assert_accessible, calm_scene, eventually, media::holds};
use fantoccini::key::Key;

const MIC_ON: Find<'_> = Find::Button("Turn microphone off");
const MIC_OFF: Find<'_> = Find::Button("Turn microphone on");
const FIELD: Find<'_> = Find::Field("Message to everybody");

/// Whatever was pressed keeps the focus; keys are heard from there as from anywhere.
async fn let_go(person: &Person) -> Result {
    person.run::<Option<()>>("document.activeElement.blur()", vec![]).await.map(drop)
}

#[tokio::test]
async fn keys_do_what_they_say() -> Result {
    calm_scene("keys_do_what_they_say", async |scene| {
        let (_, [ana]) = scene.meeting(["Ana"]).await?;
        ana.type_text("m").await?;
        ana.see(MIC_OFF).await?;
        ana.see(Find::Text("Microphone off")).await?;
        ana.type_text("m").await?;
        ana.see(MIC_ON).await?;
        ana.type_text("v").await?;
        ana.see(Find::Button("Turn camera on")).await?;

        ana.type_text("c").await?;
        ana.see(FIELD).await?;
        ana.type_text("p").await?;
        ana.stops_seeing(FIELD).await?;
        ana.lists(&[&ana]).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(Find::Heading("People")).await?;

        // From a button as well, which a space would press.
        ana.press(Find::Button("Chat")).await?;
        ana.see(FIELD).await?;
        ana.type_text("c").await?;
        ana.stops_seeing(FIELD).await?;

        ana.type_text("f").await?;
        eventually("the page has the screen", async || {
            let full: bool = ana.run("return Boolean(document.fullscreenElement)", vec![]).await?;
            holds(full, || "it has not".to_owned())
        })
        .await?;
        ana.type_text("f").await?;
        eventually("it gives the screen back", async || {
            let full: bool = ana.run("return Boolean(document.fullscreenElement)", vec![]).await?;
            holds(!full, || "it has it".to_owned())
        })
        .await
    })
    .await
}

#[tokio::test]
async fn the_list_of_keys_is_a_dialog_in_which_keys_do_nothing() -> Result {
    calm_scene("the_list_of_keys_is_a_dialog_in_which_keys_do_nothing", async |scene| {
        let (_, [ana]) = scene.meeting(["Ana"]).await?;
        let title = Find::Heading("Keys in a meeting");
        ana.type_text("?").await?;
        ana.see(title).await?;
        ana.see(Find::Text("microphone on or off")).await?;
        assert_accessible(&ana, "the list of keys").await?;
        ana.type_text("mvc").await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(title).await?;
        assert!(ana.sees(MIC_ON).await? && !ana.sees(FIELD).await?);

        // From the menu too, and then the focus comes back to what opened it.
        ana.press(Find::Button("More")).await?;
        ana.press(Find::Button("Keys (?)")).await?;
        ana.see(title).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(title).await?;
        assert_eq!(ana.focused_name().await?, "More");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_writes_only_writes() -> Result {
    calm_scene("who_writes_only_writes", async |scene| {
        let (_, [ana]) = scene.meeting(["Ana"]).await?;
        ana.type_text("c").await?;
        ana.see(FIELD).await?;
        ana.tab_to("Message to everybody").await?;
        ana.type_text("mvcpf?19").await?;
        let written: String =
            ana.run("return document.querySelector('.composer textarea').value", vec![]).await?;
        assert_eq!(written, "mvcpf?19");
        assert!(ana.sees(MIC_ON).await? && ana.sees(FIELD).await?);

        // It leads out of the field, and what was written is kept.
        ana.key(Key::Escape).await?;
        ana.stops_seeing(FIELD).await?;
        assert_eq!(ana.focused_name().await?, "Chat", "the focus is not lost with the panel");
        ana.type_text("c").await?;
        ana.see(FIELD).await?;
        let kept: String =
            ana.run("return document.querySelector('.composer textarea').value", vec![]).await?;
        assert_eq!(kept, written);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_key_with_another_or_held_down_does_nothing() -> Result {
    calm_scene("a_key_with_another_or_held_down_does_nothing", async |scene| {
        let (_, [ana]) = scene.meeting(["Ana"]).await?;
        for modifier in [Key::Control, Key::Alt] {
            ana.key_down(modifier).await?;
            ana.type_text("m").await?;
            ana.key_up(modifier).await?;
        }
        let held = "dispatchEvent(new KeyboardEvent('keydown', { key: 'm', repeat: true }))";
        ana.run::<Option<bool>>(held, vec![]).await?;
        // An open menu keeps Escape for itself.
        ana.type_text("c").await?;
        ana.see(FIELD).await?;
        ana.press(Find::Button("More")).await?;
        ana.see(Find::Button("Sounds")).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(Find::Button("Sounds")).await?;
        assert!(ana.sees(FIELD).await? && ana.sees(MIC_ON).await?);
        ana.key(Key::Escape).await?;
        ana.stops_seeing(FIELD).await
    })
    .await
}

#[tokio::test]
async fn keys_of_one_letter_can_be_turned_off_for_good() -> Result {
    calm_scene("keys_of_one_letter_can_be_turned_off_for_good", async |scene| {
        let (_, [ana]) = scene.meeting(["Ana"]).await?;
        let tip = "return document.querySelector('[aria-label=\"Turn microphone off\"]').title";
        let shortcut =
            "return document.querySelector('[aria-label=\"Turn microphone off\"]').ariaKeyShortcuts
            ?? document.querySelector('[aria-label=\"Turn microphone off\"]').getAttribute('aria-keyshortcuts')";
        assert_eq!(ana.run::<String>(tip, vec![]).await?, "Turn microphone off (M)");
        assert_eq!(ana.run::<Option<String>>(shortcut, vec![]).await?.as_deref(), Some("M"));

        ana.press(Find::Button("More")).await?;
        ana.press(Find::Button("One-letter keys")).await?;
        eventually("the tip names no key", async || {
            let tip: String = ana.run(tip, vec![]).await?;
            holds(tip == "Turn microphone off", || tip)
        })
        .await?;
        assert_eq!(ana.run::<Option<String>>(shortcut, vec![]).await?, None);
        let_go(&ana).await?;
        ana.type_text("mcp?").await?;
        ana.press(Find::Button("Chat")).await?;
        ana.see(FIELD).await?;
        assert!(ana.sees(MIC_ON).await?);
        ana.key(Key::Escape).await?;
        ana.stops_seeing(FIELD).await?;

        ana.run::<Option<()>>("location.reload()", vec![]).await?;
        ana.see(MIC_ON).await?;
        eventually("the choice is remembered", async || {
            let tip: String = ana.run(tip, vec![]).await?;
            holds(tip == "Turn microphone off", || tip)
        })
        .await
    })
    .await
}
