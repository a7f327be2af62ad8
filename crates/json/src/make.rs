//! Ways to make a tree: conversions, and [`json!`](crate::json).

use crate::{Number, Object, Value};

/// Makes a [`Value`](crate::Value) from something that looks like it. Names are literals; whatever is not `null`, a
/// list or an object is an expression of a type that converts into a value.
#[macro_export]
macro_rules! json {
    (null) => { $crate::Value::Null };
    ([ $($items:tt)* ]) => { $crate::Value::Array($crate::json!(@items [] $($items)*)) };
    ({ $($members:tt)* }) => {{
        #[allow(unused_mut, reason = "it may be empty")]
        let mut members = $crate::Object::new();
        $crate::json!(@members members $($members)*);
        $crate::Value::Object(members)
    }};
    (@items [$($done:expr),*]) => { ::std::vec![$($done),*] };
    (@items [$($done:expr),*] null $(, $($rest:tt)*)?) => {
        $crate::json!(@items [$($done,)* $crate::Value::Null] $($($rest)*)?)
    };
    (@items [$($done:expr),*] [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $crate::json!(@items [$($done,)* $crate::json!([ $($inner)* ])] $($($rest)*)?)
    };
    (@items [$($done:expr),*] { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $crate::json!(@items [$($done,)* $crate::json!({ $($inner)* })] $($($rest)*)?)
    };
    (@items [$($done:expr),*] $item:expr $(, $($rest:tt)*)?) => {
        $crate::json!(@items [$($done,)* $crate::Value::from($item)] $($($rest)*)?)
    };
    (@members $members:ident) => {};
    (@members $members:ident $name:literal : null $(, $($rest:tt)*)?) => {
        $members.insert($name, $crate::Value::Null);
        $crate::json!(@members $members $($($rest)*)?);
    };
    (@members $members:ident $name:literal : [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $members.insert($name, $crate::json!([ $($inner)* ]));
        $crate::json!(@members $members $($($rest)*)?);
    };
    (@members $members:ident $name:literal : { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $members.insert($name, $crate::json!({ $($inner)* }));
        $crate::json!(@members $members $($($rest)*)?);
    };
    (@members $members:ident $name:literal : $value:expr $(, $($rest:tt)*)?) => {
        $members.insert($name, $crate::Value::from($value));
        $crate::json!(@members $members $($($rest)*)?);
    };
    ($value:expr) => { $crate::Value::from($value) };
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<Object> for Value {
    fn from(members: Object) -> Self {
        Self::Object(members)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::Array(items.into_iter().map(T::into).collect())
    }
}

/// `None` is `null`.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, T::into)
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => { $(
        impl From<$integer> for Value {
            fn from(number: $integer) -> Self {
                Self::Number(Number(number.to_string()))
            }
        }
    )* };
}

from_integers! { u8 u16 u32 u64 usize i32 i64 }
