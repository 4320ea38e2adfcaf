//! The index of a route table: a byte-wise radix tree over the literal text that paths start with.
//!
//! One walk down a request's path meets every pattern that can match it. Its cost is the length of the path, however many
//! routes there are.

/// Where a pattern stands in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    text: String,
    kind: Kind,
    /// Whether letters match in their own case only.
    pub(super) sensitive: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Paths that start with the text may match.
    Prefix,
    /// The text itself matches, and nothing else.
    Whole,
    /// The text matches, and the text with one more slash.
    WholeOrSlash,
}

impl Place {
    pub(super) fn whole(text: &str, slash: bool, sensitive: bool) -> Self {
        let kind = if slash {
            Kind::WholeOrSlash
        } else {
            Kind::Whole
        };
        Self {
            text: text.to_owned(),
            kind,
            sensitive,
        }
    }

    pub(super) fn prefix(text: &str, sensitive: bool) -> Self {
        // Only ASCII letters are folded here; what needs more is left to the pattern itself.
        let end = if sensitive {
            text.len()
        } else {
            text.find(|c: char| !c.is_ascii()).unwrap_or(text.len())
        };
        Self {
            text: text[..end].to_owned(),
            kind: Kind::Prefix,
            sensitive,
        }
    }
}

/// A pattern that the index met on the way down a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) pattern: usize,
    /// The path is the pattern's whole text: no need to ask the pattern.
    pub(super) certain: bool,
}

/// Patterns by their literal text.
#[derive(Debug, Default)]
pub(super) struct PrefixIndex {
    sensitive: Node,
    /// Of patterns that ignore case; texts in lower case.
    folded: Option<Node>,
}

impl PrefixIndex {
    pub(super) fn insert(&mut self, place: &Place, pattern: usize) {
        let text = if place.sensitive {
            place.text.clone()
        } else {
            place.text.to_ascii_lowercase()
        };
        let root = if place.sensitive {
            &mut self.sensitive
        } else {
            self.folded.get_or_insert_default()
        };
        match place.kind {
            Kind::Prefix => root.at(text.as_bytes()).prefix.push(pattern),
            Kind::Whole => root.at(text.as_bytes()).whole.push(pattern),
            Kind::WholeOrSlash => {
                root.at(text.as_bytes()).whole.push(pattern);
                root.at(format!("{text}/").as_bytes()).whole.push(pattern);
            }
        }
    }

    /// Calls `found` with every pattern that can match `path`, in no particular order, each once.
    pub(super) fn candidates(&self, path: &str, mut found: impl FnMut(Candidate)) {
        self.sensitive
            .walk(path.as_bytes(), &mut found, |byte| byte);
        if let Some(folded) = &self.folded {
            folded.walk(path.as_bytes(), &mut found, |byte| {
                byte.to_ascii_lowercase()
            });
        }
    }
}

#[derive(Debug, Default)]
struct Node {
    /// The bytes between the parent's text and this node's.
    label: Box<[u8]>,
    prefix: Vec<usize>,
    whole: Vec<usize>,
    /// The first byte of each child's label.
    branches: Vec<u8>,
    children: Vec<Node>,
}

impl Node {
    /// The node for `text` below this one, made if need be.
    fn at(&mut self, text: &[u8]) -> &mut Node {
        let Some(&first) = text.first() else {
            return self;
        };
        let child = match self.branches.iter().position(|&branch| branch == first) {
            Some(child) => child,
            None => {
                self.branches.push(first);
                self.children.push(Node {
                    label: text.into(),
                    ..Node::default()
                });
                self.children.len() - 1
            }
        };
        let child = &mut self.children[child];
        let common = child
            .label
            .iter()
            .zip(text)
            .take_while(|(a, b)| a == b)
            .count();
        if common < child.label.len() {
            let lower = std::mem::take(child);
            *child = Node {
                label: lower.label[..common].into(),
                branches: vec![lower.label[common]],
                children: vec![Node {
                    label: lower.label[common..].into(),
                    ..lower
                }],
                ..Node::default()
            };
        }
        child.at(&text[common..])
    }

    fn walk(&self, path: &[u8], found: &mut impl FnMut(Candidate), fold: impl Fn(u8) -> u8) {
        let mut node = self;
        let mut rest = path;
        loop {
            for &pattern in &node.prefix {
                found(Candidate {
                    pattern,
                    certain: false,
                });
            }
            let Some(&first) = rest.first() else {
                for &pattern in &node.whole {
                    found(Candidate {
                        pattern,
                        certain: true,
                    });
                }
                return;
            };
            let first = fold(first);
            let Some(child) = node.branches.iter().position(|&branch| branch == first) else {
                return;
            };
            node = &node.children[child];
            let Some((start, further)) = rest.split_at_checked(node.label.len()) else {
                return;
            };
            if !start
                .iter()
                .zip(&node.label)
                .all(|(&byte, &wanted)| fold(byte) == wanted)
            {
                return;
            }
            rest = further;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(index: &PrefixIndex, path: &str) -> Vec<(usize, bool)> {
        let mut all = Vec::new();
        index.candidates(path, |candidate| {
            all.push((candidate.pattern, candidate.certain))
        });
        all.sort_unstable();
        all
    }

    #[test]
    fn a_walk_meets_every_prefix_on_its_way_and_whole_texts_at_its_end() {
        let mut index = PrefixIndex::default();
        let places = [
            Place::prefix("", true),
            Place::prefix("/user", true),
            Place::prefix("/user/", true),
            Place::whole("/users", true, true),
            Place::whole("/us", false, true),
            Place::prefix("/USER/", false),
        ];
        for (at, place) in places.iter().enumerate() {
            index.insert(place, at);
        }
        assert_eq!(found(&index, ""), [(0, false)]);
        assert_eq!(found(&index, "/us"), [(0, false), (4, true)]);
        assert_eq!(found(&index, "/us/"), [(0, false)]);
        assert_eq!(found(&index, "/users"), [(0, false), (1, false), (3, true)]);
        assert_eq!(
            found(&index, "/users/"),
            [(0, false), (1, false), (3, true)]
        );
        assert_eq!(
            found(&index, "/user/1"),
            [(0, false), (1, false), (2, false), (5, false)]
        );
        assert_eq!(found(&index, "/User/1"), [(0, false), (5, false)]);
    }

    #[test]
    fn a_path_meets_its_own_patterns_however_many_there_are() {
        let mut index = PrefixIndex::default();
        for at in 0..200 {
            index.insert(&Place::prefix(&format!("/resource{at}/"), true), 2 * at);
            index.insert(
                &Place::whole(&format!("/resource{at}"), true, true),
                2 * at + 1,
            );
        }
        assert_eq!(found(&index, "/resource17/5"), [(34, false)]);
        assert_eq!(found(&index, "/resource17"), [(35, true)]);
        assert_eq!(found(&index, "/nowhere"), []);
    }
}
