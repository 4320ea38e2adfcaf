//! Expressions, with JavaScript's meaning.

use super::super::ast::{At, Binary, Unary};
use super::super::precedence::rebound;
use super::{Argument, Expr, Expression, Refusal, Result, Translator, literal, names};

/// Whether an expression gives nothing but true or false.
fn is_bool(node: &Expr) -> bool {
    match node {
        Expr::Bool(_) | Expr::In(..) | Expr::Is { .. } | Expr::Unary(Unary::Not, _) => true,
        Expr::Group(inside) => is_bool(&inside.node),
        Expr::Binary(Binary::And | Binary::Or, left, right) => {
            is_bool(&left.node) && is_bool(&right.node)
        }
        Expr::Binary(operator, ..) => operator.test().is_some(),
        _ => false,
    }
}

/// Whether an expression may be looked at twice: it calls nothing.
fn is_repeatable(node: &Expr) -> bool {
    match node {
        Expr::Text(_) | Expr::Number(_) | Expr::Bool(_) | Expr::Null | Expr::Symbol(_) => true,
        Expr::Group(inside) => is_repeatable(&inside.node),
        Expr::Member(of, member) => is_repeatable(&of.node) && is_repeatable(&member.node),
        _ => false,
    }
}

impl Binary {
    /// The test that compares.
    fn test(self) -> Option<&'static str> {
        Some(match self {
            Binary::Equal | Binary::NotEqual => "js_equal",
            Binary::StrictEqual | Binary::StrictNotEqual => "js_same",
            Binary::Less => "js_less",
            Binary::LessOrEqual => "js_less_or_equal",
            Binary::Greater => "js_greater",
            Binary::GreaterOrEqual => "js_greater_or_equal",
            _ => return None,
        })
    }

    /// The filter that computes.
    fn filter(self) -> Option<&'static str> {
        Some(match self {
            Binary::Add => "js_add",
            Binary::Concat => "js_concat",
            Binary::Subtract => "js_subtract",
            Binary::Multiply => "js_multiply",
            Binary::Divide => "js_divide",
            Binary::Remainder => "js_remainder",
            _ => return None,
        })
    }
}

impl Translator<'_> {
    /// An expression for its value.
    pub(super) fn value(&mut self, expression: &Expression) -> Result<String> {
        let bound = rebound(expression.clone());
        let line = bound.line;
        Ok(match &bound.node {
            Expr::Text(text) => literal(text),
            Expr::Number(number) => self.number(line, *number)?,
            Expr::Bool(flag) => flag.to_string(),
            Expr::Null => "none".to_owned(),
            Expr::Symbol(name) => self.symbol(line, name)?,
            Expr::Group(inside) => format!("({})", self.value(inside)?),
            Expr::List(items) => format!("[{}]", self.list(items)?),
            Expr::Dict(members) => {
                let members = members.iter().map(|(name, value)| match name.as_str() {
                    "__proto__" => Err(Refusal::new(line, "`__proto__`".to_owned())),
                    _ => Ok(format!("{}: {}", literal(name), self.value(value)?)),
                });
                format!("{{{}}}", members.collect::<Result<Vec<_>>>()?.join(", "))
            }
            Expr::Member(of, member) => self.member(line, of, member)?,
            Expr::Call(callee, arguments) => self.call(line, callee, arguments)?,
            Expr::Filter {
                of,
                name,
                arguments,
            } => {
                let of = self.value(of)?;
                let arguments = self.filter_arguments(line, name, arguments)?;
                format!("({of})|n_{name}{arguments}")
            }
            Expr::Unary(Unary::Not, of) => format!("(not {})", self.truth(of)?),
            Expr::Unary(Unary::Minus, of) => format!("({})|js_minus", self.value(of)?),
            Expr::Unary(Unary::Plus, of) => format!("({})|js_plus", self.value(of)?),
            Expr::Binary(Binary::And, left, right) => self.choice(line, left, right, false)?,
            Expr::Binary(Binary::Or, left, right) => self.choice(line, left, right, true)?,
            Expr::Binary(operator, left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                match (operator.filter(), operator.test()) {
                    (Some(filter), _) => format!("({left})|{filter}({right})"),
                    (_, Some(test)) => {
                        let not = match operator {
                            Binary::NotEqual | Binary::StrictNotEqual => "not ",
                            _ => "",
                        };
                        format!("(({left}) is {not}{test}({right}))")
                    }
                    _ => unreachable!("`and` and `or` are above"),
                }
            }
            Expr::Power(base, exponent) => {
                let (base, exponent) = (self.value(base)?, self.value(exponent)?);
                format!("({base})|js_power({exponent})")
            }
            Expr::FloorDivision(left, right) => {
                let (left, right) = (left.clone(), right.clone());
                let node = Expr::Binary(Binary::Divide, left, right);
                let division = self.value(&Box::new(At { line, node }))?;
                format!("({division})|js_floor")
            }
            Expr::In(item, of) => {
                let (item, of) = (self.value(item)?, self.value(of)?);
                format!("(({of}) is js_contains({item}))")
            }
            Expr::Is {
                value,
                test,
                arguments,
            } => self.is(line, value, test, arguments)?,
            Expr::InlineIf {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.truth(condition)?;
                let then = self.value(then)?;
                let otherwise = match otherwise {
                    Some(otherwise) => self.value(otherwise)?,
                    None => literal(""),
                };
                format!("(({then}) if {condition} else ({otherwise}))")
            }
        })
    }

    /// An expression for whether it is true to JavaScript.
    pub(super) fn truth(&mut self, expression: &Expression) -> Result<String> {
        let bound = rebound(expression.clone());
        match &bound.node {
            Expr::Binary(Binary::And, left, right) => Ok(format!(
                "({} and {})",
                self.truth(left)?,
                self.truth(right)?
            )),
            Expr::Binary(Binary::Or, left, right) => {
                Ok(format!("({} or {})", self.truth(left)?, self.truth(right)?))
            }
            Expr::Group(inside) => Ok(format!("({})", self.truth(inside)?)),
            node if is_bool(node) => self.value(&bound),
            _ => Ok(format!("(({}) is js_true)", self.value(&bound)?)),
        }
    }

    /// `and` and `or`, which give one of their operands.
    fn choice(
        &mut self,
        line: u32,
        left: &Expression,
        right: &Expression,
        is_or: bool,
    ) -> Result<String> {
        if is_bool(&left.node) && is_bool(&right.node) {
            let word = if is_or { "or" } else { "and" };
            return Ok(format!(
                "({} {word} {})",
                self.truth(left)?,
                self.truth(right)?
            ));
        }
        let (first, second) = (self.value(left)?, self.value(right)?);
        if is_repeatable(&left.node) || is_bool(&left.node) {
            let condition = self.truth(left)?;
            return Ok(match is_or {
                true => format!("(({first}) if {condition} else ({second}))"),
                false => format!("(({second}) if {condition} else ({first}))"),
            });
        }
        if is_repeatable(&right.node) {
            let filter = if is_or { "js_or" } else { "js_and" };
            return Ok(format!("({first})|{filter}({second})"));
        }
        let what = "`and` or `or` between two values that are computed".to_owned();
        Err(Refusal::new(line, what))
    }

    fn number(&self, line: u32, number: f64) -> Result<String> {
        const MAX_SAFE: f64 = 9_007_199_254_740_991.0;
        if number > MAX_SAFE {
            return Err(Refusal::new(line, "a number this large".to_owned()));
        }
        match number.fract() == 0.0 {
            true => Ok(format!("{}", number as u64)),
            false => Ok(format!("{number}")),
        }
    }

    /// A name that is read.
    fn symbol(&mut self, line: u32, name: &str) -> Result<String> {
        let written = self.name(line, name)?;
        let is_bound = self.scopes.is_bound(name);
        if name == "loop" {
            return Err(Refusal::new(line, "`loop` as a value".to_owned()));
        }
        if self.scopes.is_left_over(name) {
            let what = format!("`{name}` as another pass of the loop has set it");
            return Err(Refusal::new(line, what));
        }
        if !is_bound && names::OF_OBJECTS.contains(&name) {
            return Err(Refusal::new(line, format!("the name `{name}`")));
        }
        if !is_bound && self.custom.globals.contains(name) {
            return Err(Refusal::new(
                line,
                format!("the application's global `{name}`"),
            ));
        }
        if self.imported && !is_bound && !names::GLOBALS.contains(&name) {
            let what = format!("`{name}`, which an import without context does not know,");
            return Err(Refusal::new(line, what));
        }
        Ok(written)
    }

    fn list(&mut self, items: &[Expression]) -> Result<String> {
        let items = items.iter().map(|item| self.value(item));
        Ok(items.collect::<Result<Vec<_>>>()?.join(", "))
    }

    fn member(&mut self, line: u32, of: &Expression, member: &Expression) -> Result<String> {
        let is_loop = matches!(&of.node, Expr::Symbol(name) if name == "loop")
            && !self.scopes.is_bound("loop");
        if is_loop {
            return match &member.node {
                Expr::Text(name) if names::LOOP.contains(&name.as_str()) => {
                    Ok(format!("loop.{name}"))
                }
                _ => Err(Refusal::new(line, "this member of `loop`".to_owned())),
            };
        }
        let of = self.value(of)?;
        let Expr::Text(name) = &member.node else {
            return Ok(format!("({of})|js_member({})", self.value(member)?));
        };
        if name == "constructor" || name == "prototype" {
            // egg-view-nunjucks gives null for these.
            return Ok(format!("({of})|js_nothing"));
        }
        match self.name(line, name) {
            Ok(name) if !names::is_inherited(&name) => Ok(format!("({of}).{name}")),
            _ => Ok(format!("({of})|js_member({})", literal(name))),
        }
    }

    fn call(&mut self, line: u32, callee: &Expression, arguments: &[Argument]) -> Result<String> {
        let arguments = self.arguments(arguments)?;
        match &callee.node {
            Expr::Symbol(name) => match name.as_str() {
                "super" => Ok("super()".to_owned()),
                _ => Ok(format!("{}({arguments})", self.symbol(line, name)?)),
            },
            Expr::Member(of, member) => match &member.node {
                Expr::Text(name) if name != "constructor" && name != "prototype" => {
                    let name = self.name(line, name)?;
                    let of = self.value(of)?;
                    Ok(format!("({of}).{name}({arguments})"))
                }
                _ => Err(Refusal::new(line, "a call of this member".to_owned())),
            },
            _ => Ok(format!("({})({arguments})", self.value(callee)?)),
        }
    }

    fn arguments(&mut self, arguments: &[Argument]) -> Result<String> {
        let arguments = arguments.iter().map(|argument| {
            let value = argument.value();
            let mut written = self.value(value)?;
            // A macro's default is for what is not given, not for what is undefined.
            if !matches!(value.node, Expr::Text(_) | Expr::Number(_) | Expr::Bool(_)) {
                written = format!("({written})|js_given");
            }
            Ok(match argument {
                Argument::Positional(_) => written,
                Argument::Keyword(name, _) => format!("{}={written}", self.name(value.line, name)?),
            })
        });
        Ok(arguments.collect::<Result<Vec<_>>>()?.join(", "))
    }

    /// The arguments of one of nunjucks' filters behind the value, in parentheses; nothing without any.
    pub(super) fn filter_arguments(
        &mut self,
        line: u32,
        name: &str,
        arguments: &[Argument],
    ) -> Result<String> {
        if self.custom.filters.contains(name) {
            return Err(Refusal::new(
                line,
                format!("the application's filter `{name}`"),
            ));
        }
        if name == "urlize" {
            return Err(Refusal::new(line, "the filter `urlize`".to_owned()));
        }
        if !names::FILTERS.contains(&name) {
            return Err(Refusal::syntax(line, format!("filter not found: {name}")));
        }
        let keywords = names::KEYWORDS.iter().find(|(of, _)| *of == name);
        let mut written: Vec<Option<String>> = Vec::new();
        for argument in arguments {
            let value = self.value(argument.value())?;
            match argument {
                Argument::Positional(_) => written.push(Some(value)),
                Argument::Keyword(keyword, _) => {
                    let place = keywords
                        .and_then(|(_, names)| names.iter().position(|name| name == keyword));
                    let Some(place) = place else {
                        let what = format!("the keyword `{keyword}` of the filter `{name}`");
                        return Err(Refusal::new(line, what));
                    };
                    if written.len() <= place {
                        written.resize(place + 1, None);
                    }
                    written[place] = Some(value);
                }
            }
        }
        if written.is_empty() {
            return Ok(String::new());
        }
        let nothing = || "none".to_owned();
        let written: Vec<_> = written
            .into_iter()
            .map(|value| value.unwrap_or_else(nothing))
            .collect();
        Ok(format!("({})", written.join(", ")))
    }

    fn is(
        &mut self,
        line: u32,
        value: &Expression,
        test: &str,
        arguments: &[Argument],
    ) -> Result<String> {
        if self.custom.tests.contains(test) {
            return Err(Refusal::new(
                line,
                format!("the application's test `{test}`"),
            ));
        }
        if !names::TESTS.contains(&test) {
            return Err(Refusal::syntax(line, format!("test not found: {test}")));
        }
        let value = self.value(value)?;
        let mut written = Vec::new();
        for argument in arguments {
            match argument {
                Argument::Positional(value) => written.push(self.value(value)?),
                Argument::Keyword(..) => {
                    return Err(Refusal::new(line, "a keyword of a test".to_owned()));
                }
            }
        }
        match written.is_empty() {
            true => Ok(format!("(({value}) is n_{test})")),
            false => Ok(format!("(({value}) is n_{test}({}))", written.join(", "))),
        }
    }
}
