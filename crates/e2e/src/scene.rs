use std::{
    any::Any,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fantoccini::cookies::Cookie;
use serde_json::json;
use tokio::{sync::Semaphore, time::timeout};

use crate::{
    Account, Backend, BackendOptions, Browser, BrowserOptions, Context, Failure, Hosting, Network, Person,
    Program, Result, paths,
};

/// One test: a back-end with an empty database, and the browsers that were started.
#[derive(Debug)]
pub struct Scene {
    /// The server of this test.
    pub backend: Backend,
    browsers: Mutex<Vec<Arc<Browser>>>,
}

/// Tests use real media and all of the machine, so one at a time; of those that mostly wait, two.
static STAGE: Semaphore = Semaphore::const_new(ALL_OF_IT as usize);
const ALL_OF_IT: u32 = 2;
const HALF: u32 = 1;

/// Plays a test. When it fails, what every browser shows, its console and the server's log are left in
/// `test-results/<name>`; when it succeeds, no console may tell of a panic or of a broken content security policy.
///
/// # Errors
/// The test's.
pub async fn scene(name: &str, play: impl AsyncFnOnce(&Scene) -> Result) -> Result {
    scene_with(name, &BackendOptions::default(), play).await
}

/// As [`scene`], for a test that mostly waits, of few people: another one of these may be played at the same time.
///
/// # Errors
/// The test's.
pub async fn calm_scene(name: &str, play: impl AsyncFnOnce(&Scene) -> Result) -> Result {
    calm_scene_with(name, &BackendOptions::default(), play).await
}

/// As [`calm_scene`], with a back-end set up otherwise.
///
/// # Errors
/// The test's.
pub async fn calm_scene_with(
    name: &str,
    options: &BackendOptions,
    play: impl AsyncFnOnce(&Scene) -> Result,
) -> Result {
    on_stage(HALF, name, options, play).await
}

/// For what a browser shows and for its end, once a test is over: some have failed because browsers no longer answer.
const LAST_WORDS: Duration = Duration::from_secs(20);

/// As [`scene`], with a back-end set up otherwise.
///
/// # Errors
/// The test's.
pub async fn scene_with(
    name: &str,
    options: &BackendOptions,
    play: impl AsyncFnOnce(&Scene) -> Result,
) -> Result {
    on_stage(ALL_OF_IT, name, options, play).await
}

/// As [`scene`], with machines of their own for so many browsers. Where there can be none, it is skipped, and says so.
///
/// # Errors
/// The test's.
pub async fn network_scene(
    name: &str,
    machines: u8,
    play: impl AsyncFnOnce(&Scene, &Network) -> Result,
) -> Result {
    // Before the network, which is this machine's: browsers break off what they load when one comes or goes.
    let _stage = STAGE.acquire_many(ALL_OF_IT).await.context("the stage")?;
    let Some(network) = Network::of(machines, name)? else { return Ok(()) };
    let options = BackendOptions { hosting: Hosting::Network, ..BackendOptions::default() };
    perform(name, &options, async |scene| play(scene, &network).await).await
}

async fn on_stage(
    part: u32,
    name: &str,
    options: &BackendOptions,
    play: impl AsyncFnOnce(&Scene) -> Result,
) -> Result {
    let _stage = STAGE.acquire_many(part).await.context("the stage")?;
    perform(name, options, play).await
}

async fn perform(name: &str, options: &BackendOptions, play: impl AsyncFnOnce(&Scene) -> Result) -> Result {
    let folder = paths::results(name);
    let _ = std::fs::remove_dir_all(&folder);
    let scene = Scene { backend: Backend::start(options).await?, browsers: Mutex::default() };
    let mut outcome = caught(play(&scene)).await;
    if outcome.is_ok() {
        outcome = scene.check_consoles().await;
    }
    if let Err(failure) = &outcome {
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("failure.txt"), failure.to_string())?;
        std::fs::write(folder.join("server.log"), scene.backend.log())?;
        for browser in scene.browsers() {
            let _ = timeout(LAST_WORDS, browser.save(&folder)).await;
        }
    }
    for browser in scene.browsers() {
        // What has seen a failure is not handed on: it may be its cause.
        let end = async { if outcome.is_ok() { browser.close().await } else { browser.end().await } };
        // A browser that has crashed is already closed, and one that has no processor left is killed.
        let _ = timeout(LAST_WORDS, end).await;
    }
    outcome.context(name)
}

impl Scene {
    /// Somebody new with a browser of their own and no account yet.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn stranger(&self, name: &str, options: BrowserOptions) -> Result<Arc<Browser>> {
        let browser = Arc::new(Browser::start(name, options).await?);
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&browser));
        Ok(browser)
    }

    /// Somebody who has signed up and is logged in, in a browser whose cache is empty.
    ///
    /// # Errors
    /// When the browser does not start or the server refuses.
    pub async fn person(&self, name: &str) -> Result<Person> {
        self.person_with(name, BrowserOptions::default()).await
    }

    /// As [`Scene::person`], with a browser set up otherwise.
    ///
    /// # Errors
    /// When the browser does not start or the server refuses.
    pub async fn person_with(&self, name: &str, options: BrowserOptions) -> Result<Person> {
        let account = self.backend.sign_up(name).await?;
        let browser = self.stranger(name, options).await?;
        self.log_in(&browser, &account).await?;
        Ok(Person::new(account, browser, self.backend.url("")))
    }

    /// As [`Scene::person`], in the Chromium of somebody who is there already, with a profile of their own: where there
    /// are to be more people than the machine bears browsers.
    ///
    /// # Errors
    /// When that browser is gone or the server refuses.
    pub async fn person_beside(&self, other: &Browser, name: &str) -> Result<Person> {
        let account = self.backend.sign_up(name).await?;
        let browser = Arc::new(Browser::beside(name, other).await?);
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&browser));
        self.log_in(&browser, &account).await?;
        Ok(Person::new(account, browser, self.backend.url("")))
    }

    /// The same person at another browser.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn again(&self, person: &Person) -> Result<Person> {
        let account = person.account.clone();
        let browser = self.stranger(&format!("{} again", account.name), BrowserOptions::default()).await?;
        self.log_in(&browser, &account).await?;
        Ok(Person::new(account, browser, self.backend.url("")))
    }

    /// Gives a browser the cookies of an account, and its Firebase session.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn log_in(&self, browser: &Browser, account: &Account) -> Result {
        if browser.program() == Program::Firefox {
            return self.log_in_to_firefox(browser, account).await;
        }
        for (name, value) in &account.cookies {
            let cookie = json!({ "name": name, "value": value, "url": self.backend.url("/"), "sameSite": "Lax", "httpOnly": account.firebase.is_some() });
            browser.devtools("Network.setCookie", &cookie).await?;
        }
        if let Some(session) = &account.firebase {
            // No page of the app: it must find the session there when it starts.
            browser.open(&self.backend.url("/fonts/LICENSE-rubik.txt")).await?;
            let store = "localStorage.setItem('firebase:authUser:demo:[DEFAULT]', arguments[0])";
            browser.run::<()>(store, vec![session.to_string().into()]).await?;
        }
        Ok(())
    }

    /// Firefox takes cookies only for the page it is at.
    async fn log_in_to_firefox(&self, browser: &Browser, account: &Account) -> Result {
        browser.open(&self.backend.url("/fonts/LICENSE-rubik.txt")).await?;
        for (name, value) in &account.cookies {
            // Without its site, newer ones want it to be secure.
            let cookie = Cookie::parse(format!("{name}={value}; Path=/; SameSite=Lax"))?;
            browser.client().add_cookie(cookie).await?;
        }
        Ok(())
    }

    /// A new room, whose host is the first of new people; all of them are in the meeting and see each other.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn meeting<const N: usize>(&self, names: [&str; N]) -> Result<(String, [Person; N])> {
        self.meeting_of(names.map(|name| (name, BrowserOptions::default()))).await
    }

    /// The same, with everybody on a machine of their own, in a [`network_scene`].
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn meeting_on<const N: usize>(
        &self,
        network: &Network,
        names: [&str; N],
    ) -> Result<(String, [Person; N])> {
        let mut seats = network.all();
        self.meeting_of(
            names.map(|name| (name, BrowserOptions { seat: seats.next(), ..BrowserOptions::default() })),
        )
        .await
    }

    /// As [`Scene::meeting`], with browsers set up otherwise.
    ///
    /// # Errors
    /// When it does not come to that.
    pub async fn meeting_of<const N: usize>(
        &self,
        people: [(&str, BrowserOptions); N],
    ) -> Result<(String, [Person; N])> {
        let mut there = Vec::new();
        for (name, options) in people {
            there.push(self.person_with(name, options).await?);
        }
        let host = there.first().context("a meeting needs people")?;
        let room = self.backend.make_room(&host.account).await?;
        for person in &there {
            person.join(&room).await?;
        }
        for person in &there {
            person.is_in_calls(N - 1).await?;
        }
        let people = there.try_into().map_err(|_| Failure::new("as many people as names"))?;
        Ok((room, people))
    }

    /// The browsers that were started.
    fn browsers(&self) -> Vec<Arc<Browser>> {
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn check_consoles(&self) -> Result {
        for browser in self.browsers() {
            browser.check_console().await?;
        }
        Ok(())
    }
}

/// A failed `assert!` is a failure like any other: what the browsers show is kept.
async fn caught(play: impl Future<Output = Result>) -> Result {
    let mut play = pin!(play);
    let outcome = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| play.as_mut().poll(context))) {
        Ok(poll) => poll,
        Err(panic) => std::task::Poll::Ready(Err(Failure::new(words_of(&*panic)))),
    });
    outcome.await
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_failure_in_words() {
        assert_eq!(caught(async { Ok(()) }).await, Ok(()));
        let failure = caught(async { panic!("{} is not 2", 1) }).await.unwrap_err();
        assert_eq!(failure.to_string(), "1 is not 2");
    }
}
