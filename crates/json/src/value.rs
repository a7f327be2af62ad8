//! The tree.

/// Any JSON. Two of them are equal when they are written the same, but for white space and escapes: the order of
/// members counts, and so does the way a number is put.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Members by name.
    Object(Object),
}

/// A number as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(pub(crate) String);

/// The members of an object, in order. Names that come twice are kept; the last one counts, as in a browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Object(Vec<(String, Value)>);

impl Value {
    /// A member by name. `None` for what is no object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// `true` and `false`.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// A number that is written as an integer and fits.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Number(number) = self { number.as_str().parse().ok() } else { None }
    }

    /// A number that is written as an integer and fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Number(number) = self { number.as_str().parse().ok() } else { None }
    }

    /// A text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// A list.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The members of an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }
}

impl Number {
    /// The text of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is written without a fraction and without an exponent.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.0.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit())
    }
}

impl Object {
    /// Without members.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether it has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many members it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The member of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Sets the member of this name, in the place of the one there may be.
    pub fn insert(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().rev().find(|(own, _)| own == name) {
            Some((_, own)) => *own = value,
            None => self.push(name.to_owned(), value),
        }
    }

    /// Takes the member of this name out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let index = self.0.iter().rposition(|(own, _)| own == name)?;
        Some(self.0.remove(index).1)
    }

    /// Adds the members of another object after those there are.
    pub fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Adds a member without a look at those there are.
    pub(crate) fn push(&mut self, name: String, value: Value) {
        self.0.push((name, value));
    }
}

impl FromIterator<(String, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::{json, parse};

    #[test]
    fn the_last_of_two_members_of_a_name_counts() {
        let mut object = parse(r#"{"a":1,"b":2,"a":3}"#).unwrap().as_object().cloned().unwrap();
        assert_eq!(object.get("a"), Some(&json!(3)));
        object.insert("a", json!(4));
        assert_eq!(object.remove("a"), Some(json!(4)));
        assert_eq!(object.remove("c"), None);
        object.append([("b".to_owned(), json!(5))].into_iter().collect());
        assert_eq!(object.get("b"), Some(&json!(5)));
        assert_eq!(object.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b", "b"]);
    }

    #[test]
    fn integers_are_read_when_they_are_integers_and_fit() {
        let read = |text: &str| {
            let value = parse(text).unwrap();
            (value.as_u64(), value.as_i64())
        };
        assert_eq!(read("0"), (Some(0), Some(0)));
        assert_eq!(read("-7"), (None, Some(-7)));
        assert_eq!(read("18446744073709551615"), (Some(u64::MAX), None));
        assert_eq!(read("-9223372036854775808"), (None, Some(i64::MIN)));
        for other in ["1.0", "1e3", "18446744073709551616999", "\"1\"", "null", "[1]"] {
            assert_eq!(read(other), (None, None), "{other}");
        }
    }

    #[test]
    fn what_is_of_another_kind_is_none() {
        for value in [json!(null), json!(true), json!(1), json!("x"), json!([]), json!({})] {
            let kinds = [
                value.is_null(),
                value.as_bool().is_some(),
                value.as_u64().is_some(),
                value.as_str().is_some(),
                value.as_array().is_some(),
                value.is_object(),
            ];
            assert_eq!(kinds.iter().filter(|is| **is).count(), 1, "{value}");
            assert_eq!(value.get("x"), None);
        }
    }
}
