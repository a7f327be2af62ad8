//! Which document id a token's id stands for.
//!
//! The services name one person in two ways: by the id of their account's document, and by the id inside their token,
//! which differs for accounts that were made through Google or GitHub (contract, section 2.3). The e-mail is in both
//! kinds of payload, so the two meet by it. Everything inside the program is keyed by the document id.

use charlaton_contract::UserId;

/// How many people are remembered: more than any room has, so that a hostile list costs nothing.
const MAX_PEOPLE: usize = 256;

/// Who is known under which ids.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Directory {
    people: Vec<Person>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    email: String,
    document: Option<UserId>,
    token: Option<UserId>,
}

impl Directory {
    /// `usersOnline` of the chat server says that `email` has this document.
    pub fn learn_document(&mut self, email: &str, id: &UserId) {
        if let Some(person) = self.entry(email) {
            person.document = Some(id.clone());
        }
    }

    /// A payload with a token's id says whose it is.
    pub fn learn_token(&mut self, email: &str, id: &UserId) {
        if let Some(person) = self.entry(email) {
            person.token = Some(id.clone());
        }
    }

    /// The document id of whoever is called `id`, in either way.
    #[must_use]
    pub fn document(&self, id: &UserId) -> Option<&UserId> {
        let document = self.people.iter().find(|person| person.document.as_ref() == Some(id));
        let person = document.or_else(|| self.people.iter().find(|person| person.token.as_ref() == Some(id)));
        person?.document.as_ref()
    }

    /// The token's id of the person with this document, which may have two addresses.
    #[must_use]
    pub fn token(&self, document: &UserId) -> Option<&UserId> {
        let entries = self.people.iter().filter(|person| person.document.as_ref() == Some(document));
        entries.filter_map(|person| person.token.as_ref()).next()
    }

    /// Nobody without an e-mail: all of them would be one person.
    fn entry(&mut self, email: &str) -> Option<&mut Person> {
        if email.is_empty() {
            return None;
        }
        let known = self.people.iter().position(|person| person.email.eq_ignore_ascii_case(email));
        let index = known.unwrap_or_else(|| {
            if self.people.len() == MAX_PEOPLE {
                self.people.remove(0);
            }
            self.people.push(Person { email: email.to_owned(), document: None, token: None });
            self.people.len() - 1
        });
        self.people.get_mut(index)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn id(text: &str) -> UserId {
        UserId::parse(text).unwrap()
    }

    #[test]
    fn the_two_ids_of_a_person_meet_by_their_email() {
        let mut directory = Directory::default();
        directory.learn_token("Ana@Example.org", &id("uid-ana"));
        assert_eq!(directory.document(&id("uid-ana")), None);
        directory.learn_document("ana@example.org", &id("doc-ana"));
        assert_eq!(directory.document(&id("uid-ana")), Some(&id("doc-ana")));
        assert_eq!(directory.document(&id("doc-ana")), Some(&id("doc-ana")));
        assert_eq!(directory.token(&id("doc-ana")), Some(&id("uid-ana")));
        assert_eq!(directory.token(&id("uid-ana")), None, "it is no document");
    }

    #[test]
    fn a_person_may_have_two_addresses() {
        let mut directory = Directory::default();
        directory.learn_document("ana@example.org", &id("doc-ana"));
        directory.learn_document("a.n.a@example.org", &id("doc-ana"));
        directory.learn_token("a.n.a@example.org", &id("uid-ana"));
        assert_eq!(directory.token(&id("doc-ana")), Some(&id("uid-ana")));
    }

    #[test]
    fn people_without_an_email_are_nobody() {
        let mut directory = Directory::default();
        directory.learn_token("", &id("j"));
        directory.learn_document("", &id("d"));
        assert_eq!(directory, Directory::default());
    }

    #[test]
    fn a_long_list_costs_nothing() {
        let mut directory = Directory::default();
        for n in 0..10 * MAX_PEOPLE {
            directory.learn_document(&format!("{n}@example.org"), &id(&n.to_string()));
        }
        assert_eq!(directory.people.len(), MAX_PEOPLE);
        let last = id(&(10 * MAX_PEOPLE - 1).to_string());
        assert_eq!(directory.document(&last), Some(&last));
    }
}
