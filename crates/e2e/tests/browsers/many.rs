//! More than two people: everybody sees and hears everybody.

use charlaton_e2e::{Person, Result, scene};

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
