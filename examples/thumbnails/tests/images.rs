//! The service, asked through the application.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::Cursor;

use coddle::{Embedded, Host};
use image::{GenericImageView, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

async fn host() -> Result<Embedded, coddle::Error> {
    Host::builder()
        .app(concat!(env!("CARGO_MANIFEST_DIR"), "/app"))
        .env("unittest")
        .extension(thumbnails::extension())
        .embed()
        .await
}

/// A PNG of 400 by 200 pixels, the left half red.
fn png() -> Result<Vec<u8>, image::ImageError> {
    let image = RgbImage::from_fn(400, 200, |x, _| match x < 200 {
        true => Rgb([200, 0, 0]),
        false => Rgb([0, 0, 200]),
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

#[tokio::test(flavor = "current_thread")]
async fn a_thumbnail_keeps_proportions_and_colours() -> Result<(), Box<dyn Error>> {
    let host = host().await?;
    let answer = host
        .request("PUT", "/thumbnail?width=100")
        .body(png()?)
        .await?;
    assert_eq!(answer.header("content-type"), Some("image/png"));
    let small = image::load_from_memory(answer.bytes())?;
    assert_eq!(small.dimensions(), (100, 50));
    assert_eq!(small.get_pixel(10, 25).0, [200, 0, 0, 255]);
    assert_eq!(small.get_pixel(90, 25).0, [0, 0, 200, 255]);
    let info: Value = host.request("PUT", "/info").body(png()?).await?.json()?;
    assert_eq!(info, json!({ "width": 400, "height": 200 }));
    host.close().await?;
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_no_image_is_the_clients_fault() -> Result<(), Box<dyn Error>> {
    let host = host().await?;
    let answer = host
        .request("PUT", "/info")
        .header("accept", "application/json")
        .body("no image")
        .await?;
    assert_eq!(answer.status(), 415);
    let error: Value = answer.json()?;
    assert_eq!(error["code"], "ERR_IMAGE_FORMAT");
    let answer = host
        .request("PUT", "/thumbnail?width=100000")
        .body(png()?)
        .await?;
    assert_eq!(answer.status(), 422);
    Ok(())
}
