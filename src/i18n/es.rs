mod bar;
mod chat;
mod dialogs;
mod doctor;
mod info;
mod knock;
mod people;
mod reader;
mod stage;
mod welcome;

use super::{planning, texts::*};

/// Español.
pub(super) static TEXTS: Texts = Texts {
    tag: "es",
    name: "Español",
    people_count: |n| if n == 1 { "1 persona".into() } else { format!("{n} personas") },
    common: Common {
        product: "Charlaton",
        skip_to_content: "Saltar al contenido",
        main_menu: "Menú principal",
        language: "Idioma",
        theme_to_light: "Cambiar al tema claro",
        theme_to_dark: "Cambiar al tema oscuro",
        log_in: "Iniciar sesión",
        log_out: "Cerrar sesión",
        my_rooms: "Mis salas",
        close: "Cerrar",
        cancel: "Cancelar",
        loading: "Cargando…",
        try_again: "Reintentar",
        to_home: "Volver al inicio",
        copy_link: "Copiar enlace",
        copied: "Copiado",
        copy_failed: |link| format!("Tu navegador no permitió copiar. Este es el enlace: {link}"),
        notifications: "Avisos",
        not_found_title: "En esta dirección no hay nada",
        not_found_text: "Revisa el enlace: el de una reunión termina en un código como abc-xyz.",
        read_aloud: "Leer en voz alta",
        config_title: "Charlaton no está bien configurado",
        config_text: "La configuración del sitio tiene un error. Muéstraselo a quien lo administra:",
    },
    lobby: Lobby {
        title: "¿Todo listo para entrar?",
        inside: |names| format!("Ya están dentro: {names}"),
        nobody_inside: "Todavía no hay nadie dentro",
        why_permission: "Para que los demás te oigan y te vean, tu navegador preguntará si Charlaton puede usar tu \
                         micrófono y tu cámara. Puedes apagarlos en cualquier momento.",
        allow: "Usar micrófono y cámara",
        asking: "Responde a la pregunta de tu navegador…",
        microphone: "Micrófono",
        camera: "Cámara",
        level: "Nivel del micrófono",
        preview: "Tu imagen",
        camera_is_off: "Tu cámara está apagada",
        join: "Entrar",
        join_listening: "Entrar sin micrófono ni cámara",
        speaker: "Altavoz",
        test_sound: "Reproducir un sonido de prueba",
        join_muted: "En esta sala se entra con el micrófono apagado. Puedes encenderlo.",
        unnamed_device: |n| format!("Dispositivo {n}"),
    },
    meeting: Meeting {
        joining: "Entrando en la reunión…",
        refused: "El servidor no acepta tu sesión. Seguimos intentando; si no mejora, inicia sesión de nuevo.",
        behind: "Estás en esta reunión en otro dispositivo. El sonido y la imagen llegan aquí cuando salgas de allí.",
        controls: "Controles de la reunión",
        mic_on: "Encender el micrófono",
        mic_off: "Apagar el micrófono",
        camera_on: "Encender la cámara",
        camera_off: "Apagar la cámara",
        chat: "Chat",
        unread: |n| if n == 1 { "1 mensaje sin leer".into() } else { format!("{n} mensajes sin leer") },
        people: "Personas",
        leave: "Salir",
        leave_title: "¿Salir de la reunión?",
        leave_only: "Salir",
        end_for_all: "Finalizar para todos",
        end_text: "Eres quien la organiza. Si solo sales, los demás pueden seguir sin ti.",
        you: "Tú",
        host: "Anfitrión",
        stage: "Imágenes de los participantes",
        muted: "micrófono apagado",
        unmuted: "micrófono encendido",
        video_stopped: "cámara apagada",
        video_live: "cámara encendida",
        joined: |name| format!("{name} entró"),
        left: |name| format!("{name} salió"),
        connecting: "Conectando…",
        reconnecting: "Reconectando…",
        pair_failed: "Aún sin conexión con esta persona; reintentando",
        unheard: "Su micrófono está activo, pero aquí no llega el sonido",
        server_lost: "Se perdió la conexión con el servidor; reconectando. La llamada sigue.",
        server_back: "De nuevo conectado al servidor",
        alone: "No hay nadie más aquí. Envía el enlace para invitar a otros.",
        code: "Código de la reunión",
        click_to_hear: "Tu navegador retiene el sonido. Pulsa aquí para oír a los demás.",
        room_is_full: |n| format!("Hay más de {n} personas. La imagen y el sonido pueden empeorar."),
        hold_to_talk: "Encender el micrófono, o mantener la barra espaciadora mientras hablas",
        interrupted: "Interrupción: otra llamada o programa tiene su dispositivo",
        device_interrupted: |device| {
            format!(
                "Una llamada u otro programa interrumpe tu dispositivo ({device}). Los demás lo saben; seguirá solo."
            )
        },
        took_over: |lost, now| format!("Se desconectó «{lost}». Ahora se usa «{now}»."),
        device_in_use: |now| format!("Ahora se usa «{now}»."),
        device_came: |name| format!("Se conectó «{name}»."),
        device_use: "Usarlo",
    },
    people: people::PEOPLE,
    bar: bar::BAR,
    stage: stage::STAGE,
    quality: Quality {
        clear: "Tu conexión lleva sonido e imágenes nítidas.",
        small: "Tu conexión lleva sonido e imágenes pequeñas.",
        sound: "Tu conexión lleva solo sonido, al menos a algunos. Todos te oyen.",
        spared: "Tu equipo está ocupado: tu imagen es más pequeña por un minuto.",
        chosen: "Solo sonido: no se envían ni reciben imágenes.",
        sound_only: "Solo sonido",
        speaking: "habla",
        direct: "directo",
        relayed: "por un relé",
        round_trip: |ms| format!("{ms} ms ida y vuelta"),
        lost: |percent| format!("{percent} % perdido"),
        sent: |kbits, lines| format!("envías {kbits} kbit/s, {lines} líneas"),
        received: |kbits, lines| format!("recibes {kbits} kbit/s, {lines} líneas"),
        by_processor: "limitado por tu equipo",
        by_connection: "limitado por la conexión",
        hidden: "no miran tu imagen",
        copy_report: "Copiar informe",
        report_failed: "Tu navegador no permitió copiar.",
    },
    chat: chat::CHAT,
    left: Left {
        left_title: "Saliste de la reunión",
        ended_title: "La reunión ha terminado",
        ended_text: "Quien la organiza la finalizó para todos.",
        removed_title: "El anfitrión te sacó de la reunión",
        lasted: |minutes| match minutes {
            0 => "Estuviste en ella menos de un minuto.".into(),
            1 => "Estuviste en ella 1 minuto.".into(),
            n => format!("Estuviste en ella {n} minutos."),
        },
        rejoin: "Volver a entrar",
        to_rooms: "Volver a mis salas",
    },
    password: Password {
        title: "Esta reunión tiene contraseña",
        label: "Contraseña de la reunión",
        wrong: "Esa no es la contraseña de esta reunión",
    },
    knock: knock::KNOCK,
    errors: Errors {
        session_over: "Tu sesión terminó. Vuelve a iniciar sesión para continuar.",
        unreachable: "No se puede llegar al servidor. Revisa tu conexión y reintenta.",
        timed_out: "El servidor no respondió a tiempo. Reintenta en un momento.",
        sign_in: "Vuelve a iniciar sesión.",
        no_socket_token: "Este servidor no da a las reuniones un inicio de sesión que este sitio pueda usar. Quien \
                          administra el sitio debe configurar Firebase.",
        cookies_blocked: "Tu navegador no guarda las cookies del servidor de este sitio, así que no puedes mantener la sesión. \
                          Permite las cookies de otros sitios (en Safari: desactiva «Impedir seguimiento entre sitios»), o \
                          usa otro navegador o una ventana que no sea privada.",
        server: "Algo falló en el servidor. Reintenta en un momento.",
        malformed: "El servidor respondió algo inesperado. Reintenta en un momento.",
        room_unknown: "No existe esa reunión",
        room_unknown_text: "Revisa el código o pide el enlace de nuevo.",
        room_ended: "Esta reunión ya terminó",
        room_ended_text: "Ya no se puede entrar. Puedes iniciar una nueva.",
        second_tab: "Estás en esta reunión en otra pestaña",
        second_tab_text: "Una reunión se abre en una sola pestaña. Cierra la otra o continúa aquí.",
        use_here: "Continuar aquí",
        chat_unreachable_text: "Seguimos intentando. Mientras tanto revisa tu conexión.",
        join_failed: "No se pudo entrar en la reunión",
        end_failed: "No se pudo finalizar la reunión. Reintenta.",
        denied: |device| {
            format!(
                "Tu navegador no permite que Charlaton use el dispositivo ({device}). Permítelo con el icono junto a la dirección y reintenta. Si no basta, vuelve a cargar la página."
            )
        },
        denied_by_system: |device| {
            format!(
                "El sistema no permite que el navegador use el dispositivo ({device}). Permítelo en los ajustes de privacidad del sistema y reintenta."
            )
        },
        dismissed: |device| {
            format!(
                "Se cerró la pregunta del navegador por el dispositivo ({device}). Reintenta y permítelo."
            )
        },
        busy: |device| format!("Otro programa usa el dispositivo ({device}). Ciérralo y reintenta."),
        stopped: |device| {
            format!(
                "El navegador u otro programa detuvo el dispositivo ({device}). Puedes encenderlo de nuevo."
            )
        },
        missing: |device| format!("No se encontró el dispositivo ({device}). Conecta uno y reintenta."),
        insecure: "Los navegadores solo dan micrófono y cámara a páginas seguras. Abre esta página con https.",
        device_other: |device| {
            format!("No se pudo iniciar el dispositivo ({device}). Reintenta o elige otro.")
        },
        message_not_sent: "El mensaje no se envió.",
    },
};

/// Those of the pages around meetings.
pub(super) static SITE: SiteTexts = SiteTexts {
    home: Home {
        title: "Reúnete desde el navegador",
        lead: "Videollamadas para dos a ocho personas. Sin instalar nada: tu imagen y tu voz van directo a los \
               demás.",
        new_meeting: "Nueva reunión",
        join_label: "Código o enlace",
        join_hint: "Por ejemplo abc-xyz",
        join: "Unirse",
        bad_code: "Eso no es un código ni un enlace de reunión. Un código es como abc-xyz.",
        steps_title: "Cómo funciona",
        steps: [
            ("Crea una reunión", "Regístrate con tu correo y pulsa «Nueva reunión»."),
            ("Envía el enlace", "Cópialo en la reunión y envíalo a quien deba venir."),
            ("Conversen", "Cada quien elige micrófono y cámara, y entra."),
        ],
    },
    account: Account {
        log_in_title: "Iniciar sesión",
        log_in_lead: "Qué bueno verte de nuevo.",
        sign_up_title: "Crea tu cuenta",
        sign_up_lead: "Un minuto y podrás reunirte.",
        sign_up: "Crear cuenta",
        to_sign_up: "¿Aún no tienes cuenta? Créala",
        to_log_in: "¿Ya tienes cuenta? Inicia sesión",
        email: "Correo electrónico",
        password: "Contraseña",
        password_rule: "Al menos 6 caracteres",
        show_password: "Mostrar contraseña",
        hide_password: "Ocultar contraseña",
        name: "Tu nombre",
        name_hint: "Como lo verán los demás",
        age: "Edad",
        bad_email: "Escribe un correo como ana@ejemplo.com",
        bad_password: "La contraseña necesita al menos 6 caracteres",
        bad_age: "Escribe tu edad en años, de 1 a 120",
        bad_name: "El nombre necesita de 2 a 200 caracteres",
        email_taken: "Ya hay una cuenta con este correo. ¿Quieres iniciar sesión?",
        missing_password: "Escribe tu contraseña",
        stored_email: |email| {
            format!("Tu cuenta quedó guardada como {email}. Inicia sesión con esa dirección.")
        },
        wrong_credentials: "El correo o la contraseña no son correctos",
        signing_in: "Iniciando sesión…",
        signing_up: "Creando tu cuenta…",
    },
    rooms: Rooms {
        greeting: |name| format!("Hola, {name}"),
        start_title: "Inicia una reunión",
        start_text: "Obtendrás un enlace para enviar a los demás.",
        start: "Iniciar ahora",
        starting: "Creando la sala…",
        room_name: "Nombre de la reunión",
        default_name: |name| format!("Reunión de {name}"),
        join_title: "Únete a una reunión",
        mine: "Mis salas",
        none: "Aún no has creado ninguna sala. La primera aparecerá aquí.",
        open: "Abrir",
        minutes: |n| format!("{n} min"),
        more: "Mostrar más",
    },
    sign_in: SignIn {
        to_recovery: "¿Olvidaste tu contraseña?",
        weak_password: "Esta contraseña es demasiado fácil de adivinar. Elige otra.",
        or: "o",
        continue_with: |provider| format!("Continuar con {provider}"),
        window_open: "Continúa en la ventana que se abrió…",
        window_lost: "Iniciando sesión… Si cerraste la ventana o no la encuentras, pulsa otra vez.",
        too_many: "Se intentó demasiadas veces. Espera unos minutos y reintenta.",
        disabled: "Esta cuenta está cerrada. Pregunta a quien administra el sitio.",
        needs_recent_login: "Para esto hay que haber iniciado sesión hace un momento. Ciérrala, vuelve a iniciarla y reintenta.",
        other_provider: "Ya hay una cuenta con este correo que inicia sesión de otra forma. Usa esa.",
        not_offered: "Esta forma de iniciar sesión no está disponible aquí. Usa otra.",
        popup_blocked: "Tu navegador bloqueó la ventana. Pulsa otra vez o permite ventanas para esta página.",
        popup_closed: "La ventana se cerró antes de iniciar sesión.",
    },
    recovery: Recovery {
        title: "Recupera tu contraseña",
        lead: "Escribe tu correo y te llegará un enlace para elegir una nueva.",
        send: "Enviar enlace",
        sending: "Enviando…",
        sent_title: "Revisa tu correo",
        sent: |email| {
            format!(
                "Si hay una cuenta para {email}, el enlace va en camino. Mira también en el correo no deseado."
            )
        },
        reset_title: "Elige una contraseña nueva",
        checking: "Comprobando el enlace…",
        reset_for: |email| format!("Para la cuenta de {email}."),
        new_password: "Contraseña nueva",
        again: "La contraseña nueva otra vez",
        strong_rule: "Al menos 8 caracteres, con minúscula, mayúscula, cifra y uno de @$!%*?&#. y ningún otro signo",
        differ: "No es la misma contraseña",
        save: "Guardar contraseña",
        saving: "Guardando…",
        done_title: "Tu contraseña cambió",
        done: "Inicia sesión con la nueva.",
        other_mail: "Si no funciona, sigue también el enlace del otro correo y elige la misma contraseña.",
        bad_link: "Este enlace ya se usó o es demasiado antiguo.",
        new_link: "Pedir otro enlace",
    },
    profile: Profile {
        link: "Perfil",
        title: "Tu perfil",
        save_name: "Guardar cambios",
        name_saved: "Tus cambios quedaron guardados",
        password_title: "Cambia tu contraseña",
        present: "Contraseña actual",
        wrong_present: "Esa no es tu contraseña actual",
        password_saved: "Tu contraseña cambió",
        no_password: "Inicias sesión con Google o GitHub: aquí no hay contraseña que cambiar.",
        delete_title: "Elimina tu cuenta",
        delete_text: "Tu sesión termina en todas partes y la cuenta no se puede recuperar.",
        delete_open: "Eliminar cuenta",
        prove_by_password: "Tu contraseña, para saber que eres tú",
        prove_by_email: "Escribe tu correo, para saber que es en serio",
        wrong_email: "Ese no es el correo de esta cuenta",
        delete: "Eliminar para siempre",
        deleting: "Eliminando…",
        deleted: "Tu cuenta fue eliminada",
    },
    // Planning and summaries.
    planning: planning::es::PLANNING,
    summaries: planning::es::SUMMARIES,
    // Pages to read, the check of the connection, reading aloud.
    info: info::INFO,
    doctor: doctor::DOCTOR,
    reader: reader::READER,
    welcome: welcome::WELCOME,
    dialogs: dialogs::DIALOGS,
};
