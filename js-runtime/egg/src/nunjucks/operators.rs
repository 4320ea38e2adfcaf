//! Operators, truth and lists as JavaScript has them, for the translation to call. What two numbers or two texts give is
//! found here; everything else JavaScript is asked for.

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};

use super::support;
use super::values::{Given, Js, call_method, float, is_undefined, number, wrong};

pub(super) fn install(env: &mut Environment<'_>) {
    env.add_filter("js_add", |a: &Value, b: &Value| {
        match (float(a), float(b), plain(a), plain(b)) {
            (Some(a), Some(b), ..) => Ok(number(a + b)),
            (_, _, Some(a), Some(b)) => Ok(Value::from(format!("{a}{b}"))),
            _ => by_js("+", a, b),
        }
    });
    env.add_filter("js_concat", |a: &Value, b: &Value| {
        match (plain(a), plain(b)) {
            (Some(a), Some(b)) => Ok(Value::from(format!("{a}{b}"))),
            _ => by_js("~", a, b),
        }
    });
    arithmetic(env, "js_subtract", "-", |a, b| a - b);
    arithmetic(env, "js_multiply", "*", |a, b| a * b);
    arithmetic(env, "js_divide", "/", |a, b| a / b);
    arithmetic(env, "js_remainder", "%", |a, b| a % b);
    env.add_filter("js_power", |a: &Value, b: &Value| by_js("**", a, b));
    env.add_filter("js_floor", |a: &Value| match float(a) {
        Some(a) => Ok(number(a.floor())),
        None => by_js("floor", a, &Value::UNDEFINED),
    });
    env.add_filter("js_minus", |a: &Value| match float(a) {
        Some(a) => Ok(number(-a)),
        None => by_js("minus", a, &Value::UNDEFINED),
    });
    env.add_filter("js_plus", |a: &Value| match float(a) {
        Some(a) => Ok(number(a)),
        None => by_js("plus", a, &Value::UNDEFINED),
    });
    env.add_filter(
        "js_or",
        |a: &Value, b: &Value| {
            if is_true(a) { a.clone() } else { b.clone() }
        },
    );
    env.add_filter(
        "js_and",
        |a: &Value, b: &Value| {
            if is_true(a) { b.clone() } else { a.clone() }
        },
    );

    env.add_test("js_true", |value: &Value| is_true(value));
    env.add_test("js_equal", |a: &Value, b: &Value| match alike(a, b) {
        Some(same) => Ok(same),
        None => by_js("==", a, b).map(|answer| answer.is_true()),
    });
    env.add_test("js_same", same);
    ordering(env, "js_less", "<", |a, b| a < b, |a, b| a < b);
    ordering(env, "js_less_or_equal", "<=", |a, b| a <= b, |a, b| a <= b);
    ordering(env, "js_greater", ">", |a, b| a > b, |a, b| a > b);
    ordering(
        env,
        "js_greater_or_equal",
        ">=",
        |a, b| a >= b,
        |a, b| a >= b,
    );
    env.add_test("js_contains", |of: &Value, item: &Value| {
        by_js("in", item, of).map(|answer| answer.is_true())
    });

    env.add_filter("js_member", member);
    env.add_filter("js_nothing", |_: &Value| Value::from(()));
    env.add_filter("js_given", |value: &Value| match value.is_undefined() {
        true => Value::from_object(Given),
        false => value.clone(),
    });
    // What a block has rendered is text like any other to nunjucks.
    env.add_filter("js_captured", |value: &Value| {
        Value::from(value.as_str().unwrap_or_default())
    });
    env.add_filter("js_items", items);
    env.add_filter("js_entries", |of: &Value, count: usize| entries(of, count));
    env.set_unknown_method_callback(|_, value, method, args| match value.kind() {
        // Of an imported template: minijinja calls what it finds under the name.
        ValueKind::Map => Err(Error::from(ErrorKind::UnknownMethod)),
        _ => call_method(value, method, args),
    });
}

fn arithmetic(
    env: &mut Environment<'_>,
    name: &'static str,
    sign: &'static str,
    of: fn(f64, f64) -> f64,
) {
    env.add_filter(name, move |a: &Value, b: &Value| {
        match (float(a), float(b)) {
            (Some(a), Some(b)) => Ok(number(of(a, b))),
            _ => by_js(sign, a, b),
        }
    });
}

fn ordering(
    env: &mut Environment<'_>,
    name: &'static str,
    sign: &'static str,
    numbers: fn(f64, f64) -> bool,
    texts: fn(&[u8], &[u8]) -> bool,
) {
    env.add_test(name, move |a: &Value, b: &Value| {
        match (float(a), float(b), ascii(a), ascii(b)) {
            (Some(a), Some(b), ..) => Ok(numbers(a, b)),
            (_, _, Some(a), Some(b)) => Ok(texts(a, b)),
            _ => by_js(sign, a, b).map(|answer| answer.is_true()),
        }
    });
}

fn by_js(sign: &'static str, a: &Value, b: &Value) -> Result<Value, Error> {
    support::ask(c"operate", &[&Value::from(sign), a, b])
}

/// Text that is no SafeString (which is an object).
fn plain(value: &Value) -> Option<&str> {
    value.as_str().filter(|_| !value.is_safe())
}

/// Text whose bytes are in the order of its code units.
fn ascii(value: &Value) -> Option<&[u8]> {
    plain(value)
        .filter(|text| text.is_ascii())
        .map(str::as_bytes)
}

/// Whether JavaScript takes a value for true.
pub(super) fn is_true(value: &Value) -> bool {
    match value.kind() {
        ValueKind::String => value.is_safe() || value.is_true(),
        ValueKind::Number => float(value).is_some_and(|number| number != 0.0 && !number.is_nan()),
        ValueKind::Undefined | ValueKind::None | ValueKind::Bool => value.is_true(),
        // Objects, empty or not, but for the one that stands for nothing.
        _ => !is_undefined(value),
    }
}

/// Whether two values of one simple kind are equal; `None` for other pairs.
fn alike(a: &Value, b: &Value) -> Option<bool> {
    if let (Some(a), Some(b)) = (float(a), float(b)) {
        return Some(a == b);
    }
    if let (Some(a), Some(b)) = (plain(a), plain(b)) {
        return Some(a == b);
    }
    let nothing = |value: &Value| is_undefined(value) || value.is_none();
    match (a.kind(), b.kind()) {
        (ValueKind::Bool, ValueKind::Bool) => Some(a.is_true() == b.is_true()),
        _ if nothing(a) && nothing(b) => Some(true),
        _ if nothing(a) || nothing(b) => Some(false),
        _ => None,
    }
}

/// `===`
pub(super) fn same(a: &Value, b: &Value) -> Result<bool, Error> {
    match (is_undefined(a), is_undefined(b), a.is_none(), b.is_none()) {
        (false, false, false, false) => match alike(a, b) {
            Some(same) => Ok(same),
            None => by_js("===", a, b).map(|answer| answer.is_true()),
        },
        (a_undefined, b_undefined, a_null, b_null) => {
            Ok((a_undefined && b_undefined) || (a_null && b_null))
        }
    }
}

/// What is behind a name that is not known beforehand, or that texts and lists have too.
fn member(of: &Value, name: &Value) -> Result<Value, Error> {
    if is_undefined(of) || of.is_none() {
        return Ok(Value::UNDEFINED);
    }
    if let (Some(list), Some(_)) = (of.downcast_object_ref::<Js>(), name.as_usize())
        && list.is_list()
    {
        return of.get_item(name);
    }
    support::ask(c"member", &[of, name])
}

/// What a loop of one variable goes over.
fn items(of: &Value) -> Result<Value, Error> {
    let is_list = match of.downcast_object_ref::<Js>() {
        Some(js) => js.is_list(),
        None => of.kind() == ValueKind::Seq,
    };
    if is_list {
        return Ok(of.clone());
    }
    match is_true(of) {
        true => support::ask(c"items", &[of]),
        false => Ok(Value::from(Vec::<Value>::new())),
    }
}

/// What a loop of several variables goes over: lists of `count` values.
fn entries(of: &Value, count: usize) -> Result<Value, Error> {
    if !is_true(of) {
        return Ok(Value::from(Vec::<Value>::new()));
    }
    let entries = support::ask(c"entries", &[of, &Value::from(count)])?;
    match entries.kind() {
        ValueKind::Seq => Ok(entries),
        _ => Err(wrong(
            "a loop of several variables goes over lists and objects",
        )),
    }
}
