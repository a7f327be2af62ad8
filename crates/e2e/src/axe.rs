use std::process::Stdio;

use serde::Deserialize;
use tokio::{process::Command, sync::OnceCell};

use crate::{Browser, Context, Failure, Result, paths};

/// Pinned, so that a rule that is new tomorrow does not fail today's work. It is not part of the project (MPL-2.0): npm
/// fetches it into the target folder.
const PACKAGE: &str = "axe-core@4.14.1";

static SOURCE: OnceCell<String> = OnceCell::const_new();

/// An animation that has not ended yet shows colours that are on nobody's mind.
const JUDGE: &str = "return (async () => {
    const root = document.documentElement;
    const before = root.dataset.theme;
    const found = [];
    for (const [theme, rules] of [['dark', {}], ['light', { runOnly: ['color-contrast'] }]]) {
        root.dataset.theme = theme;
        await Promise.allSettled(document.getAnimations()
            .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
            .map((animation) => animation.finished));
        const { violations } = await axe.run(document, { resultTypes: ['violations'], ...rules });
        found.push(...violations.map(({ id, help, nodes }) => ({
            theme, id, help, nodes: nodes.map((node) => `${node.html} (${node.failureSummary})`) })));
    }
    before ? root.dataset.theme = before : delete root.dataset.theme;
    return found;
})()";

#[derive(Debug, Deserialize)]
struct Violation {
    theme: String,
    id: String,
    help: String,
    nodes: Vec<String>,
}

/// Asks axe about the page that is shown: WCAG 2.2 A and AA, and its best practices. What depends on colours is asked
/// in both themes.
///
/// # Errors
/// When it finds a violation, with all of them.
pub async fn assert_accessible(browser: &Browser, page: &str) -> Result {
    let source = SOURCE.get_or_try_init(source).await?;
    browser.run::<Option<bool>>(&format!("if (!window.axe) {{ {source} }}"), vec![]).await?;
    let violations: Vec<Violation> = browser.run(JUDGE, vec![]).await.context("running axe")?;
    if violations.is_empty() {
        return Ok(());
    }
    let list: Vec<_> = violations
        .iter()
        .map(|violation| {
            let Violation { theme, id, help, nodes } = violation;
            format!("{theme}: {id}: {help}\n    {}", nodes.join("\n    "))
        })
        .collect();
    Err(Failure::new(format!("{page} is not accessible:\n  {}", list.join("\n  "))))
}

async fn source() -> Result<String> {
    let file = paths::npm().join("node_modules/axe-core/axe.min.js");
    if !file.exists() {
        let output = Command::new("npm")
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
            .arg(paths::npm())
            .arg(PACKAGE)
            .stdin(Stdio::null())
            .output()
            .await
            .context("running npm")?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Failure::new(words)).context(format!("installing {PACKAGE}"));
        }
    }
    tokio::fs::read_to_string(&file).await.context(file.display())
}
