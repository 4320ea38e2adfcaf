//! path-to-regexp 1.9.0's path syntax: tokens, keys and the source of the regular expression. (ROUTER-019..026)
//!
//! An application sees the expression (`layer.regexp`) and the keys (`layer.paramNames`), so both are what
//! path-to-regexp 1.9.0 makes, character for character.

/// What path-to-regexp calls its options. The default is path-to-regexp's own; egg's router sets `sensitive`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PathOptions {
    /// Letters match in their own case only. Default false.
    pub sensitive: bool,
    /// A trailing slash is significant. Default false.
    pub strict: bool,
    /// The path has to match to its end; without it a prefix of whole segments is enough. Default true.
    pub end: bool,
}

impl Default for PathOptions {
    fn default() -> Self {
        Self {
            sensitive: false,
            strict: false,
            end: true,
        }
    }
}

impl PathOptions {
    /// What egg's router gives to every route: `{ sensitive: true, strict: false, end: true }`. (ROUTER-017)
    pub const EGG_ROUTE: Self = Self {
        sensitive: true,
        strict: false,
        end: true,
    };
}

/// A parameter's name: a word after a colon, or the count of unnamed parameters before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KeyName {
    /// `:name`
    Name(Box<str>),
    /// `(.*)`, `*`, or a capturing group of a RegExp.
    Index(u32),
}

/// One parameter of a path: the fields of path-to-regexp's key objects, under their names.
///
/// A capturing group of a RegExp has neither prefix nor delimiter nor pattern: they are `null` then. Of a parameter of a
/// path string a missing prefix is `''`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The property of `ctx.params`.
    pub name: KeyName,
    /// `/`, `.` or nothing: the character before the parameter that belongs to it.
    pub prefix: Option<char>,
    /// The character that ends the parameter: its prefix, or else `/`.
    pub delimiter: Option<char>,
    /// `?` or `*` follows.
    pub optional: bool,
    /// `+` or `*` follows.
    pub repeat: bool,
    /// Something other than the prefix comes right behind it.
    pub partial: bool,
    /// It is a bare `*`.
    pub asterisk: bool,
    /// The source of the expression that a value matches.
    pub pattern: Option<String>,
}

/// A piece of a parsed path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Text that matches itself.
    Literal(String),
    /// A parameter.
    Key(Key),
}

/// The pattern of a parameter that takes one segment.
pub(super) const SEGMENT_PATTERN: &str = "[^\\/]+?";

/// Parses a path string, as path-to-regexp's `parse`.
pub fn parse(path: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut literal = String::new();
    let mut unnamed = 0;
    let mut rest = path;
    while let Some(next) = rest.chars().next() {
        if let Some((escaped, length)) = escape_at(rest) {
            literal.push(escaped);
            rest = &rest[length..];
            continue;
        }
        let Some(found) = Parameter::at(rest) else {
            literal.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        rest = &rest[found.length..];
        if !literal.is_empty() {
            tokens.push(Token::Literal(std::mem::take(&mut literal)));
        }
        let before = match (found.prefix, tokens.last()) {
            (Some(prefix), _) => String::from(prefix),
            (None, Some(Token::Literal(text))) => text.clone(),
            (None, _) => String::new(),
        };
        let following = rest.chars().next();
        let delimiter = found.prefix.unwrap_or('/');
        tokens.push(Token::Key(Key {
            name: match found.name {
                Some(name) => KeyName::Name(name.into()),
                None => {
                    unnamed += 1;
                    KeyName::Index(unnamed - 1)
                }
            },
            prefix: found.prefix,
            delimiter: Some(delimiter),
            optional: matches!(found.modifier, Some('?' | '*')),
            repeat: matches!(found.modifier, Some('+' | '*')),
            partial: found.prefix.is_some() && following.is_some() && following != found.prefix,
            asterisk: found.asterisk,
            pattern: Some(match found.pattern {
                Some(pattern) => escape_group(pattern),
                None if found.asterisk => String::from(".*"),
                None => segment_pattern(delimiter, &before),
            }),
        }));
    }
    if !literal.is_empty() {
        tokens.push(Token::Literal(literal));
    }
    tokens
}

/// The source of the expression that matches `tokens`, as path-to-regexp's `tokensToRegExp` hands it to `RegExp`.
pub fn regexp_source(tokens: &[Token], options: PathOptions) -> String {
    const SLASH: &str = "\\/";
    let mut route = String::from("^");
    for token in tokens {
        match token {
            Token::Literal(text) => escape_text(&mut route, text),
            Token::Key(key) => route.push_str(&capture_source(key)),
        }
    }
    let ends_with_slash = route.ends_with(SLASH);
    if !options.strict {
        if ends_with_slash {
            route.truncate(route.len() - SLASH.len());
        }
        route.push_str("(?:\\/(?=$))?");
    }
    if options.end {
        route.push('$');
    } else if !(options.strict && ends_with_slash) {
        route.push_str("(?=\\/|$)");
    }
    route
}

fn capture_source(key: &Key) -> String {
    let mut prefix = String::new();
    if let Some(character) = key.prefix {
        escape_text(&mut prefix, character.encode_utf8(&mut [0; 4]));
    }
    let mut value = format!("(?:{})", key.pattern.as_deref().unwrap_or_default());
    if key.repeat {
        value = format!("{value}(?:{prefix}{value})*");
    }
    match (key.optional, key.partial) {
        (true, false) => format!("(?:{prefix}({value}))?"),
        (true, true) => format!("{prefix}({value})?"),
        (false, _) => format!("{prefix}({value})"),
    }
}

/// What a parameter without a pattern of its own matches. Behind text of the same segment it may not run over that text
/// again: path-to-regexp's guard against expressions that backtrack without end. (ROUTER-023)
fn segment_pattern(delimiter: char, before: &str) -> String {
    let mut stop = String::new();
    escape_text(&mut stop, delimiter.encode_utf8(&mut [0; 4]));
    if before.is_empty() || before.contains(delimiter) {
        return format!("[^{stop}]+?");
    }
    let mut text = String::new();
    escape_text(&mut text, before);
    format!("{text}|(?:(?!{text})[^{stop}])+?")
}

/// The character that a backslash at the start of `text` escapes, and the length of both.
fn escape_at(text: &str) -> Option<(char, usize)> {
    let escaped = text.strip_prefix('\\')?.chars().next()?;
    // A dot in JavaScript's expressions stops at line ends, and so does path-to-regexp's `\\.`.
    (!is_line_terminator(escaped)).then(|| (escaped, 1 + escaped.len_utf8()))
}

/// A parameter as written.
struct Parameter<'a> {
    prefix: Option<char>,
    name: Option<&'a str>,
    pattern: Option<&'a str>,
    modifier: Option<char>,
    asterisk: bool,
    length: usize,
}

impl<'a> Parameter<'a> {
    /// The parameter that starts right at the start of `text`.
    fn at(text: &'a str) -> Option<Self> {
        let prefix = text
            .chars()
            .next()
            .filter(|first| matches!(first, '/' | '.'));
        let start = usize::from(prefix.is_some());
        let mut found = Parameter {
            prefix,
            name: None,
            pattern: None,
            modifier: None,
            asterisk: false,
            length: start,
        };
        let body = &text[start..];
        if body.starts_with('*') {
            found.asterisk = true;
            found.length += 1;
            return Some(found);
        }
        if let Some(named) = body.strip_prefix(':') {
            let word = named
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(named.len());
            if word == 0 {
                return None;
            }
            found.name = Some(&named[..word]);
            found.length += 1 + word;
            found.pattern = group_at(&named[word..]);
        } else {
            found.pattern = Some(group_at(body)?);
        }
        found.length += found.pattern.map_or(0, |pattern| pattern.len() + 2);
        found.modifier = text[found.length..]
            .chars()
            .next()
            .filter(|c| matches!(c, '+' | '*' | '?'));
        found.length += usize::from(found.modifier.is_some());
        Some(found)
    }
}

/// The inside of a parenthesised group at the start of `text`: not empty, no parentheses in it but escaped ones.
fn group_at(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(')?;
    let mut at = 0;
    loop {
        let rest = &inside[at..];
        match rest.chars().next()? {
            ')' => return (at > 0).then(|| &inside[..at]),
            '(' => return None,
            '\\' => at += escape_at(rest)?.1,
            character => at += character.len_utf8(),
        }
    }
}

fn escape_text(out: &mut String, text: &str) {
    for character in text.chars() {
        if ".+*?=^!:${}()[]|/\\".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
}

fn escape_group(group: &str) -> String {
    let mut out = String::with_capacity(group.len() + 4);
    for character in group.chars() {
        if "=!:$/()".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Whether JavaScript's `.` stops at this character.
pub(super) fn is_line_terminator(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}
