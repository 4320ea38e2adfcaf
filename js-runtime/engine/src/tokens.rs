//! JavaScript as tokens, as far as it takes to see which names a script uses: comments, strings, regular expressions and
//! templates are told apart from code. A script that is no JavaScript gives some tokens and no error.
//!
//! Without a parser two guesses remain: what a brace belongs to, and whether a slash divides. Both look at what stands before.

/// A token; texts are of the script itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A name or a keyword.
    Name(&'a str),
    /// A string's text without its quotes, escapes as they are written.
    Text(&'a str),
    /// A number, a regular expression, or a template's part.
    Literal,
    /// One character of punctuation; `?.` counts as `.`.
    Mark(char),
}

/// A token and where it begins.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    pub kind: Kind<'a>,
    /// Counted from 1.
    pub line: u32,
    /// The byte of the script at which it begins; a string's is its quote.
    pub at: usize,
}

/// The tokens of a script.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        source,
        at: 0,
        line: 1,
        braces: Vec::new(),
        parentheses: Vec::new(),
        value_ends: false,
        tokens: Vec::new(),
    };
    if source.starts_with("#!") {
        lexer.skip_past("\n", 0);
    }
    if source.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    lexer.run();
    lexer.tokens
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
    line: u32,
    braces: Vec<Brace>,
    /// For every open `(`: whether a statement follows the closing one, as behind `if (...)`.
    parentheses: Vec<bool>,
    /// Whether the closing bracket that was read last ends a value, so that a slash behind it divides.
    value_ends: bool,
    tokens: Vec<Token<'a>>,
}

/// What an open `{` belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brace {
    /// `${` of a template.
    Template,
    /// An object, or a pattern.
    Value,
    /// Statements.
    Block,
}

impl<'a> Lexer<'a> {
    fn run(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => self.skip_to(self.at + 1),
                b'/' if self.peek(1) == Some(b'/') => self.skip_past("\n", self.at + 2),
                b'/' if self.peek(1) == Some(b'*') => self.skip_past("*/", self.at + 2),
                b'/' if self.regex_may_begin() => self.regex(),
                b'\'' | b'"' => self.string(byte),
                b'`' => {
                    self.push(Kind::Literal);
                    self.template(self.at + 1);
                }
                b'}' => match self.braces.pop() {
                    Some(Brace::Template) => {
                        self.value_ends = true;
                        self.template(self.at + 1);
                    }
                    brace => {
                        self.value_ends = brace == Some(Brace::Value);
                        self.mark('}', 1);
                    }
                },
                b'{' => {
                    self.braces.push(self.brace());
                    self.mark('{', 1);
                }
                b'(' => {
                    let statement = matches!(
                        self.last(),
                        Some(Kind::Name("if" | "while" | "for" | "with"))
                    );
                    self.parentheses.push(statement);
                    self.mark('(', 1);
                }
                b')' => {
                    self.value_ends = self.parentheses.pop() != Some(true);
                    self.mark(')', 1);
                }
                b'?' if self.peek(1) == Some(b'.') => self.mark('.', 2),
                b'0'..=b'9' => {
                    self.push(Kind::Literal);
                    self.at = self.end_of_name();
                }
                _ if is_name(byte) => {
                    let end = self.end_of_name();
                    let name = &self.source[self.at..end];
                    self.push(Kind::Name(name));
                    self.at = end;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                _ => self.mark(byte as char, 1),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    fn push(&mut self, kind: Kind<'a>) {
        self.tokens.push(Token {
            kind,
            line: self.line,
            at: self.at,
        });
    }

    fn mark(&mut self, mark: char, length: usize) {
        self.push(Kind::Mark(mark));
        self.at += length;
    }

    /// Goes on at `end`, counting lines.
    fn skip_to(&mut self, end: usize) {
        let end = end.min(self.source.len());
        let skipped = &self.source.as_bytes()[self.at..end];
        self.line += skipped.iter().filter(|byte| **byte == b'\n').count() as u32;
        self.at = end;
    }

    fn skip_past(&mut self, end: &str, from: usize) {
        let rest = self.source.get(from..).unwrap_or_default();
        let length = rest.find(end).map_or(rest.len(), |at| at + end.len());
        self.skip_to(from + length);
    }

    fn end_of_name(&self) -> usize {
        let rest = &self.source.as_bytes()[self.at..];
        let length = rest
            .iter()
            .position(|byte| !is_name(*byte) && !byte.is_ascii_digit())
            .unwrap_or(rest.len());
        self.at + length
    }

    fn string(&mut self, quote: u8) {
        let begin = self.at + 1;
        let end = self.end_of(begin, |byte| byte == quote || byte == b'\n');
        self.push(Kind::Text(self.source.get(begin..end).unwrap_or_default()));
        self.skip_to(end + 1);
    }

    /// A template's text from `begin` to its end or its next `${`.
    fn template(&mut self, begin: usize) {
        let bytes = self.source.as_bytes();
        let mut at = begin;
        loop {
            at = self.end_of(at, |byte| byte == b'`' || byte == b'$');
            match (bytes.get(at), bytes.get(at + 1)) {
                (Some(b'$'), Some(b'{')) => {
                    self.braces.push(Brace::Template);
                    // What is in the braces is an expression of its own.
                    self.skip_to(at + 2);
                    self.push(Kind::Mark('('));
                    return;
                }
                (Some(b'$'), _) => at += 1,
                _ => return self.skip_to(at + 1),
            }
        }
    }

    fn regex(&mut self) {
        self.push(Kind::Literal);
        let mut in_class = false;
        let end = self.end_of(self.at + 1, |byte| {
            match byte {
                b'[' => in_class = true,
                b']' => in_class = false,
                _ => {}
            }
            (byte == b'/' && !in_class) || byte == b'\n'
        });
        self.skip_to(end + 1);
        self.at = self.end_of_name();
    }

    /// The first place from `begin` on where `ends` says so, escaped characters left out.
    fn end_of(&self, begin: usize, mut ends: impl FnMut(u8) -> bool) -> usize {
        let bytes = self.source.as_bytes();
        let mut at = begin;
        while let Some(byte) = bytes.get(at) {
            if *byte == b'\\' {
                at += 2;
                continue;
            }
            if ends(*byte) {
                break;
            }
            at += 1;
        }
        at.min(bytes.len())
    }

    fn last(&self) -> Option<Kind<'a>> {
        self.tokens.last().map(|token| token.kind)
    }

    /// What the brace belongs to that begins here.
    fn brace(&self) -> Brace {
        match self.last() {
            None | Some(Kind::Text(_) | Kind::Literal) => Brace::Block,
            Some(Kind::Name("else" | "do")) => Brace::Block,
            Some(Kind::Name(name)) if BEFORE_A_VALUE.contains(&name) => Brace::Value,
            Some(Kind::Name(_)) => Brace::Block,
            // `=>` begins a function's body.
            Some(Kind::Mark('>')) if self.follows_closely('=') => Brace::Block,
            Some(Kind::Mark(')' | ';' | '{' | '}')) => Brace::Block,
            Some(Kind::Mark(_)) => Brace::Value,
        }
    }

    /// Whether `mark` stands right before the last token.
    fn follows_closely(&self, mark: char) -> bool {
        let [.., before, last] = &self.tokens[..] else {
            return false;
        };
        before.kind == Kind::Mark(mark) && before.at + 1 == last.at
    }

    /// A slash after a value divides; anywhere else it begins a regular expression.
    fn regex_may_begin(&self) -> bool {
        match self.last() {
            None => true,
            // `a.return / 2`
            Some(Kind::Name(name)) => BEFORE_A_VALUE.contains(&name) && !self.is_member(),
            Some(Kind::Mark(')' | '}')) => !self.value_ends,
            Some(Kind::Mark(']')) => false,
            // `i++ / 2`
            Some(Kind::Mark(mark @ ('+' | '-'))) if self.follows_closely(mark) => {
                let before = self
                    .tokens
                    .len()
                    .checked_sub(3)
                    .map(|at| self.tokens[at].kind);
                !matches!(before, Some(Kind::Name(_) | Kind::Mark(')' | ']')))
            }
            Some(Kind::Mark(_)) => true,
            Some(Kind::Text(_) | Kind::Literal) => false,
        }
    }

    fn is_member(&self) -> bool {
        matches!(&self.tokens[..], [.., before, _] if before.kind == Kind::Mark('.'))
    }
}

/// Keywords that a value follows.
const BEFORE_A_VALUE: &[&str] = &[
    "return",
    "typeof",
    "case",
    "in",
    "of",
    "delete",
    "void",
    "throw",
    "new",
    "else",
    "do",
    "await",
    "yield",
    "instanceof",
    "default",
];

/// Any byte of a name but digits; letters beyond ASCII count whole.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | b'#') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str) -> Vec<&str> {
        tokens(source)
            .iter()
            .filter_map(|token| match token.kind {
                Kind::Name(name) => Some(name),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn what_looks_like_code_in_texts_and_comments_is_none() {
        let source = "a // b\n/* c */ 'd' \"e\" `f ${g + `h${i}`} j`; /k/ + l";
        assert_eq!(names(source), ["a", "g", "i", "l"]);
    }

    #[test]
    fn a_slash_divides_behind_a_value() {
        assert_eq!(names("a / b / c"), ["a", "b", "c"]);
        assert_eq!(names("(a) / b / c"), ["a", "b", "c"]);
        assert_eq!(names("i++ / b / c"), ["i", "b", "c"]);
        assert_eq!(names("a.return / b / c"), ["a", "return", "b", "c"]);
        assert_eq!(names("x = {} / b / c"), ["x", "b", "c"]);
        assert_eq!(names("`${a}` / b / c"), ["a", "b", "c"]);
    }

    #[test]
    fn a_slash_begins_a_regular_expression_elsewhere() {
        assert_eq!(names("if (a) /b'/.test(c)"), ["if", "a", "test", "c"]);
        assert_eq!(names("{ a }\n/b'/.test(c)"), ["a", "test", "c"]);
        assert_eq!(names("return /[/b']/ + c"), ["return", "c"]);
        assert_eq!(names("x = /b\\/'/g, c"), ["x", "c"]);
    }

    #[test]
    fn a_hashbang_is_no_code_and_lines_are_counted() {
        let tokens = tokens("#!/usr/bin/env a\n\n'b\\\nc' d");
        assert_eq!(tokens[0].line, 3);
        assert_eq!((tokens[1].kind, tokens[1].line), (Kind::Name("d"), 4));
    }
}
