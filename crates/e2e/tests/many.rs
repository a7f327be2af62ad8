//! More than two people: everybody sees and hears everybody.

use charlaton_e2e::{BrowserOptions, Camera, Context, Person, Result, scene};

async fn all_see_and_hear_each_other(people: &[Person]) -> Result {
    let everybody: Vec<_> = people.iter().map(Person::id).collect();
    for person in people {
        let others: Vec<_> = everybody.iter().copied().filter(|id| *id != person.id()).collect();
        person.sees_pictures_of(&everybody).await?;
        person.hears(&others).await?;
        person.media_flows().await?;
    }
    Ok(())
}

#[tokio::test]
async fn three_users_all_see_each_other() -> Result {
    scene("three_users_all_see_each_other", async |scene| {
        let (_, people) = scene.meeting(["Ana", "Luis", "Eva"]).await?;
        all_see_and_hear_each_other(&people).await
    })
    .await
}

#[tokio::test]
async fn four_users_all_see_each_other() -> Result {
    scene("four_users_all_see_each_other", async |scene| {
        let (_, people) = scene.meeting(["Ana", "Luis", "Eva", "Hugo"]).await?;
        all_see_and_hear_each_other(&people).await
    })
    .await
}

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
        all_see_and_hear_each_other(&people).await?;
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
