//! What egg makes of query strings for `ctx.query` and `ctx.queries`; the codec is Node's.

use std::borrow::Cow;
use std::collections::HashMap;

pub use coddle_http::querystring::{DEFAULT_MAX_KEYS, Pair, escape, parse, stringify, unescape};

use crate::text::is_inherited;

/// The members of egg's `ctx.query`: the first value of each name, in the order of their first appearance. Pairs without a
/// name are left out. (CTX-035)
///
/// `__proto__` is left out too: assigned to an object it makes no member.
pub fn query(querystring: &str) -> Vec<Pair<'_>> {
    let mut members = Members::default();
    for (name, value) in named_pairs(querystring) {
        members.entry(name, || value);
    }
    members.list
}

/// The members of egg's `ctx.queries`: every value of each name. A name that ends in `[]` is there without its brackets as
/// well, unless that name is there already or every object has it (`toString`). (CTX-038)
pub fn queries(querystring: &str) -> Vec<(Cow<'_, str>, Vec<Cow<'_, str>>)> {
    let mut members = Members::default();
    for (name, value) in named_pairs(querystring) {
        members.entry(name, Vec::new).push(value);
    }
    if !members
        .list
        .iter()
        .any(|(name, _)| bare_name(name).is_some())
    {
        return members.list;
    }
    let mut with_bare_names = Members::default();
    for (name, values) in members.list {
        let bare = bare_name(&name).map(|bare| Cow::Owned(bare.to_owned()));
        // A name of its own takes the place of one that stood in for it.
        values.clone_into(with_bare_names.entry(name, Vec::new));
        if let Some(bare) = bare {
            with_bare_names.entry(bare, || values);
        }
    }
    with_bare_names.list
}

/// The pairs that can become members of an object.
fn named_pairs(querystring: &str) -> impl Iterator<Item = Pair<'_>> {
    parse(querystring, DEFAULT_MAX_KEYS)
        .into_iter()
        .filter(|(name, _)| !name.is_empty() && name != "__proto__")
}

/// The name before `[]`, if a character other than a bracket stands there and no object has such a member by birth.
fn bare_name(name: &str) -> Option<&str> {
    let bare = name.strip_suffix("[]")?;
    let ends_in_name = bare
        .chars()
        .next_back()
        .is_some_and(|last| last != '[' && last != ']');
    (ends_in_name && !is_inherited(bare)).then_some(bare)
}

/// Members in the order of their first appearance.
struct Members<'q, V> {
    list: Vec<(Cow<'q, str>, V)>,
    /// Where a name is, once there are so many that a search through the list would be a way to keep the server busy.
    index: HashMap<String, usize>,
}

impl<V> Default for Members<'_, V> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            index: HashMap::new(),
        }
    }
}

impl<'q, V> Members<'q, V> {
    const SEARCHED: usize = 16;

    /// The value of a name, `new` if it has none yet.
    fn entry(&mut self, name: Cow<'q, str>, new: impl FnOnce() -> V) -> &mut V {
        let known = if self.list.len() <= Self::SEARCHED {
            self.list.iter().position(|(known, _)| *known == name)
        } else {
            if self.index.is_empty() {
                self.index = self
                    .list
                    .iter()
                    .enumerate()
                    .map(|(at, (name, _))| (name.to_string(), at))
                    .collect();
            }
            self.index.get(&*name).copied()
        };
        let at = known.unwrap_or_else(|| {
            let at = self.list.len();
            if !self.index.is_empty() {
                self.index.insert(name.to_string(), at);
            }
            self.list.push((name, new()));
            at
        });
        &mut self.list[at].1
    }
}
