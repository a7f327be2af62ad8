//! Why there is no microphone, camera or screen.

/// By cause. Words for people are the page's business.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// The person or a policy said no; only the browser's settings change that.
    #[error("permission denied")]
    Denied,
    /// The system does not let the browser have it; only the system's settings change that.
    #[error("permission denied by the system")]
    DeniedBySystem,
    /// The question was closed without an answer; asking again asks again.
    #[error("permission question dismissed")]
    Dismissed,
    /// There is no such device.
    #[error("no such device")]
    NotFound,
    /// Another program has it, or the system refuses it.
    #[error("device busy")]
    Busy,
    /// It worked, and then the browser or the system took it away.
    #[error("device stopped")]
    Stopped,
    /// No device can do what was asked.
    #[error("constraint not met: {0}")]
    Overconstrained(String),
    /// The page is not on https or localhost.
    #[error("not a secure context")]
    Insecure,
    /// The browser cannot do this at all.
    #[error("not supported by this browser")]
    Unsupported,
    /// Anything else, as the browser says it.
    #[error("{0}")]
    Other(String),
}

impl MediaError {
    /// From a `DOMException`'s name and message (Media Capture and Streams, 10.2).
    #[must_use]
    pub fn from_exception(name: &str, message: &str) -> Self {
        match name {
            // Chrome tells them apart in the message only.
            "NotAllowedError" | "PermissionDeniedError" if has_word(message, "dismissed") => Self::Dismissed,
            "NotAllowedError" if has_word(message, "system") => Self::DeniedBySystem,
            "NotAllowedError" | "PermissionDeniedError" => Self::Denied,
            "NotFoundError" | "DevicesNotFoundError" => Self::NotFound,
            "NotReadableError" | "TrackStartError" | "AbortError" => Self::Busy,
            "OverconstrainedError" | "ConstraintNotSatisfiedError" => {
                Self::Overconstrained(message.to_owned())
            }
            "SecurityError" => Self::Insecure,
            "NotSupportedError" | "TypeError" => Self::Unsupported,
            _ => Self::Other(format!("{name}: {message}")),
        }
    }

    /// The same for a shared screen: who closes the browser's question has changed their mind, and is refused as by a
    /// policy. Only for the system's refusal there is a way out to tell of.
    #[must_use]
    pub fn of_screen(name: &str, message: &str) -> Self {
        let error = Self::from_exception(name, message);
        if error == Self::Denied { Self::Dismissed } else { error }
    }

    /// Whether asking again at once may help.
    #[must_use]
    pub fn is_worth_a_retry(&self) -> bool {
        match self {
            Self::Dismissed | Self::Busy | Self::Stopped | Self::Other(_) => true,
            Self::Denied
            | Self::DeniedBySystem
            | Self::NotFound
            | Self::Overconstrained(_)
            | Self::Insecure
            | Self::Unsupported => false,
        }
    }

    /// Whether the person must change a setting of the browser or the system.
    #[must_use]
    pub fn is_permission(&self) -> bool {
        match self {
            Self::Denied | Self::DeniedBySystem | Self::Dismissed => true,
            Self::NotFound
            | Self::Busy
            | Self::Stopped
            | Self::Overconstrained(_)
            | Self::Insecure
            | Self::Unsupported
            | Self::Other(_) => false,
        }
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic()).any(|own| own.eq_ignore_ascii_case(word))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_question_for_a_screen_that_was_closed_is_no_refusal() {
        for (name, message, expected) in [
            ("NotAllowedError", "Permission denied", MediaError::Dismissed),
            ("NotAllowedError", "Permission denied by user", MediaError::Dismissed),
            ("NotAllowedError", "Permission denied by system", MediaError::Denied),
            ("NotReadableError", "", MediaError::Busy),
        ] {
            assert_eq!(MediaError::of_screen(name, message), expected, "{message}");
        }
    }

    #[test]
    fn names_of_browsers_old_and_new_have_a_cause() {
        for (name, message, expected) in [
            ("NotAllowedError", "Permission denied", MediaError::Denied),
            ("NotAllowedError", "Permission denied by system", MediaError::DeniedBySystem),
            ("NotAllowedError", "Permission dismissed", MediaError::Dismissed),
            ("NotAllowedError", "The question was Dismissed.", MediaError::Dismissed),
            ("NotFoundError", "", MediaError::NotFound),
            ("NotReadableError", "Could not start video source", MediaError::Busy),
            ("TrackStartError", "", MediaError::Busy),
            ("OverconstrainedError", "width", MediaError::Overconstrained("width".into())),
            ("SecurityError", "", MediaError::Insecure),
            ("TypeError", "", MediaError::Unsupported),
            ("WeirdError", "why", MediaError::Other("WeirdError: why".into())),
        ] {
            assert_eq!(MediaError::from_exception(name, message), expected, "{name}");
        }
    }
}
