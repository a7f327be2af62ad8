//! The whole way in Spanish, chosen by the browser's languages, from signing up to leaving.

use charlaton_e2e::{
    Account, Browser, BrowserOptions, Find, Result, Speaks, eventually, media::holds, scene,
};

#[tokio::test]
async fn the_whole_way_in_spanish() -> Result {
    scene("the_whole_way_in_spanish", async |scene| {
        let options = BrowserOptions { speaks: Speaks::Spanish, ..BrowserOptions::default() };
        let ana = scene.stranger("Ana", options).await?;
        ana.open(&scene.backend.url("/")).await?;
        shows(&ana, Find::Heading("Reúnete desde el navegador")).await?;

        ana.open(&scene.backend.url("/signup")).await?;
        shows(&ana, Find::Heading("Crea tu cuenta")).await?;
        ana.press(Find::Button("Crear cuenta")).await?;
        shows(&ana, Find::Text("Escribe un correo como ana@ejemplo.com")).await?;
        ana.fill("Tu nombre", "Ana Núñez").await?;
        ana.fill("Correo electrónico", "ana@example.com").await?;
        ana.fill("Edad", "30").await?;
        ana.fill("Contraseña", Account::PASSWORD).await?;
        ana.press(Find::Button("Crear cuenta")).await?;

        shows(&ana, Find::Heading("Te damos la bienvenida, Ana Núñez")).await?;
        ana.press(Find::Link("Mis salas")).await?;
        shows(&ana, Find::Text("Hola, Ana Núñez")).await?;
        ana.press(Find::Button("Iniciar ahora")).await?;
        shows(&ana, Find::Heading("¿Todo listo para entrar?")).await?;
        ana.see(Find::Text("Reunión de Ana Núñez")).await?;
        ana.press(Find::Button("Usar micrófono y cámara")).await?;
        ana.see(Find::Labelled("Tu imagen")).await?;
        ana.see(Find::Labelled("Nivel del micrófono")).await?;
        let room = ana.address().await?.path().trim_start_matches("/join/").to_owned();
        ana.press(Find::Button("Entrar")).await?;

        shows(&ana, Find::Labelled("Controles de la reunión")).await?;
        ana.see(Find::Text("No hay nadie más aquí. Envía el enlace para invitar a otros.")).await?;
        let luis = scene.person("Luis").await?;
        luis.join(&room).await?;
        ana.see(Find::Text("Luis entró")).await?;
        ana.is_in_calls(1).await?;
        ana.press(Find::Button("Apagar el micrófono")).await?;
        ana.see(Find::Button("Encender el micrófono")).await?;
        luis.see(Find::Text("microphone off")).await?;

        ana.press(Find::Button("Chat")).await?;
        ana.fill("Mensaje para todos", "¿Qué tal, señor?").await?;
        ana.press(Find::Button("Enviar")).await?;
        luis.reads("¿Qué tal, señor?").await?;
        eventually("the message has come back", async || {
            let messages = ana.messages().await?;
            let sent = messages.len() == 1 && messages[0].contains("Tú") && !messages[0].contains("Enviando");
            holds(sent, || format!("{messages:?}"))
        })
        .await?;

        ana.press(Find::Button("Salir")).await?;
        ana.see(Find::Heading("¿Salir de la reunión?")).await?;
        ana.press_in_dialog("Cerrar").await?;
        ana.stops_seeing(Find::Heading("¿Salir de la reunión?")).await?;
        luis.leave().await?;
        ana.see(Find::Text("Luis salió")).await?;
        ana.press(Find::Button("Salir")).await?;
        ana.see(Find::Button("Finalizar para todos")).await?;
        ana.press_in_dialog("Salir").await?;
        shows(&ana, Find::Heading("Saliste de la reunión")).await?;
        ana.see(Find::Link("Volver a mis salas")).await.map(drop)
    })
    .await
}

/// It is shown, and the document says that it is Spanish.
async fn shows(browser: &Browser, sign: Find<'_>) -> Result {
    browser.see(sign).await?;
    let language: String = browser.run("return document.documentElement.lang", vec![]).await?;
    assert_eq!(language, "es", "{sign}");
    Ok(())
}
