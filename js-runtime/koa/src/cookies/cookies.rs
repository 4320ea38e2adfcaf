//! `ctx.cookies`: reading the Cookie header, writing Set-Cookie headers. (LCH-039..056)

use super::cookie::Cookie;
use super::user_agent::{is_partitioned_compatible, is_same_site_none_compatible};
use super::{CookieError, CookieOptions, Keygrip, SameSite};

/// What egg-cookies knows of a request and its application.
#[derive(Debug, Clone, Copy)]
pub struct Cookies<'a> {
    /// `app.keys`, `None` if they are not an array.
    pub keys: Option<&'a Keygrip>,
    /// `config.cookies` merged over [`CookieOptions::default`]: the options of the cookies that `get` itself sets.
    pub defaults: &'a CookieOptions,
    /// `config.cookies.autoChips`
    pub auto_chips: bool,
    /// `ctx.secure`
    pub secure: bool,
    /// The request's User-Agent, empty without one.
    pub user_agent: &'a str,
    /// The time in milliseconds since 1970, for `expires`.
    pub now: i64,
}

/// The options of `ctx.cookies.get`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetOptions {
    /// Whether the cookie counts only with its signature: `options.signed !== false`. Default true.
    pub signed: bool,
    /// Whether the value is encrypted; then there is no signature. Default false.
    pub encrypt: bool,
}

impl Default for GetOptions {
    fn default() -> Self {
        Self {
            signed: true,
            encrypt: false,
        }
    }
}

/// What a request's cookies are read with.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// As [`Cookies::keys`].
    pub keys: Option<&'a Keygrip>,
    /// As [`Cookies::auto_chips`].
    pub auto_chips: bool,
}

/// What a Cookie header says of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// The value; `None` without the cookie, and for one that is not ours.
    Value(Option<String>),
    /// Also something to set: [`Cookies::get`] does it.
    Mends,
}

/// What a Cookie header says of just this name.
enum Found {
    Value(Option<String>),
    /// The signature is of an older key: this one is set anew.
    Stale {
        value: String,
        signature_name: String,
        signature: String,
    },
    /// The signature fits no key: it is removed.
    Forged {
        signature_name: String,
    },
}

/// What [`Cookies::set`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The value as it is in the header, if it is so long that browsers may drop it: the application's
    /// `cookieLimitExceed` event tells of it. (LCH-054)
    pub limit_exceeded: Option<String>,
}

/// What a browser keeps of a cookie's value, in characters.
const VALUE_LIMIT: usize = 4093;

impl Cookies<'_> {
    /// `ctx.cookies.get(name, options)`. `header` is the request's Cookie header. A signature that fits no key, or not the
    /// first one, is set anew in `set_cookie`, the answer's Set-Cookie headers. (LCH-040, LCH-041)
    ///
    /// # Errors
    /// Without keys: `.keys required for encrypt/sign cookies`. And what [`Cookies::set`] says.
    pub fn get(
        &self,
        header: &str,
        name: &str,
        options: GetOptions,
        set_cookie: &mut Vec<String>,
    ) -> Result<Option<String>, CookieError> {
        if let Some(value) = self.get_plainly(header, name, options, set_cookie)? {
            return Ok(Some(value));
        }
        if self.auto_chips {
            return self.get_plainly(header, &chips_name(name), options, set_cookie);
        }
        Ok(None)
    }

    /// `ctx.cookies.set(name, value, options)`. `options` are the call's over `config.cookies`; an empty value is none.
    /// The headers go to `set_cookie`, the answer's Set-Cookie headers so far; after an error they are as they were.
    ///
    /// # Errors
    /// A secure cookie on a connection that is not, a name, value or attribute that cannot stand in a header, no keys.
    pub fn set(
        &self,
        set_cookie: &mut Vec<String>,
        name: &str,
        value: &str,
        options: &CookieOptions,
    ) -> Result<Set, CookieError> {
        let mut options = options.clone();
        let signed = options.signed && !options.encrypt;
        if !self.secure && options.secure == Some(true) {
            return Err(CookieError::Insecure);
        }
        let sealed = match value {
            value if options.encrypt && !value.is_empty() => Some(self.keys()?.seal(value)),
            _ => None,
        };
        let value = sealed.as_deref().unwrap_or(value);
        let too_long = value.len() > VALUE_LIMIT && value.encode_utf16().count() > VALUE_LIMIT;
        let chips = self.settle_same_site(&mut options);

        let mut headers = set_cookie.clone();
        if options.partitioned && options.remove_unpartitioned {
            if options.overwrite {
                options.overwrite = false;
                drop_by_name(&mut headers, name);
            }
            let unpartitioned = CookieOptions {
                partitioned: false,
                ..options.clone()
            };
            let cookie = Cookie::new(name, "", &unpartitioned, self.secure)?;
            self.push_twin(&mut headers, cookie, signed)?;
        } else if chips {
            let partitioned = CookieOptions {
                partitioned: true,
                ..options.clone()
            };
            let cookie = Cookie::new(&chips_name(name), value, &partitioned, self.secure)?;
            self.push_twin(&mut headers, cookie, signed)?;
        }
        let mut cookie = Cookie::new(name, value, &options, self.secure)?;
        self.push(&mut headers, &cookie);
        if signed {
            self.sign(&mut cookie)?;
            self.push(&mut headers, &cookie);
        }
        *set_cookie = headers;
        Ok(Set {
            limit_exceeded: too_long.then(|| value.to_owned()),
        })
    }

    /// `ctx.cookies.keys`
    ///
    /// # Errors
    /// `.keys required for encrypt/sign cookies`
    pub fn keys(&self) -> Result<&Keygrip, CookieError> {
        self.reader().keys()
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            keys: self.keys,
            auto_chips: self.auto_chips,
        }
    }

    /// A cookie under just this name.
    fn get_plainly(
        &self,
        header: &str,
        name: &str,
        options: GetOptions,
        set_cookie: &mut Vec<String>,
    ) -> Result<Option<String>, CookieError> {
        let found = self.reader().look(header, name, options)?;
        let options = || CookieOptions {
            signed: false,
            overwrite: true,
            ..self.defaults.clone()
        };
        match found {
            Found::Value(value) => Ok(value),
            Found::Stale {
                value,
                signature_name,
                signature,
            } => {
                self.set(set_cookie, &signature_name, &signature, &options())?;
                Ok(Some(value))
            }
            Found::Forged { signature_name } => {
                let options = CookieOptions {
                    path: Some(String::from("/")),
                    ..options()
                };
                self.set(set_cookie, &signature_name, "", &options)?;
                Ok(None)
            }
        }
    }

    /// Takes away `SameSite=None` and `Partitioned` where the connection or the browser is not fit for them. Tells whether a
    /// partitioned twin of the cookie is to be set. (LCH-052, LCH-053)
    fn settle_same_site(&self, options: &mut CookieOptions) -> bool {
        let mut chips = self.auto_chips && !options.partitioned;
        let open = options.secure == Some(false) || !self.secure;
        let known_browser = !self.user_agent.is_empty();
        let mut none =
            matches!(&options.same_site, SameSite::Text(text) if text.to_lowercase() == "none");
        if none && (open || (known_browser && !is_same_site_none_compatible(self.user_agent))) {
            options.same_site = SameSite::Unset;
            none = false;
        }
        let unfit = !none || open || (known_browser && !is_partitioned_compatible(self.user_agent));
        if (chips || options.partitioned) && unfit {
            chips = false;
            options.partitioned = false;
        }
        chips
    }

    /// Turns a cookie into that of its signature.
    fn sign(&self, cookie: &mut Cookie) -> Result<(), CookieError> {
        if !cookie.value.is_empty() {
            cookie.value = self.keys()?.sign(&cookie.pair());
        }
        cookie.name.push_str(".sig");
        Ok(())
    }

    /// Sets a cookie that goes before the one asked for, and its signature in place of an earlier one for the same path.
    fn push_twin(
        &self,
        headers: &mut Vec<String>,
        mut cookie: Cookie,
        signed: bool,
    ) -> Result<(), CookieError> {
        self.push(headers, &cookie);
        if signed {
            self.sign(&mut cookie)?;
            drop_by_name_and_path(headers, &cookie);
            self.push(headers, &cookie);
        }
        Ok(())
    }

    fn push(&self, headers: &mut Vec<String>, cookie: &Cookie) {
        if cookie.overwrite {
            drop_by_name(headers, &cookie.name);
        }
        headers.push(cookie.header(self.now));
    }
}

impl<'a> Reader<'a> {
    /// What [`Cookies::get`] gives, as long as nothing is to be set for it.
    ///
    /// # Errors
    /// Without keys: `.keys required for encrypt/sign cookies`.
    pub fn read(
        &self,
        header: &str,
        name: &str,
        options: GetOptions,
    ) -> Result<Reading, CookieError> {
        let mut found = self.look(header, name, options)?;
        if self.auto_chips && matches!(found, Found::Value(None)) {
            found = self.look(header, &chips_name(name), options)?;
        }
        Ok(match found {
            Found::Value(value) => Reading::Value(value),
            Found::Stale { .. } | Found::Forged { .. } => Reading::Mends,
        })
    }

    fn keys(&self) -> Result<&'a Keygrip, CookieError> {
        self.keys.ok_or(CookieError::Assertion(
            ".keys required for encrypt/sign cookies",
        ))
    }

    /// A cookie under just this name.
    fn look(&self, header: &str, name: &str, options: GetOptions) -> Result<Found, CookieError> {
        let Some(value) = find(header, name) else {
            return Ok(Found::Value(None));
        };
        if options.encrypt {
            return Ok(Found::Value(self.keys()?.open(value)));
        }
        if !options.signed {
            return Ok(Found::Value(Some(value.to_owned())));
        }
        let signature_name = format!("{name}.sig");
        let signature = match find(header, &signature_name) {
            None if self.auto_chips => find(header, &chips_name(&signature_name)),
            found => found,
        };
        let Some(signature) = signature.filter(|signature| !signature.is_empty()) else {
            return Ok(Found::Value(None));
        };
        let keys = self.keys()?;
        let pair = format!("{name}={value}");
        Ok(match keys.verify(&pair, signature) {
            Some(0) => Found::Value(Some(value.to_owned())),
            Some(_) => Found::Stale {
                value: value.to_owned(),
                signature_name,
                signature: keys.sign(&pair),
            },
            None => Found::Forged { signature_name },
        })
    }
}

/// The value of the first cookie of this name in a Cookie header: the text between `=` and `;`, as it is. (LCH-039)
pub fn find<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    let bare = name.trim_start_matches(' ');
    let spaces = name.len() - bare.len();
    let starts = std::iter::once(0).chain(header.match_indices(';').map(|(at, _)| at + 1));
    starts.map(|start| &header[start..]).find_map(|rest| {
        let text = rest.trim_start_matches(' ');
        if rest.len() - text.len() < spaces {
            return None;
        }
        let value = text.strip_prefix(bare)?.strip_prefix('=')?;
        Some(&value[..value.find(';').unwrap_or(value.len())])
    })
}

/// The name of a cookie's partitioned twin.
fn chips_name(name: &str) -> String {
    format!("_CHIPS-{name}")
}

fn drop_by_name(headers: &mut Vec<String>, name: &str) {
    headers.retain(|header| !is_named(header, name));
}

fn drop_by_name_and_path(headers: &mut Vec<String>, cookie: &Cookie) {
    let Some(path) = &cookie.path else {
        return drop_by_name(headers, &cookie.name);
    };
    let attribute = format!("; path={path}");
    let inner = format!("{attribute};");
    headers.retain(|header| {
        !(is_named(header, &cookie.name)
            && (header.contains(&inner) || header.ends_with(&attribute)))
    });
}

fn is_named(header: &str, name: &str) -> bool {
    header
        .strip_prefix(name)
        .is_some_and(|rest| rest.starts_with('='))
}
