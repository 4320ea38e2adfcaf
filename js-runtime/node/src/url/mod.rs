//! Natives of `internal/url`: WHATWG URLs, by the `url` crate.

pub(crate) mod legacy;
mod location;
pub(crate) mod params;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use url::{Url, quirks};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("answer", Function::new(ctx.clone(), location::answer)?)?;
    natives.set("maker", Function::new(ctx.clone(), location::maker)?)?;
    natives.set("isURL", Function::new(ctx.clone(), location::is_url)?)?;
    natives.set("setHref", Function::new(ctx.clone(), location::set_href)?)?;
    natives.set(
        "setSearch",
        Function::new(ctx.clone(), location::set_search)?,
    )?;
    natives.set("params", Function::new(ctx.clone(), location::params)?)?;
    natives.set(
        "keepParams",
        Function::new(ctx.clone(), location::keep_params)?,
    )?;
    natives.set(
        "keptParams",
        Function::new(ctx.clone(), location::kept_params)?,
    )?;
    natives.set("canParse", Function::new(ctx.clone(), can_parse)?)?;
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

fn parsed(input: &str, base: Option<&str>) -> Option<Url> {
    match base {
        Some(base) => Url::parse(base).ok()?.join(input).ok(),
        None => Url::parse(input).ok(),
    }
}

fn can_parse(input: String, base: Option<String>) -> bool {
    parsed(&input, base.as_deref()).is_some()
}

/// The ASCII form of a domain, empty for one that is none.
fn domain_to_ascii(domain: String) -> String {
    quirks::domain_to_ascii(&domain)
}

fn domain_to_unicode(domain: String) -> String {
    quirks::domain_to_unicode(&domain)
}
