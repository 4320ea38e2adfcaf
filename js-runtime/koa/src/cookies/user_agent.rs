//! Which browsers understand `SameSite=None` and `Partitioned`: egg-cookies' rule, and npm should-send-same-site-none 2.0.
//!
//! A User-Agent is the client's to choose, so the expressions of those packages are searched for by hand here, in one pass
//! each.

/// Whether a browser understands `SameSite=None`: Chromium from 80 on, and others unless they are known not to. (LCH-052)
pub fn is_same_site_none_compatible(user_agent: &str) -> bool {
    match chromium_major(user_agent) {
        Some(major) => major >= 80.0,
        None => !has_webkit_bug(user_agent) && !drops_unknown_same_site(user_agent),
    }
}

/// Whether a browser keeps partitioned cookies: Chromium from 118 on. (LCH-053)
pub fn is_partitioned_compatible(user_agent: &str) -> bool {
    chromium_major(user_agent).is_some_and(|major| major >= 118.0)
}

/// `Chrom` with up to a hundred further characters, a slash, and the major version before a dot.
fn chromium_major(user_agent: &str) -> Option<f64> {
    user_agent.match_indices("Chrom").find_map(|(at, found)| {
        let (name, version) = name_and_version(&user_agent[at + found.len()..])?;
        let digits = leading_digits(version);
        let fits = name.chars().count() <= 100
            && (1..=100).contains(&digits)
            && version[digits..].starts_with('.');
        fits.then(|| version[..digits].parse().unwrap_or(f64::INFINITY))
    })
}

/// WebKit of iOS 12 and macOS 10.14 reads an unknown value as `strict`.
fn has_webkit_bug(user_agent: &str) -> bool {
    if ios_major(user_agent) == Some("12") {
        return true;
    }
    mac_version(user_agent) == Some(("10", "14"))
        && (is_safari(user_agent) || is_mac_embedded(user_agent))
}

/// Chromium from 51 to 66 and UC Browser before 12.13.2 drop a cookie with an unknown value.
fn drops_unknown_same_site(user_agent: &str) -> bool {
    if is_chromium_based(user_agent) {
        let major = chromium_based_major(user_agent);
        if (51.0..67.0).contains(&major) {
            return true;
        }
    }
    user_agent.contains("UCBrowser/") && uc_browser_version(user_agent) < (12.0, 13.0, 2.0)
}

/// `(iP...; CPU ...OS <major>...) AppleWebKit/`
fn ios_major(user_agent: &str) -> Option<&str> {
    let device = user_agent.find("(iP")? + "(iP".len();
    let end = user_agent.rfind(") AppleWebKit/")?;
    let (at, _) = user_agent[..end]
        .rmatch_indices("OS ")
        .find(|(at, _)| leading_digits(&user_agent[at + 3..]) > 0)?;
    let processor = user_agent[..at]
        .rfind("; CPU ")
        .filter(|_| at >= "; CPU ".len())?;
    // Something has to stand between the device's first letters and its processor.
    let first = user_agent[device..].chars().next()?;
    (processor >= device + first.len_utf8()).then(|| digits(&user_agent[at + 3..]))
}

/// `(Macintosh;...Mac OS X <major>_<minor>...) AppleWebKit/`
fn mac_version(user_agent: &str) -> Option<(&str, &str)> {
    let start = user_agent.find("(Macintosh;")? + "(Macintosh;".len();
    let end = user_agent
        .rfind(") AppleWebKit/")
        .filter(|end| *end >= start)?;
    user_agent[start..end]
        .rmatch_indices("Mac OS X ")
        .find_map(|(at, found)| {
            let version = &user_agent[start + at + found.len()..end];
            let major = digits(version);
            let minor = digits(version[major.len()..].strip_prefix('_')?);
            (!major.is_empty() && !minor.is_empty()).then_some((major, minor))
        })
}

/// `Version/... Safari/`, and not Chromium.
fn is_safari(user_agent: &str) -> bool {
    let version = user_agent
        .find("Version/")
        .map(|at| &user_agent[at + "Version/".len()..]);
    version.is_some_and(|rest| rest.contains(" Safari/")) && !is_chromium_based(user_agent)
}

/// A web view of macOS: nothing but Mozilla, Macintosh and AppleWebKit.
fn is_mac_embedded(user_agent: &str) -> bool {
    let version = |c: char| c == '.' || c.is_ascii_digit();
    let is_embedded = || {
        let rest = user_agent.strip_prefix("Mozilla/")?;
        let rest = rest
            .strip_prefix(version)?
            .trim_start_matches(version)
            .strip_prefix(" (Macintosh;")?;
        let rest = rest.strip_suffix(" (KHTML, like Gecko)")?;
        let rest = rest
            .strip_suffix(version)?
            .trim_end_matches(version)
            .strip_suffix(") AppleWebKit/")?;
        let number = |c: char| c == '_' || c.is_ascii_digit();
        rest.strip_suffix(number)?
            .trim_end_matches(number)
            .strip_suffix("Mac OS X ")
    };
    is_embedded().is_some()
}

fn is_chromium_based(user_agent: &str) -> bool {
    user_agent.contains("Chrome") || user_agent.contains("Chromium")
}

/// `Chrom.../<major>... `, a space behind the version; 0 without one.
fn chromium_based_major(user_agent: &str) -> f64 {
    let major = user_agent.match_indices("Chrom").find_map(|(at, found)| {
        let (_, version) = name_and_version(&user_agent[at + found.len()..])?;
        let major = digits(version);
        let rest =
            version[major.len()..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        (!major.is_empty() && rest.starts_with(' ')).then_some(major)
    });
    major.map_or(0.0, number)
}

/// `UCBrowser/<major>.<minor>.<build>... `; zeros without it.
fn uc_browser_version(user_agent: &str) -> (f64, f64, f64) {
    let version = user_agent
        .match_indices("UCBrowser/")
        .find_map(|(at, found)| {
            let version = &user_agent[at + found.len()..];
            let major = digits(version);
            let rest = version[major.len()..].strip_prefix('.')?;
            let minor = digits(rest);
            let rest = rest[minor.len()..].strip_prefix('.')?;
            let build = digits(rest);
            let behind =
                rest[build.len()..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
            let complete = !major.is_empty()
                && !minor.is_empty()
                && !build.is_empty()
                && behind.starts_with(' ');
            complete.then(|| (number(major), number(minor), number(build)))
        });
    version.unwrap_or_default()
}

/// Splits `ium/1.2` at its slash; there has to be a name, and no space in it.
fn name_and_version(text: &str) -> Option<(&str, &str)> {
    let end = text.find([' ', '/']).filter(|end| *end > 0)?;
    Some((&text[..end], text[end..].strip_prefix('/')?))
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn digits(text: &str) -> &str {
    &text[..leading_digits(text)]
}

fn number(digits: &str) -> f64 {
    digits.parse().unwrap_or_default()
}
