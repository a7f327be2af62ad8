//! Choosing devices in the lobby.

use charlaton_e2e::{Person, Result, eventually, media::holds, scene};

/// The label of the microphone that is open.
async fn open_microphone(person: &Person) -> Result<Vec<String>> {
    let script = "return __e2e.captured().filter(({ kind, live }) => kind === 'audio' && live).map(({ label }) => label)";
    person.run(script, vec![]).await
}

#[tokio::test]
async fn the_chosen_microphone_is_the_one_that_is_used() -> Result {
    scene("the_chosen_microphone_is_the_one_that_is_used", async |scene| {
        let ana = scene.person("Ana").await?;
        let room = scene.backend.make_room(&ana.account).await?;
        ana.enter_lobby(&room).await?;
        let other = "Fake Audio Input 1";
        eventually("the picker has names", async || {
            let script = "return [...document.getElementById('microphone').options].map(({ text }) => text)";
            let listed: Vec<String> = ana.run(script, vec![]).await?;
            holds(listed.iter().any(|label| label == other), || format!("{listed:?}"))
        })
        .await?;
        let script = "const select = document.getElementById('microphone');
            select.selectedIndex = [...select.options].findIndex((option) => option.text === arguments[0]);
            select.dispatchEvent(new Event('change', { bubbles: true }))";
        ana.run::<Option<()>>(script, vec![other.into()]).await?;
        eventually("the chosen one is open", async || {
            let open = open_microphone(&ana).await?;
            holds(open == [other], || format!("{open:?}"))
        })
        .await?;

        // And in the meeting, and at the next visit.
        ana.enter_meeting(&room).await?;
        assert_eq!(open_microphone(&ana).await?, [other]);
        ana.visit(&format!("/meet/{room}")).await?;
        eventually("the chosen one is open again", async || {
            let open = open_microphone(&ana).await?;
            holds(open == [other], || format!("{open:?}"))
        })
        .await
    })
    .await
}
