//! The embedded back-end from a client that nobody here wrote: `socket.io-client` from npm.

use charlaton_e2e::{Backend, BackendOptions, Context, Result, node};
use serde_json::{Value, json};

#[tokio::test]
async fn the_original_client_goes_through_a_meeting_over_every_transport() -> Result {
    let backend = Backend::start(&BackendOptions { rude: true, ..BackendOptions::default() }).await?;
    let ana = backend.sign_up("Ana").await?;
    let room = backend.make_room(&ana).await?;
    let token = ana.access_token().context("no token")?;
    let heard = node("client.js", &[&backend.chat_url(), token, &room]).await?;
    let heard: Vec<Value> = heard.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;

    let (polled, upgraded) = ("polling", "polling,websocket");
    for (heard, (transport, name)) in
        heard.iter().zip([("websocket", "websocket"), ("polling", polled), ("websocket", upgraded)])
    {
        let expected = json!({
            "transport": transport,
            "roomId": room,
            "users": 1,
            "content": format!("¿Qué tal? {name}"),
            "acknowledged": false,
            "connected": 1,
            "ended": "io client disconnect",
            "refused": { "message": "Invalid authentication token", "active": false },
        });
        assert_eq!(*heard, expected, "{name}");
    }
    assert_eq!(heard.len(), 3);
    Ok(())
}
