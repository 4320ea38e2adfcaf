//! What JavaScript does for a template: `egg-view/lib/nunjucks/support.js`.

use std::cell::RefCell;
use std::ffi::CStr;

use coddle_engine::bytes;
use coddle_engine::class::call as js;
use coddle_engine::lent::{self, Lent};
use coddle_engine::rquickjs::{self, Ctx, Value as JsValue};
use minijinja::{Error, Value};

use super::values::{Failed, from_js, to_js, wrong};

/// What the rendering that runs has been given.
struct Current {
    /// The module's exports.
    support: Lent,
    locals: Lent,
    /// What JavaScript has thrown.
    thrown: Option<Lent>,
    /// The template that was not found last.
    missing: Option<String>,
}

/// What came of a rendering.
pub(super) struct Rendered<'js, R> {
    pub(super) result: R,
    /// What JavaScript has thrown meanwhile.
    pub(super) thrown: Option<JsValue<'js>>,
    /// The template that was not found last.
    pub(super) missing: Option<String>,
}

thread_local! {
    /// Renderings on this thread's stack, the innermost one last.
    static CURRENT: RefCell<Vec<Current>> = const { RefCell::new(Vec::new()) };
}

const OUTSIDE: &str = "a template's value was used outside of its rendering";

/// Ends a rendering, after a panic too.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        CURRENT.with_borrow_mut(Vec::pop);
    }
}

/// Runs `f`, a rendering with `locals`, under which the other functions here work.
pub(super) fn rendering<'js, R>(
    ctx: &Ctx<'js>,
    support: &JsValue<'js>,
    locals: &JsValue<'js>,
    f: impl FnOnce(Value) -> R,
) -> rquickjs::Result<Rendered<'js, R>> {
    lent::lend(ctx, || {
        let root = from_js(locals)?;
        let (Some(support), Some(locals)) = (Lent::new(support), Lent::new(locals)) else {
            unreachable!("this very function lends");
        };
        CURRENT.with_borrow_mut(|current| {
            current.push(Current {
                support,
                locals,
                thrown: None,
                missing: None,
            });
        });
        let _end = End;
        let result = f(root);
        let (thrown, missing) = CURRENT.with_borrow_mut(|current| {
            let current = current.last_mut().expect("renderings end in order");
            (current.thrown, current.missing.take())
        });
        Ok(Rendered {
            result,
            thrown: thrown.and_then(|thrown| thrown.get(ctx)),
            missing,
        })
    })
}

/// Notes that there is no template `name`.
pub(super) fn missing(name: &str) {
    CURRENT.with_borrow_mut(|current| {
        if let Some(current) = current.last_mut() {
            current.missing = Some(name.to_owned());
        }
    });
}

fn support<'js>(ctx: &Ctx<'js>) -> Option<JsValue<'js>> {
    CURRENT.with_borrow(|current| current.last()?.support.get(ctx))
}

/// Calls one of the module's functions with values of this world.
fn answer<'js>(
    ctx: &Ctx<'js>,
    function: &'static CStr,
    arguments: &[&JsValue<'js>],
) -> Result<JsValue<'js>, Failed> {
    let support = support(ctx).ok_or_else(|| Failed::Other(OUTSIDE.to_owned()))?;
    let function = js::property(&support, function)?;
    Ok(js::call(ctx, &function, &support, arguments)?)
}

/// Calls one of the module's functions with values of minijinja's.
pub(super) fn ask(function: &'static CStr, arguments: &[&Value]) -> Result<Value, Error> {
    let answered = lent::within(|ctx| {
        let arguments = arguments.iter().map(|argument| to_js(ctx, argument));
        let answered = arguments.collect::<Result<Vec<_>, _>>().and_then(|given| {
            let given: Vec<_> = given.iter().collect();
            Ok(from_js(&answer(ctx, function, &given)?)?)
        });
        answered.map_err(|failed| error(ctx, failed))
    });
    answered.unwrap_or_else(|| Err(wrong(OUTSIDE)))
}

/// Calls a function with the variables of the template as its `this`.
pub(super) fn call(function: &Value, arguments: &[Value]) -> Result<Value, Error> {
    let answered = lent::within(|ctx| {
        let called = || {
            let locals = CURRENT.with_borrow(|current| current.last()?.locals.get(ctx));
            let locals = locals.unwrap_or_else(|| JsValue::new_undefined(ctx.clone()));
            let function = to_js(ctx, function)?;
            let arguments = to_js(ctx, &Value::from(arguments.to_vec()))?;
            let result = answer(ctx, c"call", &[&function, &arguments, &locals])?;
            Ok(from_js(&result)?)
        };
        called().map_err(|failed| error(ctx, failed))
    });
    answered.unwrap_or_else(|| Err(wrong(OUTSIDE)))
}

/// The text that is safe, of an object that is one of nunjucks' SafeStrings.
pub(super) fn safe_text(value: &JsValue<'_>) -> rquickjs::Result<Option<String>> {
    let Some(object) = value.as_object() else {
        return Ok(None);
    };
    let strings = js::property(object.ctx().globals().as_value(), c"String")?;
    if !object.is_instance_of(&strings) {
        return Ok(None);
    }
    let text = js::property(value, c"val")?;
    text.as_string().map(bytes::utf8_string).transpose()
}

/// A SafeString.
pub(super) fn safe<'js>(ctx: &Ctx<'js>, text: &str) -> Result<JsValue<'js>, Failed> {
    let text = js::string(ctx, text)?;
    answer(ctx, c"safe", &[&text])
}

/// An error of minijinja's that stops the rendering; what JavaScript threw is kept for whoever asked for it.
pub(super) fn error(ctx: &Ctx<'_>, failed: Failed) -> Error {
    match failed {
        Failed::Other(message) => wrong(message),
        Failed::Thrown(error) => {
            if error.is_exception() {
                let thrown = Lent::new(&ctx.catch());
                CURRENT.with_borrow_mut(|current| {
                    if let Some(current) = current.last_mut() {
                        current.thrown = thrown;
                    }
                });
            }
            wrong(error.to_string())
        }
    }
}
