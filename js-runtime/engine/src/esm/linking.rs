//! Which import could not be bound, told as Node tells it.
//!
//! The engine names the module that lacks an export, but neither the importing one nor the place. Both are found here, and
//! every module that depends on the importing one is marked: it must not be linked again.

use rquickjs::{Ctx, Persistent, Result, Value};

use super::content::{self, Content};
use super::declarations::{Declaration, Name, declarations};
use super::graph::Key;
use super::native;
use crate::{errors, state};

/// An import that has no counterpart.
struct Unbound {
    importer: Key,
    source: String,
    specifier: String,
    name: Name,
    /// The other module is a CommonJS file.
    from_commonjs: bool,
}

/// The error of `root`, which the engine failed to link with `reason`. All that fails by it is marked.
pub(super) fn failed<'js>(ctx: &Ctx<'js>, root: &Key, reason: Value<'js>) -> Result<Value<'js>> {
    let graph = &state::of(ctx).modules;
    let unbound = find(ctx, root);
    let error = match &unbound {
        Some(unbound) => explained(ctx, unbound)?,
        None => reason,
    };
    let mut graph = graph.borrow_mut();
    let broken: Vec<Key> = match &unbound {
        Some(unbound) => graph.above(&unbound.importer).into_iter().collect(),
        None => graph.below(root),
    };
    for key in broken {
        let node = graph.node(&key);
        if !node.linked && node.failure.is_none() {
            node.failure = Some(Persistent::save(ctx, error.clone()));
        }
    }
    Ok(error)
}

/// The first import, in the order of linking, whose module has no export of its name.
fn find(ctx: &Ctx<'_>, root: &Key) -> Option<Unbound> {
    let order = state::of(ctx).modules.borrow().below(root);
    order.into_iter().find_map(|key| in_module(ctx, key))
}

fn in_module(ctx: &Ctx<'_>, key: Key) -> Option<Unbound> {
    let source = unlinked_source(ctx, &key)?;
    for Declaration {
        specifier, names, ..
    } in declarations(&source)
    {
        for name in names {
            let (target, from_commonjs) = target(ctx, &key, &specifier)?;
            if lacks(ctx, &target, &name.name) {
                return Some(Unbound {
                    importer: key,
                    source,
                    specifier,
                    name,
                    from_commonjs,
                });
            }
        }
    }
    None
}

/// The text of a module that is to be linked.
fn unlinked_source(ctx: &Ctx<'_>, key: &Key) -> Option<String> {
    let is_linked = {
        let graph = state::of(ctx).modules.borrow();
        graph.nodes.get(key)?.linked
    };
    match is_linked {
        true => None,
        false => source_of(ctx, key),
    }
}

/// The text of a module; none for anything but a script.
pub(super) fn source_of(ctx: &Ctx<'_>, key: &Key) -> Option<String> {
    let graph = state::of(ctx).modules.borrow();
    if let Some(source) = graph.sources.get(&*key.url) {
        return Some(source.clone());
    }
    match content::read(&key.url, None) {
        Ok(Content::Module(source)) => Some(source),
        _ => None,
    }
}

fn target(ctx: &Ctx<'_>, importer: &Key, specifier: &str) -> Option<(Key, bool)> {
    let graph = state::of(ctx).modules.borrow();
    let requests = &graph.nodes.get(importer)?.requests;
    let request = requests
        .iter()
        .find(|request| request.specifier == specifier)?;
    let is_commonjs = graph.nodes.get(&request.key)?.is_commonjs;
    Some((request.key.clone(), is_commonjs))
}

fn lacks(ctx: &Ctx<'_>, target: &Key, name: &str) -> bool {
    let definition = {
        let graph = state::of(ctx).modules.borrow();
        graph.nodes.get(target).and_then(|node| node.definition)
    };
    let Some(definition) = definition else {
        return false;
    };
    match native::namespace(ctx, definition) {
        Ok(namespace) => !namespace.contains_key(name).unwrap_or(true),
        Err(_) => {
            // Not linked itself, as part of a cycle: it cannot be asked.
            drop(ctx.catch());
            false
        }
    }
}

fn explained<'js>(ctx: &Ctx<'js>, unbound: &Unbound) -> Result<Value<'js>> {
    let Unbound {
        specifier, name, ..
    } = unbound;
    let message = if unbound.from_commonjs {
        let begin = name.place.at - name.place.line_before(&unbound.source).len();
        let line = unbound.source[begin..].lines().next().unwrap_or_default();
        let taken = match (line.find('{'), line.rfind('}')) {
            (Some(open), Some(close)) if open < close => {
                let names = line[open..=close].replace(" as ", ": ");
                format!("const {names} = pkg;\n")
            }
            _ => String::new(),
        };
        format!(
            "Named export '{}' not found. The requested module '{specifier}' is a CommonJS module, which may not support all module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\nimport pkg from '{specifier}';\n{taken}",
            name.name
        )
    } else {
        format!(
            "The requested module '{specifier}' does not provide an export named '{}'",
            name.name
        )
    };
    let error = errors::new_error(ctx, "SyntaxError", &message)?;
    error.set(
        "stack",
        format!(
            "SyntaxError: {message}\n    at {}:{}",
            unbound.importer.url,
            name.place.shown(&unbound.source)
        ),
    )?;
    Ok(error.into_value())
}
