//! What is asked of a page besides what axe asks: whether it fits the screen, what is left of it in forced colours,
//! what moves, what is said, and where Tab leads.

use fantoccini::key::Key;
use serde::Deserialize;

use crate::{Browser, Failure, Result, eventually, media::holds};

const LOOK: &str = include_str!("page/look.js");
const FORCED: &str = include_str!("page/forced.js");
const STOP: &str = include_str!("page/stop.js");
const HEARD: &str = include_str!("page/heard.js");

/// More stops than any page has.
const STOPS: usize = 120;

/// What has the focus after a Tab.
#[derive(Debug, Deserialize)]
struct Stop {
    again: bool,
    ringed: bool,
    seen: bool,
    inside: bool,
}

impl Browser {
    /// What runs out of the screen, is cut off or is covered: complaints in words.
    ///
    /// # Errors
    /// When the page does not say.
    pub async fn does_not_fit(&self) -> Result<Vec<String>> {
        self.run(LOOK, vec![]).await
    }

    /// What nobody finds or can tell apart in forced colours, which must be in force: complaints in words.
    ///
    /// # Errors
    /// When the page does not say.
    pub async fn lost_in_forced_colours(&self) -> Result<Vec<String>> {
        self.run(FORCED, vec![]).await
    }

    /// What moves, or would: elements with an animation or a transition that takes time.
    ///
    /// # Errors
    /// When the page does not say.
    pub async fn moves(&self) -> Result<Vec<String>> {
        let script = "const takes = (times) => times.split(',').some((time) => parseFloat(time) > 0);
            const moving = [...document.querySelectorAll('*')].filter((element) =>
                ['', '::before', '::after', '::backdrop'].some((part) => {
                    const style = getComputedStyle(element, part || null);
                    const animated = style.animationName !== 'none' && takes(style.animationDuration);
                    return animated || takes(style.transitionDuration);
                }));
            const running = document.getAnimations().map(({ effect }) => effect.target);
            return [...moving, ...running].map((element) => `<${element.localName} class=\"${element.getAttribute('class')}\"> moves`)";
        self.run(script, vec![]).await
    }

    /// Where Tab leads, all the way round and beginning at `first`, by accessible names. Every stop must be seen and
    /// show that it has the focus.
    ///
    /// # Errors
    /// When one does not, or there is no end to it.
    pub async fn tab_order(&self, first: &str) -> Result<Vec<String>> {
        self.run::<Option<bool>>("window.__stops = []", vec![]).await?;
        let mut names = Vec::new();
        for _ in 0..STOPS {
            self.key(Key::Tab).await?;
            // Between the last and the first the browser has its own controls.
            let Some(stop) = self.run::<Option<Stop>>(STOP, vec![]).await? else { continue };
            if stop.again {
                let begin = names.iter().position(|name| name == first);
                let begin = begin.ok_or_else(|| Failure::new(format!("“{first}” is not among {names:?}")))?;
                names.rotate_left(begin);
                return Ok(names);
            }
            let name = self.focused_name().await?;
            holds(stop.ringed, || format!("“{name}” does not show that it has the focus"))?;
            holds(stop.seen, || format!("“{name}” has the focus and is not seen"))?;
            names.push(name);
        }
        Err(Failure::new(format!("Tab does not come round: {names:?}")))
    }

    /// Presses Tab so often that it would leave any dialog, and checks that it does not leave this one.
    ///
    /// # Errors
    /// When the page behind it gets the focus.
    pub async fn stays_in_the_dialog(&self) -> Result {
        self.run::<Option<bool>>("window.__stops = []", vec![]).await?;
        for _ in 0..STOPS {
            self.key(Key::Tab).await?;
            let Some(stop) = self.run::<Option<Stop>>(STOP, vec![]).await? else { continue };
            if !stop.inside {
                let name = self.focused_name().await?;
                return Err(Failure::new(format!("“{name}” is behind the dialog and has the focus")));
            }
            if stop.again {
                return Ok(());
            }
        }
        Err(Failure::new("Tab does not come round"))
    }

    /// From the next page on, what live regions say is noted.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn listen(&self) -> Result {
        self.before_pages(HEARD).await
    }

    /// Waits until a live region has said this in this manner, `polite` or `assertive`; see [`Self::listen`].
    ///
    /// # Errors
    /// When none does.
    pub async fn is_told(&self, manner: &str, words: &str) -> Result {
        eventually(&format!("{} is told “{words}”", self.name()), async || {
            let heard: Vec<(String, String)> = self.run("return window.__heard", vec![]).await?;
            let told = heard.iter().any(|(how, what)| how == manner && what.contains(words));
            holds(told, || format!("{heard:?}"))
        })
        .await
    }
}
