//! One person at two browsers, with servers that relay to the first socket of a person alone.

use charlaton_e2e::{BackendOptions, Find, Hosting, Result, media::holds, scene_with};

const WAITS: Find<'_> = Find::Text("You are in this meeting on another device");

#[tokio::test]
async fn a_second_device_leaves_the_first_alone_and_takes_over_when_that_goes() -> Result {
    let name = "a_second_device_leaves_the_first_alone_and_takes_over_when_that_goes";
    let options = BackendOptions { hosting: Hosting::WithFirebase, ..BackendOptions::default() };
    scene_with(name, &options, async |scene| {
        let (room, [luis, ana]) = scene.meeting(["Luis", "Ana"]).await?;
        let made = luis.peers_made().await?;
        let phone = scene.again(&ana).await?;
        phone.join(&room).await?;
        phone.see(WAITS).await?;
        luis.media_flows().await?;
        ana.media_flows().await?;

        // The server ends her presence with the first socket of hers that goes.
        phone.leave().await?;
        ana.write("Still here").await?;
        luis.reads("Still here").await?;
        assert!(!ana.sees(Find::Text("The message was not sent")).await?, "nothing is said to have failed");

        phone.join(&room).await?;
        phone.see(WAITS).await?;
        assert_eq!(luis.peers_made().await?, made, "no connection was made for it so far");
        ana.leave().await?;
        phone.sees_pictures_of(&[luis.id(), phone.id()]).await?;
        luis.sees_pictures_of(&[luis.id(), phone.id()]).await?;
        holds(!phone.sees(WAITS).await?, || "it goes on saying so".to_owned())
    })
    .await
}
