//! From a request to a module that may be used: resolve, read, compile with all that it imports, link, evaluate.

use rquickjs::{Array, Ctx, Error, Function, Persistent, Result, Value};
use url::Url;

use super::content::{self, Content};
use super::graph::{Evaluation, Key, Request};
use super::native::{self, Definition};
use super::{Attributes, declarations, linking, resolve, surface};
use crate::packages::{self, Failure};
use crate::{errors, state};

/// Names of requests that came to nothing begin so.
const UNRESOLVED: &str = "coddle:unresolved/";

/// A module or script at `base` asks for `specifier`: the name that the engine is to give the module.
///
/// While a source is compiled this is one of its static imports; nothing fails then (see [`super::graph`]). Otherwise it is an
/// `import()`, and all is done here.
///
/// # Errors
/// For `import()`: whatever makes its promise reject before the module has run.
pub(super) fn requested(
    ctx: &Ctx<'_>,
    base: &str,
    specifier: &str,
    attributes: Attributes,
) -> Result<String> {
    let graph = &state::of(ctx).modules;
    if graph.borrow().compiling == 0 {
        let key = resolved(ctx, base, specifier, &attributes).map_err(|error| {
            let failure = errors::caught(ctx, error);
            match place(ctx, &failure, base, specifier) {
                Ok(()) => ctx.throw(failure),
                Err(error) => error,
            }
        })?;
        // The engine asks for the evaluation again, and gets the same promise.
        evaluate(ctx, &key, &attributes)?;
        return Ok(key.url.to_string());
    }
    let key = match resolved(ctx, base, specifier, &attributes) {
        Ok(key) => key,
        Err(error) => {
            let failure = errors::caught(ctx, error);
            place(ctx, &failure, base, specifier)?;
            let mut graph = graph.borrow_mut();
            graph.unresolved += 1;
            let key = attributes.key(&format!("{UNRESOLVED}{}", graph.unresolved));
            graph.node(&key).failure = Some(Persistent::save(ctx, failure));
            key
        }
    };
    let request = Request {
        specifier: specifier.to_string(),
        key: key.clone(),
    };
    let mut graph = graph.borrow_mut();
    graph.node(&Key::script(base)).requests.push(request);
    Ok(key.url.to_string())
}

/// Gives an error that no line of code has thrown a stack: the place of `specifier` in the module `base`.
fn place(ctx: &Ctx<'_>, error: &Value<'_>, base: &str, specifier: &str) -> Result<()> {
    let Some(object) = error.as_object() else {
        return Ok(());
    };
    let source = linking::source_of(ctx, &Key::script(base));
    let place = source.and_then(|source| {
        let found = declarations::declarations(&source);
        let asking = found.iter().find(|found| found.specifier == specifier)?;
        Some(format!(":{}", asking.place.shown(&source)))
    });
    let (name, code, message): (String, Option<String>, String) = (
        object.get("name")?,
        object.get("code")?,
        object.get("message")?,
    );
    let code = code.map(|code| format!(" [{code}]")).unwrap_or_default();
    let place = place.unwrap_or_default();
    object.set(
        "stack",
        format!("{name}{code}: {message}\n    at {base}{place}"),
    )
}

fn resolved(ctx: &Ctx<'_>, base: &str, specifier: &str, attributes: &Attributes) -> Result<Key> {
    let is_given = state::of(ctx)
        .modules
        .borrow()
        .sources
        .contains_key(specifier);
    if is_given {
        return Ok(Key::script(specifier));
    }
    let referrer = referrer(ctx, base)?;
    let url = url_of(ctx, specifier, &referrer, resolve::resolve)?;
    Ok(attributes.key(&url))
}

type Resolution =
    fn(&mut packages::Packages, &resolve::Request<'_>) -> std::result::Result<String, Failure>;

/// The URL of `specifier` at `referrer`, as `how` finds it.
pub(super) fn url_of(
    ctx: &Ctx<'_>,
    specifier: &str,
    referrer: &Url,
    how: Resolution,
) -> Result<String> {
    let builtins = state::of(ctx).builtins.borrow();
    let request = resolve::Request {
        specifier,
        referrer,
        is_builtin: &|name| !name.starts_with("internal/") && builtins.has(name),
    };
    let found = packages::with(|packages| how(packages, &request));
    drop(builtins);
    found.map_err(|failure| failure.throw(ctx))
}

/// The URL of a script: of a module it is its name, of a CommonJS file its path.
fn referrer(ctx: &Ctx<'_>, base: &str) -> Result<Url> {
    if base.starts_with('/') {
        return Ok(resolve::file_url(base.as_ref()));
    }
    // Code without a file stands in the working folder: of the command line, and of `eval` and `new Function`, whose own file
    // the engine does not tell.
    let is_code = matches!(base, "[eval]" | "[stdin]" | "[worker eval]" | "<input>");
    if (is_code || base.starts_with("coddle:")) && !native::is_other_realm(ctx) {
        let folder = std::env::current_dir().unwrap_or_default();
        return Ok(resolve::file_url(&folder.join(base)));
    }
    match Url::parse(base) {
        Ok(url) if !native::is_other_realm(ctx) => Ok(url),
        _ => Err(errors::throw_kind(
            ctx,
            "TypeError",
            "A dynamic import callback was not specified.",
            Some("ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING"),
        )),
    }
}

/// The engine's record of the module that [`requested`] has named.
///
/// # Errors
/// When the engine has no memory. A module that cannot be loaded gets a record, too: its failure stands in the graph.
pub(super) fn definition(ctx: &Ctx<'_>, url: &str, attributes: &Attributes) -> Result<Definition> {
    let key = attributes.key(url);
    let error = match made(ctx, &key, attributes) {
        Ok(made) => return Ok(made),
        Err(error) => error,
    };
    drop(errors::caught(ctx, error));
    native::failed(ctx, "coddle:failed")
}

/// The engine's record of the module of `key`, made now unless it was before.
///
/// # Errors
/// Throws why it cannot be loaded, again and again.
pub(super) fn made(ctx: &Ctx<'_>, key: &Key, attributes: &Attributes) -> Result<Definition> {
    let graph = &state::of(ctx).modules;
    let known = {
        // The node has to be there before a source is compiled: what it imports may import it.
        let mut graph = graph.borrow_mut();
        let node = graph.node(key);
        (node.definition, node.failure.clone())
    };
    match known {
        (Some(definition), _) => return Ok(definition),
        (None, Some(failure)) => return Err(ctx.throw(failure.restore(ctx)?)),
        (None, None) => {}
    }
    match load(ctx, key, attributes) {
        Ok(made) => {
            graph.borrow_mut().node(key).definition = Some(made);
            Ok(made)
        }
        Err(error) => {
            let failure = errors::caught(ctx, error);
            graph.borrow_mut().node(key).failure = Some(Persistent::save(ctx, failure.clone()));
            Err(ctx.throw(failure))
        }
    }
}

fn load(ctx: &Ctx<'_>, key: &Key, attributes: &Attributes) -> Result<Definition> {
    let graph = &state::of(ctx).modules;
    let given = graph.borrow().sources.get(&*key.url).cloned();
    let content = match given {
        Some(source) => Content::Module(source),
        None => content::read(&key.url, attributes.kind.as_deref())
            .map_err(|unreadable| unreadable.throw(ctx))?,
    };
    if let Some((name, value)) = &attributes.unsupported {
        return Err(errors::throw_kind(
            ctx,
            "TypeError",
            &format!("Import attribute \"{name}\" with value \"{value}\" is not supported"),
            Some("ERR_IMPORT_ATTRIBUTE_UNSUPPORTED"),
        ));
    }
    let surface = surface(ctx)?;
    let describe = |name: &str| surface.get::<_, Function<'_>>(name);
    let description: Array<'_> = match content {
        Content::Module(source) => return script(ctx, &key.url, &source),
        Content::Builtin(name) => describe("builtin")?.call((name,))?,
        Content::Json { path, source } => {
            let path = path.map(|path| path.to_string_lossy().into_owned());
            describe("json")?.call((path, source))?
        }
        Content::CommonJs { path, source } => {
            graph.borrow_mut().node(key).is_commonjs = true;
            describe("commonJs")?.call((path.to_string_lossy().as_ref(), source))?
        }
    };
    native::synthetic(ctx, &key.url, &description)
}

fn script(ctx: &Ctx<'_>, url: &str, source: &str) -> Result<Definition> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let definition = match compile(ctx, url, source) {
        Ok(made) => made,
        Err(error) => match declarations::with_for_assert(source) {
            Some(mended) => {
                drop(ctx.catch());
                compile(ctx, url, &mended)?
            }
            None => return Err(error),
        },
    };
    // Whoever reads `import.meta` writes this word.
    if source.contains("meta") {
        let fill: Function<'_> = surface(ctx)?.get("fillMeta")?;
        fill.call::<_, ()>((native::meta(ctx, definition)?, url))?;
    }
    Ok(definition)
}

fn compile(ctx: &Ctx<'_>, url: &str, source: &str) -> Result<Definition> {
    let graph = &state::of(ctx).modules;
    graph.borrow_mut().compiling += 1;
    let compiled = native::compile(ctx, url, source);
    graph.borrow_mut().compiling -= 1;
    compiled
}

/// Loads, links and evaluates the module of `key`. Gives the promise of its evaluation.
///
/// # Errors
/// What keeps it from running: a module that could not be resolved, loaded or linked.
pub(super) fn evaluate<'js>(
    ctx: &Ctx<'js>,
    key: &Key,
    attributes: &Attributes,
) -> Result<Value<'js>> {
    let definition = made(ctx, key, attributes)?;
    let graph = &state::of(ctx).modules;
    let failure = graph.borrow().failure_below(key);
    if let Some(failure) = failure {
        return Err(ctx.throw(failure.restore(ctx)?));
    }
    if graph.borrow().meets_open(key) {
        return Err(cycle(ctx, key));
    }
    graph.borrow_mut().evaluating.push(Evaluation {
        root: key.clone(),
        running: None,
    });
    let promise = native::evaluate(ctx, definition);
    graph.borrow_mut().evaluating.pop();
    match promise {
        Ok(promise) => {
            let mut graph = graph.borrow_mut();
            for key in graph.below(key) {
                graph.node(&key).linked = true;
            }
            Ok(promise)
        }
        Err(error) => {
            let error = errors::caught(ctx, error);
            Err(ctx.throw(linking::failed(ctx, key, error)?))
        }
    }
}

fn cycle(ctx: &Ctx<'_>, key: &Key) -> Error {
    let path = Url::parse(&key.url)
        .ok()
        .and_then(|url| url.to_file_path().ok())
        .map_or_else(
            || key.url.to_string(),
            |path| path.to_string_lossy().into_owned(),
        );
    errors::throw_kind(
        ctx,
        "Error",
        &format!("Cannot require() ES Module {path} in a cycle."),
        Some("ERR_REQUIRE_CYCLE_MODULE"),
    )
}

/// Runs the code of the module at `url`, which is made of values.
pub(super) fn running<R>(ctx: &Ctx<'_>, url: &str, run: impl FnOnce() -> Result<R>) -> Result<R> {
    let set = |key: Option<Key>| {
        let mut graph = state::of(ctx).modules.borrow_mut();
        if let Some(evaluation) = graph.evaluating.last_mut() {
            evaluation.running = key;
        }
    };
    set(Some(Key::script(url)));
    let result = run();
    set(None);
    result
}
