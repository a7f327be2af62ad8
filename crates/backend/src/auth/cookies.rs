//! The three cookies of the contract, section 1.2.

use axum::http::{HeaderMap, HeaderValue, header};

/// The names, exactly as they travel.
pub(crate) const ACCESS: &str = "AccessToken";
pub(crate) const REFRESH: &str = "RefreshToken";
pub(crate) const DEVICE: &str = "deviceId";

/// How long a browser keeps each, in seconds. The access cookie outlives its token: an expired token is how a
/// client learns to refresh.
const ACCESS_AGE: u32 = 86_400;
const REFRESH_AGE: u32 = 604_800;
const DEVICE_AGE: u32 = 31_536_000;

/// What differs between installations.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CookiePolicy {
    pub(crate) access_http_only: bool,
    pub(crate) secure: bool,
}

impl CookiePolicy {
    pub(crate) fn access(self, token: &str) -> String {
        self.cookie(ACCESS, token, ACCESS_AGE, self.access_http_only)
    }

    pub(crate) fn refresh(self, token: &str) -> String {
        self.cookie(REFRESH, token, REFRESH_AGE, true)
    }

    pub(crate) fn device(self, id: &str) -> String {
        self.cookie(DEVICE, id, DEVICE_AGE, true)
    }

    /// Makes the browser forget the tokens; the device stays known.
    pub(crate) fn forget(self) -> [String; 2] {
        [self.cookie(ACCESS, "", 0, self.access_http_only), self.cookie(REFRESH, "", 0, true)]
    }

    fn cookie(self, name: &str, value: &str, age: u32, http_only: bool) -> String {
        let hidden = if http_only { "; HttpOnly" } else { "" };
        let site = if self.secure { "; Secure; SameSite=None" } else { "; SameSite=Lax" };
        format!("{name}={value}; Max-Age={age}; Path=/{hidden}{site}")
    }
}

/// Adds one `Set-Cookie`. Our values are tokens and uuids, which always fit a header.
pub(crate) fn set(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// The value of the first cookie of that name.
pub(crate) fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, value)| *found == name && !value.is_empty())
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_follow_the_installation() {
        let open = CookiePolicy { access_http_only: false, secure: false };
        assert_eq!(open.access("t"), "AccessToken=t; Max-Age=86400; Path=/; SameSite=Lax");
        assert_eq!(open.refresh("t"), "RefreshToken=t; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax");
        let strict = CookiePolicy { access_http_only: true, secure: true };
        assert_eq!(
            strict.access("t"),
            "AccessToken=t; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=None"
        );
    }

    #[test]
    fn cookies_are_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; AccessToken=x=y;b"));
        headers.append(header::COOKIE, HeaderValue::from_static("RefreshToken=; deviceId=d"));
        assert_eq!(get(&headers, ACCESS), Some("x=y"));
        assert_eq!(get(&headers, REFRESH), None, "an empty one is none");
        assert_eq!(get(&headers, DEVICE), Some("d"));
    }
}
