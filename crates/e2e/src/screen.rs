//! What the browser's person has before them: how large their screen is, what they prefer, and what they see on it.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::{Browser, Context, Result};

/// A screen, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// From side to side.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
    /// How many real pixels, in each direction, are one.
    pub scale: u8,
    /// Whether fingers point at it.
    pub touch: bool,
}

impl Screen {
    /// As the browsers of tests start.
    pub const LAPTOP: Self = Self { width: 1280, height: 800, scale: 1, touch: false };
    /// The same, with everything twice as large (WCAG 2.2, 1.4.4).
    pub const ENLARGED: Self = Self { width: 640, height: 400, scale: 2, touch: false };
    /// The narrowest that everything must fit (WCAG 2.2, 1.4.10).
    pub const NARROW: Self = Self { width: 320, height: 640, scale: 1, touch: true };
    /// A phone of today.
    pub const PHONE: Self = Self { width: 390, height: 844, scale: 1, touch: true };
    /// The same on its side.
    pub const PHONE_ON_ITS_SIDE: Self = Self { width: 844, height: 390, scale: 1, touch: true };
    /// A small phone on its side.
    pub const SMALL_ON_ITS_SIDE: Self = Self { width: 640, height: 340, scale: 1, touch: true };
}

impl Browser {
    /// Shows pages on this screen from now on.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn on_screen(&self, screen: Screen) -> Result {
        let Screen { width, height, scale, touch } = screen;
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": touch });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics).await?;
        self.devtools("Emulation.setTouchEmulationEnabled", &json!({ "enabled": touch })).await?;
        Ok(())
    }

    /// From now on the system says that its person prefers this, as style sheets ask it: `forced-colors`,
    /// `prefers-reduced-motion`, `prefers-color-scheme`.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn prefers(&self, feature: &str, value: &str) -> Result {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", &features).await?;
        Ok(())
    }

    /// What a browser says when its window is covered or another tab is in front, and when it no longer is.
    ///
    /// # Errors
    /// When the page does not take it.
    pub async fn is_looked_at(&self, looked_at: bool) -> Result {
        let say = "const [hidden] = arguments;
            for (const [name, value] of [['hidden', hidden], ['visibilityState', hidden ? 'hidden' : 'visible']])
                Object.defineProperty(document, name, { value, configurable: true });
            document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))";
        self.run::<Option<bool>>(say, vec![(!looked_at).into()]).await?;
        Ok(())
    }

    /// What is on the screen, as a JPEG of this quality, from 1 to 100. `scale` is how many of its pixels are one of the
    /// screen, in each direction.
    ///
    /// # Errors
    /// When the browser gives none.
    pub async fn photograph(&self, screen: Screen, scale: f32, quality: u8) -> Result<Vec<u8>> {
        let Screen { width, height, .. } = screen;
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": scale });
        let form = json!({ "format": "jpeg", "quality": quality, "clip": clip });
        let answer = self.devtools("Page.captureScreenshot", &form).await?;
        BASE64_STANDARD.decode(answer["data"].as_str().context("no picture")?).context("the picture")
    }
}
