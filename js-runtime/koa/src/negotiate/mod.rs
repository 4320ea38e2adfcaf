//! What the headers of a request and its answer mean to each other: the small packages that koa is made of, as plain
//! functions over `&str`.
//!
//! - [`accepts`]: npm accepts 1.3 and negotiator 0.6 (`ctx.accepts` and its kin); `ranges` reads the headers
//! - [`media_type`]: npm media-typer 0.3 and content-type 1.0: media types with parameters
//! - [`type_is`](mod@type_is): npm type-is 1.6 (`ctx.is`)
//! - [`mime`]: npm mime-types 2.1 with mime-db 1.52 (`ctx.type =`); its data is in `mime_table`
//! - [`compressible`]: npm compressible 2.0 (static files)
//! - [`fresh`](mod@fresh): npm fresh 0.5 (`ctx.fresh`)
//! - [`vary`]: npm vary 1.1 (`ctx.vary`)
//! - [`content_disposition`](mod@content_disposition): npm content-disposition 0.5 (`ctx.attachment`)
//! - [`status`]: npm statuses 1.5 and the classes of http-errors 1.8 (`ctx.status`, `ctx.throw`)
//! - [`location`]: npm parseurl 1.3, encodeurl 1.0 and what koa does with request targets and ETags

pub mod accepts;
pub mod compressible;
pub mod content_disposition;
pub mod fresh;
pub mod location;
pub mod media_type;
pub mod mime;
mod mime_table;
mod ranges;
pub mod status;
pub mod type_is;
pub mod vary;
