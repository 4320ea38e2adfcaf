//! Natives of `internal/url`: the WHATWG URL parser and its setters, by the `url` crate.
//!
//! A parsed URL crosses as one array: the serialisation, then the offsets at which its parts begin and end
//! (the serialisation is ASCII, so they are offsets of UTF-16 units too). JavaScript cuts what it is asked for.

use coddle_engine::rquickjs::convert::List;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use url::{Url, quirks};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("parse", Function::new(ctx.clone(), parse)?)?;
    natives.set("canParse", Function::new(ctx.clone(), can_parse)?)?;
    natives.set("set", Function::new(ctx.clone(), set)?)?;
    natives.set("origin", Function::new(ctx.clone(), origin)?)?;
    natives.set(
        "domainToASCII",
        Function::new(ctx.clone(), domain_to_ascii)?,
    )?;
    natives.set(
        "domainToUnicode",
        Function::new(ctx.clone(), domain_to_unicode)?,
    )?;
    Ok(natives)
}

/// The serialisation and the offsets of its parts, in the order that `internal/url` reads them.
type Parts = List<(String, Vec<u32>)>;

/// Where the parts lie: the scheme's end, start and end of user name, password, host, port, path and query.
///
/// Counted from the accessors: slicing by `url::Position` asserts what setters do not always keep.
fn parts(url: &Url) -> Parts {
    let href = url.as_str();
    let mut offsets = Vec::with_capacity(13);
    let mut at = url.scheme().len();
    offsets.push(at);
    at += 1;
    if url.has_authority() {
        at += "//".len();
    }
    let (username, password) = (url.username(), url.password());
    at = push(&mut offsets, at, 0, username);
    at = push(
        &mut offsets,
        at,
        usize::from(password.is_some()),
        password.unwrap_or(""),
    );
    if !username.is_empty() || password.is_some() {
        at += "@".len();
    }
    at = push(&mut offsets, at, 0, url.host_str().unwrap_or(""));
    let port = url.port().map(|port| port.to_string());
    push(
        &mut offsets,
        at,
        usize::from(port.is_some()),
        port.as_deref().unwrap_or(""),
    );
    // From the end: an empty authority may leave `/.` before a path that begins with two slashes.
    let fragment = url.fragment().map_or(0, |fragment| fragment.len() + 1);
    let query = url.query().map_or(0, |query| query.len() + 1);
    at = push(
        &mut offsets,
        href.len() - fragment - query - url.path().len(),
        0,
        url.path(),
    );
    push(
        &mut offsets,
        at,
        usize::from(url.query().is_some()),
        url.query().unwrap_or(""),
    );
    let offsets = offsets
        .into_iter()
        .map(|offset| u32::try_from(offset).unwrap_or(u32::MAX))
        .collect();
    List((href.to_owned(), offsets))
}

/// Adds start and end of a part that stands `separator` bytes after `at`; returns its end.
fn push(offsets: &mut Vec<usize>, at: usize, separator: usize, part: &str) -> usize {
    let start = at + separator;
    offsets.extend([start, start + part.len()]);
    start + part.len()
}

fn parsed(input: &str, base: Option<&str>) -> Option<Url> {
    match base {
        Some(base) => Url::parse(base).ok()?.join(input).ok(),
        None => Url::parse(input).ok(),
    }
}

/// `undefined` for what is no URL.
fn parse(input: String, base: Option<String>) -> Option<Parts> {
    parsed(&input, base.as_deref()).as_ref().map(parts)
}

fn can_parse(input: String, base: Option<String>) -> bool {
    parsed(&input, base.as_deref()).is_some()
}

/// The URL `href` with `part` set to `value` by the standard's setter; a value that the setter ignores changes nothing.
fn set(href: String, part: String, value: String) -> Option<Parts> {
    let mut url = Url::parse(&href).ok()?;
    // A setter that refuses leaves the URL as it is, which is the standard's behaviour.
    let _ignored = match part.as_str() {
        "protocol" => quirks::set_protocol(&mut url, &value),
        "username" => quirks::set_username(&mut url, &value),
        "password" => quirks::set_password(&mut url, &value),
        "host" => quirks::set_host(&mut url, &value),
        "hostname" => quirks::set_hostname(&mut url, &value),
        "port" => quirks::set_port(&mut url, &value),
        "pathname" => {
            quirks::set_pathname(&mut url, &value);
            Ok(())
        }
        "search" => {
            quirks::set_search(&mut url, &value);
            Ok(())
        }
        "hash" => {
            quirks::set_hash(&mut url, &value);
            Ok(())
        }
        _ => Err(()),
    };
    Some(parts(&url))
}

/// The serialised origin of `href`, `null` for an opaque one.
fn origin(href: String) -> String {
    Url::parse(&href).map_or_else(|_| "null".to_owned(), |url| quirks::origin(&url))
}

/// The ASCII form of a domain, empty for one that is none.
fn domain_to_ascii(domain: String) -> String {
    quirks::domain_to_ascii(&domain)
}

fn domain_to_unicode(domain: String) -> String {
    quirks::domain_to_unicode(&domain)
}
