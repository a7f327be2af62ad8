//! Answers that are kept for minutes, whatever happens meanwhile.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::header,
    response::{IntoResponse, Response},
};
use tokio::time::Instant;

pub(super) const USERS: Duration = Duration::from_secs(5 * 60);
pub(super) const MEETINGS: Duration = Duration::from_secs(3 * 60);
pub(super) const STATS: Duration = Duration::from_secs(5 * 60);

#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<String, (Instant, Bytes)>>);

impl Cache {
    /// What is kept under the key and younger than `life`.
    pub(super) fn get(&self, key: &str, life: Duration) -> Option<Response> {
        let bytes = self.find(key, life, Instant::now())?;
        Some(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
    }

    /// Keeps an answer, and hands it on.
    pub(super) async fn keep(&self, key: String, response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let Ok(bytes) = to_bytes(body, usize::MAX).await else {
            return Response::from_parts(parts, Body::empty());
        };
        self.lock().entry(key).or_insert_with(|| (Instant::now(), bytes.clone()));
        Response::from_parts(parts, Body::from(bytes))
    }

    pub(super) fn drop(&self, key: &str) {
        self.lock().remove(key);
    }

    fn find(&self, key: &str, life: Duration, now: Instant) -> Option<Bytes> {
        let mut kept = self.lock();
        let (since, bytes) = kept.get(key)?;
        if now.duration_since(*since) < life {
            return Some(bytes.clone());
        }
        kept.remove(key);
        None
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Instant, Bytes)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_is_kept_until_it_is_old_or_dropped() {
        let cache = Cache::default();
        for text in ["first", "second"] {
            cache.keep("a".into(), text.into_response()).await;
        }
        let now = Instant::now();
        assert_eq!(cache.find("a", USERS, now).as_deref(), Some(&b"first"[..]));
        assert_eq!(cache.find("b", USERS, now), None);
        assert_eq!(cache.find("a", USERS, now + USERS), None);
        cache.keep("a".into(), "third".into_response()).await;
        assert!(cache.find("a", USERS, now).is_some());
        cache.drop("a");
        assert_eq!(cache.find("a", USERS, now), None);
    }
}
