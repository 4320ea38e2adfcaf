//! Dates of HTTP headers.

use std::time::{SystemTime, UNIX_EPOCH};

/// `Date.parse(text)` for what HTTP headers hold: milliseconds since 1970, or `None` for what is no date.
///
/// Understood are the three formats of RFC 9110, the loose forms of the first one that clients send (any weekday or none, a
/// day of one digit, a numeric zone), and ISO 8601 dates with a zone. JavaScript engines read more than that.
pub fn parse_date(text: &str) -> Option<i64> {
    let text = crate::text::trim(text);
    if let Ok(date) = httpdate::parse_http_date(text) {
        return milliseconds(date);
    }
    loose_date(text).or_else(|| iso_date(text))
}

/// `new Date(milliseconds).toUTCString()`: `Sun, 06 Nov 1994 08:49:37 GMT`, or `Invalid Date`.
pub fn to_utc_string(milliseconds: f64) -> String {
    /// The greatest time of ECMAScript.
    const LIMIT: f64 = 8.64e15;
    if milliseconds.is_nan() || milliseconds.abs() > LIMIT {
        return String::from("Invalid Date");
    }
    // Within the limit, so exact.
    let seconds = (milliseconds.trunc() as i64).div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date_of(days);
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days.rem_euclid(7) as usize];
    let sign = if year < 0 { "-" } else { "" };
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let (month, year) = (MONTHS[month], year.unsigned_abs());
    let mut text = String::with_capacity("Sun, 06 Nov 1994 08:49:37 GMT".len());
    for part in [weekday, ", ", two_digits(day), " ", month, " ", sign] {
        text.push_str(part);
    }
    match year {
        ..10_000 => {
            text.push_str(two_digits(year as i64 / 100));
            text.push_str(two_digits(year as i64 % 100));
        }
        _ => text.push_str(&year.to_string()),
    }
    for (before, number) in [(" ", hour), (":", minute), (":", second)] {
        text.push_str(before);
        text.push_str(two_digits(number));
    }
    text.push_str(" GMT");
    text
}

/// A number below a hundred: formatting five of them for each cookie takes longer than the rest of its header.
fn two_digits(number: i64) -> &'static str {
    const DIGITS: &str = "\
        0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
        5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    let at = 2 * number as usize;
    &DIGITS[at..at + 2]
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Year, month (from 0) and day of the month, of days since 1970.
fn date_of(days: i64) -> (i64, usize, i64) {
    let days = days + 719_468;
    let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_cycle - of_cycle / 1460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    // Months of a year that starts in March.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 {
        (month + 2, 0)
    } else {
        (month - 10, 1)
    };
    (
        cycle * 400 + year + next_year,
        usize::try_from(month).unwrap_or_default(),
        day,
    )
}

fn milliseconds(date: SystemTime) -> Option<i64> {
    date.duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
}

/// `[Sun, ]6 Nov 1994 08:49[:37] GMT|UTC|Z|+0100`
fn loose_date(text: &str) -> Option<i64> {
    let text = match text.split_once(',') {
        Some((weekday, rest)) if weekday.chars().all(|c| c.is_ascii_alphabetic()) => rest,
        Some(_) => return None,
        None => text,
    };
    let mut parts = text.split_ascii_whitespace();
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (clock, zone) = (parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let month = month.get(..3)?.to_ascii_lowercase();
    let names = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let month = names.iter().position(|name| *name == month)? + 1;
    let year = if year.len() == 4 {
        number(year)?
    } else {
        return None;
    };
    let offset = match zone.to_ascii_uppercase().as_str() {
        "GMT" | "UTC" | "UT" | "Z" => 0,
        zone => zone_minutes(zone)?,
    };
    moment(
        (year, i64::try_from(month).ok()?, number(day)?),
        clock,
        offset,
    )
}

/// `1994-11-06` (UTC) or `1994-11-06T08:49[:37[.5]]Z|+01:00`
fn iso_date(text: &str) -> Option<i64> {
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let date = (number(year)?, number(month)?, number(day)?);
    let Some(time) = time else {
        return moment(date, "00:00", 0);
    };
    if let Some(clock) = time.strip_suffix('Z') {
        return moment(date, clock, 0);
    }
    let (clock, zone) = time.split_at(time.rfind(['+', '-'])?);
    moment(date, clock, zone_minutes(zone)?)
}

/// Minutes east of Greenwich: `+0100`, `+01:00`.
fn zone_minutes(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    if digits.len() != 4 {
        return None;
    }
    Some(sign * (number(&digits[..2])? * 60 + number(&digits[2..])?))
}

fn moment((year, month, day): (i64, i64, i64), clock: &str, offset_minutes: i64) -> Option<i64> {
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second = parts.next().map_or(Some(0), number)?;
    let in_range = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !in_range || parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let minutes = (days_since_1970(year, month, day) * 24 + hour) * 60 + minute - offset_minutes;
    Some((minutes * 60 + second) * 1000 + thousandths)
}

/// Days of the Gregorian calendar, counted in 400-year cycles that start in March.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (cycle, of_cycle) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    cycle * 146_097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - 719_468
}

fn number(text: &str) -> Option<i64> {
    (!text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_headers_are_read_as_date_parse_reads_them() {
        // Recorded from Node 20's Date.parse.
        for (text, milliseconds) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777_000),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777_000),
            ("Sun, 6 Nov 1994 08:49:37 GMT", 784_111_777_000),
            ("6 Nov 1994 08:49 UTC", 784_111_740_000),
            ("Mon, 06 Nov 1994 09:49:37 +0100", 784_111_777_000),
            ("1994-11-06", 784_080_000_000),
            ("1994-11-06T08:49:37.25Z", 784_111_777_250),
            ("2000-02-29T23:59:59+05:30", 951_848_999_000),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ] {
            assert_eq!(parse_date(text), Some(milliseconds), "{text}");
        }
        for text in [
            "",
            "no date",
            "Sun, 06 Foo 1994 08:49:37 GMT",
            "1994-13-06",
            "Sun, 06 Nov 1994 25:49:37 GMT",
            "1994-1-6é",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn utc_strings_are_those_of_javascript() {
        // Recorded from Node 20's Date#toUTCString.
        for (milliseconds, text) in [
            (784_111_777_999.0, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (0.0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1.0, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (951_782_400_000.0, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (-62_167_219_200_001.0, "Fri, 31 Dec -0001 23:59:59 GMT"),
            (8.64e15, "Sat, 13 Sep 275760 00:00:00 GMT"),
            (-8.64e15, "Tue, 20 Apr -271821 00:00:00 GMT"),
            (253_402_300_800_000.0, "Sat, 01 Jan 10000 00:00:00 GMT"),
            (-55_000_000_000_000.0, "Tue, 13 Feb 0227 22:13:20 GMT"),
            (f64::NAN, "Invalid Date"),
            (8.64e15 + 2.0, "Invalid Date"),
        ] {
            assert_eq!(to_utc_string(milliseconds), text);
        }
    }
}
