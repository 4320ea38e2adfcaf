//! Load units that Rust code brings: plugins without a folder, whose files are made by functions.

use std::cell::RefCell;
use std::rc::Rc;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_engine::{NativeModule, World, data};

/// A plugin made in Rust. It stands among egg's own plugins in `app.plugins`, under a path in the binary, and an application
/// may disable it in its `config/plugin.js` as any other.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The plugin's name. It is the name of its package, too.
    pub name: String,
    /// Its files by path without extension (`app/service/geo`, `config/config.default`), and what makes their exports, once a
    /// world. `package.json` among them tells egg the plugin's dependencies.
    pub files: Vec<NativeModule>,
}

#[derive(Default)]
struct Units(RefCell<Vec<Rc<Unit>>>);

/// Adds a unit to a world whose application has not been started.
pub fn add(world: &World, unit: Unit) {
    for file in &unit.files {
        world.add_native_module(NativeModule {
            name: format!("{}/{}", package(&unit.name), file.name),
            make: Rc::clone(&file.make),
        });
    }
    world.enter(|ctx| data::of::<Units>(ctx).0.borrow_mut().push(Rc::new(unit)));
}

/// What the unit's folder is called under the root of embedded units: no name of npm's begins so, and applications cannot
/// require it.
fn package(name: &str) -> String {
    format!("internal/extension/{name}")
}

/// `[{ name, package, files }]` of the units that were added.
pub(crate) fn list(ctx: Ctx<'_>) -> Result<Vec<Object<'_>>> {
    let units = data::of::<Units>(&ctx);
    let units = units.0.borrow();
    units
        .iter()
        .map(|unit| {
            let object = Object::new(ctx.clone())?;
            object.set("name", unit.name.as_str())?;
            object.set("package", package(&unit.name))?;
            let files: Vec<&str> = unit.files.iter().map(|file| file.name.as_str()).collect();
            object.set("files", files)?;
            Ok(object)
        })
        .collect()
}

/// Members of an object with accessors of native functions: what `Object.defineProperty` takes.
///
/// # Errors
/// When the engine is out of memory.
pub fn shape<'js>(ctx: &Ctx<'js>, maker: &str, arguments: &[Value<'js>]) -> Result<Value<'js>> {
    let shapes: Object<'js> =
        coddle_engine::builtin::require(ctx, "internal/egg/extension")?.get()?;
    let make: Function<'js> = shapes.get(maker)?;
    let mut args = coddle_engine::rquickjs::function::Args::new(ctx.clone(), arguments.len());
    args.push_args(arguments.iter().cloned())?;
    make.call_arg(args)
}
