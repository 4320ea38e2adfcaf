//! Why a template cannot be rendered here.

use std::fmt;

/// A template that is no nunjucks, or is nunjucks of a kind that means something else to minijinja.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// From 1.
    pub(crate) line: u32,
    pub(crate) message: String,
}

impl Refusal {
    /// `what` of nunjucks' that is not rendered natively.
    pub(super) fn new(line: u32, what: String) -> Refusal {
        Refusal {
            line,
            message: format!("{what} is not rendered natively"),
        }
    }

    /// An error that nunjucks reports too.
    pub(super) fn syntax(line: u32, message: String) -> Refusal {
        Refusal { line, message }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[Line {}]\n  {}", self.line, self.message)
    }
}

impl std::error::Error for Refusal {}
