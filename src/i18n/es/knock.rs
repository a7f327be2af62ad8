use crate::i18n::Knock;

/// Español.
pub(super) const KNOCK: Knock = Knock {
    title: "Esta reunión es privada",
    asking: "Pidiendo permiso para entrar…",
    since: |time| format!("Esperas desde las {time}. Entrarás en cuanto un anfitrión te abra."),
    unsure: "Este servidor no puede decir si un anfitrión te ha oído. Seguimos intentándolo.",
    denied: "El anfitrión no te dejó entrar",
    denied_text: "Puedes volver a pedirlo en medio minuto.",
    ask_again: "Volver a pedirlo",
    requests: "Piden entrar",
    asks: |name| format!("{name} pide entrar"),
    somebody: "Alguien",
    admit: "Dejar entrar",
    deny: "Rechazar",
    not_admitted: "No se le pudo dejar entrar. Reintenta.",
    denial_unheard: "Este servidor no puede avisarle; quizá siga esperando.",
};
