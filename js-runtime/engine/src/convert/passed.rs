//! JavaScript values that pass through serde unchanged.

use std::cell::RefCell;
use std::fmt;

use rquickjs::Value;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};

use crate::Kept;

/// The name by which this module's deserializer knows that a value is to be passed as it is.
pub(super) const NAME: &str = "$coddle::Passed";

thread_local! {
    /// On its way from the deserializer to the visitor, which have no other way to hand over what serde has no type for.
    static PASSING: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// A value as JavaScript gave it, at any depth of what is deserialized.
#[derive(Debug)]
pub struct Passed(pub Kept);

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Passed, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, Taking)
    }
}

struct Taking;

impl<'de> Visitor<'de> for Taking {
    type Value = Passed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that only JavaScript has")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Passed, E> {
        match PASSING.take() {
            Some(kept) => Ok(Passed(kept)),
            None => Err(E::custom("a value of JavaScript's cannot come from here")),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, _: D) -> Result<Passed, D::Error> {
        Err(D::Error::custom(
            "a value of JavaScript's cannot come from here",
        ))
    }
}

/// Hands `value` to a [`Passed`].
pub(super) fn pass<'de, V: Visitor<'de>, E: serde::de::Error>(
    value: &Value<'_>,
    visitor: V,
) -> Result<V::Value, E> {
    PASSING.replace(Some(Kept::new(value)));
    let result = visitor.visit_unit();
    // Whoever asked by that name without being a `Passed` has left it.
    PASSING.take();
    result
}
