use std::{
    io::Write,
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use fantoccini::{Client, Locator, elements::Element};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;

use crate::{
    BrowserOptions, Context, Failure, Find, Program, Result, driver::Extension, eventually,
    eventually_within, paths, session::Session, tools,
};

const RECORDER: &str = include_str!("page/record.js");

/// One Chromium with its own profile.
#[derive(Debug)]
pub struct Browser {
    name: String,
    client: Client,
    console: Mutex<Vec<String>>,
    program: Program,
    /// Until it is closed.
    session: Mutex<Option<Session>>,
}

impl Browser {
    /// Starts it, or takes one that another test is done with, with nothing left of that test. `name` is for messages
    /// and file names.
    ///
    /// # Errors
    /// When chromedriver or Chromium does not start.
    pub async fn start(name: &str, options: BrowserOptions) -> Result<Self> {
        Self::of(name, Session::begin(options).await?).await
    }

    /// In a Chromium that somebody else has already, with a profile and pages of its own: where there are to be more
    /// people than the machine bears browsers.
    ///
    /// # Errors
    /// When there is none any more.
    pub async fn beside(name: &str, other: &Self) -> Result<Self> {
        Self::of(name, Session::beside(&other.client).await?).await
    }

    async fn of(name: &str, session: Session) -> Result<Self> {
        let browser = Self {
            name: name.to_owned(),
            client: session.client.clone(),
            console: Mutex::default(),
            program: session.options.program,
            session: Mutex::new(Some(session)),
        };
        if browser.program == Program::Chromium {
            browser.record().await?;
        }
        Ok(browser)
    }

    /// Whether Firefox and its driver are here. Where they are not, `test` is told that it is skipped.
    ///
    /// # Errors
    /// When that cannot be said.
    pub fn has_firefox(test: &str) -> Result<bool> {
        let here = paths::firefox().is_some() && paths::geckodriver().is_some();
        if !here {
            // Written past the test runner, which keeps to itself what successful tests print.
            writeln!(
                std::io::stderr(),
                "{test}: SKIPPED, because there is no Firefox with geckodriver here"
            )?;
        }
        Ok(here)
    }

    /// Where Chromium listens for tools as Lighthouse is one.
    pub(crate) fn devtools_port(&self) -> Result<u16> {
        let address = tools::address(&self.client).context("no address")?;
        let (_, port) = address.rsplit_once(':').context("no port")?;
        port.parse().context("the port")
    }

    /// For messages and file names.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The process of Chromium, until it is closed.
    #[must_use]
    pub fn process(&self) -> Option<u64> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).as_ref()?.browser
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// From the next page on, what a page does with calls and sockets is recorded in this tab.
    async fn record(&self) -> Result {
        self.before_pages(RECORDER).await
    }

    /// From the next page of this tab on, runs a script before the page's own: for states of the world that no
    /// Chromium without real devices and networks can be brought into. Only those; what people do is done as people
    /// do it.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn before_pages(&self, script: &str) -> Result {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script })).await?;
        Ok(())
    }

    /// Opens an address in the current tab and waits until it has loaded.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub async fn open(&self, url: &str) -> Result {
        self.client.goto(url).await.context(format!("{} opens {url}", self.name))?;
        // Chromium has it from before the page; here it comes before the page makes any call.
        if self.program == Program::Firefox { self.run(RECORDER, vec![]).await } else { Ok(()) }
    }

    pub(crate) fn program(&self) -> Program {
        self.program
    }

    /// Another tab, which becomes the current one.
    ///
    /// # Errors
    /// When the browser does not make it.
    pub async fn open_tab(&self, url: &str) -> Result {
        let tab = self.client.new_window(true).await?;
        self.client.switch_to_window(tab.handle).await?;
        self.record().await?;
        self.open(url).await
    }

    /// Makes the n-th tab, counted from 0, the current one.
    ///
    /// # Errors
    /// When there is none.
    pub async fn switch_to_tab(&self, n: usize) -> Result {
        let tab = self.client.windows().await?.into_iter().nth(n).context("no such tab")?;
        Ok(self.client.switch_to_window(tab).await?)
    }

    /// Waits until there are so many tabs and windows.
    ///
    /// # Errors
    /// When there never are.
    pub async fn has_tabs(&self, count: usize) -> Result {
        eventually(&format!("{} has {count} tabs", self.name), async || {
            let tabs = self.client.windows().await?.len();
            if tabs == count { Ok(()) } else { Err(Failure::new(format!("there are {tabs}"))) }
        })
        .await
    }

    /// Closes the current tab; the first one becomes the current one.
    ///
    /// # Errors
    /// When the browser does not.
    pub async fn close_tab(&self) -> Result {
        self.client.close_window().await?;
        self.switch_to_tab(0).await
    }

    /// The address of the current page.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn address(&self) -> Result<Url> {
        Ok(self.client.current_url().await?)
    }

    /// Waits until the path of the address is this.
    ///
    /// # Errors
    /// When it never is.
    pub async fn is_at(&self, path: &str) -> Result {
        eventually(&format!("{} is at {path}", self.name), async || {
            let address = self.address().await?;
            if address.path() == path { Ok(()) } else { Err(Failure::new(format!("at {address}"))) }
        })
        .await
    }

    /// Waits until it is shown.
    ///
    /// # Errors
    /// When it never is.
    pub async fn see(&self, find: Find<'_>) -> Result {
        eventually(&format!("{} sees {find}", self.name), async || self.shown(find).await.map(drop)).await
    }

    /// As [`Self::see`], with another patience.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn see_within(&self, patience: Duration, find: Find<'_>) -> Result {
        let what = format!("{} sees {find}", self.name);
        eventually_within(patience, &what, async || self.shown(find).await.map(drop)).await
    }

    /// Waits until it is not shown any more.
    ///
    /// # Errors
    /// When it stays.
    pub async fn stops_seeing(&self, find: Find<'_>) -> Result {
        eventually(&format!("{} does not see {find}", self.name), async || {
            if self.sees(find).await? { Err(Failure::new("it is still there")) } else { Ok(()) }
        })
        .await
    }

    /// Whether it is shown now.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn sees(&self, find: Find<'_>) -> Result<bool> {
        Ok(self.first_shown(find).await?.is_some())
    }

    /// Presses it as soon as it can be pressed.
    ///
    /// # Errors
    /// When it never can.
    pub async fn press(&self, find: Find<'_>) -> Result {
        eventually(&format!("{} presses {find}", self.name), async || {
            let element = self.shown(find).await?;
            if !element.is_enabled().await? {
                return Err(Failure::new("it is disabled"));
            }
            Ok(element.click().await?)
        })
        .await
    }

    /// Presses a button of the open dialog, whatever else has its name behind it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press_in_dialog(&self, name: &str) -> Result {
        let script = "const button = [...document.querySelectorAll('dialog[open] button')]
            .find((button) => (button.getAttribute('aria-label') ?? button.textContent.trim()) === arguments[0]);
            button?.click();
            return Boolean(button)";
        let pressed: bool = self.run(script, vec![name.into()]).await?;
        if pressed { Ok(()) } else { Err(Failure::new(format!("the dialog has no button “{name}”"))) }
    }

    /// Writes into a field, instead of what was in it.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, label: &str, text: &str) -> Result {
        let field = Find::Field(label);
        eventually(&format!("{} fills {field}", self.name), async || {
            let element = self.shown(field).await?;
            element.clear().await?;
            if text.chars().all(|c| u16::try_from(u32::from(c)).is_ok()) {
                return Ok(element.send_keys(text).await?);
            }
            // There is no key for the others, emoji among them: they come as a picker inserts them.
            let focus = vec![serde_json::to_value(&element)?];
            self.client.execute("arguments[0].focus()", focus).await?;
            self.devtools("Input.insertText", &json!({ "text": text })).await?;
            Ok(())
        })
        .await
    }

    async fn shown(&self, find: Find<'_>) -> Result<Element> {
        self.first_shown(find).await?.context("it is not shown")
    }

    async fn first_shown(&self, find: Find<'_>) -> Result<Option<Element>> {
        for element in self.client.find_all(Locator::XPath(&find.xpath())).await? {
            if element.is_displayed().await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// A PNG of the first element that the selector finds, as it is shown.
    ///
    /// # Errors
    /// When there is none.
    pub async fn picture_of(&self, selector: &str) -> Result<Vec<u8>> {
        Ok(self.client.find(Locator::Css(selector)).await?.screenshot().await?)
    }

    /// Runs a script in the page; a promise is awaited.
    ///
    /// # Errors
    /// When it throws, or what it returns is of another shape.
    pub async fn run<T: DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> Result<T> {
        let value =
            self.client.execute(script, arguments).await.context(format!("in {}'s page", self.name))?;
        serde_json::from_value(value.clone()).context(format!("`{script}` returned {value}"))
    }

    /// A command of the Chrome DevTools protocol.
    ///
    /// # Errors
    /// When Chromium refuses it.
    pub async fn devtools(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.client.issue_cmd(Extension::devtools(command, parameters)).await.context(command)
    }

    /// A cookie of the page, those included that script may not read.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn cookie(&self, name: &str) -> Result<Option<String>> {
        let answer = self.devtools("Network.getCookies", &json!({})).await?;
        let cookies = answer["cookies"].as_array().cloned().unwrap_or_default();
        let cookie = cookies.into_iter().find(|cookie| cookie["name"] == name);
        Ok(cookie.and_then(|cookie| Some(cookie["value"].as_str()?.to_owned())))
    }

    /// SIGKILL: it does not say goodbye.
    ///
    /// # Errors
    /// When it is gone already.
    pub fn kill(&self) -> Result {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).as_mut().context("it is gone")?.kill()
    }

    /// What it runs in, for its end.
    fn session(&self) -> Option<Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Everything the pages have written to the console so far.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn console(&self) -> Result<Vec<String>> {
        if self.program == Program::Firefox {
            return Ok(Vec::new());
        }
        let entries = self.client.issue_cmd(Extension::console()).await?;
        let mut lines = self.console.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in entries.as_array().into_iter().flatten() {
            let text = |field| entry[field].as_str().unwrap_or_default();
            lines.push(format!("{} {}: {}", text("level"), text("source"), text("message")));
        }
        Ok(lines.clone())
    }

    /// An error if a page has panicked or broken the content security policy.
    ///
    /// # Errors
    /// With the lines of the console that say so.
    pub async fn check_console(&self) -> Result {
        let mut bad = self.console().await?;
        bad.retain(|line| {
            ["panicked at", "Content Security Policy", "unreachable"].iter().any(|sign| line.contains(sign))
        });
        if bad.is_empty() {
            Ok(())
        } else {
            Err(Failure::new(format!("{}'s console: {}", self.name, bad.join("\n"))))
        }
    }

    /// Saves what the browser shows and what its pages have written, as far as both can be had.
    pub(crate) async fn save(&self, folder: &Path) {
        if let Ok(png) = self.client.screenshot().await {
            let _ = std::fs::write(folder.join(format!("{}.png", self.name)), png);
        }
        let console = self.console().await.unwrap_or_else(|failure| vec![failure.to_string()]);
        let _ = std::fs::write(folder.join(format!("{}.console.log", self.name)), console.join("\n"));
        if let Ok(timeline) = self.run::<Value>("return window.__e2e?.timeline ?? null", vec![]).await {
            let _ = std::fs::write(folder.join(format!("{}.timeline.json", self.name)), timeline.to_string());
        }
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it has ended already.
    pub async fn end(&self) -> Result {
        self.session().context("it is gone")?.end().await
    }

    /// The test is done with it, and another one may have it.
    ///
    /// # Errors
    /// When it has ended already.
    pub async fn close(&self) -> Result {
        self.session().context("it is gone")?.give_back().await
    }
}
