//! One path or RegExp of a route, ready to match request paths.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use regress::Regex;
use smallvec::SmallVec;

use super::path::{self, Key, KeyName, PathOptions, Token};
use super::prefix::Place;
use super::program::Program;
use crate::uri;

/// What each key captured, in the order of the keys: a byte range of the path, or `None` for a group that took no part.
pub type Captures = SmallVec<[Option<Range<usize>>; 4]>;

/// A route's path that does not make a regular expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// The source of the expression.
    pub source: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for PatternError {
    /// As V8 words its SyntaxError.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Invalid regular expression: /{}/: {}",
            self.source, self.reason
        )
    }
}

impl std::error::Error for PatternError {}

/// A compiled path: the keys and the expression that applications see, and a matcher that does what the expression does.
#[derive(Debug, Clone)]
pub struct PathPattern {
    source: String,
    flags: String,
    keys: Vec<Key>,
    matcher: Matcher,
    place: Place,
}

#[derive(Debug, Clone)]
enum Matcher {
    Program(Program),
    Expression {
        regex: Box<Regex>,
        global: bool,
        sticky: bool,
    },
}

impl PathPattern {
    /// Compiles a path string as path-to-regexp 1.9.0 does.
    ///
    /// # Errors
    /// A custom pattern (`:id(...)`) that is not an ECMAScript regular expression.
    pub fn compile(path: &str, options: PathOptions) -> Result<Self, PatternError> {
        let tokens = path::parse(path);
        let source = path::regexp_source(&tokens, options);
        let flags = if options.sensitive { "" } else { "i" };
        let (matcher, place) = match Program::new(&tokens, options) {
            Some(program) => {
                let place = match program.whole_literal() {
                    Some((text, slash)) => Place::whole(text, slash, options.sensitive),
                    None => Place::prefix(program.literal_prefix(), options.sensitive),
                };
                (Matcher::Program(program), place)
            }
            None => {
                let place = Place::prefix(&tokens_prefix(&tokens, options), options.sensitive);
                (Matcher::expression(&source, flags)?, place)
            }
        };
        let keys = tokens
            .into_iter()
            .filter_map(|token| match token {
                Token::Key(key) => Some(key),
                Token::Literal(_) => None,
            })
            .collect();
        Ok(Self {
            source,
            flags: flags.to_owned(),
            keys,
            matcher,
            place,
        })
    }

    /// Takes a RegExp by its source and flags; its capturing groups become the keys 0, 1, ... (ROUTER-014)
    ///
    /// A global or sticky RegExp matches here as if its `lastIndex` were 0 at each request. In @eggjs/router it keeps the
    /// index of the request before, so that such a route answers every other request.
    ///
    /// # Errors
    /// A source that is not an ECMAScript regular expression.
    pub fn from_regexp(source: &str, flags: &str) -> Result<Self, PatternError> {
        let matcher = Matcher::expression(source, flags)?;
        let sensitive = !flags.contains('i');
        let place = Place::prefix(&expression_prefix(source, flags), sensitive);
        // path-to-regexp counts every parenthesis that no question mark follows, be it an escaped one, and leaves named
        // groups out: applications see its keys, so the count is its own.
        let groups = source
            .match_indices('(')
            .filter(|(at, _)| !source[at + 1..].starts_with('?'))
            .count();
        let keys = (0..)
            .take(groups)
            .map(|index| group_key(KeyName::Index(index)))
            .collect();
        Ok(Self {
            source: source.to_owned(),
            flags: flags.to_owned(),
            keys,
            matcher,
            place,
        })
    }

    /// The pattern of a router's layer as JavaScript shows it: `layer.path` if it is a string, the options it was compiled
    /// with, `layer.regexp` by source and flags, and the names in `layer.paramNames`.
    ///
    /// A layer whose expression is what path-to-regexp 1.9.0 makes of its path runs on the hand matcher where that can be. Any
    /// other expression (another `pathToRegexpModule`, an application's own change) is taken as it is.
    ///
    /// # Errors
    /// A source that is not an ECMAScript regular expression.
    pub fn of_layer(
        path: Option<&str>,
        options: PathOptions,
        source: &str,
        flags: &str,
        names: Vec<KeyName>,
    ) -> Result<Self, PatternError> {
        let compiled = path.and_then(|path| Self::compile(path, options).ok());
        let is_same = |pattern: &Self| {
            pattern.source == source
                && pattern.flags == flags
                && pattern.keys.iter().map(|key| &key.name).eq(&names)
        };
        if let Some(pattern) = compiled.filter(is_same) {
            return Ok(pattern);
        }
        let mut pattern = Self::from_regexp(source, flags)?;
        pattern.keys = names.into_iter().map(group_key).collect();
        Ok(pattern)
    }

    /// The source of `layer.regexp`, as handed to the `RegExp` constructor.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The flags of `layer.regexp`.
    pub fn flags(&self) -> &str {
        &self.flags
    }

    /// `layer.paramNames`.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// `layer.match(path)`.
    pub fn is_match(&self, path: &str) -> bool {
        match &self.matcher {
            Matcher::Program(program) => program.is_match(path),
            Matcher::Expression { regex, sticky, .. } => regex
                .find(path)
                .is_some_and(|found| !sticky || found.start() == 0),
        }
    }

    /// `layer.captures(path)`: what `path.match(layer.regexp).slice(1)` holds, or `None` if the path does not match.
    ///
    /// Of a global RegExp these are the matches behind the first one, as `String.prototype.match` gives them.
    pub fn captures(&self, path: &str) -> Option<Captures> {
        match &self.matcher {
            Matcher::Program(program) => program.captures(path),
            Matcher::Expression {
                regex,
                global: true,
                sticky,
            } => {
                let mut end = 0;
                let mut found =
                    regex
                        .find_iter(path)
                        .map(|found| found.range())
                        .take_while(|range| {
                            let adjoins = range.start == end;
                            end = range.end;
                            !sticky || adjoins
                        });
                found.next()?;
                Some(found.map(Some).collect())
            }
            Matcher::Expression { regex, sticky, .. } => {
                let found = regex.find(path)?;
                (!sticky || found.start() == 0).then(|| found.captures.into_iter().collect())
            }
        }
    }

    /// `layer.params(path, captures)`: each key that has a capture, in order, with its decoded value. `None` stands for
    /// `undefined`. A name that comes twice is given twice; the later one counts. (ROUTER-031)
    pub fn params<'a>(
        &'a self,
        path: &'a str,
        captures: &'a Captures,
    ) -> impl Iterator<Item = (&'a KeyName, Option<Cow<'a, str>>)> {
        let values = captures.iter().map(move |capture| {
            let text = path.get(capture.clone()?)?;
            Some(uri::decode_component_or_raw(text))
        });
        self.keys.iter().map(|key| &key.name).zip(values)
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }
}

impl Matcher {
    fn expression(source: &str, flags: &str) -> Result<Self, PatternError> {
        // The flags that decide what matches. Of the others d changes nothing, g and y are minded by the callers.
        let known: String = flags
            .chars()
            .filter(|flag| "imsuv".contains(*flag))
            .collect();
        match Regex::with_flags(source, known.as_str()) {
            Ok(regex) => Ok(Self::Expression {
                regex: Box::new(regex),
                global: flags.contains('g'),
                sticky: flags.contains('y'),
            }),
            Err(error) => Err(PatternError {
                source: source.to_owned(),
                reason: error.text,
            }),
        }
    }
}

/// The key of a capturing group, which has nothing but its name.
fn group_key(name: KeyName) -> Key {
    Key {
        name,
        prefix: None,
        delimiter: None,
        optional: false,
        repeat: false,
        partial: false,
        asterisk: false,
        pattern: None,
    }
}

/// Text that every path matching `tokens` starts with.
fn tokens_prefix(tokens: &[Token], options: PathOptions) -> String {
    let mut prefix = match tokens.first() {
        Some(Token::Literal(text)) => text.clone(),
        _ => String::new(),
    };
    if tokens.len() == 1 && !options.strict && prefix.ends_with('/') {
        prefix.pop();
    }
    let first_key = tokens.iter().find_map(|token| match token {
        Token::Key(key) => Some(key),
        Token::Literal(_) => None,
    });
    if let Some(Key {
        prefix: Some(character),
        optional,
        partial,
        ..
    }) = first_key
        && (*partial || !optional)
    {
        prefix.push(*character);
    }
    prefix
}

/// Text that every match of an expression starts with: the plain characters behind its `^`.
///
/// An empty answer is always right, so anything that is not plainly literal ends the search.
fn expression_prefix(source: &str, flags: &str) -> String {
    let Some(body) = source.strip_prefix('^') else {
        return String::new();
    };
    // With u or v and i, letters outside ASCII match letters inside.
    let folds_unicode = flags.contains('i') && flags.contains(['u', 'v']);
    if flags.contains('m') || folds_unicode || body.contains('|') {
        return String::new();
    }
    let mut prefix = String::new();
    let mut characters = body.chars().peekable();
    while let Some(character) = characters.next() {
        let literal = match character {
            '\\' => match characters.next() {
                Some(escaped) if escaped.is_ascii_punctuation() => escaped,
                _ => break,
            },
            '/' | '-' | '_' | '~' | '%' | '@' | ':' | '=' | '&' | ',' | ';' | '!' => character,
            _ if character.is_ascii_alphanumeric() => character,
            _ => break,
        };
        if matches!(characters.peek(), Some('*' | '?' | '{' | '+')) {
            break;
        }
        prefix.push(literal);
    }
    prefix
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_indexed_by_the_plain_text_behind_their_anchor() {
        for (source, flags, prefix) in [
            ("^\\/re\\/(\\w+)$", "", "/re/"),
            ("^/files?/", "", "/file"),
            ("^/a|/b", "", ""),
            ("/a", "", ""),
            ("^/a", "m", ""),
            ("^\\/v1\\.0/x", "", "/v1.0/x"),
            ("^/x\\d", "", "/x"),
            ("^/ab{2}", "", "/a"),
            ("^\\u002fa", "", ""),
        ] {
            assert_eq!(expression_prefix(source, flags), prefix, "{source}");
        }
    }
}
