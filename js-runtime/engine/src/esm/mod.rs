//! ES modules: `import`, `import()`, and `require` of a module.
//!
//! Reading order: `resolve` (which URL a specifier means), `content` (what a URL holds), `loading` (from a request to an
//! evaluated module), `graph` (what is known of all of them), `linking` (which import failed), `native` (the engine's side),
//! `esm.js` (CommonJS files, JSON and built-in modules as modules; `import.meta`). `cjs_exports` reads the names that a
//! CommonJS file exports, `declarations` the imports of a module.
//!
//! A module is called by its URL; stacks show it. Nothing of this costs a world that imports nothing: the JavaScript side is
//! read at the first import.

mod cjs_exports;
mod content;
mod declarations;
mod graph;
mod linking;
mod loading;
mod native;
mod resolve;

use std::path::Path;

use rquickjs::{Ctx, Function, Object, Persistent, Result, Value};
use url::Url;

pub(crate) use graph::Graph;
pub(crate) use native::install;

use crate::packages::Kind;
use crate::{builtin, bytecode, errors, state};
use graph::Key;

/// What stands behind `with` of an import.
#[derive(Clone, Default)]
struct Attributes {
    /// `type`
    kind: Option<String>,
    /// One that Node does not know, with its value.
    unsupported: Option<(String, String)>,
}

impl Attributes {
    /// The module at `url`, asked for with these.
    fn key(&self, url: &str) -> Key {
        let asked_as = match (&self.unsupported, &self.kind) {
            (Some((name, value)), _) => format!("{name}: {value}"),
            (None, Some(kind)) => kind.clone(),
            (None, None) => String::new(),
        };
        Key {
            url: url.into(),
            asked_as: asked_as.into(),
        }
    }
}

/// What `cjs.js` needs of modules.
pub(crate) fn natives<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    natives.set("moduleKind", Function::new(ctx.clone(), module_kind)?)?;
    natives.set(
        "hasModuleSyntax",
        Function::new(ctx.clone(), has_module_syntax)?,
    )?;
    natives.set("modules", Function::new(ctx.clone(), modules)?)
}

/// 'module' or 'commonjs', as a file's name and its package say; undefined where its syntax decides.
///
/// # Errors
/// Throws for a package.json that is none.
fn module_kind(ctx: Ctx<'_>, path: String) -> Result<Option<&'static str>> {
    match content::kind_of(Path::new(&path)) {
        Ok(kind) => Ok(kind.map(|kind| match kind {
            Kind::Module => "module",
            Kind::CommonJs => "commonjs",
        })),
        Err(failure) => Err(failure.throw(&ctx)),
    }
}

fn has_module_syntax(source: String) -> bool {
    content::has_module_syntax(&source)
}

/// The exports of `esm.js`.
fn modules(ctx: Ctx<'_>) -> Result<Object<'_>> {
    surface(&ctx)
}

/// The JavaScript side, read when it is first needed.
fn surface<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let known = state::of(ctx).modules.borrow().surface.clone();
    if let Some(known) = known {
        return known.restore(ctx);
    }
    let make = bytecode::load(ctx, bytecode::own_script!("esm"))?;
    let natives = Object::new(ctx.clone())?;
    natives.set("locate", Function::new(ctx.clone(), locate)?)?;
    natives.set("fileUrl", Function::new(ctx.clone(), file_url)?)?;
    natives.set("filePath", Function::new(ctx.clone(), file_path)?)?;
    natives.set("exportsOf", Function::new(ctx.clone(), exports_of)?)?;
    natives.set("define", Function::new(ctx.clone(), define)?)?;
    natives.set("evaluate", Function::new(ctx.clone(), evaluate)?)?;
    natives.set("namespace", Function::new(ctx.clone(), namespace)?)?;
    natives.set("setExport", Function::new(ctx.clone(), set_export)?)?;
    let cjs = builtin::require(ctx, "internal/cjs")?;
    let surface: Object<'js> = make.call((natives, cjs))?;
    let mut graph = state::of(ctx).modules.borrow_mut();
    graph.surface = Some(Persistent::save(ctx, surface.clone()));
    Ok(surface)
}

/// `import.meta.resolve(specifier)` of the module at `referrer`.
fn locate(ctx: Ctx<'_>, specifier: String, referrer: String) -> Result<String> {
    match Url::parse(&referrer) {
        Ok(referrer) => loading::url_of(&ctx, &specifier, &referrer, resolve::locate),
        Err(_) => Err(errors::throw_kind(
            &ctx,
            "TypeError",
            "Invalid URL",
            Some("ERR_INVALID_URL"),
        )),
    }
}

fn file_url(path: String) -> String {
    resolve::file_url(Path::new(&path)).into()
}

/// The path of a `file:` URL; undefined for any other.
fn file_path(url: String) -> Option<String> {
    let path = Url::parse(&url).ok()?.to_file_path().ok()?;
    Some(path.to_string_lossy().into_owned())
}

/// `[names, reexports]` of a CommonJS source.
fn exports_of(source: String) -> Vec<Vec<String>> {
    let found = cjs_exports::exports(&source);
    vec![found.names, found.reexports]
}

/// The module at `url` has this source, whatever the URL holds.
fn define(ctx: Ctx<'_>, url: String, source: String) {
    state::of(&ctx)
        .modules
        .borrow_mut()
        .sources
        .insert(url, source);
}

/// The promise of the evaluation of the module at `url`.
///
/// # Errors
/// Throws what keeps it from running.
fn evaluate(ctx: Ctx<'_>, url: String) -> Result<Value<'_>> {
    loading::evaluate(&ctx, &Key::script(&url), &Attributes::default())
}

/// The namespace of the module at `url`, which was evaluated.
fn namespace(ctx: Ctx<'_>, url: String) -> Result<Object<'_>> {
    let definition = loading::made(&ctx, &Key::script(&url), &Attributes::default())?;
    native::namespace(&ctx, definition)
}

/// Gives an export of a built-in module's module another value.
fn set_export<'js>(ctx: Ctx<'js>, url: String, name: String, value: Value<'js>) -> Result<()> {
    let definition = loading::made(&ctx, &Key::script(&url), &Attributes::default())?;
    native::set_export(&ctx, definition, name, value)
}

#[cfg(test)]
mod tests;
