//! The one form in which an address is stored, so that a mailbox has one account.

/// As the services store `address` at sign-up: without spaces around it, in lower case, and without what the large
/// providers ignore. The existing ones leave it to validator.js, so the providers and their domains are those it knows.
/// As there, a name at Yahoo with several hyphens loses but the last part.
///
/// ```
/// assert_eq!(charlaton_contract::email::normalized("Ana.Lopez+1@GMail.com"), "analopez@gmail.com");
/// ```
#[must_use]
pub fn normalized(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else { return address };
    let before_plus = local.split('+').next().unwrap_or(local);
    let (local, domain) = match provider(domain) {
        None => return address,
        Some(Provider::Gmail) => (before_plus.replace('.', ""), "gmail.com"),
        Some(Provider::Plus) => (before_plus.to_owned(), domain),
        Some(Provider::Hyphen) => (local.rsplit_once('-').map_or(local, |(kept, _)| kept).to_owned(), domain),
        Some(Provider::Yandex) => (local.to_owned(), "yandex.ru"),
    };
    // Nobody is called nothing.
    if local.is_empty() { address } else { [&local, "@", domain].concat() }
}

/// What a provider ignores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Provider {
    /// Dots, what follows a plus, and which of its two domains it is.
    Gmail,
    /// What follows a plus.
    Plus,
    /// What follows the last hyphen.
    Hyphen,
    /// Which of its domains it is.
    Yandex,
}

/// A list by name and endings, because a list of whole domains would be five times as long in WebAssembly.
fn provider(domain: &str) -> Option<Provider> {
    let (name, ending) = domain.split_once('.')?;
    let (provider, endings) = match name {
        "gmail" | "googlemail" => (Provider::Gmail, "com"),
        "icloud" | "me" | "msn" | "passport" => (Provider::Plus, "com"),
        "live" => (Provider::Plus, "be co.uk com com.ar com.mx de es eu fr it nl"),
        "hotmail" if matches!(ending, "ca" | "co.uk" | "com.mx") => return Some(Provider::Plus),
        "hotmail" | "outlook" => (
            Provider::Plus,
            "at be cl co.il co.nz co.th com com.ar com.au com.br com.gr com.pe com.tr com.vn cz de dk es fr hu id ie \
             in it jp kr lv my ph pt sa sg sk",
        ),
        "rocketmail" | "ymail" => (Provider::Hyphen, "com"),
        "yahoo" => (Provider::Hyphen, "ca co.uk com de fr in it"),
        "ya" => (Provider::Yandex, "ru"),
        "yandex" => (Provider::Yandex, "by com kz ru ua"),
        _ => return None,
    };
    endings.split(' ').any(|known| known == ending).then_some(provider)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mailbox_has_one_form() {
        for (typed, stored) in [
            (" Ana.Lopez+1@GMail.com ", "analopez@gmail.com"),
            ("a.l@googlemail.com", "al@gmail.com"),
            ("Ana.L+x+y@Outlook.es", "ana.l@outlook.es"),
            ("ana+x@hotmail.com.mx", "ana@hotmail.com.mx"),
            ("ana+x@outlook.com.mx", "ana+x@outlook.com.mx"),
            ("ana+x@live.com", "ana@live.com"),
            ("ana+x@msn.com", "ana@msn.com"),
            ("ana+x@me.com", "ana@me.com"),
            ("ana-maria-x@yahoo.com", "ana-maria@yahoo.com"),
            ("ana+x@yahoo.com", "ana+x@yahoo.com"),
            ("ana-x@yahoo.es", "ana-x@yahoo.es"),
            ("ana-x@ymail.com", "ana@ymail.com"),
            ("Ana+x@ya.ru", "ana+x@yandex.ru"),
            ("ana@yandex.com", "ana@yandex.ru"),
            ("Ana.Lopez+1@Example.com", "ana.lopez+1@example.com"),
            ("ÑANDÚ@correo.es", "ñandú@correo.es"),
            ("ana+x@mail.gmail.com", "ana+x@mail.gmail.com"),
        ] {
            assert_eq!(normalized(typed), stored, "{typed}");
        }
    }

    #[test]
    fn nothing_is_left_without_a_name() {
        for odd in ["+x@gmail.com", "-x@yahoo.com", "@gmail.com", "ana", "", "gmail.com"] {
            assert_eq!(normalized(odd), odd);
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_stays_as_it_is(local in "[a-z.]{1,9}[+-]?[a-z]{0,3}", domain in "(gmail|me|ya|live|example).(com|ru)") {
            let stored = normalized(&format!("{local}@{domain}"));
            prop_assert_eq!(normalized(&stored), stored);
        }
    }
}
