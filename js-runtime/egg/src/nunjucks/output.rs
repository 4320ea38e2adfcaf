//! What a value looks like on a page.

use std::borrow::Cow;

use coddle_koa::text::write_escaped_html;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, Output};

use super::support;
use super::values::{Js, float, is_undefined, wrong};

/// A value's text, and whether it goes out as it is.
pub(super) enum Shown<'a> {
    Safe(Cow<'a, str>),
    Text(Cow<'a, str>),
}

/// Has `env` write values as nunjucks does.
pub(super) fn install(env: &mut Environment<'_>, autoescape: bool, throw_on_undefined: bool) {
    env.set_formatter(move |out, _, value| {
        if throw_on_undefined && (is_undefined(value) || value.is_none()) {
            return Err(wrong("attempted to output null or undefined value"));
        }
        write(out, value, autoescape)
    });
}

fn write(out: &mut Output<'_>, value: &Value, autoescape: bool) -> Result<(), Error> {
    if value.kind() == ValueKind::Number {
        // It has nothing to escape.
        return Ok(with_number(value, |text| out.write_str(text))?);
    }
    match shown(value)? {
        Shown::Text(text) if autoescape => {
            write_escaped_html(&text, |piece| out.write_str(piece))?;
        }
        Shown::Safe(text) | Shown::Text(text) => out.write_str(&text)?,
    }
    Ok(())
}

/// Lends the text of a number.
fn with_number<R>(number: &Value, f: impl FnOnce(&str) -> R) -> R {
    // To ask what is not whole for a whole number would make an error.
    if let Some(whole) = number.is_integer().then(|| number.as_i64()).flatten() {
        return f(itoa::Buffer::new().format(whole));
    }
    let number = float(number).unwrap_or(f64::NAN);
    match in_hundredths(number) {
        Some(text) => f(&text),
        None => f(ryu_js::Buffer::new().format(number)),
    }
}

/// The text of a number with one or two decimals, as prices are; `None` for others. It is the shortest that means this number, as
/// all decimals of up to fifteen digits are, and found in a fraction of the time that the search for the shortest takes.
fn in_hundredths(number: f64) -> Option<String> {
    let hundredths = number.abs() * 100.0;
    let is_whole = hundredths < 1e15 && hundredths.fract() == 0.0;
    if !is_whole || hundredths / 100.0 != number.abs() {
        return None;
    }
    let hundredths = hundredths as u64;
    let (whole, decimals) = (hundredths / 100, (hundredths % 100) as u8);
    if decimals == 0 {
        return None;
    }
    let mut text = String::with_capacity(24);
    if number < 0.0 {
        text.push('-');
    }
    text.push_str(itoa::Buffer::new().format(whole));
    text.push('.');
    text.push(char::from(b'0' + decimals / 10));
    if decimals % 10 != 0 {
        text.push(char::from(b'0' + decimals % 10));
    }
    Some(text)
}

/// `String(value)`, but nothing for null and undefined.
pub(super) fn shown(value: &Value) -> Result<Shown<'_>, Error> {
    if let Some(text) = value.as_str() {
        return Ok(match value.is_safe() {
            true => Shown::Safe(Cow::Borrowed(text)),
            false => Shown::Text(Cow::Borrowed(text)),
        });
    }
    Ok(match value.kind() {
        ValueKind::None => Shown::Text(Cow::Borrowed("")),
        _ if is_undefined(value) => Shown::Text(Cow::Borrowed("")),
        ValueKind::Bool => Shown::Text(Cow::Borrowed(match value.is_true() {
            true => "true",
            false => "false",
        })),
        ValueKind::Number => Shown::Text(Cow::Owned(with_number(value, str::to_owned))),
        _ => {
            if let Some(safe) = value.downcast_object_ref::<Js>().and_then(Js::safe_text) {
                return Ok(Shown::Safe(Cow::Owned(
                    safe.as_str().unwrap_or_default().to_owned(),
                )));
            }
            let text = support::ask(c"text", &[value])?;
            Shown::Text(Cow::Owned(text.as_str().unwrap_or_default().to_owned()))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        let text = |number: f64| with_number(&Value::from(number), str::to_owned);
        for number in [
            0.25,
            -0.5,
            1.5,
            19.99,
            1.1,
            0.07,
            0.1 + 0.2,
            1e-7,
            1.005,
            -0.0,
            1e21,
            1e300,
            f64::MIN_POSITIVE,
            f64::NAN,
            f64::NEG_INFINITY,
            123456789.01,
            9007199254740993.0,
            9999999999999.99,
            99999999999999.98,
            4503599627370497.5,
        ] {
            assert_eq!(
                text(number),
                ryu_js::Buffer::new().format(number),
                "{number:e}"
            );
        }
        for cents in (-100_000..100_000).map(|cents| f64::from(cents) / 100.0) {
            assert_eq!(text(cents), ryu_js::Buffer::new().format(cents));
        }
        assert_eq!(text(3.0), "3");
    }
}
