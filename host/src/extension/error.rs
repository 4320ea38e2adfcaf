//! What a native fails with.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use coddle_engine::rquickjs::{self, Ctx, Object, Value};
use coddle_engine::{OpError, errors};

use super::thrown;

/// An error on its way from Rust to JavaScript, where it is an `Error` with this name, message, `code`, `status` and `cause`.
///
/// Any Rust error becomes one with `?`; its sources become the chain of `cause`. An [`io::Error`] gets Node's `code` and `errno`.
///
/// ```
/// use coddle::extension::Error;
///
/// fn parse(text: &str) -> Result<u16, Error> {
///     let number: u16 = text.parse()?;
///     if number == 0 {
///         return Err(Error::new("a port is not 0").with_code("ERR_PORT").with_status(422));
///     }
///     Ok(number)
/// }
/// assert_eq!(parse("0").unwrap_err().code(), Some("ERR_PORT"));
/// assert_eq!(parse("x").unwrap_err().to_string(), "invalid digit found in string");
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    name: String,
    message: String,
    code: Option<String>,
    errno: Option<i32>,
    status: Option<u16>,
    causes: Vec<String>,
    /// Lines for the stack, from the place of a panic.
    backtrace: Option<String>,
    /// The number of the very value that JavaScript threw.
    thrown: Option<u64>,
    /// Nobody but the extension's author can mend it: the message is to name the place.
    is_placed: bool,
}

impl Error {
    /// An `Error` with a message. egg answers it with status 500.
    ///
    /// ```
    /// # use coddle::extension::Error;
    /// assert_eq!(Error::new("no egg").to_string(), "no egg");
    /// ```
    pub fn new(message: impl Into<String>) -> Error {
        Error(Box::new(Inner {
            name: "Error".to_owned(),
            message: message.into(),
            code: None,
            errno: None,
            status: None,
            causes: Vec::new(),
            backtrace: None,
            thrown: None,
            is_placed: false,
        }))
    }

    /// Sets `error.name`. The name of a global class (`TypeError`, `RangeError`) makes it an instance of that class.
    ///
    /// ```
    /// # use coddle::extension::Error;
    /// let error = Error::new("no such place").with_name("GeoError");
    /// assert_eq!(error.name(), "GeoError");
    /// ```
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Error {
        self.0.name = name.into();
        self
    }

    /// Sets `error.code`, by which programs tell errors apart.
    ///
    /// ```
    /// # use coddle::extension::Error;
    /// assert_eq!(Error::new("no egg").with_code("ERR_EGG").code(), Some("ERR_EGG"));
    /// ```
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Error {
        self.0.code = Some(code.into());
        self
    }

    /// Sets `error.status`: the HTTP status that egg answers with when nobody catches the error.
    ///
    /// ```
    /// # use coddle::extension::Error;
    /// assert_eq!(Error::new("no egg").with_status(404).status(), Some(404));
    /// ```
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Error {
        self.0.status = Some(status);
        self
    }

    /// `error.name`.
    ///
    /// ```
    /// # use coddle::extension::Error;
    /// assert_eq!(Error::new("no egg").name(), "Error");
    /// ```
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// `error.code`.
    ///
    /// ```
    /// # use coddle::extension::Error;
    /// assert_eq!(Error::new("no egg").code(), None);
    /// ```
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// `error.status`.
    ///
    /// ```
    /// # use coddle::extension::Error;
    /// assert_eq!(Error::new("no egg").status(), None);
    /// ```
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// An error of how the extension is used or written: its message will begin with the place.
    pub(crate) fn misuse(message: impl Into<String>) -> Error {
        let mut error = Error::new(message);
        error.0.is_placed = true;
        error
    }

    /// The application is not there any more.
    pub(crate) fn world_ended() -> Error {
        Error::new("the application has ended").with_code("ERR_WORLD_ENDED")
    }

    /// A value of the wrong kind, with Node's code.
    pub(crate) fn invalid_argument(message: impl Into<String>) -> Error {
        Error::misuse(message)
            .with_name("TypeError")
            .with_code("ERR_INVALID_ARG_TYPE")
    }

    /// Names the place, where that is wanted.
    pub(crate) fn at(mut self, place: &str) -> Error {
        if std::mem::take(&mut self.0.is_placed) {
            self.0.message = format!("{place}: {}", self.0.message);
        }
        self
    }

    pub(crate) fn with_backtrace(mut self, backtrace: String) -> Error {
        self.0.backtrace = Some(backtrace);
        self
    }

    /// What an operation of the engine's failed with; an exception that is pending is taken as it is.
    pub(crate) fn of_engine(ctx: &Ctx<'_>, error: rquickjs::Error) -> Error {
        Error::of_value(&errors::caught(ctx, error))
    }

    /// An error that carries a thrown value.
    pub(crate) fn of_value(value: &Value<'_>) -> Error {
        let text = |key: &str| {
            value
                .as_object()
                .and_then(|object| object.get::<_, Option<String>>(key).ok().flatten())
        };
        let message = text("message").unwrap_or_else(|| errors::describe(value));
        let mut error = Error::new(message);
        if let Some(name) = text("name") {
            error.0.name = name;
        }
        error.0.code = text("code");
        error.0.thrown = Some(thrown::keep(value));
        error
    }

    /// The JavaScript error.
    pub(crate) fn to_js<'js>(&self, ctx: &Ctx<'js>) -> rquickjs::Result<Value<'js>> {
        let inner = &*self.0;
        if let Some(thrown) = inner.thrown.and_then(|number| thrown::find(ctx, number)) {
            return Ok(thrown);
        }
        let class = ["TypeError", "RangeError", "SyntaxError", "URIError"]
            .into_iter()
            .find(|class| *class == inner.name)
            .unwrap_or("Error");
        let error = errors::new_error(ctx, class, &inner.message)?;
        if class != inner.name && inner.name != "Error" {
            error.set("name", inner.name.as_str())?;
        }
        if let Some(errno) = inner.errno {
            error.set("errno", errno)?;
        }
        if let Some(code) = &inner.code {
            error.set("code", code.as_str())?;
        }
        if let Some(status) = inner.status {
            error.set("status", status)?;
        }
        if let Some(backtrace) = &inner.backtrace {
            let stack: String = error.get("stack")?;
            error.set("stack", format!("{stack}\n{backtrace}"))?;
        }
        let mut outer: Object<'js> = error.clone();
        for message in &inner.causes {
            let cause = errors::new_error(ctx, "Error", message)?;
            outer.set("cause", cause.clone())?;
            outer = cause;
        }
        Ok(error.into_value())
    }

    /// Makes it the pending exception.
    pub(crate) fn throw(&self, ctx: &Ctx<'_>) -> rquickjs::Error {
        match self.to_js(ctx) {
            Ok(value) => ctx.throw(value),
            Err(error) => error,
        }
    }
}

impl<E: StdError + 'static> From<E> for Error {
    fn from(error: E) -> Error {
        let mut made = Error::new(error.to_string());
        if let Some(error) = (&error as &dyn std::any::Any).downcast_ref::<io::Error>() {
            let known = OpError::io(error, "", None);
            made.0.code = known.code;
            made.0.errno = known.errno;
        }
        let mut source = error.source();
        while let Some(cause) = source {
            made.0.causes.push(cause.to_string());
            source = cause.source();
        }
        made
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.name, self.0.message)?;
        if let Some(code) = &self.0.code {
            write!(f, " ({code})")?;
        }
        self.0
            .causes
            .iter()
            .try_for_each(|cause| write!(f, "\n  caused by: {cause}"))
    }
}
