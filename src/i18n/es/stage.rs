use super::super::texts::Stage;

pub(super) const STAGE: Stage = Stage {
    share: "Compartir pantalla",
    unshare: "Dejar de compartir",
    share_denied: "Tu sistema no deja que el navegador muestre la pantalla. Permítelo en los ajustes de privacidad del sistema.",
    share_failed: "No se pudo compartir la pantalla. Inténtalo de nuevo.",
    share_over: "Ya no compartes tu pantalla",
    shares: |name| format!("{name} comparte una pantalla"),
    shares_no_more: |name| format!("{name} ya no comparte pantalla"),
    screen_of: |name| format!("Pantalla de {name}"),
    own_screen: "Tu pantalla",
    layout: "Disposición",
    layouts: ["Automática", "Cuadrícula", "Quien habla"],
    own_picture: "Tu imagen",
    self_views: ["En la cuadrícula", "En la esquina", "Oculta"],
    tile_menu: |name| format!("Opciones de {name}"),
    pin: "Fijar",
    unpin: "Dejar de fijar",
    pinned: "en grande",
    volume: "Volumen",
    bars: ["conexión muy mala", "conexión débil", "conexión regular", "buena conexión"],
};
