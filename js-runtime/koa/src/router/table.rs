//! Every layer of a router, in the order of its declaration.

use std::collections::HashMap;

use smallvec::SmallVec;

use super::path::KeyName;
use super::pattern::{Captures, PathPattern};
use super::prefix::PrefixIndex;

/// A layer's place in its table: 0 for the first one declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerId(pub usize);

/// What a request's path and method match: the result of @eggjs/router's `router.match`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches {
    /// Layers that match the path, whatever their methods: `ctx.matched`. (ROUTER-033)
    pub path: SmallVec<[LayerId; 8]>,
    /// Of these the ones that have the method, or no methods at all (`router.use`). They run as one chain. (ROUTER-028)
    pub path_and_method: SmallVec<[LayerId; 8]>,
    /// Whether a layer with the method is among them; without one none of them runs. (ROUTER-037)
    pub route: bool,
}

/// The layers of a router, matched in declaration order. (ROUTER-027..035)
///
/// Layers that share a path are matched once, and the path is compared with those patterns only whose literal beginning
/// it has: the cost of a match does not grow with the number of routes.
#[derive(Debug, Default)]
pub struct RouteTable {
    layers: Vec<Layer>,
    patterns: Vec<SharedPattern>,
    /// Where in `patterns` a source with its flags and the names of its keys is.
    known: HashMap<(String, String, Vec<KeyName>), usize>,
    index: PrefixIndex,
}

#[derive(Debug)]
struct Layer {
    methods: Methods,
    pattern: usize,
    ignore_captures: bool,
}

#[derive(Debug)]
struct SharedPattern {
    pattern: PathPattern,
    layers: SmallVec<[LayerId; 2]>,
}

impl RouteTable {
    /// A table without layers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares a layer behind all others. `methods` are upper case, as [`layer_methods`] gives them; none means every
    /// method, but only beside a route. With `ignore_captures` the layer has no captures and so no params.
    pub fn push(
        &mut self,
        methods: &[impl AsRef<str>],
        pattern: PathPattern,
        ignore_captures: bool,
    ) -> LayerId {
        let id = LayerId(self.layers.len());
        let pattern = self.share(pattern);
        self.patterns[pattern].layers.push(id);
        self.layers.push(Layer {
            methods: Methods::new(methods),
            pattern,
            ignore_captures,
        });
        id
    }

    /// Gives a layer another path: what `layer.setPrefix` does. An unknown id is ignored.
    pub fn set_pattern(&mut self, id: LayerId, pattern: PathPattern) {
        let Some(before) = self.layers.get(id.0).map(|layer| layer.pattern) else {
            return;
        };
        let pattern = self.share(pattern);
        self.patterns[before].layers.retain(|layer| *layer != id);
        self.patterns[pattern].layers.push(id);
        self.layers[id.0].pattern = pattern;
    }

    /// Forgets every layer.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many layers there are.
    pub fn len(&self) -> usize {
        self.layers.len()
    }

    /// Whether there is no layer.
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// The pattern of a layer of this table.
    pub fn pattern(&self, id: LayerId) -> Option<&PathPattern> {
        self.layers
            .get(id.0)
            .map(|layer| &self.patterns[layer.pattern].pattern)
    }

    /// Matches a request. `path` is not decoded; `method` is as the request has it.
    pub fn matches(&self, method: &str, path: &str) -> Matches {
        let mut matches = Matches::default();
        self.index.candidates(path, |candidate| {
            let shared = &self.patterns[candidate.pattern];
            if !shared.layers.is_empty() && (candidate.certain || shared.pattern.is_match(path)) {
                matches.path.extend_from_slice(&shared.layers);
            }
        });
        matches.path.sort_unstable();
        let bit = known_method_bit(method);
        for &id in &matches.path {
            let methods = &self.layers[id.0].methods;
            if methods.is_empty() {
                matches.path_and_method.push(id);
            } else if methods.has(method, bit) {
                matches.path_and_method.push(id);
                matches.route = true;
            }
        }
        matches
    }

    /// The captures of a layer that matched `path`: empty if the layer ignores them, does not match or is not there.
    pub fn captures(&self, id: LayerId, path: &str) -> Captures {
        match self.layers.get(id.0) {
            Some(layer) if !layer.ignore_captures => self.patterns[layer.pattern]
                .pattern
                .captures(path)
                .unwrap_or_default(),
            _ => Captures::new(),
        }
    }

    /// The place of `pattern` among the patterns, the same for the same expression and names.
    fn share(&mut self, pattern: PathPattern) -> usize {
        let names = pattern.keys().iter().map(|key| key.name.clone()).collect();
        let key = (
            pattern.source().to_owned(),
            pattern.flags().to_owned(),
            names,
        );
        if let Some(&at) = self.known.get(&key) {
            return at;
        }
        let at = self.patterns.len();
        self.index.insert(pattern.place(), at);
        self.patterns.push(SharedPattern {
            pattern,
            layers: SmallVec::new(),
        });
        self.known.insert(key, at);
        at
    }
}

/// The methods of a layer as @eggjs/router keeps them: upper case, and every GET puts a HEAD in front. (ROUTER-010)
pub fn layer_methods(methods: &[impl AsRef<str>]) -> Vec<String> {
    let mut list = Vec::with_capacity(methods.len() + 1);
    for method in methods {
        let method = method.as_ref().to_uppercase();
        let get = method == "GET";
        list.push(method);
        if get {
            list.insert(0, String::from("HEAD"));
        }
    }
    list
}

/// A set of methods: one bit for each that Node's parser knows, and a list for any others.
#[derive(Debug, Default)]
struct Methods {
    known: u64,
    others: Vec<Box<str>>,
}

impl Methods {
    fn new(methods: &[impl AsRef<str>]) -> Self {
        let mut set = Self::default();
        for method in methods {
            let method = method.as_ref();
            match known_method_bit(method) {
                0 => set.others.push(method.into()),
                bit => set.known |= bit,
            }
        }
        set
    }

    fn is_empty(&self) -> bool {
        self.known == 0 && self.others.is_empty()
    }

    fn has(&self, method: &str, bit: u64) -> bool {
        if bit == 0 {
            self.others.iter().any(|other| **other == *method)
        } else {
            self.known & bit != 0
        }
    }
}

/// Node 20's `http.METHODS`, the ones that applications use most in front.
const KNOWN_METHODS: [&str; 35] = [
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "HEAD",
    "OPTIONS",
    "ACL",
    "BIND",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "LINK",
    "LOCK",
    "M-SEARCH",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MOVE",
    "NOTIFY",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "SOURCE",
    "SUBSCRIBE",
    "TRACE",
    "UNBIND",
    "UNLINK",
    "UNLOCK",
    "UNSUBSCRIBE",
];

/// The bit of a method that Node knows, or 0.
fn known_method_bit(method: &str) -> u64 {
    KNOWN_METHODS
        .iter()
        .position(|known| *known == method)
        .map_or(0, |at| 1 << at)
}
