use super::super::texts::Doctor;

pub(super) const DOCTOR: Doctor = Doctor {
    link: "Comprobar la conexión",
    title: "Comprueba la conexión",
    lead: "Prueba, una por una, las cosas que una reunión necesita, y dice qué hacer donde algo va mal.",
    start: "Empezar la comprobación",
    again: "Comprobar otra vez",
    devices_title: "Micrófono y cámara",
    devices_why: "Para ellos tu navegador te pregunta primero. Nada de lo que captan sale de esta página.",
    devices: "Comprobar micrófono y cámara",
    running: "Comprobando…",
    all_well: "Todo está bien.",
    no_problem: "No se encontró ningún problema. Lee los avisos.",
    to_do: |n| {
        if n == 1 { "1 línea pide tu atención.".into() } else { format!("{n} líneas piden tu atención.") }
    },
    copy: "Copiar como texto",
    results: "Resultados",
    preview: "Tu imagen",
    report_at: "Comprobación de la conexión",
    browser: "Navegador",
    waiting: "sin comprobar",
    checking: "comprobando…",
    well: "bien",
    notable: "aviso",
    ill: "problema",
    secure: "Página segura",
    rest: "El servidor de Charlaton",
    session: "Tu sesión",
    websocket: "Servidor de chat por WebSocket",
    polling: "Servidor de chat por sondeo",
    microphone: "Micrófono",
    camera: "Cámara",
    host: "Direcciones de este aparato",
    reflexive: "Dirección vista desde fuera (STUN)",
    relay: "Retransmisor (TURN)",
    call: "Una llamada dentro de esta página",
    secure_yes: "La página llegó de forma segura, así que los navegadores le dan micrófono y cámara.",
    secure_no: (
        "La página no llegó de forma segura.",
        "Ábrela con https:// al principio de la dirección. Los navegadores no dan micrófono ni cámara a ninguna otra.",
    ),
    answers_in: |ms| format!("Responde, en {ms} ms."),
    cors: ("Está ahí, pero no deja que esta página lea sus respuestas.", |origin| {
        format!("Quien administra el sitio debe permitir {origin} en el servidor (CORS, con cookies).")
    }),
    unreachable: (
        "No se puede llegar a él.",
        "Mira si se abren otros sitios. Si se abren, quizá estorba un cortafuegos o el servidor está caído: avisa a quien \
         administra el sitio.",
    ),
    timed_out: (
        "No responde a tiempo.",
        "Quizá tu conexión es muy lenta o el servidor está sobrecargado. Reintenta en un minuto.",
    ),
    something_else: (
        "Algo responde, pero no es el servidor de Charlaton.",
        "Lo hace una red que pide registrarse, como en los hoteles: abre primero otro sitio. Si no es eso, la configuración \
         del sitio nombra una dirección equivocada.",
    ),
    server_error: (
        |status| format!("Responde con el error {status}."),
        "Reintenta en un minuto. Si sigue así, avisa a quien administra el sitio.",
    ),
    signed_in: |minutes| match minutes {
        0 => "Iniciaste sesión. Tu pase se está renovando.".into(),
        1 => "Iniciaste sesión. Tu pase vale 1 minuto más y se renueva solo.".into(),
        n => format!("Iniciaste sesión. Tu pase vale {n} minutos más y se renueva solo."),
    },
    signed_in_hidden: "Iniciaste sesión. Tu navegador guarda el pase donde esta página no puede leerlo.",
    signed_in_unheard: "Iniciaste sesión, pero el servidor nunca llega a ver tu pase.",
    signed_out: (
        "No iniciaste sesión.",
        "Inicia sesión para entrar en reuniones. Lo demás se puede comprobar igual.",
    ),
    session_unknown: (
        "No se puede averiguar si iniciaste sesión.",
        "Mira la línea del servidor de Charlaton.",
    ),
    round_trip: |ms| format!("Te deja entrar; ida y vuelta tardan {ms} ms."),
    refused_signed_out: "Se puede llegar a él. No deja entrar a quien no inició sesión.",
    refused: (
        |words| format!("Se puede llegar a él, pero no te deja entrar: «{words}»."),
        "Cierra la sesión e iníciala de nuevo. Si sigue así, avisa a quien administra el sitio.",
    ),
    websocket_fails: (
        "No hay conexión por WebSocket.",
        "Si el sondeo funciona, también las reuniones, más despacio. Suele deberse a un cortafuegos, un proxy o un antivirus.",
    ),
    polling_fails: (
        "No hay conexión por sondeo.",
        "Si WebSocket funciona, también las reuniones. Si no funciona ninguno, el servidor está caído o estorba un \
         cortafuegos.",
    ),
    not_asked: ("Sin comprobar.", "Pulsa «Comprobar micrófono y cámara»."),
    heard: |name| format!("«{name}» funciona: se oye algo."),
    silent: (
        |name| format!("«{name}» está abierto, pero no se oye nada."),
        "Mira si está silenciado en el aparato o en los ajustes del sistema, di algo y comprueba otra vez.",
    ),
    speak: "Di algo…",
    sees: |name, width, height| format!("«{name}» funciona: {width} × {height}."),
    blind: (
        |name| format!("«{name}» está abierta, pero no da imagen."),
        "Mira si tiene una tapa o un interruptor, cierra otros programas que la usen y comprueba otra vez.",
    ),
    media_refused: ("No se puede usar.", "Después comprueba otra vez."),
    candidates: |list| format!("Encontradas: {list}."),
    no_host: (
        "No se encontró ninguna.",
        "Una extensión o un ajuste del navegador impide WebRTC: desactívalo para este sitio.",
    ),
    no_stun: "El sitio no tiene un servidor STUN. Quienes están en la misma red pueden reunirse sin él.",
    no_reflexive: (
        "No se encontró ninguna.",
        "Tu red no deja pasar UDP. Sin retransmisor solo puedes reunirte con quien esté en la misma red: prueba otra, por \
         ejemplo la de un teléfono.",
    ),
    no_turn: (
        "El sitio no tiene un retransmisor.",
        "La mayoría de las conexiones no lo necesita. Desde redes estrictas, como las de empresas, sin él no se llega a \
         algunas personas.",
    ),
    no_relay: (
        "El retransmisor no da ninguna dirección.",
        "Quizá caducó su contraseña o estorba un cortafuegos: inicia sesión, comprueba otra vez y avisa a quien administra \
         el sitio.",
    ),
    server_said: |words| format!("Dijo: {words}."),
    flows: |packets, pictures| {
        format!("El sonido y las imágenes fluyen: {packets} paquetes de sonido, {pictures} imágenes.")
    },
    no_call: (
        "Dos extremos dentro de esta página no logran conectarse.",
        "Una extensión o un ajuste del navegador impide WebRTC: desactívalo para este sitio.",
    ),
    no_sound: (
        "Se conectan, pero no llega sonido.",
        "Carga la página otra vez. Si sigue así, prueba otro navegador.",
    ),
    no_picture: (
        "Se conectan, pero no llegan imágenes.",
        "Carga la página otra vez. Si sigue así, prueba otro navegador.",
    ),
    unsupported: (
        "Este navegador no puede hacer llamadas.",
        "Usa una versión actual de Chrome, Edge, Firefox o Safari.",
    ),
};
