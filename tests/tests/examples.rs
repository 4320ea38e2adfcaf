//! The applications under examples/ do what their README says. Statuses and texts were seen on real egg 3 first.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use coddle_tests::application::Application;
use coddle_tests::fixture::Failure;
use coddle_tests::http::{self, Connection, Jar, Response};
use coddle_tests::process::{self, Running};
use serde_json::{Value, json};

/// A running example and a browser that keeps its cookies.
struct Example {
    port: u16,
    jar: Jar,
    _application: Application,
    _running: Running,
}

impl Example {
    fn start(name: &str, env: &str) -> Result<Self, Failure> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../examples")
            .join(name);
        let application = Application::copy_of(&folder)?;
        let mut running = process::start(&application, Some(env), &BTreeMap::new())?;
        Ok(Self {
            port: running.listening()?,
            jar: Jar::new(),
            _application: application,
            _running: running,
        })
    }

    fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Response, Failure> {
        let mut lines = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            lines.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.jar.is_empty() {
            let pairs: Vec<String> = self
                .jar
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            lines.push_str(&format!("Cookie: {}\r\n", pairs.join("; ")));
        }
        let mut connection = Connection::open(self.port)?;
        connection.send(format!("{lines}\r\n{body}").as_bytes())?;
        let answer = connection
            .read(method == "HEAD", Duration::from_secs(15))?
            .map_err(|why| format!("no answer to {method} {path}: {why:?}"))?;
        http::keep_cookies(&answer, &mut self.jar);
        Ok(answer)
    }

    fn get(&mut self, path: &str) -> Result<Response, Failure> {
        self.ask("GET", path, &[], "")
    }

    /// A call of the API by a writer; the answer's status and JSON.
    fn write(&mut self, method: &str, path: &str, body: &Value) -> Result<(u16, Value), Failure> {
        let headers = [
            ("x-api-key", "let-me-in"),
            ("Content-Type", "application/json"),
        ];
        let answer = self.ask(method, path, &headers, &body.to_string())?;
        let value = if answer.body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&answer.body)?
        };
        Ok((answer.status, value))
    }

    /// A form as a browser sends it.
    fn submit(&mut self, path: &str, form: &str) -> Result<Response, Failure> {
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        self.ask("POST", path, &headers, form)
    }
}

fn json_of(answer: &Response) -> Result<Value, Failure> {
    Ok(serde_json::from_slice(&answer.body)?)
}

#[test]
fn hello_says_hello() -> Result<(), Failure> {
    let mut hello = Example::start("hello", "prod")?;
    let answer = hello.get("/")?;
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (200, "hello, world")
    );
    assert_eq!(
        answer.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    Ok(())
}

#[test]
fn the_blog_shows_pages_of_posts() -> Result<(), Failure> {
    let mut blog = Example::start("blog", "prod")?;
    let first = blog.get("/")?;
    assert_eq!(
        first.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(
        first
            .text()
            .contains("<a href=\"/posts/12\">On a soufflé, part 2</a>")
    );
    assert!(first.text().contains("&lt;in brief&gt;"));
    let last = blog.get("/?page=3")?.text();
    assert!(last.contains("/posts/1\"") && !last.contains("older"));
    let beyond = blog.get("/?page=4")?;
    assert_eq!(beyond.status, 404);
    assert!(beyond.text().contains("<h1>There is no page 4</h1>"));
    Ok(())
}

#[test]
fn the_blog_has_settings_of_its_own_for_tests_and_for_working_on_it() -> Result<(), Failure> {
    for (env, title, pages) in [
        ("unittest", "The Coddled Egg", 2),
        ("local", "The Coddled Egg (local)", 6),
        ("prod", "The Coddled Egg", 3),
    ] {
        let mut blog = Example::start("blog", env)?;
        let page = blog.get("/")?.text();
        assert!(
            page.contains(&format!("<title>Page 1 - {title}</title>")),
            "{env}: {page}"
        );
        assert_eq!(json_of(&blog.get("/api/posts")?)?["pages"], pages, "{env}");
    }
    Ok(())
}

#[test]
fn the_blogs_api_creates_changes_and_removes_posts() -> Result<(), Failure> {
    let mut blog = Example::start("blog", "prod")?;
    let fields = json!({ "title": "Poached", "text": "Swirl the water.", "author": "Ada" });
    let (status, post) = blog.write("POST", "/api/posts", &fields)?;
    assert_eq!(status, 201);
    assert_eq!(
        post,
        json!({ "id": 13, "title": "Poached", "text": "Swirl the water.", "author": "Ada", "comments": [] })
    );
    let (status, post) = blog.write("PUT", "/api/posts/13", &json!({ "title": "Poached well" }))?;
    assert_eq!((status, &post["title"]), (200, &json!("Poached well")));
    assert_eq!(json_of(&blog.get("/api/posts/13")?)?, post);
    assert_eq!(
        blog.write("DELETE", "/api/posts/13", &json!({}))?,
        (204, Value::Null)
    );
    assert_eq!(blog.get("/api/posts/13")?.status, 404);
    Ok(())
}

#[test]
fn the_blogs_api_tells_where_a_new_post_is_and_what_is_wrong_with_a_bad_one() -> Result<(), Failure>
{
    let mut blog = Example::start("blog", "prod")?;
    let headers = [
        ("x-api-key", "let-me-in"),
        ("Content-Type", "application/json"),
        ("x-request-id", "abc"),
    ];
    let created = blog.ask(
        "POST",
        "/api/posts",
        &headers,
        r#"{"title":"a","text":"b","author":"c"}"#,
    )?;
    assert_eq!(created.header("location"), Some("/api/posts/13"));
    assert_eq!(created.header("x-request-id"), Some("abc"));
    let refused = blog.ask("POST", "/api/posts", &headers, r#"{"title":"a"}"#)?;
    assert_eq!(refused.status, 422);
    assert_eq!(
        json_of(&refused)?,
        json!({
            "error": "That is not complete",
            "errors": [
                { "field": "text", "message": "must be a text" },
                { "field": "author", "message": "must be a text" },
            ],
            "requestId": "abc",
        })
    );
    let stranger = blog.ask("POST", "/api/posts", &[], "")?;
    assert_eq!(stranger.status, 401);
    Ok(())
}

#[test]
fn a_reader_of_the_blog_comments_and_is_remembered() -> Result<(), Failure> {
    let mut blog = Example::start("blog", "prod")?;
    let page = blog.get("/posts/1")?.text();
    let token = page
        .split("name=\"_csrf\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .ok_or("the form has no token")?
        .to_owned();
    let refused = blog.submit("/posts/1/comments", "name=Bob&text=hi")?;
    assert_eq!(refused.status, 403);
    let answer = blog.submit(
        "/posts/1/comments",
        &format!("_csrf={token}&name=Bob&text=%3Cb%3Ebold"),
    )?;
    assert_eq!(
        (answer.status, answer.header("location")),
        (302, Some("/posts/1"))
    );
    let page = blog.get("/posts/1")?.text();
    assert!(page.contains("<p><b>Bob</b>: &lt;b&gt;bold</p>"), "{page}");
    assert!(page.contains("Welcome back, Bob."), "{page}");
    let name = blog.jar.get("name").ok_or("no cookie is kept")?;
    assert!(!name.contains("Bob"), "the cookie is encrypted");
    Ok(())
}

#[test]
fn the_blogs_plugin_counts_answers_and_its_files_are_served() -> Result<(), Failure> {
    let mut blog = Example::start("blog", "prod")?;
    assert_eq!(blog.get("/")?.status, 200);
    assert_eq!(blog.get("/nowhere")?.status, 404);
    assert_eq!(blog.get("/blog")?.status, 301);
    // static files come before the plugin's middleware
    let style = blog.get("/public/style.css")?;
    assert_eq!(
        (style.status, style.header("content-type")),
        (200, Some("text/css; charset=utf-8"))
    );
    assert_eq!(
        json_of(&blog.get("/api/stats")?)?,
        json!({ "answers": 4, "2xx": 2, "3xx": 1, "4xx": 1, "5xx": 0 })
    );
    Ok(())
}
