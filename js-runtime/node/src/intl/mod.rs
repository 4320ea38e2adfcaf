//! Natives of `Intl`: time zones of the IANA database, which is part of the binary, and the order of texts.

use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result, Value};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("zoneName", Function::new(ctx.clone(), zone_name)?)?;
    natives.set("zoneNames", Function::new(ctx.clone(), zone_names)?)?;
    natives.set("zoneAt", Function::new(ctx.clone(), zone_at)?)?;
    Ok(natives)
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
