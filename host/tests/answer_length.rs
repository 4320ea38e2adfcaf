//! What an application says of its answer's length, and what is sent.
#![forbid(unsafe_code)]

use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::cluster::Cluster;
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;

const TIMEOUT: Duration = Duration::from_secs(30);

const ROUTER: &str = "module.exports = app => {
  app.router.get('/wrong', async ctx => {
    ctx.body = ctx.query.kind === 'bytes' ? Buffer.from('a body') : 'a body';
    ctx.set('Content-Length', ctx.query.length);
  });
  app.router.get('/stream', async ctx => {
    ctx.body = require('stream').Readable.from([ 'a ', 'body' ]);
    ctx.set('Content-Length', ctx.query.length);
  });
  app.router.get('/by-res', async ctx => {
    ctx.respond = false;
    ctx.res.setHeader('Content-Length', ctx.query.length);
    ctx.res.end('a body');
  });
};";

/// Node sends a wrong length as it is: its client loses the end of the body, waits for more that never comes, or takes what is
/// left for the next answer.
#[test]
fn a_wrong_content_length_is_mended_and_the_connection_goes_on() -> Result<(), Failure> {
    let folder = Application::of(&[
        ("package.json", r#"{ "name": "lengths" }"#),
        ("config/config.default.js", "exports.keys = 'k';"),
        ("app/router.js", ROUTER),
    ])?;
    let mut running = Cluster::spawn(&folder, &["--start-mode", "single"], &[])?;
    let address = running.listening_on()?;
    let (_, port) = address.rsplit_once(':').ok_or("a port")?;
    let mut connection = Connection::open(port.parse()?)?;
    for path in ["/wrong?kind=text", "/wrong?kind=bytes", "/by-res?"] {
        for length in ["1", "100", "007", "nonsense"] {
            let answer = connection.get(&format!("{path}&length={length}"), TIMEOUT)?;
            assert_eq!(
                (answer.header("content-length"), answer.text().as_str()),
                (Some("6"), "a body"),
                "{path} {length}"
            );
        }
    }
    for (length, sent, body) in [("nonsense", None, "a body"), ("3", Some("3"), "a b")] {
        let answer = connection.get(&format!("/stream?length={length}"), TIMEOUT)?;
        assert_eq!(
            (answer.header("content-length"), answer.text().as_str()),
            (sent, body),
            "a stream and {length}"
        );
    }
    Ok(())
}
