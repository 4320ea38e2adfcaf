//! A native middleware under `match` or `ignore`: which requests it is for is decided by their paths, without JavaScript.
//! (MW-011, MW-012)

use std::rc::Rc;

use coddle_engine::class::Slot;
use coddle_engine::rquickjs::{Array, Ctx, Function, Object, Result, Value};
use coddle_koa::onion::{Flow, Layer, LayerFunction, Turn};
use coddle_koa::router::{PathOptions, PathPattern};

#[derive(Debug)]
struct Matching {
    inner: Rc<dyn Layer>,
    patterns: Vec<PathPattern>,
    /// The patterns say for which requests the middleware is not there.
    ignores: bool,
    /// The same decision in JavaScript, for applications that have replaced `ctx.path`. It keeps the inner layer's function, and
    /// by that the values of that layer, which are not shown to the collector here.
    javascript: Slot,
}

impl Layer for Matching {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        let is_met = turn
            .exchange()
            .request
            .with_path(|path| self.patterns.iter().any(|pattern| pattern.is_match(path)));
        match is_met != self.ignores {
            true => self.inner.enter(turn),
            false => Ok(Flow::Past),
        }
    }

    fn leave<'js>(&self, turn: &mut Turn<'_, '_, 'js>) -> Result<Option<Value<'js>>> {
        self.inner.leave(turn)
    }

    fn has_leave(&self) -> bool {
        self.inner.has_leave()
    }

    fn failed<'js>(
        &self,
        turn: &mut Turn<'_, '_, 'js>,
        reason: &Value<'js>,
    ) -> Result<Option<Value<'js>>> {
        self.inner.failed(turn, reason)
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }
}

/// `layer(middleware, patterns, ignores, javascript)`: the layer of a native middleware for the paths that any of `patterns`
/// (strings and RegExps) means, or for all others; undefined where only JavaScript can decide.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("layer", Function::new(ctx.clone(), layer)?)?;
    Ok(native)
}

fn layer<'js>(
    ctx: Ctx<'js>,
    middleware: Value<'js>,
    patterns: Array<'js>,
    ignores: bool,
    javascript: Value<'js>,
) -> Result<Option<Object<'js>>> {
    let Some(inner) = LayerFunction::layer_of(&middleware) else {
        return Ok(None);
    };
    // Such a layer may hand a request to the JavaScript beside it, which has to be that of the whole then.
    if inner.javascript().is_some() {
        return Ok(None);
    }
    let class: Value<'js> = ctx.globals().get("RegExp")?;
    let mut compiled = Vec::with_capacity(patterns.len());
    for pattern in patterns.iter::<Value<'js>>() {
        match compile(&class, &pattern?)? {
            Some(pattern) => compiled.push(pattern),
            None => return Ok(None),
        }
    }
    let matching = Matching {
        inner,
        patterns: compiled,
        ignores,
        javascript: Slot::of(&javascript),
    };
    super::function(&ctx, matching).map(Some)
}

/// What a pattern means to path-to-regexp with `{ end: false }`; `None` for a function, and for an expression that only the
/// JavaScript engine understands.
fn compile<'js>(class: &Value<'js>, pattern: &Value<'js>) -> Result<Option<PathPattern>> {
    if let Some(path) = pattern.as_string() {
        let options = PathOptions {
            end: false,
            ..PathOptions::default()
        };
        return Ok(PathPattern::compile(&path.to_string()?, options).ok());
    }
    let Some(object) = pattern.as_object() else {
        return Ok(None);
    };
    if !object.is_instance_of(class) {
        return Ok(None);
    }
    let (source, flags): (String, String) = (object.get("source")?, object.get("flags")?);
    Ok(PathPattern::from_regexp(&source, &flags).ok())
}
