//! Tokens of a template, cut as nunjucks cuts them.

use super::refusal::Refusal;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// Text between tags.
    Data(String),
    /// `{%`; whether the text before it loses its trailing white space.
    BlockStart(bool),
    /// `%}`; whether the text behind it loses its leading white space.
    BlockEnd(bool),
    VariableStart(bool),
    VariableEnd(bool),
    /// A comment; what it does to the text before and behind it.
    Comment(bool, bool),
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    Symbol(String),
    /// Brackets and operators.
    Sign(&'static str),
}

/// How nunjucks is told to treat white space around tags.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WhiteSpace {
    pub(crate) trim_blocks: bool,
    pub(crate) lstrip_blocks: bool,
}

pub(super) struct Lexer {
    text: Vec<char>,
    at: usize,
    /// From 1.
    line: u32,
    column: usize,
    in_code: bool,
    white_space: WhiteSpace,
}

/// Longest first.
const SIGNS: [&str; 29] = [
    "===", "!==", "==", "!=", "<=", ">=", "//", "**", "(", ")", "[", "]", "{", "}", "%", "*", "-",
    "+", "~", "/", "#", ",", ":", "|", ".", "<", ">", "=", "!",
];

fn is_white_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{a0}')
}

fn is_delimiter(c: char) -> bool {
    "()[]{}%*-+~/#,:|.<>=!".contains(c)
}

impl Lexer {
    pub(super) fn new(text: &str, white_space: WhiteSpace) -> Lexer {
        Lexer {
            text: text.chars().collect(),
            at: 0,
            line: 1,
            column: 0,
            in_code: false,
            white_space,
        }
    }

    pub(super) fn line(&self) -> u32 {
        self.line
    }

    fn current(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn forward(&mut self) {
        match self.current() {
            Some('\n') => {
                self.line += 1;
                self.column = 0;
            }
            _ => self.column += 1,
        }
        self.at += 1;
    }

    fn matches(&self, what: &str) -> bool {
        let mut at = self.at;
        what.chars().all(|c| {
            at += 1;
            self.text.get(at - 1) == Some(&c)
        })
    }

    fn take(&mut self, what: &str) -> bool {
        let found = self.matches(what);
        if found {
            for _ in what.chars() {
                self.forward();
            }
        }
        found
    }

    /// The next token with its line; `None` at the end. White space inside of tags is left out.
    pub(super) fn next(&mut self) -> Result<Option<(Token, u32)>, Refusal> {
        if self.in_code {
            while self.current().is_some_and(is_white_space) {
                self.forward();
            }
        }
        let line = self.line;
        let Some(current) = self.current() else {
            return Ok(None);
        };
        let token = match self.in_code {
            true => self.code(current)?,
            false => self.outside()?,
        };
        Ok(Some((token, line)))
    }

    fn code(&mut self, current: char) -> Result<Token, Refusal> {
        if current == '"' || current == '\'' {
            return Ok(Token::Text(self.string(current)));
        }
        for (end, trims) in [("%}", false), ("-%}", true)] {
            if self.take(end) {
                self.in_code = false;
                if self.white_space.trim_blocks && !self.take("\r\n") {
                    self.take("\n");
                }
                return Ok(Token::BlockEnd(trims));
            }
        }
        for (end, trims) in [("}}", false), ("-}}", true)] {
            if self.take(end) {
                self.in_code = false;
                return Ok(Token::VariableEnd(trims));
            }
        }
        if self.matches("r/") {
            return Err(Refusal::new(self.line, "a regular expression".to_owned()));
        }
        if is_delimiter(current) {
            let sign = SIGNS.into_iter().find(|sign| self.matches(sign));
            return match sign {
                Some(sign) => {
                    self.take(sign);
                    Ok(Token::Sign(sign))
                }
                None => Err(Refusal::syntax(
                    self.line,
                    format!("unexpected `{current}`"),
                )),
            };
        }
        let mut word = String::new();
        while let Some(c) = self.current() {
            if is_white_space(c) || is_delimiter(c) {
                break;
            }
            word.push(c);
            self.forward();
        }
        Ok(self.word(word))
    }

    fn word(&mut self, mut word: String) -> Token {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            if self.take(".") {
                word.push('.');
                while let Some(digit) = self.current().filter(char::is_ascii_digit) {
                    word.push(digit);
                    self.forward();
                }
            }
            if let Ok(number) = word.parse() {
                return Token::Number(number);
            }
        }
        match word.as_str() {
            "true" => Token::Bool(true),
            "false" => Token::Bool(false),
            "none" | "null" => Token::Null,
            _ => Token::Symbol(word),
        }
    }

    fn string(&mut self, delimiter: char) -> String {
        self.forward();
        let mut text = String::new();
        while let Some(mut c) = self.current().filter(|c| *c != delimiter) {
            if c == '\\' {
                self.forward();
                c = match self.current() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some(other) => other,
                    None => break,
                };
            }
            text.push(c);
            self.forward();
        }
        self.forward();
        text
    }

    fn outside(&mut self) -> Result<Token, Refusal> {
        for (start, trims) in [("{%-", true), ("{%", false)] {
            if self.take(start) {
                self.in_code = true;
                return Ok(Token::BlockStart(trims));
            }
        }
        for (start, trims) in [("{{-", true), ("{{", false)] {
            if self.take(start) {
                self.in_code = true;
                return Ok(Token::VariableStart(trims));
            }
        }
        if self.matches("{#") {
            return self.comment();
        }
        let mut data = String::new();
        while let Some(c) = self.current() {
            if self.matches("{%") || self.matches("{{") || self.matches("{#") {
                if self.white_space.lstrip_blocks && self.matches("{%") {
                    self.strip_indentation(&mut data);
                    if data.is_empty() {
                        return self.outside();
                    }
                }
                break;
            }
            if self.matches("#}") {
                return Err(Refusal::syntax(
                    self.line,
                    "unexpected end of comment".to_owned(),
                ));
            }
            data.push(c);
            self.forward();
        }
        Ok(Token::Data(data))
    }

    /// Drops what stands before a tag on its line, if that is white space.
    fn strip_indentation(&self, data: &mut String) {
        let count = data.chars().count();
        if self.column == 0 || self.column > count {
            return;
        }
        let start = data
            .char_indices()
            .nth(count - self.column)
            .map_or(0, |(start, _)| start);
        if data[start..].chars().all(is_js_space) {
            data.truncate(start);
        }
    }

    fn comment(&mut self) -> Result<Token, Refusal> {
        let start = self.line;
        self.take("{#");
        let trims_before = self.current() == Some('-');
        let mut last = None;
        while let Some(c) = self.current() {
            if self.take("#}") {
                return Ok(Token::Comment(trims_before, last == Some('-')));
            }
            last = Some(c);
            self.forward();
        }
        Err(Refusal::syntax(
            start,
            "expected end of comment, got end of file".to_owned(),
        ))
    }

    /// The text up to `{% endraw %}` (or `endverbatim`), which is taken too; raw blocks inside are part of it.
    pub(super) fn raw(&mut self, tag: &str) -> Result<String, Refusal> {
        let start = self.line;
        let end = format!("end{tag}");
        let mut text = String::new();
        let mut level = 1;
        while self.current().is_some() {
            if self.matches("{%") {
                let rest: String = self.text[self.at + 2..]
                    .iter()
                    .take_while(|c| **c != '%')
                    .collect();
                let closed = self.text.get(self.at + 2 + rest.chars().count() + 1) == Some(&'}');
                let name = rest.trim_matches(is_js_space);
                if closed && name == end {
                    level -= 1;
                } else if closed && name == tag {
                    level += 1;
                }
                if level == 0 {
                    for _ in 0..rest.chars().count() + 4 {
                        self.forward();
                    }
                    return Ok(text);
                }
            }
            text.extend(self.current());
            self.forward();
        }
        Err(Refusal::syntax(start, format!("`{tag}` without `{end}`")))
    }
}

/// What `\s` of a JavaScript expression matches.
pub(super) fn is_js_space(c: char) -> bool {
    matches!(c, '\u{feff}') || (c.is_whitespace() && c != '\u{85}')
}
