//! As many people as a room is for.

use charlaton_e2e::{BrowserOptions, Camera, Context, Person, Result, scene};

/// All 56 streams, for a minute: small pictures, because two processors have to make and to show all of them.
#[tokio::test]
async fn eight_users_all_see_each_other_and_stay() -> Result {
    scene("eight_users_all_see_each_other_and_stay", async |scene| {
        let mut people = Vec::new();
        for name in ["Ana", "Luis", "Eva", "Hugo", "Sofia", "Pablo", "Marta", "Diego"] {
            let options = BrowserOptions { camera: Camera::Small, ..BrowserOptions::default() };
            people.push(scene.person_with(name, options).await?);
        }
        let host = people.first().context("nobody")?;
        let room = scene.backend.make_room(&host.account).await?;
        for person in &people {
            person.join(&room).await?;
        }
        for person in &people {
            person.is_in_calls(7).await?;
        }
        let everybody: Vec<_> = people.iter().map(Person::id).collect();
        for person in &people {
            let others: Vec<_> = everybody.iter().copied().filter(|id| *id != person.id()).collect();
            person.sees_pictures_of(&everybody).await?;
            person.hears(&others).await?;
        }
        let all_there = host.clock().await?;
        while host.clock().await? < all_there + 60_000.0 {
            for person in &people {
                person.media_flows().await?;
            }
        }
        for person in &people {
            person.is_in_calls(7).await?;
            assert_eq!(person.peers_made().await?, 7, "{}: none had to be made again", person.name());
        }
        Ok(())
    })
    .await
}
