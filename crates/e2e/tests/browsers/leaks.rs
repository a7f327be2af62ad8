//! People come and go, and nothing of them stays.

use charlaton_e2e::{
    BackendOptions, Browser, BrowserOptions, Context, Pages, Result, eventually, media::holds, scene_with,
};
use serde_json::json;

/// What a page holds after everything that may be thrown away has been.
#[derive(Debug)]
struct Held {
    script: f64,
    listeners: f64,
    nodes: f64,
    wasm: f64,
}

async fn held(browser: &Browser) -> Result<Held> {
    // What the recorder has written down is not the page's.
    browser.run::<()>("__e2e.timeline.length = 0", vec![]).await?;
    // Twice: what the first one finalises may have held something.
    for _ in 0..2 {
        browser.devtools("HeapProfiler.collectGarbage", &json!({})).await?;
    }
    let metrics = browser.devtools("Performance.getMetrics", &json!({})).await?;
    let metric = |name: &str| {
        let all = metrics["metrics"].as_array()?;
        all.iter().find(|metric| metric["name"] == name)?["value"].as_f64()
    };
    Ok(Held {
        script: metric("JSHeapUsedSize").context("no heap")?,
        listeners: metric("JSEventListeners").context("no listeners")?,
        nodes: metric("Nodes").context("no nodes")?,
        wasm: browser.run("return __e2e.programBytes()", vec![]).await?,
    })
}

#[tokio::test]
async fn two_hundred_comings_and_goings_leave_nothing() -> Result {
    let pages = Pages::of_comings().await?;
    let options = BackendOptions { origin: Some(pages.url("")), ..BackendOptions::default() };
    scene_with("two_hundred_comings_and_goings_leave_nothing", &options, async |scene| {
        let anew = BrowserOptions { anew: true, ..BrowserOptions::default() };
        let (room, [ana]) = scene.meeting_of([("Ana", anew)]).await?;
        let luis = scene.backend.sign_up("Luis").await?;
        let comings = scene.stranger("Luis", BrowserOptions::default()).await?;
        comings.open(&pages.for_meeting(&scene.backend, &luis, &room)).await?;
        ana.devtools("Performance.enable", &json!({})).await?;

        let mut measured = Vec::new();
        for (times, so_far) in [(20, 20), (180, 200)] {
            comings.run::<()>("window.come(arguments[0])", vec![times.into()]).await?;
            for step in (0..=so_far).step_by(20).skip(1) {
                eventually(&format!("{step} comings"), async || {
                    let done: usize = comings.run("return window.come.done", vec![]).await?;
                    holds(done >= step, || format!("{done}"))
                })
                .await?;
            }
            ana.is_in_calls(0).await?;
            eventually("Ana is alone", async || {
                let tiles = ana.tiles().await?;
                holds(tiles.len() == 1 && ana.sounds().await?.is_empty(), || format!("{tiles:?}"))
            })
            .await?;
            measured.push(held(&ana).await?);
        }
        assert_eq!(ana.peers_made().await?, 200);
        let [first, last] = measured.as_slice() else { return None.context("two measurements") };
        let flat = |first: f64, last: f64| first > 0.0 && last <= first * 1.1;
        assert!(flat(first.script, last.script), "{first:?} {last:?}");
        // Of 180 that came in between, each would have left one at least.
        assert!(last.listeners < first.listeners + 20.0, "{first:?} {last:?}");
        assert!(flat(first.nodes, last.nodes), "{first:?} {last:?}");
        assert!(flat(first.wasm, last.wasm), "{first:?} {last:?}");
        Ok(())
    })
    .await
}
