//! A template of nunjucks' as one of minijinja's that renders the same.
//!
//! What both languages write alike is handed on. Where they mean different things by it (operators, truth, members, lists),
//! the translation calls filters and tests that do as JavaScript does ([`super::operators`]). What is left is refused.

mod expressions;

use std::collections::HashSet;

use super::ast::{Argument, Assigned, At, Body, Expr, Expression, Parameters, Statement};
use super::lexer::WhiteSpace;
use super::names;
use super::parser;
use super::refusal::Refusal;
use super::scope::{Kind, Scopes};

type Result<T> = std::result::Result<T, Refusal>;

/// minijinja's delimiters here: with characters that text does not have, so that no text is taken for a tag.
pub(super) const BLOCK: (&str, &str) = ("\u{2}%", "%\u{2}");
pub(super) const VARIABLE: (&str, &str) = ("\u{2}{", "}\u{2}");
pub(super) const COMMENT: (&str, &str) = ("\u{2}#", "#\u{2}");
const MARK: char = '\u{2}';

/// Stands before the name of a template that is imported without the context.
pub(super) const IMPORTED: &str = "\u{2}import:";

/// What an application has added to nunjucks, or put in the place of nunjucks' own: not rendered natively.
#[derive(Clone, Debug, Default)]
pub(crate) struct Custom {
    pub(crate) filters: HashSet<String>,
    pub(crate) tests: HashSet<String>,
    pub(crate) globals: HashSet<String>,
}

/// The translation of `text`. `imported`: its names are its own, as for a template that is imported without the context.
pub(crate) fn translate(
    text: &str,
    white_space: WhiteSpace,
    custom: &Custom,
    imported: bool,
) -> Result<String> {
    let body = parser::parse(text, white_space)?;
    let mut translator = Translator {
        out: String::with_capacity(text.len() * 2),
        line: 1,
        custom,
        imported,
        scopes: Scopes::default(),
        depth: 0,
        extends: body
            .iter()
            .any(|at| matches!(at.node, Statement::Extends(_))),
        blocks: HashSet::new(),
    };
    translator.scopes.enter(Kind::Root, &[], &body);
    translator.body(&body)?;
    Ok(translator.out)
}

struct Translator<'a> {
    out: String,
    /// The line of `out` that is being written: kept in step with the template's, for errors.
    line: u32,
    custom: &'a Custom,
    imported: bool,
    scopes: Scopes,
    /// How many tags are open around this place, with the template itself.
    depth: u32,
    /// Whether the template fills in another one.
    extends: bool,
    blocks: HashSet<String>,
}

impl Translator<'_> {
    fn body(&mut self, body: &Body) -> Result<()> {
        self.depth += 1;
        body.iter().try_for_each(|at| self.statement(at))?;
        self.depth -= 1;
        Ok(())
    }

    /// A tag with `content`, on the line that it has in the template.
    fn tag(&mut self, line: u32, (start, end): (&str, &str), content: &str) {
        self.out.push_str(start);
        while self.line < line {
            self.out.push('\n');
            self.line += 1;
        }
        self.out.push(' ');
        self.out.push_str(content);
        self.out.push(' ');
        self.out.push_str(end);
    }

    fn block_tag(&mut self, line: u32, content: &str) {
        self.tag(line, BLOCK, content);
    }

    fn text(&mut self, line: u32, text: &str) {
        // Of a template that fills in another one only the blocks are shown.
        if self.extends && self.scopes.innermost() == Some(Kind::Root) {
            return;
        }
        if text.contains(MARK) {
            let literal = format!("{}|n_safe", literal(text));
            return self.tag(line, VARIABLE, &literal);
        }
        self.out.push_str(text);
        self.line += text.matches('\n').count() as u32;
    }

    fn statement(&mut self, At { line, node }: &At<Statement>) -> Result<()> {
        let line = *line;
        match node {
            Statement::Text(text) => self.text(line, text),
            Statement::Output(value) => {
                let value = self.value(value)?;
                self.tag(line, VARIABLE, &value);
            }
            Statement::If {
                branches,
                otherwise,
            } => self.condition(line, branches, otherwise.as_ref())?,
            Statement::For {
                names,
                over,
                body,
                otherwise,
            } => self.loop_over(line, names, over, body, otherwise.as_ref())?,
            Statement::Set { names, value } => self.set(line, names, value)?,
            Statement::Block { name, body } => {
                let name = self.name(line, name)?;
                if !self.blocks.insert(name.clone()) {
                    let message = format!("Block \"{name}\" defined more than once.");
                    return Err(Refusal::syntax(line, message));
                }
                if self.scopes.is_in(Kind::Macro) {
                    return Err(Refusal::new(line, "a block in a macro".to_owned()));
                }
                self.block_tag(line, &format!("block {name}"));
                self.scoped(Kind::Closed, &[], body)?;
                self.block_tag(self.line, "endblock");
            }
            Statement::Extends(template) => self.extends(line, template)?,
            Statement::Include {
                template,
                ignore_missing,
            } => {
                let template = self.value(template)?;
                let ignoring = if *ignore_missing {
                    " ignore missing"
                } else {
                    ""
                };
                // What it sets is its own.
                self.block_tag(line, "with");
                self.block_tag(line, &format!("include {template}{ignoring}"));
                self.block_tag(line, "endwith");
            }
            Statement::Import {
                template,
                name,
                with_context,
            } => {
                let template = self.imported(line, template, *with_context)?;
                let written = self.target(line, name)?;
                self.scopes.set(name);
                self.block_tag(line, &format!("import {template} as {written}"));
            }
            Statement::FromImport {
                template,
                names,
                with_context,
            } => {
                let template = self.imported(line, template, *with_context)?;
                let names = names.iter().map(|(there, here)| {
                    let there = self.name(line, there)?;
                    let written = self.target(line, here)?;
                    self.scopes.set(here);
                    Ok(format!("{there} as {written}"))
                });
                let names = names.collect::<Result<Vec<_>>>()?.join(", ");
                self.block_tag(line, &format!("from {template} import {names}"));
            }
            Statement::Macro {
                name,
                parameters,
                body,
            } => {
                if self.scopes.innermost() != Some(Kind::Root) {
                    let what = "a macro inside of a loop, a block or another macro".to_owned();
                    return Err(Refusal::new(line, what));
                }
                let written = self.target(line, name)?;
                self.scopes.set(name);
                let signature = self.signature(line, parameters)?;
                self.block_tag(line, &format!("macro {written}({signature})"));
                let mut bound = parameters.names();
                bound.push("caller".to_owned());
                self.scoped(Kind::Macro, &bound, body)?;
                self.block_tag(self.line, "endmacro");
            }
            Statement::Call {
                parameters,
                call,
                body,
            } => {
                let signature = self.signature(line, parameters)?;
                let call = match &call.node {
                    Expr::Call(..) => self.value(call)?,
                    _ => return Err(Refusal::syntax(line, "expected call".to_owned())),
                };
                self.block_tag(line, &format!("call({signature}) {call}"));
                self.scoped(Kind::Closed, &parameters.names(), body)?;
                self.block_tag(self.line, "endcall");
            }
            Statement::Filter {
                name,
                arguments,
                body,
            } => {
                let arguments = self.filter_arguments(line, name, arguments)?;
                // nunjucks filters the text, not what is safe.
                self.block_tag(line, &format!("filter js_captured|n_{name}{arguments}"));
                self.body(body)?;
                self.block_tag(self.line, "endfilter");
            }
        }
        Ok(())
    }

    fn scoped(&mut self, kind: Kind, bound: &[String], body: &Body) -> Result<()> {
        self.scopes.enter(kind, bound, body);
        self.body(body)?;
        self.scopes.leave();
        Ok(())
    }

    fn condition(
        &mut self,
        line: u32,
        branches: &[(Expression, Body)],
        otherwise: Option<&Body>,
    ) -> Result<()> {
        let before = self.scopes.certain();
        let mut after: Option<HashSet<String>> = None;
        let mut tag = "if";
        let bodies = branches
            .iter()
            .map(|(condition, body)| (Some(condition), body))
            .chain(otherwise.map(|body| (None, body)));
        for (condition, body) in bodies {
            match condition {
                Some(condition) => {
                    let at = if tag == "if" { line } else { condition.line };
                    let condition = self.truth(condition)?;
                    self.block_tag(at, &format!("{tag} {condition}"));
                }
                None => self.block_tag(self.line, "else"),
            }
            tag = "elif";
            self.body(body)?;
            let certain = self.scopes.certain();
            after = Some(match after {
                Some(after) => after.intersection(&certain).cloned().collect(),
                None => certain,
            });
            self.scopes.restore(before.clone());
        }
        // Without an `else` nothing more is certain than before.
        if let (Some(after), Some(_)) = (after, otherwise) {
            self.scopes.restore(after);
        }
        self.block_tag(self.line, "endif");
        Ok(())
    }

    fn loop_over(
        &mut self,
        line: u32,
        names: &[String],
        over: &Expression,
        body: &Body,
        otherwise: Option<&Body>,
    ) -> Result<()> {
        let over = self.value(over)?;
        let written = names
            .iter()
            .map(|name| self.name(line, name))
            .collect::<Result<Vec<_>>>()?
            .join(", ");
        let items = match names.len() {
            1 => format!("({over})|js_items"),
            count => format!("({over})|js_entries({count})"),
        };
        self.block_tag(line, &format!("for {written} in {items}"));
        self.scoped(Kind::Loop, names, body)?;
        if let Some(otherwise) = otherwise {
            // To nunjucks this is a part of the loop's scope.
            self.block_tag(self.line, "else");
            self.block_tag(self.line, "with");
            self.scoped(Kind::Loop, &[], otherwise)?;
            self.block_tag(self.line, "endwith");
        }
        self.block_tag(self.line, "endfor");
        Ok(())
    }

    fn set(&mut self, line: u32, names: &[String], value: &Assigned) -> Result<()> {
        let [name] = names else {
            return Err(Refusal::new(line, "`set` of several names".to_owned()));
        };
        match value {
            Assigned::Value(value) => {
                let written = self.target(line, name)?;
                let value = self.value(value)?;
                self.block_tag(line, &format!("set {written} = {value}"));
            }
            Assigned::Captured(body) => {
                let written = self.target(line, name)?;
                self.block_tag(line, &format!("set {written} | js_captured"));
                self.body(body)?;
                self.block_tag(self.line, "endset");
            }
        }
        self.scopes.set(name);
        Ok(())
    }

    fn extends(&mut self, line: u32, template: &Expression) -> Result<()> {
        if self.depth > 1 {
            return Err(Refusal::new(line, "`extends` inside of a tag".to_owned()));
        }
        if self.imported {
            return Err(Refusal::new(
                line,
                "`extends` in an imported template".to_owned(),
            ));
        }
        let template = self.value(template)?;
        self.block_tag(line, &format!("extends {template}"));
        Ok(())
    }

    /// The name of a template to import.
    fn imported(&mut self, line: u32, template: &Expression, with_context: bool) -> Result<String> {
        match (&template.node, with_context) {
            (_, true) => self.value(template),
            (Expr::Text(name), false) => Ok(literal(&format!("{IMPORTED}{name}"))),
            _ => {
                let what = "an import of a name that is not known beforehand".to_owned();
                Err(Refusal::new(line, what))
            }
        }
    }

    fn signature(&mut self, line: u32, parameters: &Parameters) -> Result<String> {
        let mut written = Vec::new();
        for name in &parameters.plain {
            written.push(self.name(line, name)?);
        }
        for (name, default) in &parameters.defaulted {
            let default = match default.node {
                Expr::Symbol(_) | Expr::Member(..) | Expr::Call(..) => {
                    let what = "a default that is no constant".to_owned();
                    return Err(Refusal::new(line, what));
                }
                _ => self.value(default)?,
            };
            written.push(format!("{}={default}", self.name(line, name)?));
        }
        Ok(written.join(", "))
    }

    /// A name that may get a value here.
    fn target(&mut self, line: u32, name: &str) -> Result<String> {
        let written = self.name(line, name)?;
        if name == "loop" {
            return Err(Refusal::new(line, "setting `loop`".to_owned()));
        }
        if self.scopes.is_outside(name) {
            let what = format!("setting `{name}` of outside of the loop");
            return Err(Refusal::new(line, what));
        }
        Ok(written)
    }

    /// A name as minijinja can have it.
    fn name(&self, line: u32, name: &str) -> Result<String> {
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && !name.starts_with(|c: char| c.is_ascii_digit());
        match name {
            "True" | "False" | "None" | "self" => {}
            _ if is_name => return Ok(name.to_owned()),
            _ => {}
        }
        Err(Refusal::new(line, format!("the name `{name}`")))
    }
}

impl Parameters {
    fn names(&self) -> Vec<String> {
        let defaulted = self.defaulted.iter().map(|(name, _)| name);
        self.plain.iter().chain(defaulted).cloned().collect()
    }
}

/// A string of minijinja's.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            MARK => out.push_str("\\u0002"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
