use super::super::texts::Chat;

pub(super) const CHAT: Chat = Chat {
    title: "Chat",
    to: "Para",
    everybody: "Todos",
    absent: |name| format!("{name} (no está)"),
    gone: |name| format!("{name} no está en la reunión. Lo que escribiste queda guardado."),
    label: "Mensaje para todos",
    label_private: |name| format!("Mensaje privado para {name}"),
    placeholder: "Escribe un mensaje",
    send: "Enviar",
    empty: "Aún no hay mensajes. Lo que se escribe para todos lo ven todos en la reunión.",
    sending: "Enviando…",
    failed: "No se envió.",
    new_below: "Mensajes nuevos",
    left_chars: |n| match n {
        1 => "Queda 1 carácter".into(),
        n => format!("Quedan {n} caracteres"),
    },
    too_long: |n| match n {
        1 => "Sobra 1 carácter".into(),
        n => format!("Sobran {n} caracteres"),
    },
    private: "Privado",
    private_to: |name| format!("Privado, para {name}"),
    private_to_me: "Privado, para ti",
    history_failed: "No se pudieron cargar los mensajes anteriores.",
    message_from: |name| format!("Mensaje de {name}"),
    private_from: |name| format!("Mensaje privado de {name}"),
    unread_private: |n| match n {
        1 => ", 1 privado".into(),
        n => format!(", {n} privados"),
    },
};
