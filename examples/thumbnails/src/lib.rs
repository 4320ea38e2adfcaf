//! `ctx.service.images`: what JavaScript in QuickJS would be far too slow for, done by the `image` crate on threads of its own.
#![forbid(unsafe_code)]

use std::io::Cursor;

use coddle::Extension;
use coddle::extension::{Buffer, Error};
use image::{ImageError, ImageFormat};
use serde::{Deserialize, Serialize};

/// The largest side of a thumbnail, in pixels.
const LARGEST: u32 = 2048;

#[derive(Deserialize)]
struct Size {
    width: u32,
    height: u32,
}

#[derive(Serialize)]
struct Info {
    width: u32,
    height: u32,
}

/// `await ctx.service.images.info(bytes)` and `await ctx.service.images.thumbnail(bytes, { width, height })`.
pub fn extension() -> Extension {
    Extension::new("images").service("images", |service| {
        service
            .blocking_function("info", info)
            .blocking_function("thumbnail", thumbnail)
    })
}

fn info(png: bytes::Bytes) -> Result<Info, Error> {
    let image = decode(&png)?;
    Ok(Info {
        width: image.width(),
        height: image.height(),
    })
}

/// A PNG that fits into `size` and keeps the image's proportions.
fn thumbnail(png: bytes::Bytes, size: Size) -> Result<Buffer, Error> {
    if !(1..=LARGEST).contains(&size.width) || !(1..=LARGEST).contains(&size.height) {
        return Err(Error::new(format!("a side has 1 to {LARGEST} pixels"))
            .with_code("ERR_IMAGE_SIZE")
            .with_status(422));
    }
    let mut made = Cursor::new(Vec::new());
    decode(&png)?
        .thumbnail(size.width, size.height)
        .write_to(&mut made, ImageFormat::Png)?;
    Ok(made.into_inner().into())
}

fn decode(png: &[u8]) -> Result<image::DynamicImage, Error> {
    image::load_from_memory_with_format(png, ImageFormat::Png).map_err(|error: ImageError| {
        Error::new(format!("this is no PNG image: {error}"))
            .with_code("ERR_IMAGE_FORMAT")
            .with_status(415)
    })
}
