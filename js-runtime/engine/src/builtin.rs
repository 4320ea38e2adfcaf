//! Modules built into the binary: bytecode of the surface, and the Rust natives handed to it.
//!
//! A built-in's body runs as `function (exports, require, module, native, process)` at the first `require` of its
//! name. `internal/...` names are reachable from other built-ins only.

use std::collections::HashMap;
use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result, Value};

use crate::{bytecode, errors, raw};

/// Makes the `native` object of a module, once a world, when the module is first required.
pub type NativeInit = for<'js> fn(&Ctx<'js>) -> Result<Object<'js>>;

/// One module of the embedded surface.
#[derive(Clone, Copy)]
pub struct Builtin {
    /// What `require` calls it: `path`, `fs/promises`, `internal/errors`.
    pub name: &'static str,
    /// Made by [`bytecode::build_surface`].
    pub bytecode: &'static [u8],
    /// The Rust side, if it has one.
    pub native: Option<NativeInit>,
}

/// The modules of a crate's surface: what its build script made, with the Rust side of those that have one.
pub fn surface(
    files: &'static [(&'static str, &'static [u8])],
    native_of: fn(&str) -> Option<NativeInit>,
) -> impl Iterator<Item = Builtin> {
    files.iter().map(move |&(name, bytecode)| Builtin {
        name,
        bytecode,
        native: native_of(name),
    })
}

/// A module whose exports Rust code makes, once a world, when it is first required.
#[derive(Clone)]
pub struct NativeModule {
    /// What `require` calls it.
    pub name: String,
    /// Makes the exports. It must hold no JavaScript values, as it may outlive the world.
    pub make: Rc<MakeExports>,
}

/// See [`NativeModule::make`].
pub type MakeExports = dyn for<'js> Fn(&Ctx<'js>) -> Result<Value<'js>>;

impl std::fmt::Debug for NativeModule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("NativeModule").field(&self.name).finish()
    }
}

/// The built-ins of one world by name.
#[derive(Default)]
pub(crate) struct Registry {
    by_name: HashMap<&'static str, Builtin>,
    native: HashMap<String, NativeModule>,
}

impl Registry {
    /// Adds modules; a later one replaces an earlier one of the same name (a framework may bring its own `koa`).
    pub(crate) fn add(&mut self, modules: impl IntoIterator<Item = Builtin>) {
        for module in modules {
            self.by_name.insert(module.name, module);
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<Builtin> {
        self.by_name.get(name).copied()
    }

    pub(crate) fn all(&self) -> Vec<Builtin> {
        self.by_name.values().copied().collect()
    }

    pub(crate) fn add_native(&mut self, module: NativeModule) {
        self.native.insert(module.name.clone(), module);
    }

    /// Whether there is a module of that name, of either kind.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name) || self.native.contains_key(name)
    }

    /// Names that an application may require, in no particular order.
    pub(crate) fn public_names(&self) -> impl Iterator<Item = &str> {
        self.by_name
            .keys()
            .copied()
            .chain(self.native.keys().map(String::as_str))
            .filter(|name| !name.starts_with("internal/"))
    }
}

/// `native.builtinFunction(name)`: `[function, native]` of a built-in, or undefined when there is none of that name.
pub(crate) fn instantiate<'js>(ctx: Ctx<'js>, name: String) -> Result<Value<'js>> {
    let native = crate::state::of(&ctx)
        .builtins
        .borrow()
        .native
        .get(&name)
        .cloned();
    if let Some(module) = native {
        let exports = (module.make)(&ctx)?;
        let pair = rquickjs::Array::new(ctx.clone())?;
        pair.set(0, Function::new(ctx, export_native)?)?;
        pair.set(1, exports)?;
        return Ok(pair.into_value());
    }
    let Some(builtin) = crate::state::of(&ctx).builtins.borrow().get(&name) else {
        return Ok(Value::new_undefined(ctx));
    };
    let function: Function<'js> = bytecode::load(&ctx, builtin.bytecode)?;
    let native = match builtin.native {
        Some(init) => init(&ctx)?.into_value(),
        None => Value::new_undefined(ctx.clone()),
    };
    let pair = rquickjs::Array::new(ctx.clone())?;
    pair.set(0, function)?;
    pair.set(1, native)?;
    Ok(pair.into_value())
}

/// The body of a [`NativeModule`]: `(exports, require, module, native)`.
fn export_native<'js>(
    _exports: Value<'js>,
    _require: Value<'js>,
    module: Object<'js>,
    native: Value<'js>,
) -> Result<()> {
    module.set("exports", native)
}

/// The exports of a built-in, loading it if need be. For Rust code that needs a piece of the surface.
///
/// # Errors
/// Throws when the world has no module of that name, and what the module's body throws.
pub fn require<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Value<'js>> {
    let loader = crate::state::of(ctx).require_builtin.borrow().clone();
    match loader {
        Some(function) => function.restore(ctx)?.call((name,)),
        None => Err(errors::throw_error(
            ctx,
            &format!("built-in module '{name}' was required before the world was ready"),
        )),
    }
}

/// Compiles the body of a CommonJS module to a function of `params`.
///
/// The parameters stand before line 1, so that stacks and syntax errors name the author's lines and columns.
pub(crate) fn compile_function<'js>(
    ctx: Ctx<'js>,
    source: String,
    filename: String,
    params: String,
) -> Result<Function<'js>> {
    let body = source.strip_prefix('\u{feff}').unwrap_or(&source);
    let mut wrapped = String::with_capacity(body.len() + params.len() + 24);
    wrapped.push_str("(function (");
    wrapped.push_str(&params);
    // Two lines: the engine takes 0 for "not given".
    wrapped.push_str(") {\n\n");
    if body.starts_with("#!") {
        wrapped.push_str("//");
    }
    wrapped.push_str(body);
    wrapped.push_str("\n})");
    raw::eval_script(&ctx, wrapped, &filename, -1)?.get()
}
