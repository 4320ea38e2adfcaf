//! Where a template's names live.
//!
//! nunjucks and minijinja agree on what a name stands for but in loops: `set` in a loop of nunjucks changes a variable of an
//! enclosing scope, and what it sets is still there in the next pass. Here both are found, and refused.

use std::collections::HashSet;

use super::ast::{Assigned, Body, Statement};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Loop,
    /// Blocks and the bodies of `call`: what they set stays inside.
    Closed,
    Macro,
}

#[derive(Debug)]
struct Frame {
    kind: Kind,
    /// Names that get a value in this scope, but for those of loops inside of it.
    names: HashSet<String>,
    /// Of a loop: those of them that its body sets, but for the loop's own variables.
    repeated: HashSet<String>,
    /// Names that have a value at this point in each pass.
    certain: HashSet<String>,
}

#[derive(Debug, Default)]
pub(super) struct Scopes(Vec<Frame>);

impl Scopes {
    /// Enters a scope whose text is `body` and which starts with `bound` names.
    pub(super) fn enter(&mut self, kind: Kind, bound: &[String], body: &Body) {
        let mut names = HashSet::new();
        targets(body, &mut names);
        let certain: HashSet<String> = bound.iter().cloned().collect();
        let repeated = match kind {
            Kind::Loop => names.difference(&certain).cloned().collect(),
            _ => HashSet::new(),
        };
        names.extend(certain.iter().cloned());
        self.0.push(Frame {
            kind,
            names,
            repeated,
            certain,
        });
    }

    pub(super) fn leave(&mut self) {
        self.0.pop();
    }

    /// Whether nunjucks would set the variable of an enclosing scope, were `name` set here.
    pub(super) fn is_outside(&self, name: &str) -> bool {
        let mut frames = self.0.iter().rev();
        let inner = frames.next();
        if inner.is_none_or(|frame| frame.kind != Kind::Loop || frame.certain.contains(name)) {
            return false;
        }
        for frame in frames {
            if frame.names.contains(name) {
                return true;
            }
            if frame.kind != Kind::Loop {
                break;
            }
        }
        false
    }

    /// Notes that `name` has a value from here on.
    pub(super) fn set(&mut self, name: &str) {
        if let Some(frame) = self.0.last_mut() {
            frame.certain.insert(name.to_owned());
        }
    }

    /// Whether reading `name` here could give what another pass of a loop has set.
    pub(super) fn is_left_over(&self, name: &str) -> bool {
        for frame in self.0.iter().rev() {
            if frame.certain.contains(name) {
                return false;
            }
            if frame.kind == Kind::Loop && frame.repeated.contains(name) {
                return true;
            }
            if frame.kind == Kind::Macro {
                return false;
            }
        }
        false
    }

    /// Whether `name` gets a value somewhere in the scopes around this place.
    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.0.iter().any(|frame| frame.names.contains(name))
    }

    pub(super) fn is_in(&self, kind: Kind) -> bool {
        self.0.iter().any(|frame| frame.kind == kind)
    }

    pub(super) fn innermost(&self) -> Option<Kind> {
        self.0.last().map(|frame| frame.kind)
    }

    /// What has a value for certain at this point.
    pub(super) fn certain(&self) -> HashSet<String> {
        self.0
            .last()
            .map(|frame| frame.certain.clone())
            .unwrap_or_default()
    }

    pub(super) fn restore(&mut self, certain: HashSet<String>) {
        if let Some(frame) = self.0.last_mut() {
            frame.certain = certain;
        }
    }
}

/// Names that `body` gives values to, but for loops inside of it.
fn targets(body: &Body, names: &mut HashSet<String>) {
    for statement in body {
        match &statement.node {
            Statement::Set { names: set, value } => {
                names.extend(set.iter().cloned());
                if let Assigned::Captured(body) = value {
                    targets(body, names);
                }
            }
            Statement::If {
                branches,
                otherwise,
            } => {
                let bodies = branches.iter().map(|(_, body)| body).chain(otherwise);
                bodies.for_each(|body| targets(body, names));
            }
            Statement::Macro { name, .. } | Statement::Import { name, .. } => {
                names.insert(name.clone());
            }
            Statement::FromImport { names: set, .. } => {
                names.extend(set.iter().map(|(_, here)| here.clone()));
            }
            Statement::Filter { body, .. } => targets(body, names),
            Statement::Text(_)
            | Statement::Output(_)
            | Statement::For { .. }
            | Statement::Block { .. }
            | Statement::Extends(_)
            | Statement::Include { .. }
            | Statement::Call { .. } => {}
        }
    }
}
