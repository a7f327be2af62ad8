//! Chromium's own tools, which see all of the browser; a driver sees the pages of one person.

use std::{fs, path::Path};

use fantoccini::Client;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use crate::{Context, Failure, Result};

/// Where Chromium listens for them.
pub(crate) fn address(client: &Client) -> Option<String> {
    let options = client.capabilities()?.get("goog:chromeOptions")?;
    Some(options["debuggerAddress"].as_str()?.to_owned())
}

/// Another profile in a browser: its id. It is there until it is disposed of or the browser ends.
pub(crate) async fn new_profile(client: &Client) -> Result<String> {
    let address = address(client).context("no address")?;
    let data = client.capabilities().and_then(|all| all.get("chrome")).context("no folder")?;
    // Its second line is where in there the whole browser is.
    let port = Path::new(data["userDataDir"].as_str().context("no folder")?).join("DevToolsActivePort");
    let path = fs::read_to_string(&port).context(port.display())?;
    let path = path.lines().nth(1).context("no path")?;
    let (mut socket, _) = connect_async(format!("ws://{address}{path}")).await?;
    let ask = json!({ "id": 1, "method": "Target.createBrowserContext" });
    socket.send(Message::text(ask.to_string())).await?;
    while let Some(message) = socket.next().await {
        let Message::Text(text) = message? else { continue };
        let answer: Value = serde_json::from_str(&text)?;
        if answer["id"] == 1 {
            let profile = answer["result"]["browserContextId"].as_str();
            return Ok(profile.context(format!("no profile: {answer}"))?.to_owned());
        }
    }
    Err(Failure::new("the browser closed the connection"))
}
