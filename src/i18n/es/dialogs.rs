use super::super::texts::Dialogs;

pub(super) const DIALOGS: Dialogs = Dialogs {
    keys_title: "Teclas en una reunión",
    keys: KEYS,
    keys_writing: "Mientras escribes, las teclas solo escriben.",
    keys_off: "Las de una letra o un signo se pueden desactivar en «Más».",
    invite_title: "Invitar a otros",
    invite_text: "Quien abre este enlace llega a la puerta de la reunión. La cámara de un teléfono lo lee en la imagen.",
    qr: "El enlace de la reunión como código QR",
};

pub(super) const KEYS: &[(&str, &str)] = &[
    ("Espacio", "mantener pulsada para hablar con el micrófono apagado"),
    ("M", "encender o apagar el micrófono"),
    ("V", "encender o apagar la cámara"),
    ("S", "compartir la pantalla o dejar de hacerlo"),
    ("H", "levantar o bajar la mano"),
    ("C", "abrir o cerrar el chat"),
    ("P", "abrir o cerrar la lista de personas"),
    ("L", "otra disposición"),
    ("F", "pantalla completa"),
    ("1–9", "enviar una reacción"),
    ("?", "mostrar estas teclas"),
    ("Esc", "cerrar lo que está abierto"),
    ("Tab", "pasar de un control al siguiente"),
];
