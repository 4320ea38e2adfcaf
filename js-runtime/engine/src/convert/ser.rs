//! From Rust to JavaScript.

use std::fmt;

use rquickjs::object::Property;
use rquickjs::{Array, Ctx, Error, Object, Value};
use serde::ser::{self, Serialize, Serializer};

use crate::class::call;
use crate::{builtin, bytes};

/// The largest integer that a JavaScript number holds for certain.
const MAX_SAFE: u64 = 9_007_199_254_740_991;

/// Why a Rust value is none of JavaScript's.
#[derive(Debug)]
pub struct Unfit {
    message: String,
    /// An exception of the engine's is pending (out of memory).
    is_thrown: bool,
}

impl Unfit {
    /// Whether an exception is pending that says more than this does.
    pub fn is_thrown(&self) -> bool {
        self.is_thrown
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unfit {}

impl ser::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Unfit {
        Unfit {
            message: message.to_string(),
            is_thrown: false,
        }
    }
}

impl From<Error> for Unfit {
    fn from(error: Error) -> Unfit {
        Unfit {
            message: error.to_string(),
            is_thrown: error.is_exception(),
        }
    }
}

/// `value` as JavaScript sees it.
///
/// # Errors
/// For integers beyond 2^53, maps with keys that are no texts or numbers, and when the engine is out of memory.
pub fn to_js<'js, T: Serialize + ?Sized>(ctx: &Ctx<'js>, value: &T) -> Result<Value<'js>, Unfit> {
    value.serialize(Target(ctx))
}

#[derive(Clone, Copy)]
struct Target<'a, 'js>(&'a Ctx<'js>);

impl<'a, 'js> Target<'a, 'js> {
    /// `{ [variant]: content }`, serde's way to write an enum.
    fn tagged(self, variant: &str, content: Value<'js>) -> Result<Value<'js>, Unfit> {
        let object = Object::new(self.0.clone())?;
        object.set(variant, content)?;
        Ok(object.into_value())
    }

    fn list(self, variant: Option<&'static str>) -> Result<List<'a, 'js>, Unfit> {
        Ok(List {
            target: self,
            items: Array::new(self.0.clone())?,
            length: 0,
            variant,
        })
    }

    fn map(self, variant: Option<&'static str>) -> Result<Map<'a, 'js>, Unfit> {
        Ok(Map {
            target: self,
            object: Object::new(self.0.clone())?,
            key: None,
            variant,
        })
    }
}

impl<'a, 'js> Serializer for Target<'a, 'js> {
    type Ok = Value<'js>;
    type Error = Unfit;
    type SerializeSeq = List<'a, 'js>;
    type SerializeTuple = List<'a, 'js>;
    type SerializeTupleStruct = List<'a, 'js>;
    type SerializeTupleVariant = List<'a, 'js>;
    type SerializeMap = Map<'a, 'js>;
    type SerializeStruct = Map<'a, 'js>;
    type SerializeStructVariant = Map<'a, 'js>;

    fn serialize_bool(self, value: bool) -> Result<Value<'js>, Unfit> {
        Ok(Value::new_bool(self.0.clone(), value))
    }

    fn serialize_i8(self, value: i8) -> Result<Value<'js>, Unfit> {
        self.serialize_i32(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<Value<'js>, Unfit> {
        self.serialize_i32(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<Value<'js>, Unfit> {
        Ok(Value::new_int(self.0.clone(), value))
    }

    fn serialize_i64(self, value: i64) -> Result<Value<'js>, Unfit> {
        if let Ok(value) = i32::try_from(value) {
            return self.serialize_i32(value);
        }
        if value.unsigned_abs() > MAX_SAFE {
            return Err(too_large(&value));
        }
        self.serialize_f64(value as f64)
    }

    fn serialize_u8(self, value: u8) -> Result<Value<'js>, Unfit> {
        self.serialize_i32(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<Value<'js>, Unfit> {
        self.serialize_i32(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<Value<'js>, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<Value<'js>, Unfit> {
        match i64::try_from(value) {
            Ok(value) => self.serialize_i64(value),
            Err(_) => Err(too_large(&value)),
        }
    }

    fn serialize_f32(self, value: f32) -> Result<Value<'js>, Unfit> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<Value<'js>, Unfit> {
        Ok(Value::new_float(self.0.clone(), value))
    }

    fn serialize_char(self, value: char) -> Result<Value<'js>, Unfit> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<Value<'js>, Unfit> {
        Ok(call::string(self.0, value)?)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value<'js>, Unfit> {
        Ok(buffer(self.0, value.to_vec())?)
    }

    fn serialize_none(self) -> Result<Value<'js>, Unfit> {
        Ok(Value::new_null(self.0.clone()))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value<'js>, Unfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value<'js>, Unfit> {
        Ok(Value::new_undefined(self.0.clone()))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value<'js>, Unfit> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value<'js>, Unfit> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value<'js>, Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value<'js>, Unfit> {
        self.tagged(variant, value.serialize(self)?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a, 'js>, Unfit> {
        self.list(None)
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a, 'js>, Unfit> {
        self.list(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a, 'js>, Unfit> {
        self.list(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a, 'js>, Unfit> {
        self.list(Some(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Map<'a, 'js>, Unfit> {
        self.map(None)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Map<'a, 'js>, Unfit> {
        self.map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Map<'a, 'js>, Unfit> {
        self.map(Some(variant))
    }
}

fn too_large(value: &dyn fmt::Display) -> Unfit {
    ser::Error::custom(format!(
        "{value} is beyond the integers that a JavaScript number holds (2^53 - 1): pass it as a text"
    ))
}

/// A Buffer over `bytes`, without a copy; a Uint8Array in a world without Node's surface.
///
/// # Errors
/// When the engine is out of memory.
pub fn buffer<'js>(ctx: &Ctx<'js>, bytes: Vec<u8>) -> rquickjs::Result<Value<'js>> {
    let array = bytes::uint8_array(ctx, bytes)?;
    let has_buffer = crate::state::of(ctx).builtins.borrow().has("buffer");
    if let (true, Some(object)) = (has_buffer, array.as_object()) {
        let module: Object<'js> = builtin::require(ctx, "buffer")?.get()?;
        let class: Object<'js> = module.get("Buffer")?;
        let proto: Object<'js> = class.get("prototype")?;
        object.set_prototype(Some(&proto))?;
    }
    Ok(array)
}

struct List<'a, 'js> {
    target: Target<'a, 'js>,
    items: Array<'js>,
    length: usize,
    variant: Option<&'static str>,
}

impl<'js> List<'_, 'js> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        self.items.set(self.length, value.serialize(self.target)?)?;
        self.length += 1;
        Ok(())
    }

    fn finish(self) -> Result<Value<'js>, Unfit> {
        let items = self.items.into_value();
        match self.variant {
            Some(variant) => self.target.tagged(variant, items),
            None => Ok(items),
        }
    }
}

/// serde has a trait for each kind of list; all of them are arrays.
macro_rules! lists {
    ($($trait:ident $add:ident;)*) => {
        $(
            impl<'js> ser::$trait for List<'_, 'js> {
                type Ok = Value<'js>;
                type Error = Unfit;

                fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
                    self.push(value)
                }

                fn end(self) -> Result<Value<'js>, Unfit> {
                    self.finish()
                }
            }
        )*
    };
}

lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

struct Map<'a, 'js> {
    target: Target<'a, 'js>,
    object: Object<'js>,
    /// The key whose value comes next.
    key: Option<String>,
    variant: Option<&'static str>,
}

impl<'js> Map<'_, 'js> {
    fn set<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Unfit> {
        let value = value.serialize(self.target)?;
        if key == "__proto__" {
            // Setting it would change what the object inherits from.
            let member = Property::from(value).writable().enumerable().configurable();
            return Ok(self.object.prop(key, member)?);
        }
        Ok(self.object.set(key, value)?)
    }

    fn finish(self) -> Result<Value<'js>, Unfit> {
        let object = self.object.into_value();
        match self.variant {
            Some(variant) => self.target.tagged(variant, object),
            None => Ok(object),
        }
    }
}

impl<'js> ser::SerializeMap for Map<'_, 'js> {
    type Ok = Value<'js>;
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        let value = key.serialize(self.target)?;
        let text = match (value.as_string(), value.as_number()) {
            (Some(text), _) => bytes::utf8_string(text)?,
            (None, Some(number)) => number.to_string(),
            (None, None) => {
                return Err(ser::Error::custom(format!(
                    "a key of an object is a text or a number, not {}",
                    value.type_name()
                )));
            }
        };
        self.key = Some(text);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        match self.key.take() {
            Some(key) => self.set(&key, value),
            None => Err(ser::Error::custom("a value came before its key")),
        }
    }

    fn end(self) -> Result<Value<'js>, Unfit> {
        self.finish()
    }
}

impl<'js> ser::SerializeStruct for Map<'_, 'js> {
    type Ok = Value<'js>;
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        self.set(key, value)
    }

    fn end(self) -> Result<Value<'js>, Unfit> {
        self.finish()
    }
}

impl<'js> ser::SerializeStructVariant for Map<'_, 'js> {
    type Ok = Value<'js>;
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        self.set(key, value)
    }

    fn end(self) -> Result<Value<'js>, Unfit> {
        self.finish()
    }
}
