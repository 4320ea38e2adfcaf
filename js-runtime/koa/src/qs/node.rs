//! Values under construction: arrays with holes, objects that were arrays, and the rules by which qs merges them.

use indexmap::IndexMap;

use super::keys::without_brackets;
use super::{QsValue, RangeError};

/// What bounds arrays.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) array: usize,
    pub(super) throw: bool,
}

impl Limits {
    fn exceeded(self) -> Result<(), RangeError> {
        if !self.throw {
            return Ok(());
        }
        let limit = self.array;
        let plural = if limit == 1 { "" } else { "s" };
        Err(RangeError(format!(
            "Array limit exceeded. Only {limit} element{plural} allowed in an array."
        )))
    }
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    Text(String),
    Array(Array),
    Object(Object),
}

#[derive(Debug, Clone, Default)]
pub(super) struct Array {
    /// `None` is a hole; the end of parsing closes it.
    items: Vec<Option<Node>>,
    /// It was made to hold two values that do not go together: an object and a text.
    conflict: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Object {
    members: IndexMap<String, Node>,
    /// It holds the elements of an array beyond the limit: the greatest index so far.
    overflow: Option<u64>,
    /// It was an array with a conflict: the greatest index so far.
    conflict: Option<u64>,
}

impl Default for Node {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Node {
    pub(super) fn object() -> Self {
        Self::Object(Object::default())
    }

    fn array(items: Vec<Option<Node>>) -> Self {
        Self::Array(Array {
            items,
            conflict: false,
        })
    }

    /// The value without holes, members in the order of `Object.keys`.
    pub(super) fn finish(self) -> QsValue {
        match self {
            Self::Text(text) => QsValue::Text(text),
            Self::Array(array) => QsValue::Array(
                array
                    .items
                    .into_iter()
                    .flatten()
                    .map(Node::finish)
                    .collect(),
            ),
            Self::Object(object) => QsValue::Object(
                in_object_order(object.members)
                    .into_iter()
                    .map(|(name, value)| (name, value.finish()))
                    .collect(),
            ),
        }
    }

    fn is_overflow(&self) -> bool {
        matches!(
            self,
            Self::Object(Object {
                overflow: Some(_),
                ..
            })
        )
    }

    /// The elements that `[].concat(value)` has.
    fn into_items(self) -> Vec<Option<Node>> {
        match self {
            Self::Array(array) => array.items,
            other => vec![Some(other)],
        }
    }
}

impl Object {
    /// `arrayToObject`: the elements under their indexes.
    fn from_items(items: Vec<Option<Node>>) -> Self {
        let members = items
            .into_iter()
            .enumerate()
            .filter_map(|(at, item)| Some((at.to_string(), item?)))
            .collect();
        Self {
            members,
            ..Self::default()
        }
    }
}

/// Elements as an array, or as an object once they are beyond the limit.
fn bounded(items: Vec<Option<Node>>, counted: usize, limits: Limits) -> Result<Node, RangeError> {
    if counted <= limits.array {
        return Ok(Node::array(items));
    }
    limits.exceeded()?;
    let last = items.len().saturating_sub(1) as u64;
    Ok(Node::Object(Object {
        overflow: Some(last),
        ..Object::from_items(items)
    }))
}

/// The values of one key together, `combine`: an array of both.
pub(super) fn combine(before: Node, value: Node, limits: Limits) -> Result<Node, RangeError> {
    if let Node::Object(mut object) = before {
        if let Some(mut last) = object.overflow {
            limits.exceeded()?;
            for item in value.into_items() {
                last += 1;
                if let Some(item) = item {
                    object.members.insert(last.to_string(), item);
                }
            }
            object.overflow = Some(last);
            return Ok(Node::Object(object));
        }
        return combine_items(vec![Some(Node::Object(object))], value, limits);
    }
    combine_items(before.into_items(), value, limits)
}

fn combine_items(
    mut items: Vec<Option<Node>>,
    value: Node,
    limits: Limits,
) -> Result<Node, RangeError> {
    items.extend(value.into_items());
    let length = items.len();
    bounded(items, length, limits)
}

/// The value inside of the containers that the segments of its key name.
pub(super) fn nest(segments: &[String], value: Node, limits: Limits) -> Result<Node, RangeError> {
    segments
        .iter()
        .rev()
        .try_fold(value, |leaf, segment| nest_in(segment, leaf, limits))
}

fn nest_in(segment: &str, leaf: Node, limits: Limits) -> Result<Node, RangeError> {
    if segment == "[]" {
        return if leaf.is_overflow() {
            Ok(leaf)
        } else {
            combine_items(Vec::new(), leaf, limits)
        };
    }
    let name = without_brackets(segment);
    let index = array_index(name).filter(|_| name != segment);
    match index {
        Some(index) if usize::try_from(index).is_ok_and(|index| index < limits.array) => {
            // Below the limit, so it fits.
            let mut items: Vec<Option<Node>> = Vec::new();
            items.resize_with(usize::try_from(index).unwrap_or_default(), || None);
            items.push(Some(leaf));
            Ok(Node::array(items))
        }
        Some(index) => {
            limits.exceeded()?;
            let members = IndexMap::from([(name.to_owned(), leaf)]);
            Ok(Node::Object(Object {
                members,
                overflow: Some(index),
                conflict: None,
            }))
        }
        None if name == "__proto__" => Ok(Node::object()),
        None => {
            let members = IndexMap::from([(name.to_owned(), leaf)]);
            Ok(Node::Object(Object {
                members,
                ..Object::default()
            }))
        }
    }
}

/// qs's `merge` with `strictMerge`: `source` laid over `target`.
pub(super) fn merge(target: Node, source: Node, limits: Limits) -> Result<Node, RangeError> {
    match (target, source) {
        (target, Node::Text(text)) if text.is_empty() => Ok(target),
        (target, source @ Node::Text(_)) => add_text(target, source, limits),
        (
            target @ Node::Text(_),
            Node::Object(Object {
                members,
                overflow: Some(last),
                ..
            }),
        ) => {
            // The text comes before the elements that are there.
            let mut moved = IndexMap::from([(String::from("0"), target)]);
            for (name, value) in in_object_order(members) {
                let next = leading_integer(&name)
                    .map_or_else(|| String::from("NaN"), |at| (at + 1).to_string());
                moved.insert(next, value);
            }
            Ok(Node::Object(Object {
                members: moved,
                overflow: Some(last + 1),
                conflict: None,
            }))
        }
        (target @ Node::Text(_), source) => combine_items(vec![Some(target)], source, limits),
        (Node::Array(target), Node::Array(source)) => merge_arrays(target, source, limits),
        (Node::Array(target), Node::Object(source)) => {
            let conflict = target
                .conflict
                .then(|| target.items.len().saturating_sub(1) as u64);
            let target = Object {
                conflict,
                ..Object::from_items(target.items)
            };
            merge_objects(target, source, limits)
        }
        (Node::Object(target), Node::Array(source)) => {
            merge_objects(target, Object::from_items(source.items), limits)
        }
        (Node::Object(target), Node::Object(source)) => merge_objects(target, source, limits),
    }
}

/// A text that is not empty beside what is there.
fn add_text(target: Node, text: Node, limits: Limits) -> Result<Node, RangeError> {
    match target {
        Node::Array(mut target) => {
            let full = count(&target.items) >= limits.array;
            target.items.push(Some(text));
            if !full {
                return Ok(Node::Array(target));
            }
            limits.exceeded()?;
            let last = target.items.len() as u64 - 1;
            Ok(Node::Object(Object {
                overflow: Some(last),
                ..Object::from_items(target.items)
            }))
        }
        Node::Object(mut target) => {
            if let Some(last) = target.overflow {
                target.members.insert((last + 1).to_string(), text);
                target.overflow = Some(last + 1);
                return Ok(Node::Object(target));
            }
            if let Some(last) = target.conflict {
                if last + 1 >= limits.array as u64 {
                    limits.exceeded()?;
                }
                target.members.insert((last + 1).to_string(), text);
                target.conflict = Some(last + 1);
                return Ok(Node::Object(target));
            }
            let mut pair = bounded(vec![Some(Node::Object(target)), Some(text)], 2, limits)?;
            if let Node::Array(pair) = &mut pair {
                pair.conflict = true;
            }
            Ok(pair)
        }
        Node::Text(_) => bounded(vec![Some(target), Some(text)], 2, limits),
    }
}

fn merge_arrays(mut target: Array, source: Array, limits: Limits) -> Result<Node, RangeError> {
    for (at, item) in source.items.into_iter().enumerate() {
        let Some(item) = item else { continue };
        if at >= target.items.len() {
            target.items.resize_with(at + 1, || None);
        }
        match &mut target.items[at] {
            hole @ None => *hole = Some(item),
            Some(Node::Text(_)) => target.items.push(Some(item)),
            Some(_) if matches!(item, Node::Text(_)) => target.items.push(Some(item)),
            Some(known) => {
                let before = std::mem::take(known);
                *known = merge(before, item, limits)?;
            }
        }
    }
    let counted = count(&target.items);
    if counted <= limits.array {
        return Ok(Node::Array(target));
    }
    bounded(target.items, counted, limits)
}

fn merge_objects(mut target: Object, source: Object, limits: Limits) -> Result<Node, RangeError> {
    let overflow = source.overflow;
    for (name, value) in in_object_order(source.members) {
        let index = array_index(&name);
        match target.members.get_mut(&name) {
            Some(known) => {
                let before = std::mem::take(known);
                *known = merge(before, value, limits)?;
            }
            None => {
                target.members.insert(name, value);
            }
        }
        if let (Some(last), None) = (overflow, target.overflow) {
            let greatest = target
                .members
                .keys()
                .filter_map(|name| array_index(name))
                .max();
            target.overflow = Some(greatest.unwrap_or_default().max(last));
        }
        if let Some(index) = index {
            target.overflow = target.overflow.map(|last| last.max(index));
            target.conflict = target.conflict.map(|last| last.max(index));
        }
    }
    Ok(Node::Object(target))
}

fn count(items: &[Option<Node>]) -> usize {
    items.iter().flatten().count()
}

/// Members as `Object.keys` lists them: array indexes ascending, then the others in order of insertion.
pub(super) fn in_object_order(members: IndexMap<String, Node>) -> Vec<(String, Node)> {
    let mut list: Vec<(String, Node)> = members.into_iter().collect();
    let place = |name: &str| array_index(name).filter(|&index| index < u64::from(u32::MAX));
    if list.iter().any(|(name, _)| place(name).is_some()) {
        list.sort_by_key(|(name, _)| place(name).map_or((1, 0), |index| (0, index)));
    }
    list
}

/// The integer that a text is, if JavaScript writes it in just this way: no sign, no leading zero, exact as a double.
fn array_index(text: &str) -> Option<u64> {
    const EXACT: u64 = 1 << 53;
    let canonical = !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    text.parse()
        .ok()
        .filter(|&index| canonical && index <= EXACT)
}

/// `parseInt(text, 10)`, for the keys of objects.
fn leading_integer(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}
