//! One cookie as it stands in a `Set-Cookie` header. (LCH-044..046, LCH-049)

use std::fmt;

use crate::time;

/// What egg-cookies throws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CookieError {
    /// An `AssertionError` (code `ERR_ASSERTION`) with this message.
    Assertion(&'static str),
    /// egg-cookies' `CookieError`, whose `name` is `Error`: a secure cookie on a connection that is not.
    Insecure,
}

impl fmt::Display for CookieError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Assertion(message) => message,
            Self::Insecure => "Cannot send secure cookie over unencrypted connection",
        })
    }
}

impl std::error::Error for CookieError {}

/// The `sameSite` option.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SameSite {
    /// `false` and everything else that is falsy: no attribute.
    #[default]
    Unset,
    /// `true`, which is `strict`.
    True,
    /// `lax`, `strict` or `none` in any case; any other text is refused.
    Text(String),
}

/// The options of `ctx.cookies.set`, merged over `config.cookies`. The default is egg-cookies' own.
#[derive(Debug, Clone, PartialEq)]
pub struct CookieOptions {
    /// `None` for a falsy path: no attribute. Default `/`.
    pub path: Option<String>,
    /// Milliseconds since 1970, NaN for an invalid Date. A `max_age` decides instead of it.
    pub expires: Option<f64>,
    /// Milliseconds, as [`parse_max_age`] reads them. 0 and NaN count as none.
    pub max_age: Option<f64>,
    /// The caller calls a function first. `None` for a falsy one.
    pub domain: Option<String>,
    /// Default true.
    pub http_only: bool,
    /// `None` for undefined: as the connection is.
    pub secure: Option<bool>,
    /// Whether cookies of this name that the answer already sets go. Default false.
    pub overwrite: bool,
    /// Default none.
    pub same_site: SameSite,
    /// `low`, `medium` or `high` in any case. `None` for a falsy one.
    pub priority: Option<String>,
    /// Default false.
    pub partitioned: bool,
    /// Whether a partitioned cookie also removes the unpartitioned one of its name. Default false.
    pub remove_unpartitioned: bool,
    /// Whether a signature goes along: `options.signed !== false`. Default true; encrypted cookies have none.
    pub signed: bool,
    /// Default false.
    pub encrypt: bool,
}

impl Default for CookieOptions {
    fn default() -> Self {
        Self {
            path: Some(String::from("/")),
            expires: None,
            max_age: None,
            domain: None,
            http_only: true,
            secure: None,
            overwrite: false,
            same_site: SameSite::Unset,
            priority: None,
            partitioned: false,
            remove_unpartitioned: false,
            signed: true,
            encrypt: false,
        }
    }
}

/// `parseInt(maxAge, 10)` of the option's text: `None` where that is NaN, as for `session`.
pub fn parse_max_age(text: &str) -> Option<f64> {
    let text = text.trim_start_matches(crate::text::is_space);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    text[..text.len() - unsigned.len() + digits].parse().ok()
}

/// A cookie whose name, value and attributes may stand in a header.
#[derive(Debug, Clone)]
pub(super) struct Cookie {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) secure: bool,
    pub(super) overwrite: bool,
    pub(super) path: Option<String>,
    partitioned: bool,
    http_only: bool,
    expires: Option<f64>,
    max_age: Option<f64>,
    domain: Option<String>,
    same_site: Option<String>,
    priority: Option<String>,
}

impl Cookie {
    /// A cookie; one without a value expires at once. `connection_secure` decides where the options leave it open.
    pub(super) fn new(
        name: &str,
        value: &str,
        options: &CookieOptions,
        connection_secure: bool,
    ) -> Result<Self, CookieError> {
        let check = |holds: bool, message| {
            if holds {
                Ok(())
            } else {
                Err(CookieError::Assertion(message))
            }
        };
        let is_optional_field =
            |text: &Option<String>| text.as_deref().is_none_or(is_field_content);
        check(is_field_content(name), "argument name is invalid")?;
        check(
            value.is_empty() || is_field_content(value),
            "argument value is invalid",
        )?;
        let path = options.path.clone().filter(|path| !path.is_empty());
        let domain = options.domain.clone().filter(|domain| !domain.is_empty());
        check(is_optional_field(&path), "argument option path is invalid")?;
        check(
            is_optional_field(&domain),
            "argument option domain is invalid",
        )?;
        let is_one_of = |text: &str, known: [&str; 3]| known.contains(&text);
        let same_site = match &options.same_site {
            SameSite::Unset => None,
            SameSite::True => Some(String::from("strict")),
            SameSite::Text(text) => Some(text.to_ascii_lowercase()).filter(|text| !text.is_empty()),
        };
        let known_site = same_site
            .as_deref()
            .is_none_or(|text| is_one_of(text, ["none", "lax", "strict"]));
        check(known_site, "argument option sameSite is invalid")?;
        let priority = options
            .priority
            .as_deref()
            .map(str::to_ascii_lowercase)
            .filter(|text| !text.is_empty());
        let known_priority = priority
            .as_deref()
            .is_none_or(|text| is_one_of(text, ["low", "medium", "high"]));
        check(known_priority, "argument option priority is invalid")?;
        let (expires, max_age) = if value.is_empty() {
            (Some(0.0), None)
        } else {
            (options.expires, options.max_age)
        };
        Ok(Self {
            name: name.to_owned(),
            value: value.to_owned(),
            secure: options.secure.unwrap_or(connection_secure),
            overwrite: options.overwrite,
            path,
            partitioned: options.partitioned,
            http_only: options.http_only,
            expires,
            max_age,
            domain,
            same_site,
            priority,
        })
    }

    /// `name=value`: what is signed.
    pub(super) fn pair(&self) -> String {
        format!("{}={}", self.name, self.value)
    }

    /// The header, attributes in egg-cookies' order. `now` is in milliseconds since 1970.
    pub(super) fn header(&self, now: i64) -> String {
        let mut header = String::with_capacity(self.name.len() + self.value.len() + ATTRIBUTES);
        header.push_str(&self.name);
        header.push('=');
        header.push_str(&self.value);
        let mut attribute = |name: &str, value: &str| {
            header.push_str("; ");
            header.push_str(name);
            if !value.is_empty() {
                header.push('=');
                header.push_str(value);
            }
        };
        if let Some(path) = &self.path {
            attribute("path", path);
        }
        let mut expires = self.expires;
        if let Some(max_age) = self
            .max_age
            .map(f64::trunc)
            .filter(|age| *age != 0.0 && !age.is_nan())
        {
            // JavaScript rounds a half up, also below zero, and has no sign on its zero here.
            let seconds = (max_age / 1000.0 + 0.5).floor() + 0.0;
            // As an integer where it is one: numbers with a fraction take ten times as long to write.
            match seconds as i64 {
                whole if whole as f64 == seconds => attribute("max-age", &whole.to_string()),
                _ => attribute("max-age", &seconds.to_string()),
            }
            expires = Some(now as f64 + max_age);
        }
        if let Some(expires) = expires {
            attribute("expires", &time::to_utc_string(expires));
        }
        if let Some(domain) = &self.domain {
            attribute("domain", domain);
        }
        if let Some(priority) = &self.priority {
            attribute("priority", priority);
        }
        if let Some(same_site) = &self.same_site {
            attribute("samesite", same_site);
        }
        for (name, is_set) in [
            ("secure", self.secure),
            ("httponly", self.http_only),
            ("partitioned", self.partitioned),
        ] {
            if is_set {
                attribute(name, "");
            }
        }
        header
    }
}

/// Room for the attributes of most cookies.
const ATTRIBUTES: usize = 128;

/// RFC 7230's field-content, one character or more.
fn is_field_content(text: &str) -> bool {
    let is_ascii_content = |&byte: &u8| matches!(byte, b'\t' | b' '..=b'~');
    !text.is_empty()
        && (text.as_bytes().iter().all(is_ascii_content)
            || text
                .chars()
                .all(|c| matches!(c, '\t' | ' '..='~' | '\u{80}'..='\u{ff}')))
}
