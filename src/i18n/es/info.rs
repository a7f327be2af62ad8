use super::super::texts::{
    Article,
    Block::{Keys, Link, List, Text},
    Info, Section,
};
use super::dialogs::KEYS;
use crate::routes;

pub(super) const INFO: Info = Info {
    footer: "Sobre este sitio",
    not_found_more: "Si tienes el código o el enlace de una reunión, escríbelo aquí.",
    offline_title: "Estás sin conexión",
    offline_text: "No se puede llegar al servidor de Charlaton, así que esta página no se puede mostrar ahora. Revisa tu \
                   conexión: en cuanto vuelva, la página se abre sola.",
    new_version: "Hay una versión nueva de Charlaton.",
    reload: "Recargar",
    later: "Más tarde",
    about: Article {
        link: "Acerca de",
        title: "Acerca de Charlaton",
        lead: "Una sala de reuniones en el navegador para grupos pequeños: de dos a ocho personas se ven, se oyen y se \
               escriben.",
        sections: &[
            Section {
                title: "Qué hace",
                blocks: &[List(&[
                    "Voz y video entre todas las personas de una reunión, con un chat al lado.",
                    "No hay nada que instalar: basta un enlace, en computadora o teléfono. Quien quiera puede ponerlo entre \
                     sus aplicaciones.",
                    "Quien entra tiene una cuenta, para que los nombres sean de personas.",
                    "Sigue cuando cambia la red o el servidor falta un rato: quien está conectado sigue conectado.",
                ])],
            },
            Section {
                title: "Cómo funciona",
                blocks: &[
                    Text(
                        "Los navegadores de una reunión se conectan directamente, cada uno con cada uno. El sonido y las \
                         imágenes no pasan por el servidor de Charlaton. El servidor presenta a los navegadores entre sí y \
                         guarda las cuentas, las salas y el chat.",
                    ),
                    Text(
                        "Por eso es para grupos pequeños: cada persona más es una conexión más para todas. Cuando la tuya no \
                         alcanza, primero se achican las imágenes; a la voz nunca se renuncia.",
                    ),
                ],
            },
            Section {
                title: "Qué no hace",
                blocks: &[List(&[
                    "No graba las reuniones ni anota nada de lo que se dice.",
                    "No tiene anuncios y no cuenta visitas.",
                ])],
            },
            Section {
                title: "De quién es",
                blocks: &[Text(
                    "Charlaton es de código abierto, con licencia MIT o Apache 2.0, a tu elección. Cualquiera puede ponerlo en \
                     marcha; quien administra este sitio decide hasta cuándo está y qué más te pide.",
                )],
            },
        ],
    },
    help: Article {
        link: "Ayuda",
        title: "Ayuda",
        lead: "Cómo reunirse, qué hacen las teclas y qué probar cuando algo no funciona.",
        sections: &[
            Section {
                title: "Iniciar una reunión",
                blocks: &[List(&[
                    "Inicia sesión y pulsa «Iniciar ahora» en «Mis salas».",
                    "Elige micrófono y cámara, y entra.",
                    "Copia el enlace y envíalo a quien deba venir.",
                ])],
            },
            Section {
                title: "Unirse a una reunión",
                blocks: &[Text(
                    "Abre el enlace que te enviaron o escribe el código, como abc-xyz, en la primera página. Antes de entrar \
                     se te pide el micrófono y la cámara; sin ellos también puedes escuchar y escribir.",
                )],
            },
            Section {
                title: "Teclas en una reunión",
                blocks: &[
                    Keys(KEYS),
                    Text(
                        "Mientras escribes, las teclas solo escriben. Las de una letra o un signo se pueden desactivar en «Más».",
                    ),
                ],
            },
            Section {
                title: "Cuando algo no funciona",
                blocks: &[
                    Text(
                        "La comprobación prueba, una por una, las cosas que una reunión necesita, y dice qué hacer.",
                    ),
                    Link(routes::CHECK, "Comprobar la conexión"),
                    List(&[
                        "No te oyen: mira si tu micrófono está encendido, en la reunión y en el propio aparato, y si está \
                         elegido el correcto.",
                        "No oyes a nadie: pulsa en cualquier parte de la página, porque los navegadores retienen el sonido \
                         hasta entonces, y sube el volumen.",
                        "El navegador no pregunta por el micrófono: ya se le dijo que no. Pulsa el icono junto a la dirección, \
                         permítelo y carga la página otra vez.",
                        "Otro programa tiene la cámara: ciérralo y enciende la cámara otra vez.",
                        "Te oyes a ti: el altavoz de alguien está muy cerca de su micrófono. Unos auriculares ayudan.",
                        "Las imágenes son pequeñas o se detienen: tu conexión no da para más. Acércate al router, usa un cable \
                         o apaga tu cámara.",
                        "Dice que no hay conexión con alguien: una de las dos redes no deja conectarse directamente. Prueba \
                         otra red, por ejemplo la de un teléfono.",
                    ]),
                ],
            },
            Section {
                title: "Qué navegadores",
                blocks: &[Text(
                    "Las versiones actuales de Chrome, Edge, Firefox y Safari. La dirección debe empezar por https: solo ahí \
                     los navegadores dan el micrófono y la cámara.",
                )],
            },
        ],
    },
    privacy: Article {
        link: "Privacidad",
        title: "Privacidad",
        lead: "Qué se guarda de ti, dónde y quién lo recibe. Esto describe el programa; del servidor responde quien \
               administra este sitio, y puede contarte más.",
        sections: &[
            Section {
                title: "Qué guarda el servidor",
                blocks: &[List(&[
                    "Tu cuenta: correo, nombre, edad, la fecha y tu contraseña como un resumen que no la revela. Donde \
                     Firebase lleva las cuentas, Google tiene tu correo y tu contraseña.",
                    "Los aparatos donde iniciaste sesión, cada uno como un número al azar.",
                    "Tus salas: nombre, fecha, si son privadas, y quién estuvo en ellas desde cuándo hasta cuándo.",
                    "El chat: cada mensaje con su autor y su hora, también los que van a una sola persona. No están cifrados \
                     para quien administra el servidor.",
                ])],
            },
            Section {
                title: "Qué no recibe",
                blocks: &[Text(
                    "El sonido y las imágenes. Van de navegador a navegador, cifrados; donde eso no es posible, por un \
                     retransmisor que los pasa y no los puede abrir. No se graba nada.",
                )],
            },
            Section {
                title: "Qué saben otros",
                blocks: &[List(&[
                    "Quien está contigo en una reunión ve tu nombre y, con algunos servidores, tu correo; y la dirección de \
                     red de tu aparato, salvo que este sitio conecte a todos por un retransmisor.",
                    "Quien tiene una cuenta aquí quizá pueda consultar nombres y correos de otras personas: algunos de los \
                     servidores con que trabaja esta página responden a eso.",
                    "Para saber cómo se ve tu red desde fuera, tu navegador pregunta a un servidor STUN, que ve su dirección. \
                     Si este sitio no eligió otro, es el de Google.",
                    "Si continúas con Google o GitHub, tu navegador carga su ventana, y se enteran de que inicias sesión aquí. \
                     Solo entonces.",
                ])],
            },
            Section {
                title: "Qué queda en tu navegador",
                blocks: &[
                    List(&[
                        "Las cookies AccessToken y RefreshToken: que iniciaste sesión, por una semana como mucho.",
                        "La cookie deviceId: un número al azar para este aparato, por un año.",
                        "En el almacén del sitio: idioma, tema, micrófono y cámara elegidos, cómo prefieres que se te lea, \
                         quién había iniciado sesión y, donde se usa Firebase, su sesión.",
                        "Mientras la pestaña está abierta: las salas que acabas de crear.",
                        "El propio programa, para que arranque antes y avise cuando estás sin conexión. Con él no se guarda \
                         ninguna respuesta del servidor.",
                    ]),
                    Text("Nada de eso te sigue a otros sitios; por eso no se te pregunta por las cookies."),
                ],
            },
            Section {
                title: "Lectura en voz alta",
                blocks: &[Text(
                    "Las voces son las de tu navegador y tu sistema. Algunas hablan en los servidores de quien las hizo, y \
                     entonces estos reciben el texto que se lee.",
                )],
            },
            Section {
                title: "Cómo borrarlo",
                blocks: &[
                    Text(
                        "En tu perfil puedes cambiar tu nombre y eliminar tu cuenta. Los mensajes que escribiste y las salas \
                         que creaste quedan, sin tu cuenta. Para eso, y para una copia de lo guardado, pregunta a quien \
                         administra este sitio. Lo que hay en tu navegador se va cuando borras allí los datos del sitio.",
                    ),
                    Link(routes::PROFILE, "A mi perfil"),
                ],
            },
        ],
    },
    terms: Article {
        link: "Condiciones",
        title: "Condiciones",
        lead: "Qué puedes esperar aquí y qué se espera de ti. Quien administra este sitio puede tener además sus propias \
               reglas.",
        sections: &[
            Section {
                title: "Qué puedes esperar",
                blocks: &[List(&[
                    "El programa tal como es, con su código. Viene sin garantía alguna, como dicen sus licencias.",
                    "Ninguna promesa de que el sitio esté siempre, ni de que una reunión nunca se corte. No lo uses donde eso \
                     pondría a alguien en peligro: no hace llamadas de emergencia.",
                    "Aquí no cuesta nada. Tu propia red puede cobrar por lo que pasa por ella en una reunión.",
                ])],
            },
            Section {
                title: "Qué se espera de ti",
                blocks: &[List(&[
                    "Haz a los demás en una reunión solo lo que harías si estuvieran sentados a tu lado.",
                    "Graba a otros, con lo que sea, solo si lo saben y están de acuerdo; la ley de casi todos los países lo \
                     pide.",
                    "Comparte solo lo que puedas compartir.",
                    "Guarda tu contraseña para ti. Lo que se hace con tu cuenta lo haces tú.",
                    "No intentes romper el sitio, entrar en reuniones sin invitación ni averiguar de otras personas lo que no \
                     quieren contar.",
                ])],
            },
            Section {
                title: "Anfitriones",
                blocks: &[Text(
                    "Quien creó una sala puede finalizar la reunión para todos. En una sala privada entra quien el anfitrión \
                     dejó entrar, si el servidor lo permite; no todos los servidores con que trabaja esta página lo hacen.",
                )],
            },
            Section {
                title: "El final",
                blocks: &[Text(
                    "Puedes eliminar tu cuenta cuando quieras. Quien administra el sitio puede cerrar cuentas, y el sitio.",
                )],
            },
        ],
    },
    accessibility: Article {
        link: "Accesibilidad",
        title: "Accesibilidad",
        lead: "Charlaton está hecho para que lo use todo el mundo. Su meta es WCAG 2.2, nivel AA.",
        sections: &[
            Section {
                title: "Qué se hace para ello",
                blocks: &[
                    List(&[
                        "Todo funciona con el teclado; el foco siempre se ve y va adonde sigue la lectura.",
                        "Los lectores de pantalla reciben el nombre y el estado de cada control, y oyen lo que pasa: quién \
                         entra y sale, mensajes nuevos, conexiones perdidas.",
                        "El texto tiene un contraste de al menos 4,5 a 1 en ambos temas; se respetan los colores del sistema y \
                         el deseo de menos movimiento.",
                        "Las páginas caben en 320 píxeles de ancho y admiten una ampliación al 200 %.",
                        "Lo que se puede pulsar mide al menos 44 píxeles de alto.",
                        "Cada página se puede leer en voz alta: pulsa «Leer en voz alta».",
                        "Español e inglés, que se pueden cambiar en el momento.",
                    ]),
                    Link(routes::HELP, "Las teclas"),
                ],
            },
            Section {
                title: "Cómo se comprueba",
                blocks: &[Text(
                    "Con cada cambio, axe revisa cada página en ambos temas, hay pruebas que recorren el sitio solo con el \
                     teclado y se mide el contraste de todos los colores. Ninguna prueba reemplaza a quien lo usa cada día: \
                     cuéntale a quien administra este sitio qué te estorba.",
                )],
            },
            Section {
                title: "Qué falta",
                blocks: &[List(&[
                    "No hay subtítulos de lo que se dice en una reunión.",
                    "Qué tan bien se lee una página depende de las voces de tu navegador y tu sistema; algunos no tienen.",
                    "Lo que otros muestran en sus imágenes y pantallas no tiene descripción.",
                ])],
            },
        ],
    },
};
