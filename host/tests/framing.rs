//! What an application says of how its answer is framed, and what is sent.
#![forbid(unsafe_code)]

use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::cluster::Cluster;
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process::Running;

const TIMEOUT: Duration = Duration::from_secs(30);

const ROUTER: &str = "module.exports = app => {
  app.router.get('/wrong', async ctx => {
    ctx.body = ctx.query.kind === 'bytes' ? Buffer.from('a body') : 'a body';
    ctx.set('Content-Length', ctx.query.length);
  });
  app.router.get('/coded', async ctx => {
    if (ctx.query.first) ctx.set('Transfer-Encoding', ctx.query.coding);
    ctx.body = { text: 'a body', bytes: Buffer.from('a body'), object: [], stream: require('stream').Readable.from([ 'a ', 'body' ]) }[ctx.query.kind];
    ctx.set('Transfer-Encoding', ctx.query.coding);
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

struct Server {
    _running: Running,
    _folder: Application,
    port: u16,
}

impl Server {
    fn start() -> Result<Server, Failure> {
        let folder = Application::of(&[
            ("package.json", r#"{ "name": "framed" }"#),
            ("config/config.default.js", "exports.keys = 'k';"),
            ("app/router.js", ROUTER),
        ])?;
        let mut running = Cluster::spawn(&folder, &["--start-mode", "single"], &[])?;
        let address = running.listening_on()?;
        let (_, port) = address.rsplit_once(':').ok_or("a port")?;
        Ok(Server {
            port: port.parse()?,
            _running: running,
            _folder: folder,
        })
    }

    fn connect(&self) -> Result<Connection, Failure> {
        Connection::open(self.port)
    }
}

/// Node sends a wrong length as it is: its client loses the end of the body, waits for more that never comes, or takes what is
/// left for the next answer.
#[test]
fn a_wrong_content_length_is_mended_and_the_connection_goes_on() -> Result<(), Failure> {
    let server = Server::start()?;
    let mut connection = server.connect()?;
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

/// Who passes another server's headers on also passes its `Transfer-Encoding` on.
#[test]
fn a_transfer_encoding_of_the_applications_costs_no_answer() -> Result<(), Failure> {
    let server = Server::start()?;
    let mut connection = server.connect()?;
    for coding in ["chunked", "Chunked", "identity", "gzip", ""] {
        for (kind, length, body) in [
            ("text", Some("6"), "a body"),
            ("bytes", Some("6"), "a body"),
            ("object", Some("2"), "[]"),
            ("stream", None, "a body"),
        ] {
            for first in ["", "&first=1"] {
                let path = format!("/coded?kind={kind}&coding={coding}{first}");
                let answer = connection.get(&path, TIMEOUT)?;
                assert_eq!(answer.text(), body, "{path}");
                let is_chunked = length.is_none() || coding.eq_ignore_ascii_case("chunked");
                assert_eq!(
                    answer.header("content-length"),
                    length.filter(|_| !is_chunked),
                    "{path}"
                );
                assert_eq!(
                    answer.header("transfer-encoding").is_some(),
                    is_chunked,
                    "{path}"
                );
            }
        }
    }
    Ok(())
}
