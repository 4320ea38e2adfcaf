//! The hand matcher: paths of literals, whole segments, runs of digits and a trailing wildcard.
//!
//! These are nearly all routes there are, and matching them needs no backtracking: every parameter here ends where its own
//! character class ends, at a slash or the end of the path. Whatever else a path may hold is left to the expression.

use std::ops::Range;

use super::path::{Key, PathOptions, SEGMENT_PATTERN, Token, is_line_terminator};
use super::pattern::Captures;

/// A path as steps that run from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Program {
    steps: Vec<Step>,
    tail: Tail,
    sensitive: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Text that has to follow.
    Literal(Box<str>),
    /// `[^\/]+?`: one or more characters up to a slash or the end, captured.
    Segment,
    /// `\d+`: digits up to a slash or the end, captured.
    Digits,
    /// An optional last segment with the text before it: `(?:\/([^\/]+?))?`.
    OptionalSegment(Box<str>),
    /// `.*` at the end: everything else, captured.
    Rest,
}

/// What may follow the last step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    /// Nothing.
    End,
    /// Nothing, or one slash.
    EndOrSlash,
    /// Nothing, or a further segment.
    Segment,
    /// Anything.
    Anything,
}

impl Program {
    /// The program for `tokens`, or `None` if they need the expression.
    pub(super) fn new(tokens: &[Token], options: PathOptions) -> Option<Self> {
        let mut steps = Vec::with_capacity(tokens.len() + 1);
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Token::Literal(text) => push_literal(&mut steps, text),
                Token::Key(key) => push_key(&mut steps, key, tokens.get(at + 1))?,
            }
        }
        let last = match steps.last_mut() {
            Some(Step::Literal(text)) => Some(text),
            _ => None,
        };
        let ends_with_slash = last.as_ref().is_some_and(|text| text.ends_with('/'));
        if let (false, true, Some(text)) = (options.strict, ends_with_slash, last) {
            // A trailing slash is optional, so the one that is written has no say.
            *text = text[..text.len() - 1].into();
        }
        let tail = match (options.strict, options.end) {
            (true, true) => Tail::End,
            (false, true) => Tail::EndOrSlash,
            (true, false) if ends_with_slash => Tail::Anything,
            (_, false) => Tail::Segment,
        };
        // Case folding outside ASCII is the expression's business.
        let foldable = |step: &Step| match step {
            Step::Literal(text) | Step::OptionalSegment(text) => text.is_ascii(),
            _ => true,
        };
        (options.sensitive || steps.iter().all(foldable)).then_some(Self {
            steps,
            tail,
            sensitive: options.sensitive,
        })
    }

    /// The text of a path without parameters that has to match to its end, and whether one more slash may follow.
    pub(super) fn whole_literal(&self) -> Option<(&str, bool)> {
        let slash = match self.tail {
            Tail::End => false,
            Tail::EndOrSlash => true,
            Tail::Segment | Tail::Anything => return None,
        };
        match self.steps.as_slice() {
            [] => Some(("", slash)),
            [Step::Literal(text)] => Some((text, slash)),
            _ => None,
        }
    }

    /// Text that every matching path starts with.
    pub(super) fn literal_prefix(&self) -> &str {
        match self.steps.first() {
            Some(Step::Literal(text)) => text,
            _ => "",
        }
    }

    pub(super) fn is_match(&self, path: &str) -> bool {
        self.run(path, |_| ())
    }

    pub(super) fn captures(&self, path: &str) -> Option<Captures> {
        let mut captures = Captures::new();
        self.run(path, |range| captures.push(range))
            .then_some(captures)
    }

    fn run(&self, path: &str, mut capture: impl FnMut(Option<Range<usize>>)) -> bool {
        let mut at = 0;
        for step in &self.steps {
            let rest = &path[at..];
            match step {
                Step::Literal(text) => {
                    if !self.starts_with(rest, text) {
                        return false;
                    }
                    at += text.len();
                }
                Step::Segment => {
                    let length = segment_length(rest);
                    if length == 0 {
                        return false;
                    }
                    capture(Some(at..at + length));
                    at += length;
                }
                Step::Digits => {
                    let length = segment_length(rest);
                    if length == 0 || !rest.as_bytes()[..length].iter().all(u8::is_ascii_digit) {
                        return false;
                    }
                    capture(Some(at..at + length));
                    at += length;
                }
                Step::OptionalSegment(before) => {
                    let length = if self.starts_with(rest, before) {
                        segment_length(&rest[before.len()..])
                    } else {
                        0
                    };
                    if length == 0 {
                        capture(None);
                    } else {
                        let start = at + before.len();
                        capture(Some(start..start + length));
                        at = start + length;
                    }
                }
                Step::Rest => {
                    let length = self.rest_length(rest);
                    capture(Some(at..at + length));
                    at += length;
                }
            }
        }
        let rest = &path.as_bytes()[at..];
        match self.tail {
            Tail::End => rest.is_empty(),
            Tail::EndOrSlash => matches!(rest, [] | [b'/']),
            Tail::Segment => matches!(rest, [] | [b'/', ..]),
            Tail::Anything => true,
        }
    }

    /// How far `.*` runs: to the end, unless a line terminator stops it. Then, in a path that may go on with a further
    /// segment, it gives back characters until a slash follows.
    fn rest_length(&self, rest: &str) -> usize {
        match rest.find(is_line_terminator) {
            None => rest.len(),
            Some(line) if self.tail == Tail::Segment => rest[..line].rfind('/').unwrap_or(line),
            Some(line) => line,
        }
    }

    fn starts_with(&self, text: &str, prefix: &str) -> bool {
        let Some(start) = text.as_bytes().get(..prefix.len()) else {
            return false;
        };
        // Insensitive programs hold ASCII only, and JavaScript folds no other character into ASCII: equal bytes mean that
        // the prefix ends at a character's end.
        if self.sensitive {
            start == prefix.as_bytes()
        } else {
            start.eq_ignore_ascii_case(prefix.as_bytes())
        }
    }
}

/// The length of the text before the first slash.
fn segment_length(text: &str) -> usize {
    text.bytes()
        .position(|byte| byte == b'/')
        .unwrap_or(text.len())
}

fn push_literal(steps: &mut Vec<Step>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(Step::Literal(before)) = steps.last_mut() {
        *before = format!("{before}{text}").into();
    } else {
        steps.push(Step::Literal(text.into()));
    }
}

/// Adds a parameter, or returns `None` if it is not one of the simple kinds.
fn push_key(steps: &mut Vec<Step>, key: &Key, next: Option<&Token>) -> Option<()> {
    if key.repeat {
        return None;
    }
    let prefix = key.prefix.map(String::from).unwrap_or_default();
    let pattern = key.pattern.as_deref()?;
    if pattern == ".*" {
        if next.is_some() || key.optional {
            return None;
        }
        push_literal(steps, &prefix);
        steps.push(Step::Rest);
        return Some(());
    }
    let step = match pattern {
        SEGMENT_PATTERN => Step::Segment,
        "\\d+" => Step::Digits,
        _ => return None,
    };
    if key.optional {
        if next.is_some() || step != Step::Segment {
            return None;
        }
        steps.push(Step::OptionalSegment(prefix.into()));
        return Some(());
    }
    let ends_at_slash = match next {
        None => true,
        Some(Token::Literal(text)) => text.starts_with('/'),
        Some(Token::Key(next)) => next.prefix == Some('/'),
    };
    if !ends_at_slash {
        return None;
    }
    push_literal(steps, &prefix);
    steps.push(step);
    Some(())
}
