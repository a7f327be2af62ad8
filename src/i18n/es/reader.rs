use super::super::texts::Reader;

pub(super) const READER: Reader = Reader {
    title: "Leer en voz alta",
    play: "Leer esta página",
    pause: "Pausar",
    go_on: "Seguir",
    stop: "Detener",
    voice: "Voz",
    own_voice: "La del navegador",
    rate: "Velocidad",
    pitch: "Tono",
    other_side: "Al otro lado",
    reading: "Leyendo…",
    paused: "En pausa",
    ended: "No se está leyendo nada",
    nothing: "Aquí no hay nada que leer",
    failed: "Tu navegador no pudo hablar. Prueba otra voz.",
    unsupported: "Tu navegador no puede leer en voz alta.",
};
