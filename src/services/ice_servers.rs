//! STUN and TURN servers with credentials that expire, from wherever the configuration says.

use super::{Api, ApiError};
use crate::lib::webrtc::ice_servers::Answer;

/// What there is for now.
///
/// # Errors
/// As every request.
pub async fn list(api: &Api, url: &str) -> Result<Answer, ApiError> {
    api.get_from(url).await
}
