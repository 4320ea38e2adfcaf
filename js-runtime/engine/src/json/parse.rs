//! Values of texts.

use std::borrow::Cow;

use rquickjs::{Ctx, Error, Result, Value, qjs};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::class::call;
use crate::raw;

/// `JSON.parse(text)`. `None` for what has to be looked at more closely: text that is no JSON, keys named `__proto__`, lone
/// surrogates, deep nesting, and with `only_containers` anything but an object or an array.
///
/// # Errors
/// When the engine is out of memory.
pub fn parse<'js>(ctx: &Ctx<'js>, text: &str, only_containers: bool) -> Result<Option<Value<'js>>> {
    if only_containers
        && !text
            .trim_start_matches([' ', '\t', '\n', '\r'])
            .starts_with(['{', '['])
    {
        return Ok(None);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = Node(ctx).deserialize(&mut deserializer);
    match parsed.and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => Ok(Some(value)),
        Err(_) => {
            // An exception of the engine's among the reasons has done its duty.
            drop(ctx.catch());
            Ok(None)
        }
    }
}

/// Hands each member of the object in `text` to `member`, in their order, without making the object. False where [`parse`] would
/// give `None`, for anything but an object, and when `member` fails: it may have seen some members by then.
pub fn parse_members<'js>(
    ctx: &Ctx<'js>,
    text: &str,
    member: impl FnMut(&str, Value<'js>) -> Result<()>,
) -> bool {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parsed = deserializer.deserialize_map(Each(ctx, member));
    let is_whole = parsed.and_then(|()| deserializer.end()).is_ok();
    if !is_whole {
        drop(ctx.catch());
    }
    is_whole
}

/// Hands on the members of what comes next.
struct Each<'a, 'js, F>(&'a Ctx<'js>, F);

impl<'de, 'js, F: FnMut(&str, Value<'js>) -> Result<()>> Visitor<'de> for Each<'_, 'js, F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> std::result::Result<(), A::Error> {
        while let Some(name) = entries.next_key_seed(Text)? {
            if name == PROTOTYPE {
                return Err(A::Error::custom("a key that needs a decision"));
            }
            let value = entries.next_value_seed(Node(self.0))?;
            (self.1)(&name, value).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

/// A key, borrowed where it has no escapes.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> std::result::Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> std::result::Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// A key that a script's assignment and `JSON.parse` take differently.
const PROTOTYPE: &str = "__proto__";

/// Makes a value of what comes next.
#[derive(Clone, Copy)]
struct Node<'a, 'js>(&'a Ctx<'js>);

impl<'de, 'js> DeserializeSeed<'de> for Node<'_, 'js> {
    type Value = Value<'js>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Value<'js>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'js> Visitor<'de> for Node<'_, 'js> {
    type Value = Value<'js>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value<'js>, E> {
        Ok(Value::new_null(self.0.clone()))
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value<'js>, E> {
        Ok(Value::new_bool(self.0.clone(), value))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value<'js>, E> {
        Ok(match i32::try_from(value) {
            Ok(value) => Value::new_int(self.0.clone(), value),
            Err(_) => Value::new_float(self.0.clone(), value as f64),
        })
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value<'js>, E> {
        Ok(match i32::try_from(value) {
            Ok(value) => Value::new_int(self.0.clone(), value),
            Err(_) => Value::new_float(self.0.clone(), value as f64),
        })
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value<'js>, E> {
        Ok(Value::new_float(self.0.clone(), value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> std::result::Result<Value<'js>, E> {
        call::string(self.0, value).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(
        self,
        mut items: A,
    ) -> std::result::Result<Value<'js>, A::Error> {
        let raw_ctx = self.0.as_raw().as_ptr();
        // SAFETY: a new array, owned.
        let array =
            unsafe { raw::own(self.0, qjs::JS_NewArray(raw_ctx)) }.map_err(A::Error::custom)?;
        let mut index = 0;
        while let Some(item) = items.next_element_seed(self)? {
            // SAFETY: the array is alive; the item's reference passes to the engine.
            let status = unsafe {
                qjs::JS_DefinePropertyValueUint32(
                    raw_ctx,
                    array.as_raw(),
                    index,
                    raw::into_raw(item),
                    qjs::JS_PROP_C_W_E as _,
                )
            };
            if status < 0 {
                return Err(A::Error::custom(Error::Exception));
            }
            index += 1;
        }
        Ok(array)
    }

    fn visit_map<A: MapAccess<'de>>(
        self,
        mut entries: A,
    ) -> std::result::Result<Value<'js>, A::Error> {
        let raw_ctx = self.0.as_raw().as_ptr();
        // SAFETY: a new object, owned.
        let object =
            unsafe { raw::own(self.0, qjs::JS_NewObject(raw_ctx)) }.map_err(A::Error::custom)?;
        while let Some(key) = entries.next_key_seed(Key(self.0))? {
            let value = entries.next_value_seed(self)?;
            // SAFETY: the object and the key's atom are alive; the value's reference passes to the engine.
            let status = unsafe {
                qjs::JS_DefinePropertyValue(
                    raw_ctx,
                    object.as_raw(),
                    key.atom,
                    raw::into_raw(value),
                    qjs::JS_PROP_C_W_E as _,
                )
            };
            if status < 0 {
                return Err(A::Error::custom(Error::Exception));
            }
        }
        Ok(object)
    }
}

/// The name of a property, kept alive while this is.
struct Name<'a, 'js> {
    ctx: &'a Ctx<'js>,
    atom: qjs::JSAtom,
}

impl Drop for Name<'_, '_> {
    fn drop(&mut self) {
        // SAFETY: the atom is owned by this.
        unsafe { qjs::JS_FreeAtom(self.ctx.as_raw().as_ptr(), self.atom) }
    }
}

struct Key<'a, 'js>(&'a Ctx<'js>);

impl<'de, 'a, 'js> DeserializeSeed<'de> for Key<'a, 'js> {
    type Value = Name<'a, 'js>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Name<'a, 'js>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a, 'js> Visitor<'_> for Key<'a, 'js> {
    type Value = Name<'a, 'js>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> std::result::Result<Name<'a, 'js>, E> {
        if key == PROTOTYPE {
            return Err(E::custom("a key that needs a decision"));
        }
        // SAFETY: the engine copies the text; the atom is owned by the name.
        let atom = unsafe {
            qjs::JS_NewAtomLen(
                self.0.as_raw().as_ptr(),
                key.as_ptr().cast(),
                key.len() as _,
            )
        };
        Ok(Name { ctx: self.0, atom })
    }
}
