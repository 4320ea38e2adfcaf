//! What a template says.

/// A node with the line it starts on, from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct At<T> {
    pub(super) line: u32,
    pub(super) node: T,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Statement {
    Text(String),
    Output(Expression),
    If {
        /// `if` and every `elif`, in order.
        branches: Vec<(Expression, Body)>,
        otherwise: Option<Body>,
    },
    For {
        names: Vec<String>,
        over: Expression,
        body: Body,
        otherwise: Option<Body>,
    },
    Set {
        names: Vec<String>,
        value: Assigned,
    },
    Block {
        name: String,
        body: Body,
    },
    Extends(Expression),
    Include {
        template: Expression,
        ignore_missing: bool,
    },
    Import {
        template: Expression,
        name: String,
        with_context: bool,
    },
    FromImport {
        template: Expression,
        /// Name there, name here.
        names: Vec<(String, String)>,
        with_context: bool,
    },
    Macro {
        name: String,
        parameters: Parameters,
        body: Body,
    },
    /// `{% call(...) macro(...) %}`
    Call {
        parameters: Parameters,
        call: Expression,
        body: Body,
    },
    /// `{% filter name(...) %}`
    Filter {
        name: String,
        arguments: Vec<Argument>,
        body: Body,
    },
}

pub(super) type Body = Vec<At<Statement>>;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Assigned {
    Value(Expression),
    Captured(Body),
}

/// Of a macro: those without and those with a default.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parameters {
    pub(super) plain: Vec<String>,
    pub(super) defaulted: Vec<(String, Expression)>,
}

pub(super) type Expression = Box<At<Expr>>;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    Symbol(String),
    /// In parentheses.
    Group(Expression),
    List(Vec<Expression>),
    Dict(Vec<(String, Expression)>),
    Member(Expression, Expression),
    Call(Expression, Vec<Argument>),
    Filter {
        of: Expression,
        name: String,
        arguments: Vec<Argument>,
    },
    Unary(Unary, Expression),
    Binary(Binary, Expression, Expression),
    /// `Math.pow`
    Power(Expression, Expression),
    /// `Math.floor` of a division.
    FloorDivision(Expression, Expression),
    In(Expression, Expression),
    Is {
        value: Expression,
        test: String,
        arguments: Vec<Argument>,
    },
    InlineIf {
        condition: Expression,
        then: Expression,
        otherwise: Option<Expression>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Argument {
    Positional(Expression),
    Keyword(String, Expression),
}

impl Argument {
    pub(super) fn value(&self) -> &Expression {
        match self {
            Argument::Positional(value) | Argument::Keyword(_, value) => value,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unary {
    Not,
    Minus,
    Plus,
}

/// Operators that nunjucks hands on to JavaScript as they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Or,
    And,
    Equal,
    NotEqual,
    StrictEqual,
    StrictNotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    /// `~`, which nunjucks writes as `+ "" +`.
    Concat,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}
