//! `internal/koa/static_files` and `internal/koa/range`: the folders of `config.static`, and the Range header.

use std::collections::HashMap;
use std::rc::Rc;

use coddle_engine::bytes;
use coddle_engine::rquickjs::{Array, Ctx, Exception, Function, Object, Result, Value};
use http::HeaderValue;

use crate::exchange::{latin1, latin1_bytes};
use crate::layers::static_files::{Headers, function, later, thrown};
use crate::static_files::folder::{Folder, Options};
use crate::static_files::plan::{Content, Plan};
use crate::static_files::range::{ByteRange, Part, if_range_holds};
use crate::static_files::{Answer, StaticFiles};

/// `create(prefixes, folders)`: `prefixes` are those below which ranges are offered, a folder has the fields of [`Options`] in
/// JavaScript's spelling. Gives
/// - `names(index)`, `load(index, name)`: the files of a folder, and reading one before it is asked for;
/// - `find(isHead, path, headers)`: the answer as the JavaScript middleware needs it, undefined without a file;
/// - `layer(middleware)`: the native middleware before that one.
fn create<'js>(
    ctx: Ctx<'js>,
    prefixes: Vec<String>,
    folders: Vec<Object<'js>>,
) -> Result<Object<'js>> {
    let folders = folders
        .iter()
        .map(|folder| options(&ctx, folder).map(Folder::new))
        .collect::<Result<_>>()?;
    let files = Rc::new(StaticFiles::new(prefixes, folders));
    let native = Object::new(ctx.clone())?;

    let of = Rc::clone(&files);
    let names = move |ctx: Ctx<'js>, index: usize| match of.folder(index) {
        Some(folder) => folder.names().map_err(|failure| thrown(&ctx, failure)),
        None => Ok(Vec::new()),
    };
    native.set("names", Function::new(ctx.clone(), names)?)?;

    let of = Rc::clone(&files);
    let load = move |ctx: Ctx<'js>, index: usize, name: String| match of.folder(index) {
        Some(folder) => folder.load(&name).map_err(|failure| thrown(&ctx, failure)),
        None => Ok(()),
    };
    native.set("load", Function::new(ctx.clone(), load)?)?;

    let of = Rc::clone(&files);
    let find = move |ctx: Ctx<'js>, is_head: bool, path: String, headers: Object<'js>| {
        find(&ctx, &of, is_head, &path, &headers)
    };
    native.set("find", Function::new(ctx.clone(), find)?)?;

    let layer = move |ctx: Ctx<'js>, javascript: Value<'js>| function(&ctx, &files, &javascript);
    native.set("layer", Function::new(ctx.clone(), layer)?)?;
    Ok(native)
}

fn options<'js>(ctx: &Ctx<'js>, given: &Object<'js>) -> Result<Options> {
    let cache_control: String = given.get("cacheControl")?;
    let cache_control = latin1_bytes(&cache_control)
        .and_then(|bytes| HeaderValue::from_bytes(&bytes).ok())
        .ok_or_else(|| {
            Exception::throw_type(
                ctx,
                "Invalid character in header content [\"cache-control\"]",
            )
        })?;
    Ok(Options {
        prefix: given.get("prefix")?,
        dir: given.get("dir")?,
        alias: given
            .get::<_, Option<HashMap<String, String>>>("alias")?
            .unwrap_or_default(),
        dynamic: given.get("dynamic")?,
        max_files: given.get("maxFiles")?,
        buffer: given.get("buffer")?,
        gzip: given.get("gzip")?,
        use_precompiled_gzip: given.get("usePrecompiledGzip")?,
        cache_control,
    })
}

/// `{ status, varies, headers: [[name, value]...], length, bytes }`, with `isKept` for bytes that stay in memory; for what is to be
/// streamed `path` in the place of `bytes`, and `isPacked` if it is to be compressed.
fn find<'js>(
    ctx: &Ctx<'js>,
    files: &Rc<StaticFiles>,
    is_head: bool,
    path: &str,
    headers: &Object<'js>,
) -> Result<Option<Object<'js>>> {
    let given: HashMap<String, Value<'js>> = headers
        .props::<String, Value<'js>>()
        .collect::<Result<_>>()?;
    let headers = Headers::read(|name| given.get(name)?.as_string()?.to_string().ok());
    let asked = headers.asked(is_head, None);
    let plan = loop {
        let answer = files.answer(path, &asked);
        match answer.map_err(|failure| thrown(ctx, failure))? {
            Answer::Nothing => return Ok(None),
            Answer::Plan(plan, meanwhile) => {
                if let Some(work) = meanwhile {
                    later(files, work);
                }
                break plan;
            }
            Answer::Work(work) => files
                .finish(work.run())
                .map_err(|failure| thrown(ctx, failure))?,
        }
    };
    described(ctx, plan).map(Some)
}

fn described<'js>(ctx: &Ctx<'js>, plan: Plan) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("status", plan.status)?;
    object.set("varies", plan.varies)?;
    let headers = plan.headers.iter().map(|(name, value)| {
        let value = latin1(HeaderValue::as_bytes(value)).into_owned();
        vec![name.as_str().to_owned(), value]
    });
    object.set("headers", headers.collect::<Vec<Vec<String>>>())?;
    object.set("length", plan.length.map(|length| length as f64))?;
    match plan.content {
        Content::None => {}
        Content::Kept(content) => {
            object.set("bytes", bytes::uint8_array(ctx, content.into())?)?;
            object.set("isKept", true)?;
        }
        Content::Read(content) => object.set("bytes", bytes::uint8_array(ctx, content.into())?)?,
        Content::Part { path, .. } => object.set("path", path.display().to_string())?,
        Content::Packed { path, .. } => {
            object.set("path", path.display().to_string())?;
            object.set("isPacked", true)?;
        }
    }
    Ok(object)
}

/// `part(header, length)`: `[first, last]` of the bytes that a Range header asks for; undefined for all of them, null for none. A
/// length that is not known is undefined: then a range that goes to the end cannot be cut.
fn part<'js>(ctx: Ctx<'js>, header: String, length: Option<f64>) -> Result<Value<'js>> {
    let part = match (ByteRange::parse(&header), length) {
        (None, _) => Part::Beyond,
        (Some(range), Some(length)) => range.of(length as u64),
        (Some(range), None) => range
            .end
            .map_or(Part::Whole, |end| Part::Bytes(range.start, end)),
    };
    match part {
        Part::Whole => Ok(Value::new_undefined(ctx)),
        Part::Beyond => Ok(Value::new_null(ctx)),
        Part::Bytes(start, end) => {
            let array = Array::new(ctx)?;
            array.set(0, start as f64)?;
            array.set(1, end as f64)?;
            Ok(array.into_value())
        }
    }
}

/// `{ create }`
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("create", Function::new(ctx.clone(), create)?)?;
    Ok(native)
}

/// `{ isRange(header), part(header, length), ifRangeHolds(header, etag, lastModified) }`
pub(crate) fn init_range<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let is_range = |header: String| ByteRange::parse(&header).is_some();
    native.set("isRange", Function::new(ctx.clone(), is_range)?)?;
    native.set("part", Function::new(ctx.clone(), part)?)?;
    let holds = |header: String, etag: Option<String>, last_modified: Option<String>| {
        if_range_holds(&header, etag.as_deref(), last_modified.as_deref())
    };
    native.set("ifRangeHolds", Function::new(ctx.clone(), holds)?)?;
    Ok(native)
}
