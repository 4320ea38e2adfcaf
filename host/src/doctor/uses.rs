//! Which members of Node's modules a script names.
//!
//! Names are followed by their text and not by scope: `const fs = require('fs')` makes every later `fs.x` of the file a use. That is
//! how scripts are written, and a report for a person may err on the side of telling too much.

use std::collections::{BTreeSet, HashMap};

use coddle_engine::tokens::{Kind, Token, tokens};

/// Modules of Node 20.20.2 and their own members, a module a line: what `Object.getOwnPropertyNames` of each gives.
const NODE: &str = include_str!("node-20.txt");

/// A module of Node, or a member of one, that a script names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    pub(crate) line: u32,
    pub(crate) module: String,
    pub(crate) member: Option<String>,
}

/// What `source` names, in its order.
pub(super) fn of_node(source: &str) -> BTreeSet<Use> {
    let tokens = tokens(source);
    let mut search = Search {
        tokens: &tokens,
        node: node(),
        bound: HashMap::from([("process", "process")]),
        uses: BTreeSet::new(),
    };
    for at in 0..tokens.len() {
        search.look_at(at);
    }
    search.uses
}

fn node() -> HashMap<&'static str, Vec<&'static str>> {
    NODE.lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(module, members)| (module, members.split(' ').collect()))
        .collect()
}

struct Search<'a> {
    tokens: &'a [Token<'a>],
    node: HashMap<&'static str, Vec<&'static str>>,
    /// Names of the script that stand for a module.
    bound: HashMap<&'a str, &'a str>,
    uses: BTreeSet<Use>,
}

impl<'a> Search<'a> {
    fn look_at(&mut self, at: usize) {
        let Some(Kind::Name(name)) = self.kind(at) else {
            return;
        };
        if at > 0 && self.is_mark(at - 1, '.') {
            return;
        }
        match name {
            "require" => self.require(at),
            "import" => self.import(at),
            _ => {
                if let Some(module) = self.bound.get(name).copied() {
                    self.member_after(at, module);
                }
            }
        }
    }

    fn kind(&self, at: usize) -> Option<Kind<'a>> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn is_mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(Kind::Mark(mark))
    }

    /// `require('m')`, `require('m').x`, `name = require('m')`, `{ a, b: c } = require('m')`.
    fn require(&mut self, at: usize) {
        let (true, Some(Kind::Text(request)), true) = (
            self.is_mark(at + 1, '('),
            self.kind(at + 2),
            self.is_mark(at + 3, ')'),
        ) else {
            return;
        };
        let Some(module) = self.module(request, at + 2) else {
            return;
        };
        if self.is_mark(at + 4, '.') {
            self.member_after(at + 3, module);
            return;
        }
        // TypeScript writes `const x = __importDefault(require('m'))`.
        let mut before = at;
        while before >= 2
            && self.is_mark(before - 1, '(')
            && matches!(self.kind(before - 2), Some(Kind::Name(name)) if name.starts_with("__"))
        {
            before -= 2;
        }
        if before < 2 || !self.is_mark(before - 1, '=') {
            return;
        }
        match self.kind(before - 2) {
            Some(Kind::Name(name)) => {
                self.bound.insert(name, module);
            }
            Some(Kind::Mark('}')) => self.pattern(before - 2, module, ":"),
            _ => {}
        }
    }

    /// `import x from 'm'`, `import * as x from 'm'`, `import { a, b as c } from 'm'`, and those together.
    fn import(&mut self, at: usize) {
        let statement = self.tokens[at + 1..]
            .iter()
            .take_while(|token| !matches!(token.kind, Kind::Mark(';' | '(')))
            .position(|token| matches!(token.kind, Kind::Text(_)));
        let Some(length) = statement else { return };
        let end = at + 1 + length;
        let Some(Kind::Text(request)) = self.kind(end) else {
            return;
        };
        if self.kind(end - 1) != Some(Kind::Name("from")) {
            self.module(request, end);
            return;
        }
        let Some(module) = self.module(request, end) else {
            return;
        };
        for inside in at + 1..end - 1 {
            match self.kind(inside) {
                Some(Kind::Mark('}')) => self.pattern(inside, module, "as"),
                Some(Kind::Name(name)) if inside == at + 1 || self.follows_star(inside) => {
                    self.bound.insert(name, module);
                }
                _ => {}
            }
        }
    }

    fn follows_star(&self, at: usize) -> bool {
        at >= 2 && self.kind(at - 1) == Some(Kind::Name("as")) && self.is_mark(at - 2, '*')
    }

    /// The members that `{ a, b: c }` takes, from its closing brace back; `renames` is what stands before a new name.
    fn pattern(&mut self, close: usize, module: &'a str, renames: &str) {
        let mut at = close;
        while at > 0 && !self.is_mark(at - 1, '{') {
            at -= 1;
            let Some(Kind::Name(name)) = self.kind(at) else {
                continue;
            };
            let is_key = at > 0 && (self.is_mark(at - 1, '{') || self.is_mark(at - 1, ','));
            if is_key && name != renames {
                self.note(module, Some(name), at);
            }
        }
    }

    /// `.member` after the token at `at`.
    fn member_after(&mut self, at: usize, module: &'a str) {
        let mut dot = at + 1;
        // What TypeScript and Babel make of a default import.
        if self.is_mark(dot, '.') && self.kind(dot + 1) == Some(Kind::Name("default")) {
            dot += 2;
        }
        if let (true, Some(Kind::Name(member))) = (self.is_mark(dot, '.'), self.kind(dot + 1)) {
            self.note(module, Some(member), dot + 1);
        }
    }

    /// The module of Node that `request` names, noted as used.
    fn module(&mut self, request: &'a str, at: usize) -> Option<&'a str> {
        let module = request.strip_prefix("node:").unwrap_or(request);
        if !self.node.contains_key(module) {
            return None;
        }
        self.note(module, None, at);
        Some(module)
    }

    fn note(&mut self, module: &str, member: Option<&str>, at: usize) {
        let known = |member| {
            self.node
                .get(module)
                .is_some_and(|all| all.contains(&member))
        };
        if member.is_none_or(known) {
            self.uses.insert(Use {
                line: self.tokens[at].line,
                module: module.to_string(),
                member: member.map(str::to_string),
            });
        }
    }
}

#[cfg(test)]
mod tests;
