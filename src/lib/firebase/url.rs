//! Where the two services are.

use crate::lib::config::Firebase;

/// A method of Identity Toolkit, like `signUp`.
pub(super) fn accounts(project: &Firebase, method: &str) -> String {
    at(project, "identitytoolkit.googleapis.com", &format!("accounts:{method}"))
}

/// The secure token service.
pub(super) fn token(project: &Firebase) -> String {
    at(project, "securetoken.googleapis.com", "token")
}

/// An emulator has the hosts as folders.
fn at(project: &Firebase, host: &str, method: &str) -> String {
    let base = project.emulator.as_deref().unwrap_or("https:/");
    format!("{base}/{host}/v1/{method}?key={}", project.api_key)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_services_of_firebase_and_of_an_emulator() {
        let project = Firebase { api_key: "k".into(), ..Firebase::default() };
        assert_eq!(
            accounts(&project, "signUp"),
            "https://identitytoolkit.googleapis.com/v1/accounts:signUp?key=k"
        );
        assert_eq!(token(&project), "https://securetoken.googleapis.com/v1/token?key=k");
        let project = Firebase { emulator: Some("http://localhost:9099".into()), ..project };
        assert_eq!(
            accounts(&project, "lookup"),
            "http://localhost:9099/identitytoolkit.googleapis.com/v1/accounts:lookup?key=k"
        );
        assert_eq!(token(&project), "http://localhost:9099/securetoken.googleapis.com/v1/token?key=k");
    }
}
