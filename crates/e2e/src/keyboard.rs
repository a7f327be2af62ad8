use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};

use crate::{Browser, Context, Failure, Result, driver::Extension};

/// More stops than any page has.
const STOPS: usize = 80;

impl Browser {
    /// Presses and releases one key, wherever the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn key(&self, key: Key) -> Result {
        let value = char::from(key);
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        Ok(self.client().perform_actions(actions).await?)
    }

    /// Presses one key, and keeps it down.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn key_down(&self, key: Key) -> Result {
        let down = KeyAction::Down { value: char::from(key) };
        Ok(self.client().perform_actions(KeyActions::new("keyboard".to_owned()).then(down)).await?)
    }

    /// Releases one key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn key_up(&self, key: Key) -> Result {
        let up = KeyAction::Up { value: char::from(key) };
        Ok(self.client().perform_actions(KeyActions::new("keyboard".to_owned()).then(up)).await?)
    }

    /// Types where the focus is.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn type_text(&self, text: &str) -> Result {
        let keys = KeyActions::new("keyboard".to_owned());
        let keys = text
            .chars()
            .fold(keys, |keys, value| keys.then(KeyAction::Down { value }).then(KeyAction::Up { value }));
        Ok(self.client().perform_actions(keys).await?)
    }

    /// Presses Tab until the focus is on what has this accessible name.
    ///
    /// # Errors
    /// When Tab never gets there.
    pub async fn tab_to(&self, name: &str) -> Result {
        let mut passed = Vec::new();
        for _ in 0..STOPS {
            let focused = self.focused_name().await?;
            if focused == name {
                return Ok(());
            }
            passed.push(focused);
            self.key(Key::Tab).await?;
        }
        Err(Failure::new(format!("Tab does not reach “{name}”; it passes {passed:?}")))
    }

    /// The accessible name of what has the focus.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn focused_name(&self) -> Result<String> {
        let focused = self.client().active_element().await?;
        let label = self.client().issue_cmd(Extension::computed_label(&focused.element_id())).await?;
        Ok(label.as_str().context("no accessible name")?.to_owned())
    }
}
