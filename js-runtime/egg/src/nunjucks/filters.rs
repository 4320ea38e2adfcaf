//! nunjucks' filters and tests. What most pages use is done here, the rest by JavaScript.

use coddle_koa::text::escape_html;
use minijinja::value::Value;
use minijinja::{Environment, Error};

use super::names;
use super::operators::{is_true, same};
use super::output::{self, Shown};
use super::support;
use super::values::{More, float, is_undefined};

pub(super) fn install(env: &mut Environment<'_>) {
    for name in names::FILTERS {
        env.add_filter(format!("n_{name}"), move |value: &Value, more: More| {
            support::ask(
                c"filter",
                &[&Value::from(name), value, &Value::from(more.0)],
            )
        });
    }
    for name in names::TESTS {
        env.add_test(format!("n_{name}"), move |value: &Value, more: More| {
            let more = Value::from(more.0);
            support::ask(c"test", &[&Value::from(name), value, &more])
                .map(|answer| answer.is_true())
        });
    }
    env.add_filter("n_safe", |value: &Value, _: More| safe(value));
    for name in ["n_escape", "n_e"] {
        env.add_filter(name, |value: &Value, _: More| escape(value));
    }
    for name in ["n_default", "n_d"] {
        env.add_filter(name, |value: &Value, more: More| default(value, &more));
    }
    env.add_test("n_defined", |value: &Value, _: More| !is_undefined(value));
    env.add_test("n_undefined", |value: &Value, _: More| is_undefined(value));
    env.add_test("n_null", |value: &Value, _: More| value.is_none());
    env.add_test("n_truthy", |value: &Value, _: More| is_true(value));
    env.add_test("n_falsy", |value: &Value, _: More| !is_true(value));
    remainder(env, "even", 0.0);
    remainder(env, "odd", 1.0);
    for name in ["n_eq", "n_equalto", "n_sameas"] {
        env.add_test(name, |value: &Value, other: &Value| same(value, other));
    }
    for name in names::GLOBALS {
        env.add_function(name, move |arguments: More| {
            support::ask(c"global", &[&Value::from(name), &Value::from(arguments.0)])
        });
    }
}

fn remainder(env: &mut Environment<'_>, name: &'static str, wanted: f64) {
    env.add_test(
        format!("n_{name}"),
        move |value: &Value, _: More| match float(value) {
            Some(number) => Ok(number % 2.0 == wanted),
            None => support::ask(
                c"test",
                &[&Value::from(name), value, &Value::from(Vec::<Value>::new())],
            )
            .map(|answer| answer.is_true()),
        },
    );
}

fn safe(value: &Value) -> Result<Value, Error> {
    Ok(match output::shown(value)? {
        Shown::Safe(text) | Shown::Text(text) => Value::from_safe_string(text.into_owned()),
    })
}

fn escape(value: &Value) -> Result<Value, Error> {
    Ok(Value::from_safe_string(match output::shown(value)? {
        Shown::Safe(text) => text.into_owned(),
        Shown::Text(text) => escape_html(&text).into_owned(),
    }))
}

/// `default(value, instead, forFalse)`
fn default(value: &Value, more: &[Value]) -> Value {
    let for_false = more.get(1).is_some_and(is_true);
    let has_value = match for_false {
        true => is_true(value),
        false => !is_undefined(value),
    };
    match has_value {
        true => value.clone(),
        false => more.first().cloned().unwrap_or_default(),
    }
}
