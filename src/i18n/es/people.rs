use super::super::texts::People;

pub(super) const PEOPLE: People = People {
    raise: "Levantar la mano",
    lower: "Bajar la mano",
    raised: "mano levantada",
    raised_now: " levantó la mano",
    react: "Reaccionar",
    search: "Buscar personas",
    nobody: "Nadie se llama así aquí.",
    mute: "Silenciar",
    mute_all: "Silenciar a todos",
    stop_video: "Detener su cámara",
    remove: "Sacar de la reunión",
    remove_title: "¿Sacar de la reunión?",
    remove_text: " saldrá en el acto. Si la reunión es privada, habrá que darle permiso otra vez para que vuelva.",
    muted_you: " (anfitrión) te silenció",
    stopped_you: " (anfitrión) apagó tu cámara",
    lowered_you: " (anfitrión) bajó tu mano",
};
