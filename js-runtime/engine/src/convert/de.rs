//! From JavaScript to Rust.

use std::fmt;

use rquickjs::object::ObjectIter;
use rquickjs::{Array, Atom, Coerced, Error, Object, Value};
use serde::de::value::SeqDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};

use super::passed;
use crate::bytes;
use crate::class::call;

/// Nesting beyond this is taken for a cycle.
const DEEPEST: u32 = 128;
/// Numbers up to this are whole without doubt.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// Why a value is not what a type asks for.
#[derive(Debug)]
pub struct Mismatch {
    /// The way to the place, innermost first.
    steps: Vec<Step>,
    message: String,
    /// Code of the application's (a getter, a `toJSON`) threw; its exception is pending.
    is_thrown: bool,
}

#[derive(Debug)]
enum Step {
    Member(String),
    Index(u32),
}

impl Mismatch {
    /// Whether an exception is pending that says more than this does.
    pub fn is_thrown(&self) -> bool {
        self.is_thrown
    }

    /// `options.limits[2]`: where it is, seen from `root`.
    pub fn place(&self, root: &str) -> String {
        let mut place = root.to_owned();
        for step in self.steps.iter().rev() {
            match step {
                Step::Member(name) => {
                    if !place.is_empty() {
                        place.push('.');
                    }
                    place.push_str(name);
                }
                Step::Index(index) => place.push_str(&format!("[{index}]")),
            }
        }
        place
    }

    /// What is wrong there.
    pub fn reason(&self) -> &str {
        &self.message
    }

    fn inside(mut self, step: impl FnOnce() -> Step) -> Mismatch {
        self.steps.push(step());
        self
    }

    fn thrown(error: Error) -> Mismatch {
        Mismatch {
            steps: Vec::new(),
            message: error.to_string(),
            is_thrown: error.is_exception(),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place("") {
            place if place.is_empty() => f.write_str(&self.message),
            place => write!(f, "{place}: {}", self.message),
        }
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Mismatch {
        Mismatch {
            steps: Vec::new(),
            message: message.to_string(),
            is_thrown: false,
        }
    }
}

/// What `value` means to `T`.
///
/// # Errors
/// When it is something else.
pub fn from_js<T: DeserializeOwned>(value: &Value<'_>) -> Result<T, Mismatch> {
    T::deserialize(Source { value, depth: 0 })
}

#[derive(Clone, Copy)]
struct Source<'a, 'js> {
    value: &'a Value<'js>,
    depth: u32,
}

/// What kind of thing a value is to serde.
enum Kind<'js> {
    Nothing,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text,
    List(Array<'js>),
    Bytes(Vec<u8>),
    Map(Object<'js>),
    /// A BigInt's digits.
    Big(String),
    /// What a `toJSON` gave.
    Converted(Value<'js>),
    /// Functions and symbols, by name.
    Other(&'static str),
}

impl<'js> Source<'_, 'js> {
    fn kind(self) -> Result<Kind<'js>, Mismatch> {
        let value = self.value;
        if value.is_undefined() || value.is_null() {
            return Ok(Kind::Nothing);
        }
        if let Some(whole) = value.as_int() {
            return Ok(Kind::Integer(whole.into()));
        }
        if value.is_string() {
            return Ok(Kind::Text);
        }
        if let Some(flag) = value.as_bool() {
            return Ok(Kind::Bool(flag));
        }
        if let Some(number) = value.as_float() {
            return Ok(match number.fract() == 0.0 && number.abs() <= MAX_SAFE {
                true => Kind::Integer(number as i64),
                false => Kind::Float(number),
            });
        }
        if value.type_of() == rquickjs::Type::BigInt {
            let digits: Coerced<String> = value.get().map_err(Mismatch::thrown)?;
            return Ok(Kind::Big(digits.0));
        }
        if value.is_function() || value.is_symbol() {
            return Ok(Kind::Other(value.type_name()));
        }
        if self.depth > DEEPEST {
            return Err(de::Error::custom("nested too deeply, or holds itself"));
        }
        if let Some(list) = value.as_array() {
            return Ok(Kind::List(list.clone()));
        }
        if let Some(bytes) = bytes::to_vec(value) {
            return Ok(Kind::Bytes(bytes));
        }
        let Some(object) = value.as_object() else {
            return Ok(Kind::Other(value.type_name()));
        };
        let to_json = call::property(value, c"toJSON").map_err(Mismatch::thrown)?;
        if to_json.is_function() {
            return call::call(value.ctx(), &to_json, value, &[])
                .map(Kind::Converted)
                .map_err(Mismatch::thrown);
        }
        Ok(Kind::Map(object.clone()))
    }

    fn text(self) -> Result<String, Mismatch> {
        match self.value.as_string() {
            Some(text) => bytes::utf8_string(text).map_err(Mismatch::thrown),
            None => Err(de::Error::custom("not a string")),
        }
    }

    fn deeper<'b>(self, value: &'b Value<'js>) -> Source<'b, 'js> {
        Source {
            value,
            depth: self.depth + 1,
        }
    }
}

impl<'de, 'js> Deserializer<'de> for Source<'_, 'js> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.kind()? {
            Kind::Nothing => visitor.visit_unit(),
            Kind::Bool(flag) => visitor.visit_bool(flag),
            Kind::Integer(number) => match u64::try_from(number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_i64(number),
            },
            Kind::Float(number) => visitor.visit_f64(number),
            Kind::Text => visitor.visit_string(self.text()?),
            Kind::List(list) => visitor.visit_seq(Items {
                list,
                next: 0,
                depth: self.depth,
            }),
            Kind::Bytes(bytes) => visitor.visit_seq(SeqDeserializer::new(bytes.into_iter())),
            Kind::Map(object) => visitor.visit_map(Members::of(object, self.depth)),
            Kind::Big(digits) => match (digits.parse::<u64>(), digits.parse::<i64>()) {
                (Ok(number), _) => visitor.visit_u64(number),
                (_, Ok(number)) => visitor.visit_i64(number),
                _ => Err(de::Error::custom(format!(
                    "the BigInt {digits} has more than 64 bits"
                ))),
            },
            Kind::Converted(value) => self.deeper(&value).deserialize_any(visitor),
            Kind::Other(name) => Err(de::Error::invalid_type(
                de::Unexpected::Other(name),
                &visitor,
            )),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.value.is_undefined() || self.value.is_null() {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.value.as_number() {
            Some(number) => visitor.visit_f64(number),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match bytes::to_vec(self.value) {
            Some(bytes) => visitor.visit_byte_buf(bytes),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match name {
            passed::NAME => passed::pass(self.value, visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.kind()? {
            Kind::Text => visitor.visit_enum(self.text()?.into_deserializer()),
            Kind::Converted(value) => self
                .deeper(&value)
                .deserialize_enum(name, variants, visitor),
            Kind::Map(object) => {
                let mut members = Members::of(object, self.depth);
                let (Some(variant), None) = (members.take()?, members.take()?) else {
                    return Err(de::Error::custom(
                        "an object with one member, the variant's name, was expected",
                    ));
                };
                visitor.visit_enum(Variant {
                    name: variant.0,
                    value: variant.1,
                    depth: self.depth,
                })
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        // Options that nobody has set.
        match self.kind()? {
            Kind::Map(object) if object.is_empty() => visitor.visit_unit(),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 char str string seq tuple tuple_struct map
        struct identifier
    }
}

struct Items<'js> {
    list: Array<'js>,
    next: u32,
    depth: u32,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mismatch> {
        let index = self.next;
        if index as usize >= self.list.len() {
            return Ok(None);
        }
        self.next += 1;
        let item = call::element(self.list.as_value(), index).map_err(Mismatch::thrown)?;
        seed.deserialize(Source {
            value: &item,
            depth: self.depth + 1,
        })
        .map(Some)
        .map_err(|error| error.inside(|| Step::Index(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.list.len().saturating_sub(self.next as usize))
    }
}

struct Members<'js> {
    rest: ObjectIter<'js, Atom<'js>, Value<'js>>,
    /// The member whose name was given out last.
    current: Option<(String, Value<'js>)>,
    depth: u32,
}

impl<'js> Members<'js> {
    fn of(object: Object<'js>, depth: u32) -> Members<'js> {
        Members {
            rest: object.props(),
            current: None,
            depth,
        }
    }

    /// The next member that is not undefined.
    fn take(&mut self) -> Result<Option<(String, Value<'js>)>, Mismatch> {
        for member in self.rest.by_ref() {
            let (name, value) = member.map_err(Mismatch::thrown)?;
            if !value.is_undefined() {
                let name = name.to_string().map_err(Mismatch::thrown)?;
                return Ok(Some((name, value)));
            }
        }
        Ok(None)
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Mismatch;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mismatch> {
        self.current = self.take()?;
        match &self.current {
            Some((name, _)) => seed.deserialize(Key(name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        let Some((name, value)) = self.current.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(Source {
            value: &value,
            depth: self.depth + 1,
        })
        .map_err(|error| error.inside(|| Step::Member(name)))
    }
}

/// The name of a member: text, or a number for maps whose keys are numbers.
struct Key<'a>(&'a str);

macro_rules! number_keys {
    ($($method:ident $visit:ident $type:ty;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            match self.0.parse::<$type>() {
                Ok(number) => visitor.$visit(number),
                Err(_) => visitor.visit_str(self.0),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(self.0)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    number_keys! {
        deserialize_i8 visit_i8 i8; deserialize_i16 visit_i16 i16; deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64; deserialize_u8 visit_u8 u8; deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32; deserialize_u64 visit_u64 u64;
    }

    serde::forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Variant<'js> {
    name: String,
    value: Value<'js>,
    depth: u32,
}

impl<'de, 'js> EnumAccess<'de> for Variant<'js> {
    type Error = Mismatch;
    type Variant = Content<'js>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Content<'js>), Mismatch> {
        let variant = seed.deserialize(Key(&self.name))?;
        let content = Content {
            value: self.value,
            depth: self.depth + 1,
        };
        Ok((variant, content))
    }
}

struct Content<'js> {
    value: Value<'js>,
    depth: u32,
}

impl<'js> Content<'js> {
    fn source(&self) -> Source<'_, 'js> {
        Source {
            value: &self.value,
            depth: self.depth,
        }
    }
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        de::Deserialize::deserialize(self.source())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Mismatch> {
        seed.deserialize(self.source())
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.source().deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.source().deserialize_any(visitor)
    }
}
