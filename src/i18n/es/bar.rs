use super::super::texts::Bar;

pub(super) const BAR: Bar = Bar {
    time: "Tiempo en la reunión:",
    invite: "Invitar",
    choose_microphone: "Elegir micrófono",
    choose_camera: "Elegir cámara",
    more: "Más",
    full_screen: "Pantalla completa",
    on_top: "Imagen en imagen",
    sounds: "Sonidos",
    notices_refused: "Tu navegador no deja que Charlaton te avise. Permítelo con el icono junto a la dirección.",
    keys: "Teclas",
    letters: "Teclas de una letra",
};
