//! Expressions, by nunjucks' own order of operators. What that order means once JavaScript has its say is
//! [`super::precedence`]'s.

use super::ast::{Argument, Binary, Expr, Expression, Unary};
use super::lexer::Token;
use super::parser::Parser;
use super::refusal::Refusal;

type Result<T> = std::result::Result<T, Refusal>;

/// Operators of nunjucks' levels, from the loosest to the tightest.
const LEVELS: [&[(&str, Binary)]; 6] = [
    &[("~", Binary::Concat)],
    &[("+", Binary::Add)],
    &[("-", Binary::Subtract)],
    &[("*", Binary::Multiply)],
    &[("/", Binary::Divide)],
    &[("//", Binary::Divide)],
];

const COMPARISONS: [(&str, Binary); 8] = [
    ("==", Binary::Equal),
    ("===", Binary::StrictEqual),
    ("!=", Binary::NotEqual),
    ("!==", Binary::StrictNotEqual),
    ("<", Binary::Less),
    (">", Binary::Greater),
    ("<=", Binary::LessOrEqual),
    (">=", Binary::GreaterOrEqual),
];

impl Parser {
    pub(super) fn expression(&mut self) -> Result<Expression> {
        self.deeper(Parser::inline_if)
    }

    fn inline_if(&mut self) -> Result<Expression> {
        let then = self.or()?;
        if !self.skip_symbol("if")? {
            return Ok(then);
        }
        let condition = self.or()?;
        let otherwise = match self.skip_symbol("else")? {
            true => Some(self.or()?),
            false => None,
        };
        Ok(self.at(
            then.line,
            Expr::InlineIf {
                condition,
                then,
                otherwise,
            },
        ))
    }

    fn or(&mut self) -> Result<Expression> {
        let mut left = self.and()?;
        while self.skip_symbol("or")? {
            let right = self.and()?;
            left = self.at(left.line, Expr::Binary(Binary::Or, left, right));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expression> {
        let mut left = self.not()?;
        while self.skip_symbol("and")? {
            let right = self.not()?;
            left = self.at(left.line, Expr::Binary(Binary::And, left, right));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expression> {
        let line = self.line();
        if self.skip_symbol("not")? {
            let of = self.deeper(Parser::not)?;
            return Ok(self.at(line, Expr::Unary(Unary::Not, of)));
        }
        self.contained()
    }

    fn contained(&mut self) -> Result<Expression> {
        let mut left = self.is()?;
        loop {
            let inverted = self.skip_symbol("not")?;
            if !self.skip_symbol("in")? {
                return match inverted {
                    true => Err(self.wrong("unexpected token: not")),
                    false => Ok(left),
                };
            }
            let right = self.is()?;
            left = self.at(left.line, Expr::In(left, right));
            if inverted {
                left = self.at(left.line, Expr::Unary(Unary::Not, left));
            }
        }
    }

    fn is(&mut self) -> Result<Expression> {
        let value = self.comparison()?;
        if !self.skip_symbol("is")? {
            return Ok(value);
        }
        let line = value.line;
        let inverted = self.skip_symbol("not")?;
        let right = self.comparison()?;
        let (name, arguments) = match right.node {
            Expr::Call(name, arguments) => (name.node, arguments),
            node => (node, Vec::new()),
        };
        let test = match name {
            Expr::Symbol(name) => name,
            Expr::Null => "null".to_owned(),
            _ => return Err(Refusal::new(line, "this test".to_owned())),
        };
        let is = self.at(
            line,
            Expr::Is {
                value,
                test,
                arguments,
            },
        );
        Ok(match inverted {
            true => self.at(line, Expr::Unary(Unary::Not, is)),
            false => is,
        })
    }

    fn comparison(&mut self) -> Result<Expression> {
        let mut left = self.level(0)?;
        while let Some(Token::Sign(sign)) = self.peek()? {
            let Some((sign, operator)) = COMPARISONS.into_iter().find(|(of, _)| of == sign) else {
                break;
            };
            self.skip(sign)?;
            let right = self.level(0)?;
            left = self.at(left.line, Expr::Binary(operator, left, right));
        }
        Ok(left)
    }

    /// Binary operators of one level, all from left to right.
    fn level(&mut self, level: usize) -> Result<Expression> {
        let Some(operators) = LEVELS.get(level) else {
            return self.remainder();
        };
        let mut left = self.level(level + 1)?;
        for (sign, operator) in *operators {
            while self.skip(sign)? {
                let right = self.level(level + 1)?;
                let node = match *sign {
                    "//" => Expr::FloorDivision(left.clone(), right),
                    _ => Expr::Binary(*operator, left.clone(), right),
                };
                left = self.at(left.line, node);
            }
        }
        Ok(left)
    }

    fn remainder(&mut self) -> Result<Expression> {
        let mut left = self.power()?;
        while self.skip("%")? {
            let right = self.power()?;
            left = self.at(left.line, Expr::Binary(Binary::Remainder, left, right));
        }
        Ok(left)
    }

    fn power(&mut self) -> Result<Expression> {
        let mut left = self.unary(true)?;
        while self.skip("**")? {
            let right = self.unary(true)?;
            left = self.at(left.line, Expr::Power(left, right));
        }
        Ok(left)
    }

    fn unary(&mut self, filters: bool) -> Result<Expression> {
        let line = self.line();
        let sign = if self.skip("-")? {
            Some(Unary::Minus)
        } else if self.skip("+")? {
            Some(Unary::Plus)
        } else {
            None
        };
        let node = match sign {
            Some(sign) => {
                let of = self.deeper(|parser| parser.unary(false))?;
                self.at(line, Expr::Unary(sign, of))
            }
            None => self.primary()?,
        };
        match filters {
            true => self.filtered(node),
            false => Ok(node),
        }
    }

    fn filtered(&mut self, mut of: Expression) -> Result<Expression> {
        while self.skip("|")? {
            let line = self.line();
            let name = self.filter_name()?;
            let arguments = match self.peek()? {
                Some(Token::Sign("(")) => self.arguments()?,
                _ => Vec::new(),
            };
            of = self.at(
                line,
                Expr::Filter {
                    of,
                    name,
                    arguments,
                },
            );
        }
        Ok(of)
    }

    pub(super) fn filter_name(&mut self) -> Result<String> {
        let mut name = self.symbol("filter name")?;
        while self.skip(".")? {
            name.push('.');
            name.push_str(&self.symbol("filter name")?);
        }
        Ok(name)
    }

    /// A literal, a name, something in brackets, and what is looked up in or called of it.
    pub(super) fn primary(&mut self) -> Result<Expression> {
        let (token, line) = self.take()?;
        let node = match token {
            Token::Text(text) => Expr::Text(text),
            Token::Number(number) => Expr::Number(number),
            Token::Bool(flag) => Expr::Bool(flag),
            Token::Null => Expr::Null,
            Token::Symbol(name) => Expr::Symbol(name),
            Token::Sign("(") => {
                let inside = self.expression()?;
                if !self.skip(")")? {
                    return Err(Refusal::new(
                        line,
                        "several values in parentheses".to_owned(),
                    ));
                }
                Expr::Group(inside)
            }
            Token::Sign("[") => Expr::List(self.items("]", Parser::expression)?),
            Token::Sign("{") => Expr::Dict(self.items("}", Parser::pair)?),
            _ => return Err(Refusal::syntax(line, "unexpected token".to_owned())),
        };
        let node = self.at(line, node);
        self.postfix(node)
    }

    fn items<T>(&mut self, end: &str, item: impl Fn(&mut Parser) -> Result<T>) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while !self.skip(end)? {
            if !items.is_empty() && !self.skip(",")? {
                return Err(self.wrong("expected comma after expression"));
            }
            if self.skip(end)? {
                break;
            }
            items.push(item(self)?);
        }
        Ok(items)
    }

    fn pair(&mut self) -> Result<(String, Expression)> {
        let line = self.line();
        let key = match self.primary()?.node {
            Expr::Symbol(name) | Expr::Text(name) => name,
            _ => {
                let message = "Dict keys must be strings or names".to_owned();
                return Err(Refusal::syntax(line, message));
            }
        };
        if !self.skip(":")? {
            return Err(self.wrong("expected colon after dict key"));
        }
        Ok((key, self.expression()?))
    }

    fn postfix(&mut self, mut node: Expression) -> Result<Expression> {
        loop {
            let line = self.line();
            node = match self.peek()? {
                Some(Token::Sign("(")) => {
                    let arguments = self.arguments()?;
                    self.at(line, Expr::Call(node, arguments))
                }
                Some(Token::Sign("[")) => {
                    self.skip("[")?;
                    let member = self.expression()?;
                    if !self.skip("]")? {
                        return Err(self.wrong("invalid index"));
                    }
                    self.at(line, Expr::Member(node, member))
                }
                Some(Token::Sign(".")) => {
                    self.skip(".")?;
                    let name = match self.take()? {
                        (Token::Symbol(name), _) => name,
                        (_, line) => {
                            let message = "expected name as lookup value".to_owned();
                            return Err(Refusal::syntax(line, message));
                        }
                    };
                    let name = self.at(line, Expr::Text(name));
                    self.at(line, Expr::Member(node, name))
                }
                _ => return Ok(node),
            };
        }
    }

    /// What stands in the parentheses of a call or a signature.
    pub(super) fn arguments(&mut self) -> Result<Vec<Argument>> {
        if !self.skip("(")? {
            return Err(self.wrong("expected arguments"));
        }
        self.items(")", |parser| {
            let value = parser.expression()?;
            if !parser.skip("=")? {
                return Ok(Argument::Positional(value));
            }
            match value.node {
                Expr::Symbol(name) => Ok(Argument::Keyword(name, parser.expression()?)),
                _ => Err(parser.wrong("a keyword is a name")),
            }
        })
    }
}
