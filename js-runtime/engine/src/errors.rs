//! Errors as Node and V8 shape them: system errors with `errno`, `code`, `syscall`, `path`; stacks with V8's lines.

use rquickjs::{Ctx, Error, Object, Result, Value};

use crate::{OpError, bytecode};

/// Mends `Error` before any other code runs.
pub(crate) fn install(ctx: &Ctx<'_>) -> Result<()> {
    bytecode::load(ctx, bytecode::own_script!("errors"))?.call(())
}

/// A JavaScript `Error` for a failed operation.
pub fn op_error<'js>(ctx: &Ctx<'js>, error: &OpError) -> Result<Value<'js>> {
    let object = new_error(ctx, error.class.unwrap_or("Error"), &error.message)?;
    // Node's order of keys: errno, code, syscall, path, dest.
    if let Some(errno) = error.errno {
        object.set("errno", errno)?;
    }
    if let Some(code) = &error.code {
        object.set("code", code.as_str())?;
    }
    if let Some(syscall) = &error.syscall {
        object.set("syscall", syscall.as_str())?;
    }
    if let Some(path) = &error.path {
        object.set("path", path.as_str())?;
    }
    if let Some(dest) = &error.dest {
        object.set("dest", dest.as_str())?;
    }
    Ok(object.into_value())
}

/// Throws [`op_error`].
pub fn throw_op(ctx: &Ctx<'_>, error: OpError) -> Error {
    match op_error(ctx, &error) {
        Ok(value) => ctx.throw(value),
        Err(error) => error,
    }
}

/// Throws a plain `Error`.
pub fn throw_error(ctx: &Ctx<'_>, message: &str) -> Error {
    throw_kind(ctx, "Error", message, None)
}

/// Throws an error of the global class `kind` (`TypeError`, `RangeError`, ...), with a `code` if given.
pub fn throw_kind(ctx: &Ctx<'_>, kind: &str, message: &str, code: Option<&str>) -> Error {
    let made = new_error(ctx, kind, message).and_then(|object| {
        if let Some(code) = code {
            object.set("code", code)?;
        }
        Ok(object.into_value())
    });
    match made {
        Ok(value) => ctx.throw(value),
        Err(error) => error,
    }
}

/// A new error of the global class `kind`.
pub fn new_error<'js>(ctx: &Ctx<'js>, kind: &str, message: &str) -> Result<Object<'js>> {
    let class: rquickjs::function::Constructor<'js> = ctx.globals().get(kind)?;
    class.construct((message,))
}

/// Turns any [`Error`] of a native into the JavaScript value that a `catch` would see.
pub fn caught<'js>(ctx: &Ctx<'js>, error: Error) -> Value<'js> {
    if error.is_exception() {
        return ctx.catch();
    }
    match new_error(ctx, "TypeError", &error.to_string()) {
        Ok(object) => object.into_value(),
        Err(_) => ctx.catch(),
    }
}

/// A thrown value as a person reads it: the stack, and the own `code`; for anything else its string form.
pub fn describe(value: &Value<'_>) -> String {
    if let Some(object) = value.as_object() {
        let text = |key: &str| object.get::<_, Option<String>>(key).ok().flatten();
        if let Some(stack) = text("stack").filter(|stack| !stack.is_empty()) {
            // A message that was completed after the throw stands in the error alone.
            return match text("message") {
                Some(message) if !stack.contains(&message) => {
                    let name = text("name").unwrap_or_else(|| "Error".to_string());
                    format!("{name}: {message}\n{stack}")
                }
                _ => stack,
            };
        }
        // Without room for a stack (at the stack limit, say) name and message are all there is.
        if let Some(message) = text("message") {
            return match text("name") {
                // There may be memory for the error, but none for its message.
                Some(name) if name == "InternalError" && message.is_empty() => {
                    format!("{name} (out of memory?)")
                }
                Some(name) => format!("{name}: {message}"),
                None => message,
            };
        }
    }
    if value.is_null() {
        // What the engine throws when there is no memory left even for an error.
        return "null (out of memory?)".to_string();
    }
    match value.get::<rquickjs::Coerced<String>>() {
        Ok(text) => text.0,
        Err(_) => {
            drop(value.ctx().catch());
            format!("<{}>", value.type_name())
        }
    }
}

/// Name and libuv's text of a Linux errno.
pub fn errno_name(number: i32) -> Option<(&'static str, &'static str)> {
    ERRNO
        .iter()
        .find(|(known, _, _)| *known == number)
        .map(|(_, name, text)| (*name, *text))
}

/// Linux errno, name, text: the table of `util.getSystemErrorMap()`.
pub const ERRNO: &[(i32, &str, &str)] = &[
    (7, "E2BIG", "argument list too long"),
    (13, "EACCES", "permission denied"),
    (98, "EADDRINUSE", "address already in use"),
    (99, "EADDRNOTAVAIL", "address not available"),
    (97, "EAFNOSUPPORT", "address family not supported"),
    (11, "EAGAIN", "resource temporarily unavailable"),
    (114, "EALREADY", "connection already in progress"),
    (9, "EBADF", "bad file descriptor"),
    (16, "EBUSY", "resource busy or locked"),
    (125, "ECANCELED", "operation canceled"),
    (103, "ECONNABORTED", "software caused connection abort"),
    (111, "ECONNREFUSED", "connection refused"),
    (104, "ECONNRESET", "connection reset by peer"),
    (89, "EDESTADDRREQ", "destination address required"),
    (17, "EEXIST", "file already exists"),
    (14, "EFAULT", "bad address in system call argument"),
    (27, "EFBIG", "file too large"),
    (113, "EHOSTUNREACH", "host is unreachable"),
    (4, "EINTR", "interrupted system call"),
    (22, "EINVAL", "invalid argument"),
    (5, "EIO", "i/o error"),
    (106, "EISCONN", "socket is already connected"),
    (21, "EISDIR", "illegal operation on a directory"),
    (40, "ELOOP", "too many symbolic links encountered"),
    (24, "EMFILE", "too many open files"),
    (90, "EMSGSIZE", "message too long"),
    (36, "ENAMETOOLONG", "name too long"),
    (100, "ENETDOWN", "network is down"),
    (101, "ENETUNREACH", "network is unreachable"),
    (23, "ENFILE", "file table overflow"),
    (105, "ENOBUFS", "no buffer space available"),
    (19, "ENODEV", "no such device"),
    (2, "ENOENT", "no such file or directory"),
    (12, "ENOMEM", "not enough memory"),
    (92, "ENOPROTOOPT", "protocol not available"),
    (28, "ENOSPC", "no space left on device"),
    (38, "ENOSYS", "function not implemented"),
    (107, "ENOTCONN", "socket is not connected"),
    (20, "ENOTDIR", "not a directory"),
    (39, "ENOTEMPTY", "directory not empty"),
    (88, "ENOTSOCK", "socket operation on non-socket"),
    (95, "ENOTSUP", "operation not supported on socket"),
    (75, "EOVERFLOW", "value too large for defined data type"),
    (1, "EPERM", "operation not permitted"),
    (32, "EPIPE", "broken pipe"),
    (71, "EPROTO", "protocol error"),
    (93, "EPROTONOSUPPORT", "protocol not supported"),
    (91, "EPROTOTYPE", "protocol wrong type for socket"),
    (34, "ERANGE", "result too large"),
    (30, "EROFS", "read-only file system"),
    (
        108,
        "ESHUTDOWN",
        "cannot send after transport endpoint shutdown",
    ),
    (29, "ESPIPE", "invalid seek"),
    (3, "ESRCH", "no such process"),
    (110, "ETIMEDOUT", "connection timed out"),
    (26, "ETXTBSY", "text file is busy"),
    (18, "EXDEV", "cross-device link not permitted"),
    (6, "ENXIO", "no such device or address"),
    (31, "EMLINK", "too many links"),
    (25, "ENOTTY", "inappropriate ioctl for device"),
    (84, "EILSEQ", "illegal byte sequence"),
];
