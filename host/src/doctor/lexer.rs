//! JavaScript as tokens, as far as it takes to see which names a script uses: comments, strings, regular expressions and
//! templates are told apart from code. A script that is no JavaScript gives some tokens and no error.

/// A token; texts are of the script itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// A name or a keyword.
    Name(&'a str),
    /// A string's text without its quotes, escapes as they are written.
    Text(&'a str),
    /// A number, a regular expression, or a template's part.
    Literal,
    /// One character of punctuation; `?.` counts as `.`.
    Mark(char),
}

/// A token and the line that it begins on, counted from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) line: u32,
}

/// The tokens of a script.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        source,
        at: 0,
        line: 1,
        braces: Vec::new(),
        tokens: Vec::new(),
    };
    lexer.run();
    lexer.tokens
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
    line: u32,
    /// For every open `{`: whether it is a template's `${`.
    braces: Vec<bool>,
    tokens: Vec<Token<'a>>,
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
                b'}' if self.braces.pop() == Some(true) => self.template(self.at + 1),
                b'{' => {
                    self.braces.push(false);
                    self.mark('{', 1);
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
                    self.braces.push(true);
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

    /// A slash after a value divides; anywhere else it begins a regular expression.
    fn regex_may_begin(&self) -> bool {
        const BEFORE_AN_EXPRESSION: &[&str] = &[
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
        ];
        match self.tokens.last().map(|token| token.kind) {
            None => true,
            Some(Kind::Name(name)) => BEFORE_AN_EXPRESSION.contains(&name),
            Some(Kind::Mark(mark)) => !matches!(mark, ')' | ']' | '}'),
            Some(Kind::Text(_) | Kind::Literal) => false,
        }
    }
}

/// Any byte of a name but digits; letters beyond ASCII count whole.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$' | b'#') || byte >= 0x80
}
