//! Values of JavaScript's in minijinja's hands, and the other way round.
//!
//! Nothing is copied beforehand: an object is a [`Js`], whose members are looked up when the template asks for them. Members may
//! be getters (`ctx.csrf` makes a cookie), so what a template does not show must not be touched.

use std::fmt;
use std::sync::Arc;

use coddle_engine::bytes;
use coddle_engine::class::call;
use coddle_engine::lent::Lent;
use coddle_engine::rquickjs::{self, Array, Ctx, Object as JsObject, Value as JsValue};
use minijinja::value::{Enumerator, Object, ObjectRepr, Rest, ValueKind};
use minijinja::{Error, ErrorKind, State, Value};

use super::support;

/// An object, a list or a function of JavaScript's.
#[derive(Debug)]
pub(super) struct Js {
    value: Lent,
    /// `length`, if it is a list.
    length: Option<u32>,
}

/// What is given as an argument without having a value: to a macro, other than not to be given at all.
#[derive(Debug)]
pub(super) struct Given;

impl Object for Given {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }
}

/// `undefined`, however minijinja has it.
pub(super) fn is_undefined(value: &Value) -> bool {
    value.is_undefined() || value.downcast_object_ref::<Given>().is_some()
}

/// Numbers are whole where JavaScript cannot tell.
pub(super) fn number(number: f64) -> Value {
    const MAX_SAFE: f64 = 9_007_199_254_740_991.0;
    let whole = number.fract() == 0.0 && number.abs() <= MAX_SAFE;
    match whole && !(number == 0.0 && number.is_sign_negative()) {
        true => Value::from(number as i64),
        false => Value::from(number),
    }
}

/// A value of JavaScript's as minijinja's.
pub(super) fn from_js(value: &JsValue<'_>) -> Result<Value, rquickjs::Error> {
    if let Some(whole) = value.as_int() {
        return Ok(Value::from(whole));
    }
    if value.is_undefined() {
        return Ok(Value::UNDEFINED);
    }
    if value.is_null() {
        return Ok(Value::from(()));
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Value::from(flag));
    }
    if let Some(float) = value.as_float() {
        return Ok(number(float));
    }
    // Of an object the engine would have to find out first which kind it is.
    if !value.is_object()
        && let Some(text) = value.as_string()
    {
        return bytes::with_wtf8(text, |bytes| match std::str::from_utf8(bytes) {
            Ok(text) => Value::from(text),
            Err(_) => Value::from(String::from_utf8_lossy(bytes).as_ref()),
        });
    }
    let length = match value.is_array() {
        true => Some(call::length(value)?),
        false => None,
    };
    match Lent::new(value) {
        Some(value) => Ok(Value::from_object(Js { value, length })),
        None => Err(rquickjs::Exception::throw_internal(
            value.ctx(),
            "a value of a template outside of its rendering",
        )),
    }
}

/// A value of minijinja's as JavaScript's.
pub(super) fn to_js<'js>(ctx: &Ctx<'js>, value: &Value) -> Result<JsValue<'js>, Failed> {
    if let Some(text) = value.as_str() {
        return match value.is_safe() {
            true => Ok(support::safe(ctx, text)?),
            false => Ok(call::string(ctx, text)?),
        };
    }
    if let Some(js) = value.downcast_object_ref::<Js>() {
        return js.value.get(ctx).ok_or(Failed::Other(
            "a value of another rendering in a template".to_owned(),
        ));
    }
    Ok(match value.kind() {
        _ if is_undefined(value) => JsValue::new_undefined(ctx.clone()),
        ValueKind::None => JsValue::new_null(ctx.clone()),
        ValueKind::Bool => JsValue::new_bool(ctx.clone(), value.is_true()),
        ValueKind::Number => JsValue::new_number(ctx.clone(), float(value).unwrap_or(f64::NAN)),
        ValueKind::Seq => {
            let list = Array::new(ctx.clone())?;
            for (index, item) in value.try_iter()?.enumerate() {
                list.set(index, to_js(ctx, &item)?)?;
            }
            list.into_value()
        }
        ValueKind::Map if !value.is_kwargs() => {
            let object = JsObject::new(ctx.clone())?;
            for key in value.try_iter()? {
                let member = to_js(ctx, &value.get_item(&key)?)?;
                object.set(key.to_string(), member)?;
            }
            object.into_value()
        }
        _ => {
            let what = match value.is_kwargs() {
                true => "keywords for a function of JavaScript",
                false => "a macro or an imported template as a value",
            };
            return Err(Failed::Other(format!("{what} is not rendered natively")));
        }
    })
}

/// The number that a value of minijinja's is.
pub(super) fn float(value: &Value) -> Option<f64> {
    match value.kind() {
        ValueKind::Number => f64::try_from(value.clone()).ok(),
        _ => None,
    }
}

/// Why JavaScript did not answer.
pub(super) enum Failed {
    /// It threw; the exception is pending.
    Thrown(rquickjs::Error),
    Other(String),
}

impl From<rquickjs::Error> for Failed {
    fn from(error: rquickjs::Error) -> Failed {
        Failed::Thrown(error)
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed::Other(error.to_string())
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failed::Thrown(error) => error.fmt(f),
            Failed::Other(message) => f.write_str(message),
        }
    }
}

impl Js {
    fn with(
        &self,
        look: impl for<'js> FnOnce(&JsValue<'js>) -> Result<Value, rquickjs::Error>,
    ) -> Option<Value> {
        // Outside of its rendering a value has nothing.
        self.value.with(|value| {
            look(value)
                .unwrap_or_else(|error| Value::from(support::error(value.ctx(), error.into())))
        })
    }

    fn named(&self, name: &str) -> Option<Value> {
        self.with(|object| from_js(&call::member(object, name)?))
            .filter(|value| !value.is_undefined())
    }

    pub(super) fn is_list(&self) -> bool {
        self.length.is_some()
    }

    /// The text of a SafeString, `None` for what is none.
    pub(super) fn safe_text(&self) -> Option<Value> {
        self.with(|value| match support::safe_text(value)? {
            Some(text) => Ok(Value::from_safe_string(text)),
            None => Ok(Value::UNDEFINED),
        })
        .filter(|value| !value.is_undefined())
    }
}

impl Object for Js {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        match self.length {
            Some(_) => ObjectRepr::Seq,
            None => ObjectRepr::Plain,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        if let Some(index) = key.as_usize().and_then(|index| u32::try_from(index).ok()) {
            return self.with(|list| from_js(&call::element(list, index)?));
        }
        self.named(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.named(key)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match self.length {
            Some(length) => Enumerator::Seq(length as usize),
            None => Enumerator::NonEnumerable,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    fn call(self: &Arc<Self>, _: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        support::call(&Value::from_dyn_object(Arc::clone(self)), args)
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        call_method(&Value::from_dyn_object(Arc::clone(self)), method, args)
    }
}

/// `target.method(...args)`, as JavaScript does it.
pub(super) fn call_method(target: &Value, method: &str, args: &[Value]) -> Result<Value, Error> {
    support::ask(
        c"method",
        &[target, &Value::from(method), &Value::from(args.to_vec())],
    )
}

/// The items of a filter's arguments behind the value.
pub(super) type More = Rest<Value>;

/// An error of the template's own.
pub(super) fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}
