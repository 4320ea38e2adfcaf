//! `internal/koa/body_parser`: forms, as `crate::qs` reads them.

use coddle_engine::errors;
use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, Value};

use crate::qs::{self, Duplicates, Options, QsValue};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("parseForm", Function::new(ctx.clone(), parse_form)?)?;
    crate::layers::body_parser::install(ctx, &native)?;
    Ok(native)
}

/// `parseForm(text, options)`, the [`Options`] in JavaScript's spelling: an object; qs's RangeError beyond strict limits.
fn parse_form<'js>(ctx: Ctx<'js>, text: String, given: Object<'js>) -> Result<Object<'js>> {
    let defaults = Options::default();
    let count = |name: &str, default: usize| -> Result<usize> {
        let number: Option<f64> = given.get(name)?;
        Ok(number.map_or(default, |number| {
            if number.is_finite() {
                number as usize
            } else {
                usize::MAX
            }
        }))
    };
    let flag = |name: &str, default: bool| -> Result<bool> {
        Ok(given.get::<_, Option<bool>>(name)?.unwrap_or(default))
    };
    let text_of = |name: &str| given.get::<_, Option<String>>(name);
    let options = Options {
        delimiter: text_of("delimiter")?.unwrap_or(defaults.delimiter),
        duplicates: match text_of("duplicates")?.as_deref() {
            Some("first") => Duplicates::First,
            Some("last") => Duplicates::Last,
            _ => Duplicates::Combine,
        },
        allow_dots: flag("allowDots", defaults.allow_dots)?,
        array_limit: count("arrayLimit", defaults.array_limit)?,
        depth: count("depth", defaults.depth)?,
        parameter_limit: count("parameterLimit", defaults.parameter_limit)?,
        allow_prototypes: flag("allowPrototypes", defaults.allow_prototypes)?,
        ignore_query_prefix: flag("ignoreQueryPrefix", defaults.ignore_query_prefix)?,
        strict_depth: flag("strictDepth", defaults.strict_depth)?,
        throw_on_limit_exceeded: flag("throwOnLimitExceeded", defaults.throw_on_limit_exceeded)?,
    };
    let members = qs::parse(&text, &options)
        .map_err(|error| errors::throw_kind(&ctx, "RangeError", &error.to_string(), None))?;
    object(&ctx, members)
}

fn object<'js>(ctx: &Ctx<'js>, members: Vec<(String, QsValue)>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    for (name, value) in members {
        object.set(name, to_js(ctx, value)?)?;
    }
    Ok(object)
}

fn to_js<'js>(ctx: &Ctx<'js>, value: QsValue) -> Result<Value<'js>> {
    match value {
        QsValue::Text(text) => text.into_js(ctx),
        QsValue::Object(members) => Ok(object(ctx, members)?.into_value()),
        QsValue::Array(items) => {
            let array = Array::new(ctx.clone())?;
            for (index, item) in items.into_iter().enumerate() {
                array.set(index, to_js(ctx, item)?)?;
            }
            Ok(array.into_value())
        }
    }
}
