//! Calls that go through a TURN server alone, by credentials that expire.

use charlaton_e2e::{
    BackendOptions, Context, Find, Person, Result, TurnServer, eventually,
    media::{Call, Route, holds},
    scene_with,
};

/// Waits until every connection has a way, and every way of it is relayed.
async fn goes_by_relay(person: &Person) -> Result<Vec<Route>> {
    eventually(&format!("{}'s calls go through the TURN server", person.name()), async || {
        let calls = person.calls().await?;
        let relayed =
            |call: &Call| !call.routes.is_empty() && call.routes.iter().all(|route| route.kind == "relay");
        holds(!calls.is_empty() && calls.iter().all(relayed), || format!("{calls:?}"))?;
        Ok(calls.into_iter().flat_map(|call| call.routes).collect())
    })
    .await
}

/// When the credentials of the only call expire, in seconds since 1970.
async fn expiry(person: &Person) -> Result<f64> {
    let calls = person.calls().await?;
    let name = calls.first().and_then(|call| call.turn_users.first()).context("no name for a TURN server")?;
    let (expiry, user) = name.split_once(':').context("a name without an expiry")?;
    assert_eq!(user, person.id());
    Ok(expiry.parse()?)
}

fn relay_only(turn: &TurnServer, ttl: &'static str) -> BackendOptions {
    BackendOptions { turn: Some(turn.lending(ttl)), relay_only: true, ..BackendOptions::default() }
}

#[tokio::test]
async fn two_people_meet_through_a_turn_server_alone() -> Result {
    const NAME: &str = "two_people_meet_through_a_turn_server_alone";
    let Some(turn) = TurnServer::start(NAME).await? else { return Ok(()) };
    let options = relay_only(&turn, "1h");
    let met = scene_with(NAME, &options, async |scene| {
        let (_, [ana, luis]) = scene.meeting(["Ana", "Luis"]).await?;
        for (person, other) in [(&ana, &luis), (&luis, &ana)] {
            person.lists(&[&ana, &luis]).await?;
            person.see(Find::Text("relayed")).await?;
            person.media_flows().await?;
            person.sees_pictures_of(&[ana.id(), luis.id()]).await?;
            person.hears(&[other.id()]).await?;
            goes_by_relay(person).await?;
            assert_eq!(person.peers_made().await?, 1, "the first connection knew the server");
        }
        Ok(())
    });
    met.await.context(format!("the TURN server said:\n{}", turn.log()))
}

#[tokio::test]
async fn credentials_are_renewed_and_ice_restarts_with_new_ones() -> Result {
    const NAME: &str = "credentials_are_renewed_and_ice_restarts_with_new_ones";
    let Some(turn) = TurnServer::start(NAME).await? else { return Ok(()) };
    let options = relay_only(&turn, "20s");
    let restarted = scene_with(NAME, &options, async |scene| {
        let (_, people) = scene.meeting(["Ana", "Luis"]).await?;
        let [ana, luis] = &people;
        let mut first = Vec::new();
        for person in &people {
            first.push((expiry(person).await?, goes_by_relay(person).await?));
        }
        for (person, (expired, _)) in people.iter().zip(&first) {
            eventually(&format!("{}'s first credentials have expired", person.name()), async || {
                let (now, newest) = (person.clock().await? / 1000.0, expiry(person).await?);
                holds(now > *expired && newest > now, || {
                    format!("it is {now}, first {expired}, now {newest}")
                })
            })
            .await?;
        }

        // A restart allocates anew: coturn lets nobody in whose name has expired.
        ana.restart_ice().await?;
        for (person, (_, before)) in people.iter().zip(&first) {
            eventually(&format!("{}'s call takes another way", person.name()), async || {
                let now = goes_by_relay(person).await?;
                holds(now.iter().all(|route| !before.contains(route)), || format!("{before:?}, now {now:?}"))
            })
            .await?;
            person.is_in_calls(1).await?;
            person.media_flows().await?;
            assert_eq!(person.peers_made().await?, 1, "the call was mended, not made again");
        }
        luis.hears(&[ana.id()]).await
    });
    restarted.await.context(format!("the TURN server said:\n{}", turn.log()))
}
