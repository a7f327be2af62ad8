//! What Lighthouse says of the pages one sees first, as a laptop loads them, and as a phone on a slow connection does.

use std::sync::Arc;

use charlaton_e2e::{Browser, Device, Result, Scene, lighthouse, scene};
use serde_json::{Value, json};

const CATEGORIES: [&str; 3] = ["performance", "accessibility", "best-practices"];

/// One object a page; a page without a verdict does not hide the others.
pub(crate) async fn judge() -> Vec<Value> {
    let mut verdicts = Vec::new();
    let judged = scene("bench lighthouse", async |scene| {
        for (name, path, browser) in pages(scene).await? {
            for device in [Device::Laptop, Device::Phone] {
                let name = format!("{name}, on a {device}");
                match lighthouse(&browser, &scene.backend.url(&path), device, &CATEGORIES).await {
                    Ok(verdict) => {
                        println!("lighthouse, {name:<50} {:?}", verdict.scores);
                        for fault in verdict.faults {
                            println!("    {}", fault.chars().take(200).collect::<String>());
                        }
                        verdicts.push(json!({ "page": name, "scores": verdict.scores }));
                    }
                    Err(failure) => eprintln!("lighthouse, {name}: {failure}"),
                }
            }
        }
        Ok(())
    });
    if let Err(failure) = judged.await {
        eprintln!("{failure}");
    }
    verdicts
}

async fn pages(scene: &Scene) -> Result<Vec<(&'static str, String, Arc<Browser>)>> {
    let luis = scene.stranger("Luis", crate::anew()).await?;
    let ana = scene.stranger("Ana", crate::anew()).await?;
    let account = scene.backend.sign_up("Ana").await?;
    scene.log_in(&ana, &account).await?;
    let room = scene.backend.make_room(&account).await?;
    Ok(vec![
        ("the home page", "/".to_owned(), Arc::clone(&luis)),
        ("the login", "/login".to_owned(), luis),
        ("the lobby", format!("/join/{room}"), ana),
    ])
}
