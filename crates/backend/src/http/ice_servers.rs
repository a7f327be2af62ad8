//! `/ice-servers`: how a page gets through firewalls, with credentials that expire.

use std::sync::Arc;

use axum::{
    Json,
    http::header,
    response::{AppendHeaders, IntoResponse},
};

use super::extract::Caller;
use crate::{clock, turn::Turn};

/// A credential lets its holder relay at our cost: it is nobody's to keep.
pub(super) async fn list(turn: Arc<Turn>, Caller(caller): Caller) -> impl IntoResponse {
    let servers = turn.servers(&caller.id, clock::now_ms());
    (AppendHeaders([(header::CACHE_CONTROL, "no-store")]), Json(servers))
}
