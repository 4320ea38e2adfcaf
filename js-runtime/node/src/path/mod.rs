//! Natives of `internal/path/posix`: its functions of texts. What is no text is left to the checks in JavaScript.

mod segments;

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use segments::{Folder, Unit};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("answer", Function::new(ctx.clone(), answer)?)?;
    Ok(natives)
}

/// `answer(posix, process)`: puts the native answers before the functions of `posix` (see [`class::quick()`]).
fn answer<'js>(ctx: Ctx<'js>, posix: Object<'js>, process: Value<'js>) -> Result<()> {
    macro_rules! before {
        ($($name:literal => $answer:ident),+ $(,)?) => {
            $({
                let slow: Object<'js> = posix.get($name)?;
                // A path that is not ASCII is looked at in UTF-16, where it may hold anything.
                let quick = class::quick(&ctx, &slow, &process, |ctx, args| {
                    match $answer::<u8>(ctx, &args)? {
                        Some(answer) => Ok(Some(answer)),
                        None => $answer::<u16>(ctx, &args),
                    }
                })?;
                posix.set($name, quick)?;
            })+
        };
    }
    before!(
        "resolve" => resolve,
        "normalize" => normalize,
        "isAbsolute" => is_absolute,
        "join" => join,
        "relative" => relative,
        "dirname" => dirname,
        "basename" => basename,
        "extname" => extname,
        "parse" => parse,
    );
    Ok(())
}

/// Code units as JavaScript's strings have them.
trait Text: Unit {
    /// Lends the units of a text; `None` for another value, and for a text that these units cannot tell.
    fn lend<R>(value: &Value<'_>, look: impl FnOnce(&[Self]) -> R) -> Result<Option<R>>;

    fn string<'js>(ctx: &Ctx<'js>, units: &[Self]) -> Result<Value<'js>>;
}

impl Text for u8 {
    fn lend<R>(value: &Value<'_>, look: impl FnOnce(&[u8]) -> R) -> Result<Option<R>> {
        match value.as_string() {
            Some(text) => bytes::with_wtf8(text, |text| text.is_ascii().then(|| look(text))),
            None => Ok(None),
        }
    }

    fn string<'js>(ctx: &Ctx<'js>, units: &[u8]) -> Result<Value<'js>> {
        call::string(ctx, std::str::from_utf8(units)?)
    }
}

impl Text for u16 {
    fn lend<R>(value: &Value<'_>, look: impl FnOnce(&[u16]) -> R) -> Result<Option<R>> {
        match value.as_string() {
            Some(text) => bytes::with_utf16(text, look).map(Some),
            None => Ok(None),
        }
    }

    fn string<'js>(ctx: &Ctx<'js>, units: &[u16]) -> Result<Value<'js>> {
        bytes::string_from_utf16(ctx, units)
    }
}

type Answer<'js> = Result<Option<Value<'js>>>;

/// Runs `look` over the first argument and makes a string of what it gives.
fn of_path<'js, U: Text>(
    ctx: &Ctx<'js>,
    args: &Args<'_, 'js>,
    look: impl FnOnce(&[U]) -> &[U],
) -> Answer<'js> {
    U::lend(&args.get(0), |path| U::string(ctx, look(path)))?.transpose()
}

/// `path` normalised; the text itself when that is all the same.
fn normalized<'js, U: Text>(
    ctx: &Ctx<'js>,
    path: &[U],
    given: Option<Value<'js>>,
) -> Result<Value<'js>> {
    if path.is_empty() {
        return call::string(ctx, ".");
    }
    let tidy = segments::normalize(path);
    match given {
        Some(given) if tidy == path => Ok(given),
        _ => U::string(ctx, &tidy),
    }
}

fn normalize<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    let given = args.get(0);
    U::lend(&given, |path| normalized(ctx, path, Some(given.clone())))?.transpose()
}

fn join<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    let mut joined = Vec::new();
    for index in 0..args.len() {
        let part = U::lend(&args.get(index), |path: &[U]| {
            segments::append(&mut joined, path)
        })?;
        if part.is_none() {
            return Ok(None);
        }
    }
    normalized(ctx, &joined, None).map(Some)
}

/// The paths up to the last absolute one, joined, from the working folder when none is.
fn resolved<'js, U: Text>(
    ctx: &Ctx<'js>,
    args: &Args<'_, 'js>,
    paths: &[Value<'js>],
) -> Result<Option<Vec<U>>> {
    let mut first = paths.len();
    let mut absolute = false;
    while first > 0 && !absolute {
        first -= 1;
        match U::lend(&paths[first], segments::is_absolute)? {
            Some(is_absolute) => absolute = is_absolute,
            None => return Ok(None),
        }
    }
    let mut joined = Vec::new();
    if !absolute {
        // Applications may replace it.
        let process = args.kept();
        let cwd = call::call(ctx, &call::property(&process, c"cwd")?, &process, &[])?;
        if U::lend(&cwd, |cwd: &[U]| joined.extend_from_slice(cwd))?.is_none() {
            return Ok(None);
        }
    }
    for path in &paths[first..] {
        U::lend(path, |path: &[U]| segments::append(&mut joined, path))?;
    }
    Ok(Some(segments::resolve(&joined)))
}

fn resolve<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    let paths: Vec<Value<'js>> = (0..args.len()).map(|index| args.get(index)).collect();
    match resolved::<U>(ctx, args, &paths)? {
        Some(path) => U::string(ctx, &path).map(Some),
        None => Ok(None),
    }
}

fn relative<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    let (from, to) = (args.get(0), args.get(1));
    if from.as_string().is_none() || to.as_string().is_none() {
        return Ok(None);
    }
    let from = resolved::<U>(ctx, args, &[from])?;
    let to = resolved::<U>(ctx, args, &[to])?;
    match (from, to) {
        (Some(from), Some(to)) => U::string(ctx, &segments::relative(&from, &to)).map(Some),
        _ => Ok(None),
    }
}

fn is_absolute<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    let absolute = U::lend(&args.get(0), segments::is_absolute)?;
    Ok(absolute.map(|absolute| Value::new_bool(ctx.clone(), absolute)))
}

fn dirname<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    let folder = |path: &[U]| match segments::dirname(path) {
        Folder::Here => call::string(ctx, "."),
        Folder::Of(folder) => U::string(ctx, folder),
    };
    U::lend(&args.get(0), folder)?.transpose()
}

fn basename<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    if !args.has(1) {
        return of_path(ctx, args, |path: &[U]| segments::basename(path, None));
    }
    let of_suffix =
        |suffix: &[U]| of_path(ctx, args, |path| segments::basename(path, Some(suffix)));
    U::lend(&args.get(1), of_suffix)?.unwrap_or(Ok(None))
}

fn extname<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    of_path(ctx, args, |path: &[U]| {
        segments::extension(segments::basename(path, None))
    })
}

fn parse<'js, U: Text>(ctx: &Ctx<'js>, args: &Args<'_, 'js>) -> Answer<'js> {
    let object = |path: &[U]| {
        let parsed = segments::parse(path);
        let object = Object::new(ctx.clone())?.into_value();
        for (name, part) in [
            (c"root", parsed.root),
            (c"dir", parsed.dir),
            (c"base", parsed.base),
            (c"ext", parsed.ext),
            (c"name", parsed.name),
        ] {
            call::set_property(&object, name, &U::string(ctx, part)?)?;
        }
        Ok(object)
    };
    U::lend(&args.get(0), object)?.transpose()
}
