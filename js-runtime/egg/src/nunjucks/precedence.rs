//! The meaning of operators as JavaScript sees them.
//!
//! nunjucks compiles an expression to JavaScript text without parentheses of its own, so that the tree it has parsed is not what
//! runs: `not a == b` becomes `!a == b`, `a ~ b + c` becomes `a + "" + b + c`. What is rendered is what runs.

use super::ast::{At, Binary, Expr, Expression, Unary};

enum Item {
    Operand(Expression),
    Prefix(u32, Unary),
    Operator(Binary),
}

/// How tightly JavaScript binds an operator.
fn strength(operator: Binary) -> u8 {
    match operator {
        Binary::Or => 1,
        Binary::And => 2,
        Binary::Equal | Binary::NotEqual | Binary::StrictEqual | Binary::StrictNotEqual => 3,
        Binary::Less | Binary::LessOrEqual | Binary::Greater | Binary::GreaterOrEqual => 4,
        Binary::Add | Binary::Concat | Binary::Subtract => 5,
        Binary::Multiply | Binary::Divide | Binary::Remainder => 6,
    }
}

/// The operators at the top of `expression`, bound anew; operands stay as they are.
pub(super) fn rebound(expression: Expression) -> Expression {
    if !matches!(expression.node, Expr::Unary(..) | Expr::Binary(..)) {
        return expression;
    }
    let mut items = Vec::new();
    flatten(*expression, &mut items);
    let mut items = items.into_iter().peekable();
    bind(&mut items, 0)
}

fn flatten(At { line, node }: At<Expr>, items: &mut Vec<Item>) {
    match node {
        Expr::Unary(operator, of) => {
            items.push(Item::Prefix(line, operator));
            flatten(*of, items);
        }
        Expr::Binary(operator, left, right) => {
            flatten(*left, items);
            items.push(Item::Operator(operator));
            flatten(*right, items);
        }
        node => items.push(Item::Operand(Box::new(At { line, node }))),
    }
}

type Items = std::iter::Peekable<std::vec::IntoIter<Item>>;

fn bind(items: &mut Items, weakest: u8) -> Expression {
    let mut left = prefixed(items);
    while let Some(Item::Operator(operator)) = items.peek() {
        let operator = *operator;
        if strength(operator) <= weakest {
            break;
        }
        items.next();
        let right = bind(items, strength(operator));
        let line = left.line;
        left = Box::new(At {
            line,
            node: Expr::Binary(operator, left, right),
        });
    }
    left
}

fn prefixed(items: &mut Items) -> Expression {
    match items.next() {
        Some(Item::Prefix(line, operator)) => {
            let of = prefixed(items);
            Box::new(At {
                line,
                node: Expr::Unary(operator, of),
            })
        }
        Some(Item::Operand(operand)) => operand,
        Some(Item::Operator(_)) | None => unreachable!("operands stand between operators"),
    }
}
