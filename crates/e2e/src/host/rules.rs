//! What `vercel.json` and `netlify.toml` make of a request, read from those very files.

use std::fs;

use fancy_regex::Regex;
use serde::Deserialize;

use crate::{Context, Result, paths};

/// The rewrites and headers of one deployment file.
#[derive(Debug)]
pub(crate) struct Rules {
    rewrites: Vec<(Regex, String)>,
    headers: Vec<(Regex, Vec<(String, String)>)>,
}

impl Rules {
    /// Those of `vercel.json`.
    ///
    /// # Errors
    /// When it cannot be understood.
    pub(crate) fn vercel() -> Result<Self> {
        let text = fs::read_to_string(paths::workspace().join("vercel.json"))?;
        Self::from_vercel(&text).context("vercel.json")
    }

    /// Those of `netlify.toml`.
    ///
    /// # Errors
    /// When it cannot be understood.
    pub(crate) fn netlify() -> Result<Self> {
        let text = fs::read_to_string(paths::workspace().join("netlify.toml"))?;
        Self::from_netlify(&text).context("netlify.toml")
    }

    fn from_vercel(text: &str) -> Result<Self> {
        let file: vercel::File = serde_json::from_str(text)?;
        let rewrites = file
            .rewrites
            .into_iter()
            .map(|rewrite| Ok((path_to_regexp(&rewrite.source)?, rewrite.destination)));
        let headers = file.headers.into_iter().map(|rule| {
            let headers = rule.headers.into_iter().map(|header| (header.key, header.value)).collect();
            Ok((path_to_regexp(&rule.source)?, headers))
        });
        Ok(Self { rewrites: rewrites.collect::<Result<_>>()?, headers: headers.collect::<Result<_>>()? })
    }

    fn from_netlify(text: &str) -> Result<Self> {
        let file: netlify::File = toml::from_str(text)?;
        let rewrites = file.redirects.into_iter().filter(|redirect| redirect.status == 200);
        let rewrites = rewrites.map(|redirect| Ok((splat(&redirect.from)?, redirect.to)));
        let headers =
            file.headers.into_iter().map(|rule| Ok((splat(&rule.path)?, rule.values.into_iter().collect())));
        Ok(Self { rewrites: rewrites.collect::<Result<_>>()?, headers: headers.collect::<Result<_>>()? })
    }

    /// Adds to the policy what docs/decisions/0005-firebase.md asks for where Google and GitHub are offered; `frames` is the
    /// origin of the frame.
    pub(crate) fn let_google_in(&mut self, frames: &str) {
        for (name, value) in self.headers.iter_mut().flat_map(|(_, headers)| headers) {
            if name == "Content-Security-Policy" {
                *value = value.replace("script-src ", "script-src https://apis.google.com ");
                value.push_str("; frame-src ");
                value.push_str(frames);
            }
        }
    }

    /// Puts in front what docs/deploy.md asks for where the REST service is at another site: `service` is its origin.
    ///
    /// # Errors
    /// When the rule cannot be understood.
    pub(crate) fn pass_on_to(&mut self, service: &str) -> Result {
        self.rewrites.insert(0, (path_to_regexp("/api/(.*)")?, format!("{service}/api/$1")));
        Ok(())
    }

    /// The headers of an answer to this path; a later rule overrides an earlier one.
    pub(crate) fn headers(&self, path: &str) -> Vec<(&str, &str)> {
        let mut headers: Vec<(&str, &str)> = Vec::new();
        let rules = self.headers.iter().filter(|(source, _)| source.is_match(path).unwrap_or(false));
        for (name, value) in rules.flat_map(|(_, headers)| headers) {
            headers.retain(|(earlier, _)| !earlier.eq_ignore_ascii_case(name));
            headers.push((name, value));
        }
        headers
    }

    /// The file that stands in for a path without one, or the whole address of who is asked instead.
    pub(crate) fn destination(&self, path: &str) -> Option<String> {
        self.rewrites.iter().find_map(|(source, destination)| {
            let captures = source.captures(path).ok()??;
            let mut expanded = String::new();
            captures.expand(destination, &mut expanded);
            Some(expanded)
        })
    }
}

/// What Vercel calls a source: text, with regular expressions in parentheses.
fn path_to_regexp(source: &str) -> Result<Regex> {
    let mut pattern = String::from("^");
    let (mut depth, mut escaped) = (0_u32, false);
    let mut after_group = false;
    for c in source.chars() {
        let closes = c == ')' && !escaped && depth > 0;
        if c == '(' && !escaped {
            depth += 1;
        }
        match (depth, after_group && matches!(c, '?' | '*' | '+')) {
            (0, false) => pattern.push_str(&fancy_regex::escape(c.encode_utf8(&mut [0; 4]))),
            _ => pattern.push(c),
        }
        if closes {
            depth -= 1;
        }
        after_group = closes && depth == 0;
        escaped = c == '\\' && !escaped;
    }
    pattern.push('$');
    Regex::new(&pattern).context(source)
}

/// What Netlify calls a path: text, in which `*` is anything.
fn splat(path: &str) -> Result<Regex> {
    let pattern = path.split('*').map(fancy_regex::escape).collect::<Vec<_>>().join(".*");
    Regex::new(&format!("^{pattern}$")).context(path)
}

mod vercel {
    use super::Deserialize;

    #[derive(Deserialize)]
    pub(super) struct File {
        pub(super) rewrites: Vec<Rewrite>,
        pub(super) headers: Vec<Rule>,
    }

    #[derive(Deserialize)]
    pub(super) struct Rewrite {
        pub(super) source: String,
        pub(super) destination: String,
    }

    #[derive(Deserialize)]
    pub(super) struct Rule {
        pub(super) source: String,
        pub(super) headers: Vec<Header>,
    }

    #[derive(Deserialize)]
    pub(super) struct Header {
        pub(super) key: String,
        pub(super) value: String,
    }
}

mod netlify {
    use std::collections::BTreeMap;

    use super::Deserialize;

    #[derive(Deserialize)]
    pub(super) struct File {
        pub(super) redirects: Vec<Redirect>,
        pub(super) headers: Vec<Rule>,
    }

    #[derive(Deserialize)]
    pub(super) struct Redirect {
        pub(super) from: String,
        pub(super) to: String,
        pub(super) status: u16,
    }

    #[derive(Deserialize)]
    pub(super) struct Rule {
        #[serde(rename = "for")]
        pub(super) path: String,
        pub(super) values: BTreeMap<String, String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LASTING: &str = "public, max-age=31536000, immutable";

    fn both() -> [(&'static str, Rules); 2] {
        [("vercel.json", Rules::vercel().unwrap()), ("netlify.toml", Rules::netlify().unwrap())]
    }

    fn header<'a>(rules: &'a Rules, path: &str, name: &str) -> Option<&'a str> {
        let headers = rules.headers(path);
        headers.into_iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    #[test]
    fn every_answer_of_either_host_is_secured_alike() {
        let [(_, vercel), (_, netlify)] = both();
        for name in [
            "Content-Security-Policy",
            "Permissions-Policy",
            "Referrer-Policy",
            "Strict-Transport-Security",
            "X-Content-Type-Options",
        ] {
            for path in ["/", "/meet/abc-xyz", "/site_bg.wasm", "/charlaton-0123456789abcdef.js"] {
                let value = header(&vercel, path, name);
                assert!(value.is_some(), "{name} {path}");
                assert_eq!(value, header(&netlify, path, name), "{name} {path}");
            }
        }
    }

    #[test]
    fn other_sites_learn_the_origin_and_no_room() {
        for (file, rules) in both() {
            // Firebase needs the origin where a key is restricted to it.
            let policy = header(&rules, "/meet/abc-xyz", "Referrer-Policy");
            assert_eq!(policy, Some("strict-origin-when-cross-origin"), "{file}");
        }
    }

    #[test]
    fn the_policy_lets_no_script_in_that_is_not_ours() {
        for (file, rules) in both() {
            let policy = header(&rules, "/", "Content-Security-Policy").unwrap();
            let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap();
            assert_eq!(scripts.trim(), "script-src 'self' 'wasm-unsafe-eval'", "{file}");
            assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{file}");
            assert!(policy.contains("default-src 'none'"), "{file}");
            assert!(policy.contains("frame-ancestors 'none'"), "{file}");
            for own in ["worker-src 'self'", "manifest-src 'self'"] {
                assert!(policy.contains(own), "{file}: {own}");
            }
        }
    }

    #[test]
    fn only_what_has_its_hash_in_its_name_is_kept() {
        for (file, rules) in both() {
            let cached = |path| header(&rules, path, "Cache-Control");
            for path in [
                "/charlaton-0123456789abcdef.js",
                "/charlaton-0123456789abcdef_bg.wasm",
                "/start-0123456789abcdef.js",
            ] {
                assert_eq!(cached(path), Some(LASTING), "{file} {path}");
            }
            for path in [
                "/",
                "/index.html",
                "/config.json",
                "/meet/abc-xyz",
                "/site.js",
                "/site_bg.wasm",
                "/icons.svg",
            ] {
                assert_eq!(cached(path), None, "{file} {path}");
            }
            for path in ["/sw.js", "/manifest.webmanifest"] {
                assert_eq!(cached(path), Some("no-cache"), "{file} {path}: a new build must be seen at once");
            }
        }
    }

    #[test]
    fn every_page_is_the_app() {
        for (file, rules) in both() {
            for path in ["/", "/login", "/meet/abc-xyz", "/join/abc-xyz"] {
                assert_eq!(rules.destination(path).as_deref(), Some("/index.html"), "{file} {path}");
            }
        }
        assert_eq!(Rules::vercel().unwrap().destination("/missing.js"), None);
    }

    #[test]
    fn a_service_may_be_asked_under_the_pages_own_origin() {
        for (file, mut rules) in both() {
            rules.pass_on_to("https://rest.example").unwrap();
            let asked = rules.destination("/api/room/abc-xyz");
            assert_eq!(asked.as_deref(), Some("https://rest.example/api/room/abc-xyz"), "{file}");
            assert_eq!(rules.destination("/login").as_deref(), Some("/index.html"), "{file}");
        }
    }

    #[test]
    fn text_and_groups_of_a_source_are_told_apart() {
        let source = path_to_regexp("/a.b/(x|y)?.(js)").unwrap();
        for (path, matches) in
            [("/a.b/x.js", true), ("/a.b/.js", true), ("/aXb/x.js", false), ("/a.b/x.jsx", false)]
        {
            assert_eq!(source.is_match(path).unwrap(), matches, "{path}");
        }
    }
}
