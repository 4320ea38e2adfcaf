//! The static imports of a module's source: what a message about them must tell, and the old spelling of their attributes.

use crate::tokens::{Kind, Token, tokens};

/// `import ... from 'specifier'`, or `export { ... } from 'specifier'`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) specifier: String,
    pub(super) place: Place,
    /// What is imported by name, and where that stands.
    pub(super) names: Vec<Name>,
}

/// A name in a declaration.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) name: String,
    pub(super) place: Place,
}

/// Where something stands in a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The byte.
    pub(super) at: usize,
    /// Counted from 1.
    pub(super) line: u32,
}

impl Place {
    fn of(token: &Token<'_>) -> Place {
        Place {
            at: token.at,
            line: token.line,
        }
    }

    /// The text of the line up to here.
    pub(super) fn line_before<'a>(&self, source: &'a str) -> &'a str {
        let before = &source[..self.at];
        &before[before.rfind('\n').map_or(0, |at| at + 1)..]
    }

    /// `LINE:COLUMN`, as stacks have it.
    pub(super) fn shown(&self, source: &str) -> String {
        let column = self.line_before(source).chars().count() + 1;
        format!("{}:{column}", self.line)
    }
}

/// The declarations of `source`, in its order.
pub(super) fn declarations(source: &str) -> Vec<Declaration> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if at > 0 && tokens[at - 1].kind == Kind::Mark('.') {
            continue;
        }
        match tokens[at].kind {
            Kind::Name("import") => found.extend(import(&tokens[at + 1..])),
            Kind::Name("export") => found.extend(export(&tokens[at + 1..])),
            _ => {}
        }
    }
    found
}

/// `source` with `assert { type: 'json' }` of static imports spelled `with`, every other byte in its place; none where there
/// is no such thing.
pub(super) fn with_for_assert(source: &str) -> Option<String> {
    let tokens = tokens(source);
    let mut changed: Option<Vec<u8>> = None;
    for window in tokens.windows(3) {
        let [text, word, brace] = window else {
            continue;
        };
        if matches!(text.kind, Kind::Text(_))
            && word.kind == Kind::Name("assert")
            && brace.kind == Kind::Mark('{')
        {
            let bytes = changed.get_or_insert_with(|| source.as_bytes().to_vec());
            bytes[word.at..word.at + "assert".len()].copy_from_slice(b"with  ");
        }
    }
    changed.and_then(|bytes| String::from_utf8(bytes).ok())
}

fn import(rest: &[Token<'_>]) -> Option<Declaration> {
    let mut at = 0;
    let mut names = Vec::new();
    // `import 'x'` names nothing.
    if let Kind::Text(specifier) = rest.first()?.kind {
        return Some(declaration(specifier, &rest[0], names));
    }
    if let Kind::Name(_) = rest.first()?.kind {
        names.push(name("default", &rest[0]));
        at += 1;
        if rest.get(at)?.kind == Kind::Mark(',') {
            at += 1;
        }
    }
    match rest.get(at)?.kind {
        // `* as name`
        Kind::Mark('*') => at += 3,
        Kind::Mark('{') => at = list(rest, at + 1, &mut names)?,
        _ => {}
    }
    from(rest, at, names)
}

fn export(rest: &[Token<'_>]) -> Option<Declaration> {
    match rest.first()?.kind {
        Kind::Mark('{') => {
            let mut names = Vec::new();
            let at = list(rest, 1, &mut names)?;
            from(rest, at, names)
        }
        Kind::Mark('*') if rest.get(1)?.kind == Kind::Name("as") => from(rest, 3, Vec::new()),
        Kind::Mark('*') => from(rest, 1, Vec::new()),
        _ => None,
    }
}

fn from(rest: &[Token<'_>], at: usize, names: Vec<Name>) -> Option<Declaration> {
    let Kind::Text(specifier) = rest.get(at + 1)?.kind else {
        return None;
    };
    (rest[at].kind == Kind::Name("from")).then(|| declaration(specifier, &rest[at + 1], names))
}

/// The names up to `}`; gives what stands behind it.
fn list(rest: &[Token<'_>], mut at: usize, names: &mut Vec<Name>) -> Option<usize> {
    loop {
        let token = rest.get(at)?;
        match token.kind {
            Kind::Mark('}') => return Some(at + 1),
            Kind::Mark(',') => at += 1,
            Kind::Name(text) | Kind::Text(text) => {
                names.push(name(text, token));
                at += 1;
                if rest.get(at)?.kind == Kind::Name("as") {
                    at += 2;
                }
            }
            _ => return None,
        }
    }
}

fn declaration(specifier: &str, token: &Token<'_>, names: Vec<Name>) -> Declaration {
    Declaration {
        specifier: specifier.to_string(),
        place: Place::of(token),
        names,
    }
}

fn name(name: &str, token: &Token<'_>) -> Name {
    Name {
        name: name.to_string(),
        place: Place::of(token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Vec<(String, Vec<String>)> {
        declarations(source)
            .into_iter()
            .map(|found| {
                let names = found.names.into_iter().map(|name| name.name).collect();
                (found.specifier, names)
            })
            .collect()
    }

    fn one(source: &str, specifier: &str, names: &[&str]) {
        let names = names.iter().map(|name| name.to_string()).collect();
        assert_eq!(read(source), [(specifier.to_string(), names)], "{source}");
    }

    #[test]
    fn every_form_tells_what_it_imports_by_name() {
        one("import 'a'", "a", &[]);
        one("import b from 'a'", "a", &["default"]);
        one("import * as b from 'a'", "a", &[]);
        one("import b, * as c from 'a'", "a", &["default"]);
        one(
            "import b, { c, d as e, 'f g' as h, } from 'a'",
            "a",
            &["default", "c", "d", "f g"],
        );
        one(
            "export { b, default as c } from 'a'",
            "a",
            &["b", "default"],
        );
        one("export * from 'a'", "a", &[]);
        one("export * as b from 'a'", "a", &[]);
        one("import{b}from'a'with{type:'json'}", "a", &["b"]);
    }

    #[test]
    fn what_is_no_declaration_is_none() {
        assert_eq!(
            read("import('a'); import.meta; x.import 'a'; export { b }; export default 'a'"),
            []
        );
    }

    #[test]
    fn a_name_s_place_is_told() {
        let source = "\nimport { a,\n  b } from 'x'";
        let found = declarations(source);
        let places: Vec<_> = found[0]
            .names
            .iter()
            .map(|name| name.place.shown(source))
            .collect();
        assert_eq!(places, ["2:10", "3:3"]);
        assert_eq!(found[0].place.shown(source), "3:12");
    }

    #[test]
    fn assert_becomes_with_and_all_else_stays() {
        let changed =
            with_for_assert("import a from 'a.json' assert { type: 'json' }; 'assert { }'");
        assert_eq!(
            changed.as_deref(),
            Some("import a from 'a.json' with   { type: 'json' }; 'assert { }'")
        );
        assert_eq!(
            with_for_assert("import assert from 'assert'; assert({})"),
            None
        );
    }
}
