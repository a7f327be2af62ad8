//! A browser and its driver. To start one costs as much as a short test, so tests hand them on.

use std::{
    process::Command,
    sync::{Mutex, PoisonError},
};

use fantoccini::Client;
use serde_json::{Value, json};

use crate::{
    BrowserOptions, Context, Program, Result,
    driver::{self, Extension},
    home,
    process::Process,
    tools,
};

/// Browsers that no test has, oldest first.
static IDLE: Mutex<Vec<Session>> = Mutex::new(Vec::new());
/// More of them would only take memory: no test has more people.
const MOST: usize = 8;

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) options: BrowserOptions,
    /// In which it is a guest: a profile of its own in somebody else's browser.
    profile: Option<String>,
    /// Of the browser's program, until it is ended; geckodriver ends its browser itself.
    pub(crate) browser: Option<u64>,
    _driver: Process,
}

impl Session {
    /// An idle browser that was started in the same way, else a new one.
    pub(crate) async fn begin(options: BrowserOptions) -> Result<Self> {
        let idle = take_idle(|session| session.options == options);
        if let Some(session) = idle {
            return Ok(session);
        }
        // In the runtime that stays, because the client's task has to.
        let home = home::runtime()?;
        let start = home.spawn_blocking(move || home.block_on(driver::start(options)));
        let (driver, client) = start.await??;
        let browser = client.capabilities().and_then(|all| all.get("goog:processID")?.as_u64());
        Ok(Self { client, options, profile: None, browser, _driver: driver })
    }

    /// A profile of its own in a Chromium that is there already.
    pub(crate) async fn beside(host: &Client) -> Result<Self> {
        let address = tools::address(host).context("no address")?;
        let profile = tools::new_profile(host).await?;
        let options = BrowserOptions { anew: true, ..BrowserOptions::default() };
        let home = home::runtime()?;
        let start = home.spawn_blocking(move || home.block_on(driver::start_beside(options, &address)));
        let (driver, client) = start.await??;
        let page = json!({ "url": "about:blank", "browserContextId": profile });
        let session = Self { client, options, profile: Some(profile), browser: None, _driver: driver };
        let page = session.devtools("Target.createTarget", &page).await?;
        let page = page["targetId"].as_str().context("no page")?;
        let tabs = session.client.windows().await?;
        let tab = tabs.into_iter().find(|tab| String::from(tab.clone()).ends_with(page)).context("no tab")?;
        session.client.switch_to_window(tab).await?;
        Ok(session)
    }

    /// Takes from it whatever a test has left there, for the next one.
    pub(crate) async fn give_back(self) -> Result {
        let BrowserOptions { program, seat, google, anew, .. } = self.options;
        if anew || program != Program::Chromium || seat.is_some() || google.is_some() {
            return self.end().await;
        }
        self.forget().await?;
        match keep(self) {
            Some(one_too_many) => one_too_many.end().await,
            None => Ok(()),
        }
    }

    /// One new tab, and nothing that pages have stored or were allowed.
    async fn forget(&self) -> Result {
        let client = &self.client;
        let old = client.windows().await?;
        for tab in &old {
            client.switch_to_window(tab.clone()).await?;
            let origin = client.current_url().await?.origin().ascii_serialization();
            // Else a page could still store something.
            client.goto("about:blank").await?;
            if origin != "null" {
                let all = json!({ "origin": origin, "storageTypes": "all" });
                self.devtools("Storage.clearDataForOrigin", &all).await?;
            }
        }
        // What is set for a tab, its screen or its network for instance, ends with it.
        self.devtools("Target.createTarget", &json!({ "url": "about:blank" })).await?;
        for tab in &old {
            client.switch_to_window(tab.clone()).await?;
            client.close_window().await?;
        }
        let new = client.windows().await?.into_iter().next().context("no tab")?;
        client.switch_to_window(new).await?;
        self.devtools("Page.bringToFront", &json!({})).await?;
        self.devtools("Network.clearBrowserCookies", &json!({})).await?;
        self.devtools("Network.clearBrowserCache", &json!({})).await?;
        self.devtools("Browser.resetPermissions", &json!({})).await?;
        self.devtools("Browser.setDownloadBehavior", &json!({ "behavior": "default" })).await?;
        client.issue_cmd(Extension::console()).await?;
        Ok(())
    }

    async fn devtools(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.client.issue_cmd(Extension::devtools(command, parameters)).await.context(command)
    }

    /// Ends the browser, or its part of it; its driver ends with this.
    pub(crate) async fn end(mut self) -> Result {
        if let Some(profile) = self.profile.take() {
            self.devtools("Target.disposeBrowserContext", &json!({ "browserContextId": profile })).await?;
        }
        self.client.clone().close().await?;
        self.browser = None;
        Ok(())
    }

    /// SIGKILL to the browser; its driver stays.
    pub(crate) fn kill(&mut self) -> Result {
        let id = self.browser.take().context("it is gone")?.to_string();
        let status = Command::new("kill").args(["-KILL", &id]).status()?;
        if status.success() { Ok(()) } else { None.context(format!("kill {id}: {status}")) }
    }
}

/// Makes it an idle one; if there are too many then, the oldest.
fn keep(session: Session) -> Option<Session> {
    let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    idle.push(session);
    if idle.len() > MOST { Some(idle.remove(0)) } else { None }
}

fn take_idle(is_right: impl Fn(&Session) -> bool) -> Option<Session> {
    let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    // The one that was used last: the others are in nobody's cache any more.
    let at = idle.iter().rposition(is_right)?;
    Some(idle.remove(at))
}

/// A test that fails half-way closes nothing, and Chromium outlives a chromedriver that is killed.
impl Drop for Session {
    fn drop(&mut self) {
        if let Some(browser) = self.browser.take() {
            // It has ended already, or nothing can be done.
            let _ = Command::new("kill").args(["-KILL", &browser.to_string()]).status();
        }
    }
}
