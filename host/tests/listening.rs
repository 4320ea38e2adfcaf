//! What a server listens on, and what it speaks: HTTPS, unix sockets, every interface.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::cluster::{Cluster, wait_for};
use coddle_tests::faults;
use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process::Running;
use coddle_tests::stream::Stream;
use rustix::process::Signal;
use rustls::pki_types::CertificateDer;
use serde_json::{Value, json};

const TIMEOUT: Duration = Duration::from_secs(30);
/// Both ways in which a server is one or several processes.
const MODES: [&str; 2] = ["single", "process"];

/// A server on a copy of apps/listening.
struct Server {
    running: Running,
    /// As it shows it.
    address: String,
    folder: Application,
}

fn application() -> Result<Application, Failure> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/listening");
    Ok(Application::copy_of(&source)?)
}

fn spawn(folder: &Application, args: &[&str], vars: &[(&str, &str)]) -> Result<Running, Failure> {
    Cluster::spawn(folder, args, vars)
}

impl Server {
    fn start(folder: Application, args: &[&str], vars: &[(&str, &str)]) -> Result<Server, Failure> {
        let mut running = spawn(&folder, args, vars)?;
        let address = running.listening_on()?;
        Ok(Server {
            running,
            address,
            folder,
        })
    }

    fn port(&self) -> Result<u16, Failure> {
        let (_, port) = self.address.rsplit_once(':').ok_or("a port")?;
        Ok(port.parse()?)
    }
}

fn json(connection: &mut Connection, path: &str) -> Result<Value, Failure> {
    Ok(serde_json::from_slice(
        &connection.get(path, TIMEOUT)?.body,
    )?)
}

/// Key and certificate in files, as `options.https` names them.
struct Files {
    folder: tempfile::TempDir,
    certificate: CertificateDer<'static>,
}

impl Files {
    fn new() -> Result<Files, Failure> {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        let folder = tempfile::tempdir()?;
        fs::write(
            folder.path().join("key.pem"),
            made.signing_key.serialize_pem(),
        )?;
        fs::write(folder.path().join("cert.pem"), made.cert.pem())?;
        Ok(Files {
            folder,
            certificate: made.cert.der().clone(),
        })
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    /// `config.cluster.https`, for the application's environment.
    fn config(&self) -> String {
        json!({ "key": self.path("key.pem"), "cert": self.path("cert.pem") }).to_string()
    }

    fn connect(&self, port: u16) -> Result<Connection, Failure> {
        let stream = Stream::tls(port, self.certificate.clone(), &["http/1.1"])?;
        Ok(Connection::over(stream))
    }
}

// ---- HTTPS

// CLU-018
#[test]
fn the_configuration_asks_for_https() -> Result<(), Failure> {
    let files = Files::new()?;
    for mode in MODES {
        let vars = [("HTTPS", files.config())];
        let vars = vars.each_ref().map(|(name, value)| (*name, value.as_str()));
        let server = Server::start(
            application()?,
            &["--start-mode", mode, "--workers", "1"],
            &vars,
        )?;
        assert!(
            server.address.starts_with("https://127.0.0.1:"),
            "{}",
            server.address
        );
        let mut client = files.connect(server.port()?)?;
        let page = client.get("/", TIMEOUT)?;
        let cookies: Vec<&str> = page
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
            .map(|(_, value)| value.as_str())
            .collect();
        // egg marks its own cookies, too.
        assert!(
            cookies.len() == 2 && cookies.iter().all(|cookie| cookie.contains("secure")),
            "{cookies:?}"
        );
        let page: Value = serde_json::from_slice(&page.body)?;
        assert_eq!(page["protocol"], json!("https"));
        assert_eq!(
            (&page["secure"], &page["encrypted"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(page["href"], json!("https://localhost/"));
        assert_eq!(page["ip"], json!("127.0.0.1"));
        // The connection is kept.
        assert_eq!(json(&mut client, "/")?["pid"], page["pid"]);
    }
    Ok(())
}

// CLU-018
#[test]
fn the_options_ask_for_https_and_the_master_tells_so() -> Result<(), Failure> {
    let files = Files::new()?;
    let (key, cert) = (files.path("key.pem"), files.path("cert.pem"));
    let server = Server::start(
        application()?,
        &["--https.key", &key, "--https.cert", &cert],
        &[],
    )?;
    let port = server.port()?;
    assert!(
        server.running.stdout().contains(&format!(
            "[master] egg started on https://127.0.0.1:{port} ("
        )),
        "{}",
        server.running.printed()
    );
    assert_eq!(
        json(&mut files.connect(port)?, "/")?["protocol"],
        json!("https")
    );
    Ok(())
}

// CLU-017, CLU-018
#[test]
fn connections_that_the_master_hands_over_are_encrypted_too() -> Result<(), Failure> {
    let files = Files::new()?;
    let server = Server::start(application()?, &["--sticky"], &[("HTTPS", &files.config())])?;
    assert_eq!(
        json(&mut files.connect(server.port()?)?, "/")?["secure"],
        json!(true)
    );
    Ok(())
}

// CLU-018
#[test]
fn http_1_is_all_that_is_spoken() -> Result<(), Failure> {
    let files = Files::new()?;
    let server = Server::start(
        application()?,
        &["--start-mode", "single", "--workers", "1"],
        &[("HTTPS", &files.config())],
    )?;
    let port = server.port()?;
    let offered = ["h2", "http/1.1"];
    let stream = Stream::tls(port, files.certificate.clone(), &offered)?;
    assert_eq!(stream.protocol().as_deref(), Some("http/1.1"));
    let refused = Stream::tls(port, files.certificate.clone(), &["h2"]);
    assert!(refused.is_err_and(|error| error.to_string().contains("NoApplicationProtocol")));
    Ok(())
}

#[test]
fn upgraded_connections_stay_encrypted() -> Result<(), Failure> {
    let files = Files::new()?;
    let server = Server::start(
        application()?,
        &["--start-mode", "single", "--workers", "1"],
        &[("HTTPS", &files.config())],
    )?;
    let mut stream = Stream::tls(server.port()?, files.certificate.clone(), &[])?;
    stream.write_all(
        b"GET /up HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhead ",
    )?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    let mut heard = String::new();
    let mut chunk = [0; 1024];
    while !heard.contains("head ") {
        let count = stream.read(&mut chunk)?;
        assert!(count > 0, "closed after {heard}");
        heard.push_str(&String::from_utf8_lossy(&chunk[..count]));
    }
    stream.write_all(b"and back")?;
    stream.read_to_string(&mut heard)?;
    let (head, rest) = heard.split_once("\r\n\r\n").ok_or("a head")?;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    let (told, echo) = rest.split_once('\n').ok_or("a line")?;
    let told: Value = serde_json::from_str(told)?;
    assert_eq!(
        told,
        json!({ "encrypted": true, "remote": "::ffff:127.0.0.1", "url": "/up" })
    );
    assert_eq!(echo, "head and back");
    Ok(())
}

#[test]
fn clients_that_speak_no_tls_cost_nothing() -> Result<(), Failure> {
    let files = Files::new()?;
    let config = [("HTTPS", files.config())];
    let config = config
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let server = Server::start(
        application()?,
        &["--start-mode", "single", "--workers", "1"],
        &config,
    )?;
    let port = server.port()?;
    let silent = TcpStream::connect(("127.0.0.1", port))?;
    for bytes in [
        &b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"[..],
        &[0x16, 3, 1, 0xff, 0xff],
        &[0; 64],
    ] {
        let mut client = TcpStream::connect(("127.0.0.1", port))?;
        client.write_all(bytes)?;
        client.shutdown(std::net::Shutdown::Write)?;
        client.set_read_timeout(Some(TIMEOUT))?;
        // An alert perhaps, no answer, and the end.
        let mut heard = Vec::new();
        let ended = client.read_to_end(&mut heard);
        assert!(ended.is_ok() || heard.is_empty(), "{ended:?}");
        assert!(heard.len() < 16, "{heard:?}");
    }
    assert_eq!(json(&mut files.connect(port)?, "/")?["secure"], json!(true));
    drop(silent);
    Ok(())
}

#[test]
fn a_server_that_ends_does_not_wait_for_handshakes() -> Result<(), Failure> {
    let files = Files::new()?;
    let mut server = Server::start(
        application()?,
        &["--start-mode", "single", "--workers", "1"],
        &[("HTTPS", &files.config())],
    )?;
    let port = server.port()?;
    let _silent = TcpStream::connect(("127.0.0.1", port))?;
    // Accepted before this one, whose answer tells so.
    json(&mut files.connect(port)?, "/")?;
    server.running.signal(Signal::TERM)?;
    // The limit for requests in flight is 10 seconds.
    assert_eq!(
        server.running.ended(Duration::from_secs(8))?.code(),
        Some(0)
    );
    Ok(())
}

// CLU-002
#[test]
fn files_that_are_no_key_or_certificate_end_the_start() -> Result<(), Failure> {
    let (files, others) = (Files::new()?, Files::new()?);
    let key = files.path("key.pem");
    let broken = files.path("broken.pem");
    fs::write(
        &broken,
        "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n",
    )?;
    let absent = files.path("absent.pem");
    for (cert, why) in [
        (
            absent.clone(),
            "options.https.cert should exists".to_owned(),
        ),
        (
            broken.clone(),
            format!("https.cert: {broken} cannot be used: a certificate in it is broken: "),
        ),
        (
            key.clone(),
            format!("https.cert: {key} cannot be used: error:0480006C:PEM routines::no start line"),
        ),
        (
            others.path("cert.pem"),
            format!(
                "https.key: {key} cannot be used: error:05800074:x509 certificate routines::key values mismatch"
            ),
        ),
    ] {
        let folder = application()?;
        let mut running = spawn(&folder, &["--https.key", &key, "--https.cert", &cert], &[])?;
        assert_eq!(running.ended(TIMEOUT)?.code(), Some(1));
        assert!(
            running.stderr().contains(&why),
            "{why}\n{}",
            running.printed()
        );
    }
    // Named by the configuration, they are known once the application is.
    let config = json!({ "key": key, "cert": absent }).to_string();
    for mode in MODES {
        let folder = application()?;
        let mut running = spawn(
            &folder,
            &["--start-mode", mode, "--workers", "1"],
            &[("HTTPS", &config)],
        )?;
        assert_eq!(running.ended(TIMEOUT)?.code(), Some(1));
        assert_eq!(
            running
                .stderr()
                .matches("absent.pem cannot be read")
                .count(),
            1,
            "{}",
            running.printed()
        );
    }
    Ok(())
}

#[test]
fn a_reload_takes_a_new_certificate() -> Result<(), Failure> {
    let (files, others) = (Files::new()?, Files::new()?);
    let server = Server::start(application()?, &[], &[("HTTPS", &files.config())])?;
    for name in ["key.pem", "cert.pem"] {
        fs::copy(others.path(name), files.path(name))?;
    }
    server.running.signal(Signal::HUP)?;
    let port = server.port()?;
    wait_for(
        || {
            others
                .connect(port)
                .and_then(|mut client| json(&mut client, "/"))
                .ok()
        },
        || {
            format!(
                "a worker with the new certificate\n{}",
                server.running.printed()
            )
        },
    )?;
    Ok(())
}

// ---- Unix sockets

fn socket_of(folder: &Application) -> PathBuf {
    folder.home.join("server.sock")
}

fn start_unix(mode: &str, args: &[&str]) -> Result<(Server, PathBuf), Failure> {
    let folder = application()?;
    let path = socket_of(&folder);
    let mut all = vec!["--start-mode", mode];
    if mode == "single" {
        all.extend(["--workers", "1"]);
    }
    all.extend(args);
    let server = Server::start(folder, &all, &[("LISTEN_PATH", &path.to_string_lossy())])?;
    Ok((server, path))
}

fn ask(path: &Path) -> Result<Value, Failure> {
    json(&mut Connection::over(Stream::unix(path)?), "/")
}

// CLU-014, CLU-020
#[test]
fn a_unix_socket_wins_over_the_port_and_goes_with_the_server() -> Result<(), Failure> {
    for mode in MODES {
        for args in [&[][..], &["--hostname", "127.0.0.1"]] {
            let (mut server, path) = start_unix(mode, args)?;
            assert_eq!(Path::new(&server.address), path);
            let page = ask(&path)?;
            assert_eq!(page["address"], json!(path));
            // As under Node, such a client has no address.
            assert_eq!(page["remote"], json!([null, "undefined"]));
            assert_eq!(page.get("ip"), None);
            assert_eq!(page["href"], json!("http://localhost/"));
            server.running.signal(Signal::TERM)?;
            assert_eq!(server.running.ended(TIMEOUT)?.code(), Some(0));
            assert!(!path.exists(), "{mode} {args:?}: the socket is left behind");
        }
    }
    Ok(())
}

// CLU-008, CLU-014
#[test]
fn the_log_shows_the_path_and_no_port() -> Result<(), Failure> {
    let (server, path) = start_unix("process", &[])?;
    let out = server.running.stdout();
    let path = path.display();
    for line in [
        format!(r#"listening on {{"addressType":-1,"address":"{path}","port":-1}}"#),
        "started at -1, remain 0 (".to_owned(),
        format!("[master] egg started on {path} ("),
    ] {
        assert!(out.contains(&line), "{line}\n{out}");
    }
    Ok(())
}

// CLU-020
#[test]
fn what_a_killed_server_left_behind_does_not_stand_in_the_way() -> Result<(), Failure> {
    for mode in MODES {
        let folder = application()?;
        let path = socket_of(&folder);
        drop(UnixListener::bind(&path)?);
        let server = Server::start(
            folder,
            &["--start-mode", mode, "--workers", "1"],
            &[("LISTEN_PATH", &path.to_string_lossy())],
        )?;
        assert_eq!(ask(&path)?["protocol"], json!("http"));
        // Another server is told so, and leaves the socket alone.
        let mut second = spawn(
            &server.folder,
            &["--start-mode", mode, "--workers", "1"],
            &[("LISTEN_PATH", &path.to_string_lossy())],
        )?;
        assert_eq!(second.ended(TIMEOUT)?.code(), Some(1));
        assert!(
            second.stderr().contains("EADDRINUSE"),
            "{}",
            second.printed()
        );
        assert_eq!(ask(&path)?["protocol"], json!("http"));
    }
    Ok(())
}

#[test]
fn a_file_that_is_no_socket_is_not_touched() -> Result<(), Failure> {
    let folder = application()?;
    let path = socket_of(&folder);
    fs::write(&path, "somebody's")?;
    let mut running = spawn(
        &folder,
        &["--start-mode", "single", "--workers", "1"],
        &[("LISTEN_PATH", &path.to_string_lossy())],
    )?;
    assert_eq!(running.ended(TIMEOUT)?.code(), Some(1));
    assert_eq!(fs::read_to_string(&path)?, "somebody's");
    Ok(())
}

#[test]
fn reload_and_upgrade_keep_the_socket_and_the_last_master_removes_it() -> Result<(), Failure> {
    let (mut server, path) = start_unix("process", &[])?;
    let old = ask(&path)?["pid"].clone();
    let workers = |count| {
        wait_for(
            || (server_lines(&server.running) >= count).then_some(()),
            || format!("{count} workers\n{}", server.running.printed()),
        )
    };
    server.running.signal(Signal::HUP)?;
    workers(4)?;
    // The old ones still take connections until they are told to go.
    let is_new = || ask(&path).is_ok_and(|page| page["pid"] != old);
    wait_for(
        || is_new().then_some(()),
        || format!("new workers to answer\n{}", server.running.printed()),
    )?;
    server.running.signal(Signal::USR2)?;
    workers(6)?;
    server.running.exited(TIMEOUT)?;
    assert!(
        fs::metadata(&path)?.file_type().is_socket(),
        "the old master left it to the new one"
    );
    assert_eq!(ask(&path)?["protocol"], json!("http"));
    let home = server.folder.home.to_string_lossy().into_owned();
    let base = server.folder.base_dir.to_string_lossy().into_owned();
    let stopped = Command::new(coddle_tests::process::binary()?)
        .args(["stop", &base])
        .env("TMPDIR", home)
        .output()?;
    assert!(stopped.status.success(), "{stopped:?}");
    wait_for(
        || (!path.exists()).then_some(()),
        || "the socket to go".to_owned(),
    )
}

fn server_lines(running: &Running) -> usize {
    let out = running.stdout();
    let lines = out.lines().filter(|line| line.contains("] app_worker#"));
    lines.filter(|line| line.contains(" started at ")).count()
}

// CLU-017
#[test]
fn sticky_mode_needs_the_addresses_of_clients() -> Result<(), Failure> {
    let folder = application()?;
    let path = socket_of(&folder);
    let mut running = spawn(
        &folder,
        &["--sticky"],
        &[("LISTEN_PATH", &path.to_string_lossy())],
    )?;
    assert_eq!(running.ended(TIMEOUT)?.code(), Some(1));
    assert!(
        running
            .stderr()
            .contains("sticky mode goes by the addresses of clients"),
        "{}",
        running.printed()
    );
    assert!(!path.exists());
    Ok(())
}

// ---- Ports

// CLU-020
#[test]
fn without_a_hostname_both_kinds_of_addresses_are_served() -> Result<(), Failure> {
    let server = Server::start(
        application()?,
        &["--start-mode", "single", "--workers", "1"],
        &[],
    )?;
    let port = server.port()?;
    let mut client = Connection::open(port)?;
    let page = json(&mut client, "/")?;
    assert_eq!(page["ip"], json!("127.0.0.1"));
    // A machine without IPv6 listens on IPv4 alone, as Node does there.
    if page["address"]["family"] == json!("IPv6") {
        assert_eq!(page["address"]["address"], json!("::"));
        assert_eq!(page["remote"][0], json!("::ffff:127.0.0.1"));
    } else {
        assert_eq!(page["address"]["address"], json!("0.0.0.0"));
    }
    Ok(())
}

// CLU-016
#[test]
fn servers_that_all_say_so_may_share_a_port() -> Result<(), Failure> {
    for mode in MODES {
        let args = ["--workers", "1", "--start-mode", mode, "--reuse-port"];
        let first = Server::start(application()?, &args, &[])?;
        let port = first.port()?.to_string();
        let second = [&args[..], &["--port", &port]].concat();
        let server = Server::start(application()?, &second, &[])?;
        assert_eq!(server.port()?, first.port()?, "{mode}");

        let without = application()?;
        let mut refused = spawn(&without, &["--port", &port, "--start-mode", mode], &[])?;
        assert_eq!(refused.ended(TIMEOUT)?.code(), Some(1), "{mode}");
        assert!(refused.printed().contains("EADDRINUSE") || refused.printed().contains("in use"));
    }
    Ok(())
}

// CLU-025
#[test]
fn connections_that_stay_are_shared_out_among_workers() -> Result<(), Failure> {
    for mode in ["process", "worker_threads"] {
        let cluster = Cluster::start(&faults::application(), &["--start-mode", mode], &[])?;
        let mut kept = Vec::new();
        let mut served = BTreeMap::<String, usize>::new();
        for _ in 0..16 {
            let mut connection = Connection::open(cluster.port)?;
            let worker = connection.get("/worker", TIMEOUT)?.text();
            *served.entry(worker).or_default() += 1;
            kept.push(connection);
        }
        assert_eq!(served.len(), 2, "{mode}: {served:?}");
        assert!(
            served.values().all(|count| *count > 2),
            "{mode}: {served:?}"
        );
    }
    Ok(())
}
