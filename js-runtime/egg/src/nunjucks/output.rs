//! What a value looks like on a page.

use std::borrow::Cow;

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
    match shown(value)? {
        Shown::Text(text) if autoescape => escape(&text, |piece| out.write_str(piece))?,
        Shown::Safe(text) | Shown::Text(text) => out.write_str(&text)?,
    }
    Ok(())
}

/// `String(value)`, but nothing for null and undefined.
pub(super) fn shown(value: &Value) -> Result<Shown<'_>, Error> {
    if let Some(text) = value.as_str() {
        return Ok(match value.is_safe() {
            true => Shown::Safe(Cow::Borrowed(text)),
            false => Shown::Text(Cow::Borrowed(text)),
        });
    }
    if let Some(whole) = value.as_i64().filter(|_| value.is_integer()) {
        return Ok(Shown::Text(Cow::Owned(whole.to_string())));
    }
    Ok(match value.kind() {
        ValueKind::None => Shown::Text(Cow::Borrowed("")),
        _ if is_undefined(value) => Shown::Text(Cow::Borrowed("")),
        ValueKind::Bool => Shown::Text(Cow::Borrowed(match value.is_true() {
            true => "true",
            false => "false",
        })),
        ValueKind::Number => {
            let number = float(value).unwrap_or(f64::NAN);
            Shown::Text(Cow::Owned(ryu_js::Buffer::new().format(number).to_owned()))
        }
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

/// Gives `write` the pieces of `text` as egg's `helper.escape` leaves it.
pub(super) fn escape<E>(text: &str, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut rest = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'"' => "&quot;",
            b'&' => "&amp;",
            b'\'' => "&#39;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        if rest < at {
            write(&text[rest..at])?;
        }
        write(entity)?;
        rest = at + 1;
    }
    match rest < text.len() {
        true => write(&text[rest..]),
        false => Ok(()),
    }
}
