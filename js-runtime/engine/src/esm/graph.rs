//! What is known of the modules of a world: who asked for whom, what failed, what is being evaluated.
//!
//! The engine has a list of its own, but it cannot be asked; and it frees a module that lacks a dependency while others may
//! still point to it. So nothing that was given to the engine ever fails there: what could not be resolved or loaded is noted
//! here, and found before a graph is linked.

use std::collections::{HashMap, HashSet};
use std::ptr::NonNull;
use std::rc::Rc;

use rquickjs::{Object, Persistent, Value, qjs};

/// A module: its URL, and what it is asked for as. The same URL asked for otherwise is another module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) url: Rc<str>,
    /// The import's attributes; empty without any.
    pub(super) asked_as: Rc<str>,
}

impl Key {
    pub(super) fn script(url: &str) -> Key {
        Key {
            url: url.into(),
            asked_as: "".into(),
        }
    }
}

/// One specifier of a module, and what it came to.
pub(super) struct Request {
    pub(super) specifier: String,
    pub(super) key: Key,
}

#[derive(Default)]
pub(super) struct Node {
    /// The engine's record, once it is made. It lives as long as the world.
    pub(super) definition: Option<NonNull<qjs::JSModuleDef>>,
    /// In the order of the source.
    pub(super) requests: Vec<Request>,
    /// Why this module cannot be used, whoever asks.
    pub(super) failure: Option<Persistent<Value<'static>>>,
    /// It was linked, and its evaluation begun and gone through (but for what awaits something).
    pub(super) linked: bool,
    /// A CommonJS file, whose names are guessed from its text.
    pub(super) is_commonjs: bool,
}

/// A graph that is being evaluated.
pub(super) struct Evaluation {
    pub(super) root: Key,
    /// The module made of values (a CommonJS file, say) whose code runs.
    pub(super) running: Option<Key>,
}

/// The modules of one world.
#[derive(Default)]
pub(crate) struct Graph {
    pub(super) nodes: HashMap<Key, Node>,
    /// Sources of modules that no URL holds: code of the command line.
    pub(super) sources: HashMap<String, String>,
    /// How many sources are being compiled, one within the other.
    pub(super) compiling: u32,
    /// How many requests came to nothing; each has a name of its own.
    pub(super) unresolved: u32,
    /// Evaluations that have not returned, the innermost last: `require` of an ES module is one within another.
    pub(super) evaluating: Vec<Evaluation>,
    /// The JavaScript side.
    pub(super) surface: Option<Persistent<Object<'static>>>,
}

impl Graph {
    /// The node of `key`, made if need be.
    pub(super) fn node(&mut self, key: &Key) -> &mut Node {
        self.nodes.entry(key.clone()).or_default()
    }

    fn requests(&self, key: &Key) -> impl DoubleEndedIterator<Item = &Key> {
        let node = self.nodes.get(key);
        node.into_iter()
            .flat_map(|node| node.requests.iter().map(|request| &request.key))
    }

    /// `root` and all that it imports, each after what it imports: the order in which they are linked and evaluated.
    pub(super) fn below(&self, root: &Key) -> Vec<Key> {
        let mut order = Vec::new();
        let mut seen = HashSet::from([root]);
        // A module, and how many of its requests were gone into.
        let mut path = vec![(root, self.requests(root))];
        while let Some((key, requests)) = path.last_mut() {
            match requests.next() {
                Some(next) if seen.insert(next) => path.push((next, self.requests(next))),
                Some(_) => {}
                None => {
                    order.push((*key).clone());
                    path.pop();
                }
            }
        }
        order
    }

    /// The failure that `root` meets first.
    pub(super) fn failure_below(&self, root: &Key) -> Option<Persistent<Value<'static>>> {
        if self.nodes.get(root).is_some_and(|node| node.linked) {
            return None;
        }
        self.below(root)
            .iter()
            .find_map(|key| self.nodes.get(key)?.failure.clone())
    }

    /// `target` and all modules that import it, directly or not.
    pub(super) fn above(&self, target: &Key) -> HashSet<Key> {
        let mut importers: HashMap<&Key, Vec<&Key>> = HashMap::new();
        for (key, node) in &self.nodes {
            for request in &node.requests {
                importers.entry(&request.key).or_default().push(key);
            }
        }
        let mut found = HashSet::from([target.clone()]);
        let mut waiting = vec![target];
        while let Some(key) = waiting.pop() {
            for importer in importers.get(key).into_iter().flatten() {
                if found.insert((*importer).clone()) {
                    waiting.push(importer);
                }
            }
        }
        found
    }

    /// Whether evaluating `root` now would come upon a module whose evaluation has begun and not ended. The engine does not
    /// bear that.
    pub(super) fn meets_open(&self, root: &Key) -> bool {
        if self.evaluating.is_empty() {
            return false;
        }
        let open = self.open();
        self.below(root).iter().any(|key| open.contains(key))
    }

    /// Modules whose evaluation may have begun and not ended.
    fn open(&self) -> HashSet<Key> {
        let mut open: HashSet<Key> = HashSet::new();
        for evaluation in &self.evaluating {
            // Where a CommonJS file runs, the modules on the way to it are open, and nothing else.
            let above = evaluation.running.as_ref().map(|key| self.above(key));
            let unfinished = self.below(&evaluation.root).into_iter().filter(|key| {
                !self.nodes.get(key).is_some_and(|node| node.linked)
                    && above.as_ref().is_none_or(|above| above.contains(key))
            });
            open.extend(unfinished);
        }
        open
    }
}
