//! The native part of `egg-view/lib/nunjucks/environment`.

use std::collections::HashSet;
use std::rc::Rc;

use coddle_engine::rquickjs::function::This;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

use super::lexer::WhiteSpace;
use super::renderer::{Failure, Options, Renderer};
use super::translate::Custom;

/// `create(options)`: `options` are those of `config.nunjucks`, with `cache`, and `filters`, `tests` and `globals`, the names of
/// the application's own. Gives
/// - `render(support, name, locals)` and `renderString(support, text, locals, path)`: the text;
/// - `clear()`: forgets what was compiled.
///
/// `support` is what JavaScript does for a template; its `failed(template, line, message, thrown)` makes the error of a
/// rendering that fails.
fn create<'js>(ctx: Ctx<'js>, options: Object<'js>) -> Result<Object<'js>> {
    let flag =
        |name: &str| -> Result<bool> { Ok(options.get::<_, Option<bool>>(name)?.unwrap_or(false)) };
    let names = |name: &str| -> Result<HashSet<String>> {
        Ok(options.get::<_, Vec<String>>(name)?.into_iter().collect())
    };
    let renderer = Rc::new(Renderer::new(Options {
        autoescape: flag("autoescape")?,
        throw_on_undefined: flag("throwOnUndefined")?,
        white_space: WhiteSpace {
            trim_blocks: flag("trimBlocks")?,
            lstrip_blocks: flag("lstripBlocks")?,
        },
        cache: flag("cache")?,
        custom: Custom {
            filters: names("filters")?,
            tests: names("tests")?,
            globals: names("globals")?,
        },
    }));
    let native = Object::new(ctx.clone())?;

    let of = Rc::clone(&renderer);
    let render = move |ctx: Ctx<'js>, support: Value<'js>, name: String, locals: Value<'js>| {
        let rendered = of.render(&ctx, &support, &name, &locals)?;
        rendered.map_err(|failure| thrown(&ctx, &support, failure))
    };
    native.set("render", Function::new(ctx.clone(), render)?)?;

    let of = Rc::clone(&renderer);
    let render_string = move |ctx: Ctx<'js>,
                              support: Value<'js>,
                              text: String,
                              locals: Value<'js>,
                              path: Option<String>| {
        let rendered = of.render_string(&ctx, &support, &text, &locals, path.as_deref())?;
        rendered.map_err(|failure| thrown(&ctx, &support, failure))
    };
    native.set("renderString", Function::new(ctx.clone(), render_string)?)?;

    let clear = move || renderer.clear();
    native.set("clear", Function::new(ctx.clone(), clear)?)?;
    Ok(native)
}

/// Throws the error that `support` makes of a failure.
fn thrown<'js>(
    ctx: &Ctx<'js>,
    support: &Value<'js>,
    failure: Failure<'js>,
) -> coddle_engine::rquickjs::Error {
    let make = || {
        let of = support.get::<Object<'js>>()?;
        let failed: Function<'js> = of.get("failed")?;
        let Failure {
            template,
            line,
            message,
            thrown,
        } = failure;
        failed.call((This(of), template, line, message, thrown))
    };
    match make() {
        Ok(error) => ctx.throw(error),
        Err(error) => error,
    }
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("create", Function::new(ctx.clone(), create)?)?;
    Ok(native)
}
