//! nunjucks' templates, rendered natively: `config.nunjucks.native`.
//!
//! A template is read as nunjucks reads it ([`lexer`], [`parser`], [`expression`]), translated to a template of minijinja's that
//! renders the same ([`translate`], with [`precedence`] and [`scope`]), compiled once and rendered there ([`renderer`]). The
//! values are JavaScript's, lent for the time of a rendering ([`values`]); what JavaScript means by an operator, a truth or a text
//! is in [`operators`], [`filters`] and [`output`], and what only JavaScript can do is asked of it ([`support`]). What cannot be
//! rendered as nunjucks would is refused with its place ([`refusal`]).

mod ast;
mod expression;
mod filters;
mod lexer;
mod names;
mod native;
mod operators;
mod output;
mod parser;
mod precedence;
mod refusal;
mod renderer;
mod scope;
mod support;
#[cfg(test)]
mod tests;
mod translate;
mod values;

pub(crate) use native::init;
