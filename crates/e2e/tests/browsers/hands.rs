//! Raised hands and reactions, as everybody sees and hears them.

use charlaton_e2e::{Find, Person, Result, eventually, media::holds, scene};
use fantoccini::key::Key;

#[tokio::test]
async fn hands_are_in_the_order_of_raising_for_everybody_and_for_who_comes_later() -> Result {
    scene("hands_are_in_the_order_of_raising_for_everybody_and_for_who_comes_later", async |scene| {
        let (room, [luis, ana]) = scene.meeting(["Luis", "Ana"]).await?;
        ana.press(Find::Button("Raise hand")).await?;
        ana.see(Find::Button("Lower hand")).await?;
        luis.see(Find::Text("Ana raised a hand")).await?;
        luis.press(Find::Button("Raise hand")).await?;
        for person in [&luis, &ana] {
            has_hands(person, &[&ana, &luis]).await?;
        }
        ana.lists(&[&luis, &ana]).await?;
        lists_in_order(&ana, &[&ana, &luis]).await?;

        let eva = scene.person("Eva").await?;
        eva.join(&room).await?;
        eva.is_in_calls(2).await?;
        has_hands(&eva, &[&ana, &luis]).await?;
        eva.lists(&[&luis, &ana, &eva]).await?;
        lists_in_order(&eva, &[&eva, &ana, &luis]).await?;

        ana.press(Find::Button("Lower hand")).await?;
        for person in [&luis, &ana, &eva] {
            has_hands(person, &[&luis]).await?;
        }
        luis.leave().await?;
        has_hands(&eva, &[]).await
    })
    .await
}

#[tokio::test]
async fn reactions_pass_on_the_tile_and_are_said() -> Result {
    scene("reactions_pass_on_the_tile_and_are_said", async |scene| {
        let (_, [luis, ana]) = scene.meeting(["Luis", "Ana"]).await?;
        // What passes may be over before anybody looks.
        for person in [&luis, &ana] {
            person.run::<Option<bool>>(LISTEN, vec![]).await?;
        }
        ana.press(Find::Button("React")).await?;
        ana.press(Find::Button("👏")).await?;
        for person in [&luis, &ana] {
            eventually(&format!("{} hears and sees the reaction", person.name()), async || {
                let [said, shown]: [Vec<String>; 2] = person.run("return [__said, __shown]", vec![]).await?;
                holds(said == ["Ana: 👏"] && shown == [format!("{} 👏", ana.id())], || {
                    format!("{said:?} {shown:?}")
                })
            })
            .await?;
            eventually("it has passed", async || {
                let left: usize =
                    person.run("return document.querySelectorAll('.reaction').length", vec![]).await?;
                holds(left == 0, || format!("{left} are left"))
            })
            .await?;
        }
        assert!(!ana.sees(Find::Button("👏")).await?, "the menu closes at a press");
        ana.press(Find::Button("React")).await?;
        ana.key(Key::Escape).await?;
        ana.stops_seeing(Find::Button("👏")).await?;
        assert_eq!(ana.focused_name().await?, "React", "the menu gives the focus back");
        Ok(())
    })
    .await
}

/// Writes down what the live region says and what tiles show.
const LISTEN: &str = "
    window.__said = [];
    window.__shown = [];
    new MutationObserver((changes) => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
            if (node.nodeType !== 1) continue;
            if (node.matches('[aria-live=polite]:not(.toasts) > *')) __said.push(node.textContent);
            if (node.matches('.reaction')) {
                __shown.push(`${node.closest('article').dataset.user} ${node.textContent}`);
            }
        }
    }).observe(document.body, { childList: true, subtree: true });
    return true";

/// Waits until tiles have these hands up and no others.
async fn has_hands(person: &Person, hands: &[&Person]) -> Result {
    let wanted: Vec<(String, String)> =
        (1..).zip(hands).map(|(place, hand)| (place.to_string(), hand.id().to_owned())).collect();
    eventually(&format!("{} sees {} hands", person.name(), hands.len()), async || {
        let script = "return [...document.querySelectorAll('article[data-user] .hand')]
            .map((hand) => [hand.lastChild.textContent, hand.closest('article').dataset.user])";
        let mut seen: Vec<(String, String)> = person.run(script, vec![]).await?;
        seen.sort();
        holds(seen == wanted, || format!("{seen:?} instead of {wanted:?}"))
    })
    .await
}

/// Waits until the list of people stands in this order.
async fn lists_in_order(person: &Person, people: &[&Person]) -> Result {
    let wanted: Vec<_> = people.iter().map(|listed| listed.id()).collect();
    eventually(&format!("{} has the list in order", person.name()), async || {
        let listed = person.people().await?;
        holds(listed == wanted, || format!("{listed:?} instead of {wanted:?}"))
    })
    .await
}
