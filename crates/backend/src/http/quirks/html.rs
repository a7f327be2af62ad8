//! Express's error pages: what goes wrong before a handler is reached.

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};

use crate::{Quirk, Quirks, http::origins::Origins};

pub(super) fn malformed() -> Response {
    page(
        StatusCode::BAD_REQUEST,
        "SyntaxError: Unexpected token in JSON<br> &nbsp; &nbsp;at JSON.parse (&lt;anonymous&gt;)<br> &nbsp; \
         &nbsp;at parse (/app/node_modules/body-parser/lib/types/json.js:92:19)",
    )
}

pub(super) fn too_large() -> Response {
    page(
        StatusCode::PAYLOAD_TOO_LARGE,
        "PayloadTooLargeError: request entity too large<br> &nbsp; &nbsp;at readStream \
         (/app/node_modules/raw-body/index.js:163:17)",
    )
}

/// Around everything, CORS too, if a page of another origin is to fail so.
pub(in crate::http) fn unless_admitted(quirks: Quirks, origins: &Origins, router: Router) -> Router {
    if !quirks.has(Quirk::HtmlOriginRefusal) {
        return router;
    }
    let origins = origins.clone();
    let check = move |request: Request, next: Next| {
        let origins = origins.clone();
        async move {
            if origins.admits(request.headers()) {
                return next.run(request).await;
            }
            page(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Error: Not allowed by CORS<br> &nbsp; &nbsp;at origin (file:///app/src/config/cors.js:14:16)",
            )
        }
    };
    router.layer(middleware::from_fn(check))
}

fn page(status: StatusCode, text: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n\
         <body>\n<pre>{text}</pre>\n</body>\n</html>\n"
    );
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (status, kind, html).into_response()
}
