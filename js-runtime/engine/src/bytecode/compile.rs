//! Source to bytecode. The engine's own build script has this file, too: it looks at nothing else of the crate.

use std::ffi::CString;

use rquickjs::{Context, Ctx, Error, Result, Runtime, qjs};

/// Compiles a script whose value is a function. Stacks call it `coddle:` and `name`.
///
/// # Errors
/// The engine's message with file and line when `source` is not a valid script.
pub(super) fn script(name: &str, source: &str) -> std::result::Result<Vec<u8>, String> {
    let runtime = Runtime::new().map_err(|error| error.to_string())?;
    // The parser's stack use follows nesting; build scripts run on an ordinary main thread.
    runtime.set_max_stack_size(4 << 20);
    let context = Context::full(&runtime).map_err(|error| error.to_string())?;
    context.with(|ctx| {
        compile_in(&ctx, name, source).map_err(|_| {
            let error = ctx.catch();
            match error.as_object().and_then(|object| {
                Some((
                    object.get::<_, String>("message").ok()?,
                    object.get::<_, String>("stack").ok()?,
                ))
            }) {
                Some((message, stack)) => format!("{message}\n{stack}"),
                None => format!("{error:?}"),
            }
        })
    })
}

fn compile_in(ctx: &Ctx<'_>, name: &str, source: &str) -> Result<Vec<u8>> {
    let source = CString::new(source).map_err(Error::InvalidString)?;
    let file = CString::new(format!("coddle:{name}")).map_err(Error::InvalidString)?;
    let raw_ctx = ctx.as_raw().as_ptr();
    // SAFETY: the strings outlive the calls; the compiled object is freed once it is written; the buffer that JS_WriteObject
    // returns is copied and freed with the engine's allocator.
    unsafe {
        let function = qjs::JS_Eval(
            raw_ctx,
            source.as_ptr(),
            source.as_bytes().len() as _,
            file.as_ptr(),
            (qjs::JS_EVAL_TYPE_GLOBAL | qjs::JS_EVAL_FLAG_COMPILE_ONLY) as _,
        );
        if qjs::JS_IsException(function) {
            return Err(Error::Exception);
        }
        let mut size = 0;
        let buffer = qjs::JS_WriteObject(
            raw_ctx,
            &mut size,
            function,
            (qjs::JS_WRITE_OBJ_BYTECODE | qjs::JS_WRITE_OBJ_STRIP_SOURCE) as _,
        );
        qjs::JS_FreeValue(raw_ctx, function);
        if buffer.is_null() {
            return Err(Error::Exception);
        }
        let bytes = std::slice::from_raw_parts(buffer, size as usize).to_vec();
        qjs::js_free(raw_ctx, buffer.cast());
        Ok(bytes)
    }
}
