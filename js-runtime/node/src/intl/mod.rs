//! Natives of `Intl`: time zones of the IANA database, which is part of the binary, and where the characters of a text end.

use coddle_engine::bytes;
use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result, String as JsString, Value};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use unicode_segmentation::UnicodeSegmentation;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("zoneName", Function::new(ctx.clone(), zone_name)?)?;
    natives.set("zoneNames", Function::new(ctx.clone(), zone_names)?)?;
    natives.set("zoneAt", Function::new(ctx.clone(), zone_at)?)?;
    natives.set("graphemeEnds", Function::new(ctx.clone(), grapheme_ends)?)?;
    Ok(natives)
}

/// Where each character that a reader sees as one ends, in code units.
fn grapheme_ends(text: JsString<'_>) -> Result<Vec<u32>> {
    // A lone surrogate is one unit, as is what stands for it.
    let text = bytes::with_utf16(&text, String::from_utf16_lossy)?;
    let mut end = 0;
    let lengths = text.graphemes(true).map(|one| one.encode_utf16().count());
    Ok(lengths
        .map(|length| {
            end += length as u32;
            end
        })
        .collect())
}

fn database() -> TimeZoneDatabase {
    TimeZoneDatabase::bundled()
}

fn zone(name: &str) -> Option<TimeZone> {
    database().get(name).ok()
}

/// The name of a zone as the database writes it; names are given in any case. Undefined when it has none of that name.
fn zone_name(name: String) -> Option<String> {
    zone(&name)?.iana_name().map(str::to_string)
}

fn zone_names() -> Vec<String> {
    database()
        .available()
        .map(|name| name.as_str().to_string())
        .collect()
}

/// `[offset in seconds east of UTC, abbreviation, daylight saving time]` of a zone at a time in milliseconds since 1970.
fn zone_at<'js>(ctx: Ctx<'js>, name: String, milliseconds: f64) -> Result<Value<'js>> {
    // Beyond jiff's years -9999..9999 the rules of the nearest year hold.
    let limit = 3.0e14;
    let at = milliseconds.clamp(-limit, 2.5e14).floor() as i64;
    let (Some(zone), Ok(at)) = (zone(&name), Timestamp::from_millisecond(at)) else {
        return Ok(Value::new_undefined(ctx));
    };
    let info = zone.to_offset_info(at);
    let triple = Array::new(ctx.clone())?;
    triple.set(0, info.offset().seconds())?;
    triple.set(1, info.abbreviation())?;
    triple.set(2, info.dst().is_dst())?;
    Ok(triple.into_value())
}
