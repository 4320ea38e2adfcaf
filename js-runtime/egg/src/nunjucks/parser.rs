//! Tags and text of a template. Expressions are read in [`super::expression`].

use super::ast::{Argument, Assigned, At, Body, Expr, Expression, Parameters, Statement};
use super::lexer::{Lexer, Token, WhiteSpace, is_js_space};
use super::refusal::Refusal;

type Result<T> = std::result::Result<T, Refusal>;

/// Deeper nesting of tags, brackets and operators is refused: each level takes stack, here and in minijinja.
const DEEPEST: u32 = 100;

pub(super) struct Parser {
    lexer: Lexer,
    peeked: Option<(Token, u32)>,
    /// The tag before ended with `-`.
    drops_leading: bool,
    depth: u32,
}

pub(super) fn parse(text: &str, white_space: WhiteSpace) -> Result<Body> {
    let mut parser = Parser {
        lexer: Lexer::new(text, white_space),
        peeked: None,
        drops_leading: false,
        depth: 0,
    };
    parser.body(&[])
}

impl Parser {
    pub(super) fn line(&self) -> u32 {
        match &self.peeked {
            Some((_, line)) => *line,
            None => self.lexer.line(),
        }
    }

    pub(super) fn peek(&mut self) -> Result<Option<&Token>> {
        if self.peeked.is_none() {
            self.peeked = self.lexer.next()?;
        }
        Ok(self.peeked.as_ref().map(|(token, _)| token))
    }

    /// The next token; an error at the end of the file.
    pub(super) fn take(&mut self) -> Result<(Token, u32)> {
        self.peek()?;
        match self.peeked.take() {
            Some(token) => Ok(token),
            None => Err(self.wrong("unexpected end of file")),
        }
    }

    pub(super) fn wrong(&self, message: &str) -> Refusal {
        Refusal::syntax(self.line(), message.to_owned())
    }

    /// Takes the next token if it is `sign`.
    pub(super) fn skip(&mut self, sign: &str) -> Result<bool> {
        let found = matches!(self.peek()?, Some(Token::Sign(found)) if *found == sign);
        if found {
            self.peeked = None;
        }
        Ok(found)
    }

    /// Takes the next token if it is the word `name`.
    pub(super) fn skip_symbol(&mut self, name: &str) -> Result<bool> {
        let found = matches!(self.peek()?, Some(Token::Symbol(found)) if found == name);
        if found {
            self.peeked = None;
        }
        Ok(found)
    }

    pub(super) fn symbol(&mut self, wanted: &str) -> Result<String> {
        match self.take()? {
            (Token::Symbol(name), _) => Ok(name),
            (_, line) => Err(Refusal::syntax(line, format!("{wanted} expected"))),
        }
    }

    /// Counts a level of nesting while `f` runs.
    pub(super) fn deeper<T>(&mut self, f: impl FnOnce(&mut Parser) -> Result<T>) -> Result<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Refusal::new(self.line(), "nesting this deep".to_owned()));
        }
        let result = f(self);
        self.depth -= 1;
        result
    }

    fn block_end(&mut self, tag: &str) -> Result<()> {
        match self.take()? {
            (Token::BlockEnd(trims), _) => {
                // As in nunjucks, where it is only ever set here.
                self.drops_leading |= trims;
                Ok(())
            }
            (_, line) => Err(Refusal::syntax(
                line,
                format!("expected block end in {tag} statement"),
            )),
        }
    }

    /// The end of a tag whose name comes next.
    fn closing_tag(&mut self) -> Result<()> {
        let name = self.symbol("end tag")?;
        self.block_end(&name)
    }

    /// What comes up to a tag of `ends`, whose name is left to be read; up to the end of the file without any.
    fn body(&mut self, ends: &[&str]) -> Result<Body> {
        self.deeper(|parser| parser.nodes(ends))
    }

    fn nodes(&mut self, ends: &[&str]) -> Result<Body> {
        let mut body = Body::new();
        while self.peek()?.is_some() {
            let (token, line) = self.take()?;
            let node = match token {
                Token::Data(text) => Statement::Text(self.trimmed(text)?),
                Token::BlockStart(_) => {
                    self.drops_leading = false;
                    match self.peek()? {
                        Some(Token::Symbol(name)) if ends.contains(&name.as_str()) => {
                            return Ok(body);
                        }
                        _ => self.statement()?,
                    }
                }
                Token::VariableStart(_) => {
                    let value = self.expression()?;
                    match self.take()? {
                        (Token::VariableEnd(trims), _) => self.drops_leading = trims,
                        (_, line) => {
                            return Err(Refusal::syntax(line, "expected variable end".to_owned()));
                        }
                    }
                    Statement::Output(value)
                }
                Token::Comment(_, trims_behind) => {
                    self.drops_leading = trims_behind;
                    continue;
                }
                _ => return Err(self.wrong("unexpected token at top-level")),
            };
            body.push(At { line, node });
        }
        match ends {
            [] => Ok(body),
            [.., end] => Err(self.wrong(&format!("expected {end}, got end of file"))),
        }
    }

    fn trimmed(&mut self, text: String) -> Result<String> {
        let mut rest = text.as_str();
        if std::mem::take(&mut self.drops_leading) {
            rest = rest.trim_start_matches(is_js_space);
        }
        if let Some(
            Token::BlockStart(true) | Token::VariableStart(true) | Token::Comment(true, _),
        ) = self.peek()?
        {
            rest = rest.trim_end_matches(is_js_space);
        }
        Ok(rest.to_owned())
    }

    fn statement(&mut self) -> Result<Statement> {
        let line = self.line();
        let tag = self.symbol("tag name")?;
        match tag.as_str() {
            "raw" | "verbatim" => {
                self.block_end(&tag)?;
                Ok(Statement::Text(self.lexer.raw(&tag)?))
            }
            "if" => self.condition(),
            "for" => self.loop_over(),
            "block" => self.block(),
            "extends" => {
                let template = self.expression()?;
                self.block_end(&tag)?;
                Ok(Statement::Extends(template))
            }
            "include" => {
                let template = self.expression()?;
                let ignore_missing = self.skip_symbol("ignore")? && self.skip_symbol("missing")?;
                self.block_end(&tag)?;
                Ok(Statement::Include {
                    template,
                    ignore_missing,
                })
            }
            "set" => self.set(),
            "macro" => {
                let name = self.symbol("macro name")?;
                let parameters = self.parameters()?;
                self.block_end(&tag)?;
                let body = self.body(&["endmacro"])?;
                self.closing_tag()?;
                Ok(Statement::Macro {
                    name,
                    parameters,
                    body,
                })
            }
            "call" => {
                let parameters = match self.peek()? {
                    Some(Token::Sign("(")) => self.parameters()?,
                    _ => Parameters::default(),
                };
                let call = self.primary()?;
                self.block_end(&tag)?;
                let body = self.body(&["endcall"])?;
                self.closing_tag()?;
                Ok(Statement::Call {
                    parameters,
                    call,
                    body,
                })
            }
            "import" => {
                let template = self.expression()?;
                if !self.skip_symbol("as")? {
                    return Err(self.wrong("expected \"as\" keyword"));
                }
                let name = self.symbol("name")?;
                let with_context = self.with_context()?.unwrap_or(false);
                self.block_end(&tag)?;
                Ok(Statement::Import {
                    template,
                    name,
                    with_context,
                })
            }
            "from" => self.imported_names(),
            "filter" => {
                let name = self.filter_name()?;
                let arguments = match self.peek()? {
                    Some(Token::Sign("(")) => self.arguments()?,
                    _ => Vec::new(),
                };
                self.block_end(&tag)?;
                let body = self.body(&["endfilter"])?;
                self.closing_tag()?;
                Ok(Statement::Filter {
                    name,
                    arguments,
                    body,
                })
            }
            "switch" | "asyncEach" | "asyncAll" | "ifAsync" => {
                Err(Refusal::new(line, format!("the tag `{tag}`")))
            }
            _ => Err(Refusal::syntax(
                line,
                format!("unknown block tag: {tag} (tags of extensions are not rendered natively)"),
            )),
        }
    }

    fn condition(&mut self) -> Result<Statement> {
        let mut branches = Vec::new();
        let mut otherwise = None;
        loop {
            let condition = self.expression()?;
            self.block_end("if")?;
            branches.push((condition, self.body(&["elif", "elseif", "else", "endif"])?));
            match self.symbol("end tag")?.as_str() {
                "elif" | "elseif" => continue,
                "else" => {
                    self.block_end("else")?;
                    otherwise = Some(self.body(&["endif"])?);
                    self.closing_tag()?;
                }
                end => self.block_end(end)?,
            }
            return Ok(Statement::If {
                branches,
                otherwise,
            });
        }
    }

    fn loop_over(&mut self) -> Result<Statement> {
        let mut names = vec![self.symbol("variable name")?];
        while self.skip(",")? {
            names.push(self.symbol("variable name")?);
        }
        if !self.skip_symbol("in")? {
            return Err(self.wrong("expected \"in\" keyword for loop"));
        }
        let over = self.expression()?;
        self.block_end("for")?;
        let body = self.body(&["endfor", "else"])?;
        let mut otherwise = None;
        if self.skip_symbol("else")? {
            self.block_end("else")?;
            otherwise = Some(self.body(&["endfor"])?);
        }
        self.closing_tag()?;
        Ok(Statement::For {
            names,
            over,
            body,
            otherwise,
        })
    }

    fn block(&mut self) -> Result<Statement> {
        let name = self.symbol("block name")?;
        self.block_end("block")?;
        let body = self.body(&["endblock"])?;
        self.skip_symbol("endblock")?;
        self.skip_symbol(&name)?;
        self.block_end("endblock")?;
        Ok(Statement::Block { name, body })
    }

    fn set(&mut self) -> Result<Statement> {
        let mut names = vec![self.symbol("name")?];
        while self.skip(",")? {
            names.push(self.symbol("name")?);
        }
        let value = if self.skip("=")? {
            let value = self.expression()?;
            self.block_end("set")?;
            Assigned::Value(value)
        } else {
            if !matches!(self.peek()?, Some(Token::BlockEnd(_))) {
                return Err(self.wrong("expected = or block end in set tag"));
            }
            // The `-` of this tag is without effect in nunjucks.
            self.take()?;
            let body = self.body(&["endset"])?;
            self.closing_tag()?;
            Assigned::Captured(body)
        };
        Ok(Statement::Set { names, value })
    }

    fn imported_names(&mut self) -> Result<Statement> {
        let template = self.expression()?;
        if !self.skip_symbol("import")? {
            return Err(self.wrong("expected import"));
        }
        let mut names = Vec::new();
        let mut with_context = None;
        loop {
            if matches!(self.peek()?, Some(Token::BlockEnd(_))) && !names.is_empty() {
                self.block_end("from")?;
                break;
            }
            if !names.is_empty() && !self.skip(",")? {
                return Err(self.wrong("expected comma"));
            }
            let name = self.symbol("name")?;
            let here = match self.skip_symbol("as")? {
                true => self.symbol("name")?,
                false => name.clone(),
            };
            names.push((name, here));
            with_context = self.with_context()?;
        }
        Ok(Statement::FromImport {
            template,
            names,
            with_context: with_context.unwrap_or(false),
        })
    }

    fn with_context(&mut self) -> Result<Option<bool>> {
        let with = self.skip_symbol("with")?;
        if !with && !self.skip_symbol("without")? {
            return Ok(None);
        }
        match self.skip_symbol("context")? {
            true => Ok(Some(with)),
            false => Err(self.wrong("expected context after with/without")),
        }
    }

    fn parameters(&mut self) -> Result<Parameters> {
        let line = self.line();
        let mut parameters = Parameters::default();
        for argument in self.arguments()? {
            match argument {
                Argument::Keyword(name, default) => parameters.defaulted.push((name, default)),
                Argument::Positional(value) => match value.node {
                    Expr::Symbol(name) => parameters.plain.push(name),
                    _ => return Err(Refusal::syntax(line, "parameters are names".to_owned())),
                },
            }
        }
        Ok(parameters)
    }

    pub(super) fn at(&self, line: u32, node: Expr) -> Expression {
        Box::new(At { line, node })
    }
}
