//! Heads that are sent, as JavaScript has them: what a message wants is read off it, and what became of that is told it.

use std::ffi::CStr;

use coddle_engine::bytes;
use coddle_engine::class::{Args, call};
use coddle_engine::rquickjs::{Array, Coerced, Ctx, Object, Result, Value};

use super::head_text::{HeadText, Outcome, Wishes};

/// The Latin-1 bytes of a header's name or value, which may be any value that was checked to be sendable.
pub(super) fn latin1(value: &Value<'_>) -> Result<Vec<u8>> {
    match value.as_string() {
        Some(text) => bytes::with_wtf8(text, |utf8| match utf8.is_ascii() {
            true => utf8.to_vec(),
            false => String::from_utf8_lossy(utf8)
                .chars()
                .map(|char| char as u8)
                .collect(),
        }),
        None => Ok(value
            .get::<Coerced<String>>()?
            .0
            .chars()
            .map(|char| char as u8)
            .collect()),
    }
}

/// Adds a header that was set to `value`: a list of values, or one.
pub(super) fn add<'js>(
    head: &mut HeadText,
    name: &[u8],
    value: &Value<'js>,
    unique: Option<&Value<'js>>,
) -> Result<()> {
    let Some(list) = value.as_array() else {
        head.field(name, &latin1(value)?);
        return Ok(());
    };
    let values: Vec<Vec<u8>> = list
        .iter::<Value<'js>>()
        .map(|one| latin1(&one?))
        .collect::<Result<_>>()?;
    let joined = match unique {
        Some(names) if values.len() > 1 => is_unique(names, name)?,
        _ => false,
    };
    head.fields(name, &values, joined);
    Ok(())
}

/// Whether `names`, a Set of lower-case names, has `name`.
fn is_unique(names: &Value<'_>, name: &[u8]) -> Result<bool> {
    let ctx = names.ctx();
    let name = call::string(ctx, &String::from_utf8_lossy(name).to_ascii_lowercase())?;
    let has = call::property(names, c"has")?;
    Ok(call::call(ctx, &has, names, &[&name])?
        .as_bool()
        .unwrap_or(false))
}

fn flag(message: &Value<'_>, name: &'static CStr) -> Result<bool> {
    Ok(is_true(&call::property(message, name)?))
}

fn is_true(value: &Value<'_>) -> bool {
    match value.as_bool() {
        Some(flag) => flag,
        None => !(value.is_undefined() || value.is_null() || value.as_number() == Some(0.0)),
    }
}

fn number(message: &Value<'_>, name: &'static CStr) -> Result<f64> {
    Ok(call::property(message, name)?.as_number().unwrap_or(0.0))
}

/// What `message`, an OutgoingMessage, wants. The caller fills in what lives elsewhere: date, status and length, and what is known
/// of the connection.
pub(super) fn wishes_of(message: &Value<'_>) -> Result<Wishes> {
    Ok(Wishes {
        date: false,
        status: None,
        keep_alive: flag(message, c"shouldKeepAlive")?,
        chunks: flag(message, c"useChunkedEncodingByDefault")?,
        has_body: flag(message, c"_hasBody")?,
        has_agent: false,
        is_last_request: flag(message, c"maxRequestsOnConnectionReached")?,
        keep_alive_seconds: None,
        most_requests: None,
        removed_connection: flag(message, c"_removedConnection")?,
        removed_length: flag(message, c"_removedContLen")?,
        removed_encoding: flag(message, c"_removedTE")?,
        length: None,
    })
}

/// Tells `message` what became of its wishes, as far as they changed.
pub(super) fn tell<'js>(message: &Object<'js>, wishes: &Wishes, outcome: &Outcome) -> Result<()> {
    if wishes.removed_connection && outcome.has_connection {
        message.set("_removedConnection", false)?;
    }
    if wishes.removed_length && outcome.has_length {
        message.set("_removedContLen", false)?;
    }
    if wishes.removed_encoding && outcome.has_encoding {
        message.set("_removedTE", false)?;
    }
    if outcome.has_keep_alive {
        message.set("_defaultKeepAlive", false)?;
    }
    if let Some(keep_alive) = outcome.keep_alive
        && keep_alive != wishes.keep_alive
    {
        message.set("shouldKeepAlive", keep_alive)?;
    }
    // A removed header decides anew; otherwise the end is never taken back.
    if outcome.last || (wishes.removed_connection && !outcome.has_connection) {
        message.set("_last", outcome.last)?;
    }
    Ok(())
}

/// `composeHead(firstLine, [[name, value], ...], message, { date, status, length })` -> `[text, chunked, promised length or null,
/// Expect is there]`, or undefined for a Trailer without chunks. `message`: the OutgoingMessage whose wishes count, and which hears
/// what became of them.
pub(super) fn compose<'js>(
    ctx: Ctx<'js>,
    first_line: Value<'js>,
    entries: Array<'js>,
    message: Object<'js>,
    known: Object<'js>,
) -> Result<Value<'js>> {
    let unique = call::property(message.as_value(), c"_uniqueHeaders")?;
    let unique = unique.is_object().then_some(&unique);
    let mut head = HeadText::new(&latin1(&first_line)?);
    for entry in entries.iter::<Array<'js>>() {
        let entry = entry?;
        let name = latin1(&entry.get(0)?)?;
        add(&mut head, &name, &entry.get(1)?, unique)?;
    }
    let value = message.as_value();
    let milliseconds = number(value, c"_keepAliveTimeout")?;
    let says_so = milliseconds > 0.0 && flag(value, c"_defaultKeepAlive")?;
    let most = number(value, c"_maxRequestsPerSocket")?;
    let wishes = Wishes {
        date: known.get("date")?,
        status: known.get("status")?,
        length: known.get("length")?,
        has_agent: flag(value, c"agent")?,
        keep_alive_seconds: says_so.then_some((milliseconds / 1000.0) as u64),
        most_requests: (most >= 1.0).then_some(most as u64),
        ..wishes_of(value)?
    };
    let (text, outcome) = head.finish(&wishes);
    if outcome.bad_trailer {
        return Ok(Value::new_undefined(ctx));
    }
    tell(&message, &wishes, &outcome)?;
    let answer = Array::new(ctx.clone())?;
    answer.set(0, text_of(&ctx, &text)?)?;
    answer.set(1, outcome.chunked)?;
    answer.set(2, outcome.promised)?;
    answer.set(3, outcome.expects)?;
    Ok(answer.into_value())
}

/// Latin-1 bytes as a string.
pub(super) fn text_of<'js>(ctx: &Ctx<'js>, bytes: &[u8]) -> Result<Value<'js>> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => call::string(ctx, text),
        _ => {
            let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            call::string(ctx, &text)
        }
    }
}

/// `isToken(text)`: a name that HTTP allows.
pub(super) fn is_token<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Value<'js>> {
    let text = args.get(0);
    let is_token =
        |name: &[u8]| !name.is_empty() && name.iter().all(|byte| super::scan::is_token(*byte));
    let answer = match text.as_string() {
        Some(text) => bytes::with_wtf8(text, is_token)?,
        None => false,
    };
    Ok(Value::new_bool(ctx.clone(), answer))
}

/// `hasInvalidChar(value)`: it would break the message (control characters, beyond Latin-1).
pub(super) fn has_invalid_char<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Value<'js>> {
    let value = args.get(0);
    let is_bad = |byte: u8| byte != b'\t' && (byte < 0x20 || byte == 0x7f);
    let check = |utf8: &[u8]| match utf8.is_ascii() {
        true => utf8.iter().any(|byte| is_bad(*byte)),
        false => match std::str::from_utf8(utf8) {
            Ok(text) => text.chars().any(|char| {
                let code = u32::from(char);
                code > 0xff || (0x7f..0x80).contains(&code) || (code < 0x20 && char != '\t')
            }),
            Err(_) => true,
        },
    };
    let answer = match value.as_string() {
        Some(text) => bytes::with_wtf8(text, check)?,
        None if value.as_number().is_some() => false,
        None => check(value.get::<Coerced<String>>()?.0.as_bytes()),
    };
    Ok(Value::new_bool(ctx.clone(), answer))
}
