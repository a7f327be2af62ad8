//! The site as an app: what is needed to install it, what there is without a network, and how a new build comes.

use std::{fs, path::Path};

use charlaton_e2e::{
    BackendOptions, Browser, BrowserOptions, Context, Failure, Find, Result, eventually, media::holds,
    scene_with,
};
use serde_json::Value;
use tempfile::TempDir;

/// A front-end of its own that can be changed, and a back-end that serves it.
fn own_copy() -> Result<(TempDir, BackendOptions)> {
    let folder = TempDir::new()?;
    copy(&charlaton_e2e::dist()?, folder.path())?;
    let options = BackendOptions { web: Some(folder.path().to_owned()), ..BackendOptions::default() };
    Ok((folder, options))
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Waits until the worker has kept everything and is in charge of the next page.
async fn keeps_the_site(browser: &Browser) -> Result {
    eventually("the worker has kept the site", async || {
        let active = "return navigator.serviceWorker.getRegistration()
            .then((registration) => registration?.active?.state ?? null)";
        let active: Option<String> = browser.run(active, vec![]).await?;
        holds(active.as_deref() == Some("activated"), || format!("{active:?}"))
    })
    .await
}

#[tokio::test]
async fn browsers_find_what_installing_takes() -> Result {
    let (_folder, options) = own_copy()?;
    scene_with("browsers_find_what_installing_takes", &options, async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/")).await?;
        ana.see(Find::Heading("Meet in your browser")).await?;
        let manifest = "const link = document.querySelector('link[rel=manifest]').href;
            return fetch(link).then(async (response) => [response.headers.get('content-type'), await response.json()])";
        let (kind, manifest): (String, Value) = ana.run(manifest, vec![]).await?;
        assert_eq!(kind, "application/manifest+json");
        assert_eq!((&manifest["start_url"], &manifest["display"]), (&"/".into(), &"standalone".into()));
        let icons = manifest["icons"].as_array().context("no icons")?;
        assert!(icons.iter().any(|icon| icon["purpose"] == "maskable"));
        let apple = "return document.querySelector('link[rel=apple-touch-icon]').getAttribute('href')";
        let apple: String = ana.run(apple, vec![]).await?;
        let icons = icons.iter().map(|icon| (icon["src"].clone(), icon["sizes"].clone()));
        for (source, size) in icons.chain([(apple.into(), "180x180".into())]) {
            let real = "return fetch(arguments[0]).then((response) => response.blob()).then(createImageBitmap)
                .then(({ width, height }) => `${width}x${height}`)";
            let real: Value = ana.run(real, vec![source.clone()]).await?;
            assert_eq!(real, size, "{source}");
        }
        let errors = ana.devtools("Page.getInstallabilityErrors", &serde_json::json!({})).await?;
        let errors = errors["installabilityErrors"].as_array().cloned().unwrap_or_default();
        // Tests run in a window that is forgotten, which nothing can be installed from.
        let real = errors.iter().filter(|error| error["errorId"] != "in-incognito").count();
        holds(real == 0, || format!("{errors:?}"))
    })
    .await
}

#[tokio::test]
async fn without_a_server_pages_open_and_say_so() -> Result {
    let (_folder, options) = own_copy()?;
    scene_with("without_a_server_pages_open_and_say_so", &options, async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/")).await?;
        keeps_the_site(&ana).await?;
        let kept = "return caches.keys()
            .then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))
            .then((caches) => caches.flat().map(({ url }) => new URL(url).pathname))";
        let kept: Vec<String> = ana.run(kept, vec![]).await?;
        assert!(
            kept.iter().any(|path| path == "/site_bg.wasm") && kept.contains(&"/".to_owned()),
            "{kept:?}"
        );
        let never = |path: &&String| path.starts_with("/api") || path.contains("config.json");
        assert_eq!(kept.iter().find(never), None, "no answer of a server is kept");

        scene.backend.kill().await?;
        ana.open(&scene.backend.url("/about")).await?;
        ana.see(Find::Heading("About Charlaton")).await?;
        for path in ["/", "/dashboard", "/join/abc-xyz", "/check"] {
            ana.open(&scene.backend.url(path)).await?;
            ana.see(Find::Heading("You are offline")).await?;
        }
        scene.backend.start_again(&options).await?;
        ana.press(Find::Button("Try again")).await?;
        ana.stops_seeing(Find::Heading("You are offline")).await?;
        ana.see(Find::Button("Start the check")).await?;
        ana.press(Find::Button("Start the check")).await?;
        ana.see(Find::Text("It answers, in")).await
    })
    .await
}

/// Puts another build in the place of the one that is served.
fn deploy(web: &Path, build: &str) -> Result {
    let worker = web.join("sw.js");
    let text = fs::read_to_string(&worker)?;
    let start = text.find("BUILD").and_then(|at| Some(at + text[at..].find(['\'', '"'])? + 1));
    let start = start.context("sw.js names no build")?;
    let old = text.get(start..start + 16).context("sw.js names no build")?;
    fs::write(&worker, text.replace(old, build))?;
    let page = web.join("index.html");
    let html = fs::read_to_string(&page)?;
    if !html.contains(old) {
        return Err(Failure::new("the page names another build than its worker"));
    }
    fs::write(&page, html.replace(old, build))?;
    for compressed in ["sw.js.br", "sw.js.gz", "index.html.br", "index.html.gz"] {
        fs::remove_file(web.join(compressed))?;
    }
    Ok(())
}

#[tokio::test]
async fn a_new_build_is_offered_and_taken_when_asked_for() -> Result {
    let (folder, options) = own_copy()?;
    scene_with("a_new_build_is_offered_and_taken_when_asked_for", &options, async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/about")).await?;
        keeps_the_site(&ana).await?;
        // From now on the worker is in charge.
        ana.open(&scene.backend.url("/about")).await?;
        ana.see(Find::Heading("About Charlaton")).await?;

        let build = "0123456789abcdef";
        deploy(folder.path(), build)?;
        let look = "document.dispatchEvent(new Event('visibilitychange'))";
        let offer = Find::Text("A new version of Charlaton is ready.");
        eventually("the new build is offered", async || {
            ana.run::<()>(look, vec![]).await?;
            holds(ana.sees(offer).await?, || "it is not".to_owned())
        })
        .await?;
        let shown = "return document.querySelector('meta[name=build]').content";
        assert_ne!(ana.run::<String>(shown, vec![]).await?, build, "nobody is taken to it unasked");
        charlaton_e2e::assert_accessible(&ana, "the offer of a new build").await?;

        ana.press(Find::Button("Reload")).await?;
        eventually("it is the new build, and the old one is gone", async || {
            let now: String = ana.run(shown, vec![]).await?;
            let caches: Vec<String> = ana.run("return caches.keys()", vec![]).await?;
            let gone = caches == [format!("charlaton-{build}")];
            holds(now == build && gone, || format!("{now}: {caches:?}"))
        })
        .await?;
        ana.see(Find::Heading("About Charlaton")).await?;
        ana.stops_seeing(offer).await
    })
    .await
}

#[tokio::test]
async fn a_page_that_comes_with_the_new_build_is_not_offered_itself() -> Result {
    let (folder, options) = own_copy()?;
    scene_with("a_page_that_comes_with_the_new_build_is_not_offered_itself", &options, async |scene| {
        let ana = scene.stranger("Ana", BrowserOptions::default()).await?;
        ana.open(&scene.backend.url("/about")).await?;
        keeps_the_site(&ana).await?;
        let build = "fedcba9876543210";
        deploy(folder.path(), build)?;
        ana.open(&scene.backend.url("/help")).await?;
        let shown = "return document.querySelector('meta[name=build]').content";
        assert_eq!(ana.run::<String>(shown, vec![]).await?, build, "pages come from the network");
        eventually("the new worker takes over without a word", async || {
            assert!(!ana.sees(Find::Text("A new version of Charlaton is ready.")).await?);
            let caches: Vec<String> = ana.run("return caches.keys()", vec![]).await?;
            holds(caches == [format!("charlaton-{build}")], || format!("{caches:?}"))
        })
        .await
    })
    .await
}
