//! Lighthouse, which `cargo xtask setup` installs: what it says of a page.

use std::{collections::BTreeMap, fmt, process::Stdio};

use serde_json::Value;
use tokio::process::Command;

use crate::{Browser, Context, Failure, Result, paths};

/// What Lighthouse thinks of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// From 0 to 100, by the name of the category.
    pub scores: BTreeMap<String, u32>,
    /// What costs points.
    pub faults: Vec<String>,
}

/// What loads a page, as Lighthouse imagines it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// 10 Mbit/s, 40 ms there and back, and this machine's own speed.
    Laptop,
    /// 1.6 Mbit/s, 150 ms there and back, and a fourth of this machine's speed.
    Phone,
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Laptop => "laptop",
            Self::Phone => "phone",
        })
    }
}

/// Has a page judged as this browser's person gets it with an empty cache. `categories` are `performance`,
/// `accessibility` and `best-practices`.
///
/// # Errors
/// When it is not installed, does not come to a verdict, or was led to another page.
pub async fn lighthouse(
    browser: &Browser,
    url: &str,
    device: Device,
    categories: &[&str],
) -> Result<Verdict> {
    let mut command = Command::new("node");
    command
        .arg(paths::lighthouse()?)
        .arg(url)
        .args(["--quiet", "--output=json", "--output-path=stdout", "--max-wait-for-load=60000"])
        // It judges in a tab of its own there.
        .arg(format!("--port={}", browser.devtools_port()?))
        .arg(format!("--only-categories={}", categories.join(",")))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if device == Device::Laptop {
        command.arg("--preset=desktop");
    }
    let mut tries = 0;
    loop {
        let output = command.output().await.context("running Lighthouse")?;
        if output.status.success() {
            return verdict(url, &serde_json::from_slice(&output.stdout)?);
        }
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        tries += 1;
        // Now and then the trace that it asks the browser for is empty.
        if tries == 3 || !words.contains("Please run Lighthouse again") {
            return Err(Failure::new(words)).context("Lighthouse");
        }
    }
}

/// Of a report as Lighthouse writes it (`docs/understanding-results.md` there). Somebody who is sent to log in has not
/// seen the page.
fn verdict(url: &str, report: &Value) -> Result<Verdict> {
    let judged = &report["finalDisplayedUrl"];
    if judged.as_str() != Some(url) {
        return Err(Failure::new(format!("{judged} was judged instead of {url}")));
    }
    let mut verdict = Verdict { scores: BTreeMap::new(), faults: Vec::new() };
    for (name, category) in report["categories"].as_object().context("no categories")? {
        let score = category["score"].as_f64().context(format!("no score of {name}: {category}"))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
        verdict.scores.insert(name.clone(), (score * 100.0).round() as u32);
        for part in category["auditRefs"].as_array().into_iter().flatten() {
            let audit = &report["audits"][part["id"].as_str().unwrap_or_default()];
            let costs = part["weight"].as_f64() > Some(0.0) && audit["score"].as_f64() < Some(0.9);
            if costs && audit["score"].is_number() {
                let (title, shown) = (&audit["title"], &audit["displayValue"]);
                verdict.faults.push(format!("{name}: {title} {shown} {}", audit["details"]["items"]));
            }
        }
    }
    Ok(verdict)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::verdict;

    #[test]
    fn what_costs_points_is_named_of_the_page_that_was_asked_for() {
        let url = "http://localhost/join/abc";
        let mut report = json!({
            "finalDisplayedUrl": url,
            "categories": { "best-practices": { "score": 0.956, "auditRefs": [
                { "id": "good", "weight": 1 }, { "id": "bad", "weight": 2 }, { "id": "told", "weight": 0 },
                { "id": "absent", "weight": 1 },
            ] } },
            "audits": {
                "good": { "score": 1, "title": "Good" }, "told": { "score": 0, "title": "Only told" },
                "bad": { "score": 0, "title": "Bad", "details": { "items": ["x"] } },
                "absent": { "score": null, "title": "Does not apply" },
            },
        });
        let found = verdict(url, &report).unwrap();
        assert_eq!(found.scores["best-practices"], 96);
        assert_eq!(found.faults, ["best-practices: \"Bad\" null [\"x\"]"]);
        assert!(verdict(url, &json!({ "finalDisplayedUrl": url })).is_err(), "no categories");
        report["finalDisplayedUrl"] = "http://localhost/login?next=%2Fjoin%2Fabc".into();
        assert!(verdict(url, &report).unwrap_err().to_string().contains("/login?next"));
    }
}
