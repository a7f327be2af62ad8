//! The pages of a sign-in by a provider.

use serde_json::json;

use super::Firebase;

#[tokio::test]
async fn an_account_is_chosen_on_a_page_that_asks_nobody_else() {
    let mut firebase = Firebase::start().await;
    let page = firebase
        .client
        .get("/emulator/auth/handler?apiKey=demo&providerId=google.com&authType=signInViaPopup")
        .await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"));
    let mut all = page.text;
    for (file, kind) in [("handler.js", "text/javascript"), ("handler.css", "text/css")] {
        assert!(all.contains(&format!("\"{file}\"")), "{file} is used");
        let reply = firebase.client.get(&format!("/emulator/auth/{file}")).await;
        assert_eq!(reply.status, 200);
        assert!(reply.header("content-type").starts_with(kind));
        all.push_str(&reply.text);
    }
    assert!(!all.contains("://") && !all.contains("innerHTML") && !all.contains("style="), "{all}");
}

#[tokio::test]
async fn the_frame_may_be_kept_by_a_page_of_another_origin() {
    let mut firebase = Firebase::start().await;
    let frame = firebase.client.get("/emulator/auth/iframe?apiKey=demo&appName=app").await;
    assert_eq!((frame.status, frame.header("x-frame-options")), (200, ""));
    assert_eq!(frame.header("content-security-policy"), "");
    assert!(frame.text.contains("https://apis.google.com/js/api.js"), "what the library speaks through");
    let script = firebase.client.get("/emulator/auth/iframe.js").await;
    assert!(script.text.contains("webStorageSupport") && script.text.contains("gapi_onload"));
}

#[tokio::test]
async fn who_came_before_is_offered() {
    let mut firebase = Firebase::start().await;
    let eva = json!({ "sub": "7", "email": "eva@example.com", "email_verified": true, "name": "<b>Eva" });
    firebase.by_google(eva, json!({})).await;
    let google = firebase.client.get("/emulator/auth/links?providerId=google.com").await.json;
    let expected = json!([{
        "providerId": "google.com", "rawId": "7", "federatedId": "7",
        "email": "eva@example.com", "displayName": "<b>Eva",
    }]);
    assert_eq!(google["links"], expected);
    let github = firebase.client.get("/emulator/auth/links?providerId=github.com").await.json;
    assert_eq!(github["links"], json!([]));
}
