use std::{
    fs,
    path::{Path, PathBuf},
};

use charlaton_e2e::{Browser, Context, Result, Screen};

/// A hundred pictures stay a few megabytes.
const QUALITY: u8 = 65;
/// Pages can be read at that size still.
const PAGES: f32 = 0.7;
/// Pages that are longer are cut.
const LONGEST: u32 = 1_300;

/// Where the pictures go; each is called after what it shows.
pub(crate) struct Album(PathBuf);

impl Album {
    /// The pictures in `folder`. `anew`: without those that were there before.
    pub(crate) fn open(folder: PathBuf, anew: bool) -> Result<Self> {
        fs::create_dir_all(&folder).context(folder.display())?;
        let album = Self(folder);
        if anew {
            for picture in album.pictures()? {
                fs::remove_file(picture)?;
            }
        }
        Ok(album)
    }

    /// A page, all of it, in both themes and on a phone.
    pub(crate) async fn page(&self, browser: &Browser, name: &str) -> Result {
        self.whole(browser, Screen::LAPTOP, &format!("{name}-dark"), "dark").await?;
        self.whole(browser, Screen::LAPTOP, &format!("{name}-light"), "light").await?;
        self.whole(browser, Screen::PHONE, &format!("{name}-phone"), "dark").await?;
        browser.on_screen(Screen::LAPTOP).await
    }

    /// What is on a screen, in one theme.
    pub(crate) async fn view(&self, browser: &Browser, screen: Screen, name: &str, theme: &str) -> Result {
        browser.on_screen(screen).await?;
        self.keep(browser, screen, 1.0, name, theme).await
    }

    /// As if the screen were as high as the page.
    async fn whole(&self, browser: &Browser, screen: Screen, name: &str, theme: &str) -> Result {
        browser.on_screen(screen).await?;
        let height: u32 = browser.run("return document.documentElement.scrollHeight", vec![]).await?;
        let height = height.clamp(screen.height, LONGEST);
        let screen = Screen { height, ..screen };
        browser.on_screen(screen).await?;
        self.keep(browser, screen, PAGES, name, theme).await
    }

    async fn keep(&self, browser: &Browser, screen: Screen, scale: f32, name: &str, theme: &str) -> Result {
        // Everything has its place, its font and its colour, and nothing is on its way any more.
        let settle = "return (async () => {
            document.documentElement.dataset.theme = arguments[0];
            await document.fonts.ready;
            const frame = () => new Promise(requestAnimationFrame);
            await frame();
            await frame();
            const ending = document.getAnimations()
                .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity);
            await Promise.allSettled(ending.map((animation) => animation.finished));
        })()";
        browser.run::<Option<bool>>(settle, vec![theme.into()]).await?;
        fs::write(self.0.join(format!("{name}.jpg")), browser.photograph(screen, scale, QUALITY).await?)?;
        println!("{name}");
        Ok(())
    }

    /// How many there are.
    pub(crate) fn count(&self) -> Result<usize> {
        Ok(self.pictures()?.len())
    }

    /// What they weigh together, in bytes.
    pub(crate) fn weight(&self) -> Result<u64> {
        self.pictures()?.iter().map(|picture| Ok(fs::metadata(picture)?.len())).sum()
    }

    fn pictures(&self) -> Result<Vec<PathBuf>> {
        let mut pictures = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            pictures.push(entry?.path());
        }
        pictures.retain(|path: &PathBuf| path.extension() == Some(Path::new("jpg").as_os_str()));
        Ok(pictures)
    }
}
