use super::super::texts::Welcome;

pub(super) const WELCOME: Welcome = Welcome {
    drawn: ["Ana", "Luis", "Eva", "Hugo"],
    drawn_meeting: "Reunión semanal",
    drawn_message: "¡Buenos días! ¿Empezamos?",
    features_title: "Hecho para reunirse, y para nada más",
    features: [
        ("lock", "Entre ustedes", "La imagen y la voz van cifradas de navegador a navegador. Nada se graba."),
        (
            "rotate-cw",
            "Sigue adelante",
            "Cambia la red o falla el servidor: quien está conectado sigue conectado.",
        ),
        (
            "calendar",
            "Con anticipación",
            "Nombre y hora, contraseña o puerta cerrada, y un enlace para enviar antes.",
        ),
        (
            "message-square",
            "Lo escrito queda",
            "El chat de una reunión se puede releer después y guardar como archivo.",
        ),
        (
            "volume-2",
            "Para todos",
            "Con teclado, con lector de pantalla, ampliado o leído en voz alta. En español y en inglés.",
        ),
        ("info", "Dice qué falla", "Una prueba revisa todo lo que una reunión necesita y dice qué ayuda."),
    ],
    questions_title: "Preguntas",
    questions: [
        ("¿Cuánto cuesta?", "Aquí, nada. Tu propia red puede cobrar por los datos de una reunión."),
        (
            "¿Qué necesito?",
            "Una versión actual de Chrome, Edge, Firefox o Safari, en una computadora o un teléfono. Sin \
          micrófono ni cámara también puedes escuchar y escribir.",
        ),
        (
            "¿Cuántas personas caben?",
            "Las reuniones son para dos a ocho personas. Pueden entrar más, pero entonces la \
          imagen y el sonido pueden empeorar.",
        ),
        (
            "¿Todos necesitan una cuenta?",
            "Sí, para que los nombres de una reunión sean los de personas. Toma un minuto, y \
          después el enlace lleva a la reunión.",
        ),
        (
            "¿Quién puede escuchar?",
            "Quien está en la reunión y nadie más: el sonido y la imagen van cifrados todo el \
          camino. El chat lo guarda el servidor.",
        ),
        (
            "¿Y con una conexión débil?",
            "Primero se reducen las imágenes; a la voz no se renuncia nunca. «Solo sonido» \
          prescinde de ellas.",
        ),
    ],
    more_help: "Más ayuda",
    account_made: |name| format!("Te damos la bienvenida, {name}"),
    account_made_text: "Tu cuenta está lista. Inicia una reunión ahora, o prueba antes tu micrófono y tu cámara.",
    member_since: "Aquí desde el",
};
