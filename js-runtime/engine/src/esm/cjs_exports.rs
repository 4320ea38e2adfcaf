//! The names that a CommonJS file exports, as far as they can be read from its text: what `import { name }` of it sees.
//!
//! The patterns are those which Node's lexer documents (the package cjs-module-lexer): assignments to members of `exports`,
//! `Object.defineProperty` of one, an object given to `module.exports`, and what TypeScript, Babel and esbuild write to
//! export another file's names.

use std::collections::HashMap;

use crate::tokens::{Kind, Token, tokens};

/// What a file exports.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Exports {
    /// In the order in which they stand, each once.
    pub(super) names: Vec<String>,
    /// What the file requires and exports whole.
    pub(super) reexports: Vec<String>,
}

/// Reads the exports of `source`.
pub(super) fn exports(source: &str) -> Exports {
    if !source.contains("export") {
        return Exports::default();
    }
    let tokens = tokens(source);
    let mut search = Search {
        tokens: &tokens,
        required: HashMap::new(),
        found: Exports::default(),
    };
    for at in 0..tokens.len() {
        search.look_at(at);
    }
    search.found
}

struct Search<'a> {
    tokens: &'a [Token<'a>],
    /// Names that stand for what a file gives, as Babel writes it: `var _x = require('x')`.
    required: HashMap<&'a str, &'a str>,
    found: Exports,
}

impl<'a> Search<'a> {
    fn look_at(&mut self, at: usize) {
        let Some(Kind::Name(name)) = self.kind(at) else {
            return;
        };
        // `x.exports` is somebody else's; of `module.exports` the first word is looked at.
        if at > 0 && self.is(at - 1, '.') {
            // `tslib_1.__exportStar(require('x'), exports)`
            if matches!(name, "__exportStar" | "__export") {
                self.export_call(at);
            }
            return;
        }
        match name {
            "exports" => self.exports_at(at + 1, false),
            "module" if self.is(at + 1, '.') && self.is_name(at + 2, "exports") => {
                self.exports_at(at + 3, true);
            }
            "Object" if self.is(at + 1, '.') => {
                self.define_property(at + 2);
                self.keys_loop(at + 2);
            }
            "__exportStar" | "__export" => self.export_call(at),
            "var" | "let" | "const" => self.declaration(at + 1),
            _ => {}
        }
    }

    fn kind(&self, at: usize) -> Option<Kind<'a>> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn is(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(Kind::Mark(mark))
    }

    fn is_name(&self, at: usize, name: &str) -> bool {
        self.kind(at) == Some(Kind::Name(name))
    }

    fn name(&self, at: usize) -> Option<&'a str> {
        match self.kind(at) {
            Some(Kind::Name(name)) => Some(name),
            _ => None,
        }
    }

    fn text(&self, at: usize) -> Option<&'a str> {
        match self.kind(at) {
            Some(Kind::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether the tokens from `at` on are these marks and names.
    fn reads(&self, at: usize, expected: &[&str]) -> bool {
        expected
            .iter()
            .enumerate()
            .all(|(offset, word)| match self.kind(at + offset) {
                Some(Kind::Name(name)) => name == *word,
                Some(Kind::Mark(mark)) => word.chars().eq([mark]),
                _ => false,
            })
    }

    /// `=` (and `==`, as Node reads it).
    fn is_assigned(&self, at: usize) -> bool {
        self.is(at, '=')
    }

    fn add(&mut self, name: &str) {
        let name = unescaped(name);
        if !self.found.names.contains(&name) {
            self.found.names.push(name);
        }
    }

    fn reexport(&mut self, request: &str) {
        let request = unescaped(request);
        if !self.found.reexports.contains(&request) {
            self.found.reexports.push(request);
        }
    }

    /// Behind `exports` or `module.exports`: `.a =`, `['a'] =`, and for the latter `= {...}` and `= require('x')`.
    fn exports_at(&mut self, at: usize, whole: bool) {
        if self.is(at, '.') {
            if let Some(name) = self.name(at + 1)
                && self.is_assigned(at + 2)
            {
                self.add(name);
            }
        } else if self.is(at, '[') {
            if let Some(name) = self.text(at + 1)
                && self.is(at + 2, ']')
                && self.is_assigned(at + 3)
            {
                self.add(name);
            }
        } else if whole && self.is_assigned(at) {
            // What was to be exported whole before is replaced.
            self.found.reexports.clear();
            if self.is(at + 1, '{') {
                self.object(at + 2);
            } else if let Some((request, _)) = self.require(at + 1) {
                self.reexport(request);
            }
        }
    }

    /// `require('x')` at `at`: its text, and where it ends.
    fn require(&self, at: usize) -> Option<(&'a str, usize)> {
        let request = self.text(at + 2)?;
        (self.is_name(at, "require") && self.is(at + 1, '(') && self.is(at + 3, ')'))
            .then_some((request, at + 4))
    }

    /// `a, b: c, 'd': e, ...require('x')` up to the first thing that is more than a name.
    fn object(&mut self, mut at: usize) {
        loop {
            if self.reads(at, &[".", ".", "."]) {
                at += 3;
                if let Some((request, end)) = self.require(at) {
                    self.reexport(request);
                    at = end;
                } else if self.name(at).is_some() {
                    at += 1;
                } else {
                    return;
                }
            } else if let Some(key @ (Kind::Name(name) | Kind::Text(name))) = self.kind(at) {
                at += 1;
                if self.is(at, ':') {
                    // Of values only names are read over.
                    if self.name(at + 1).is_none() {
                        return;
                    }
                    at += 2;
                } else if matches!(key, Kind::Text(_)) {
                    return;
                }
                self.add(name);
            } else {
                return;
            }
            if !self.is(at, ',') {
                return;
            }
            at += 1;
        }
    }

    /// `defineProperty(exports, 'a', { enumerable: true, get: function () { return b.c; } })`, or with a `value`.
    fn define_property(&mut self, at: usize) {
        if !self.reads(at, &["defineProperty", "("]) {
            return;
        }
        let mut next = at + 2;
        if self.reads(next, &["module", ".", "exports"]) {
            next += 3;
        } else if self.is_name(next, "exports") {
            next += 1;
        } else {
            return;
        }
        let Some(name) = self.text(next + 1) else {
            return;
        };
        if !(self.is(next, ',') && self.reads(next + 2, &[",", "{"])) {
            return;
        }
        next += 4;
        if self.reads(next, &["enumerable", ":", "true", ","]) {
            next += 4;
        }
        if self.reads(next, &["value", ":"]) || self.getter(next) {
            self.add(name);
        }
    }

    /// Whether a getter at `at` gives a name, or members of one.
    fn getter(&self, at: usize) -> bool {
        let mut at = if self.reads(at, &["get", ":", "function"]) {
            at + 3
        } else if self.reads(at, &["get", "("]) {
            at + 1
        } else {
            return false;
        };
        if !self.reads(at, &["(", ")", "{", "return"]) || self.name(at + 4).is_none() {
            return false;
        }
        at += 5;
        loop {
            if self.is(at, '.') && self.name(at + 1).is_some() {
                at += 2;
            } else if self.is(at, '[') && self.text(at + 1).is_some() && self.is(at + 2, ']') {
                at += 3;
            } else {
                break;
            }
        }
        at += usize::from(self.is(at, ';'));
        at += usize::from(self.is(at, '}'));
        at += usize::from(self.is(at, ','));
        self.reads(at, &["}", ")"])
    }

    /// `__exportStar(require('x'))`, with `exports` behind it or not.
    fn export_call(&mut self, at: usize) {
        if self.is(at + 1, '(')
            && let Some((request, _)) = self.require(at + 2)
        {
            self.reexport(request);
        }
    }

    /// `_x = require('x')`, or with `_interopRequireWildcard(...)` around it.
    fn declaration(&mut self, at: usize) {
        let Some(name) = self.name(at) else { return };
        if !self.is_assigned(at + 1) {
            return;
        }
        let mut value = at + 2;
        if matches!(self.name(value), Some(helper) if helper.ends_with("interopRequireWildcard"))
            && self.is(value + 1, '(')
        {
            value += 2;
        }
        if let Some((request, _)) = self.require(value) {
            self.required.insert(name, request);
        }
    }

    /// What Babel makes of `export * from 'x'`: `keys(_x).forEach(function (k) { ... exports[k] = _x[k] ... })`, the name
    /// `default` left out.
    fn keys_loop(&mut self, at: usize) {
        if !self.reads(at, &["keys", "("]) {
            return;
        }
        let Some(source) = self.name(at + 2) else {
            return;
        };
        if !self.reads(at + 3, &[")", ".", "forEach", "(", "function", "("]) {
            return;
        }
        let Some(key) = self.name(at + 9) else { return };
        if !self.reads(at + 10, &[")", "{", "if", "(", key]) {
            return;
        }
        let Some(request) = self.required.get(source).copied() else {
            return;
        };
        let end = self.end_of_block(at + 11);
        let exports_it = (at + 12..end).any(|at| {
            self.reads(at, &["exports", "[", key, "]", "=", source, "[", key, "]"])
                || self.reads(at, &["defineProperty", "(", "exports", ",", key, ","])
        });
        if exports_it {
            self.reexport(request);
        }
    }

    /// Where the block ends that begins at `at`.
    fn end_of_block(&self, at: usize) -> usize {
        let mut depth = 0usize;
        for next in at..self.tokens.len() {
            if self.is(next, '{') {
                depth += 1;
            } else if self.is(next, '}') {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return next;
                }
            }
        }
        self.tokens.len()
    }
}

/// A string's text, its escapes read.
fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('v') => out.push('\u{b}'),
            Some('0') => out.push('\0'),
            Some('x') => out.extend(code_point(&mut rest, 2)),
            Some('u') => {
                let mut ahead = rest.clone();
                if ahead.next() == Some('{') {
                    let digits: String = ahead.by_ref().take_while(|c| *c != '}').collect();
                    out.extend(
                        u32::from_str_radix(&digits, 16)
                            .ok()
                            .and_then(char::from_u32),
                    );
                    rest = ahead;
                } else {
                    out.extend(code_point(&mut rest, 4));
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

fn code_point(rest: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let text: String = rest.by_ref().take(digits).collect();
    u32::from_str_radix(&text, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests;
