//! Cookies against the answers of egg-cookies 2.10.1 (golden/cookies.js).

mod common;

use coddle_koa::cookies::cookie::parse_max_age;
use coddle_koa::cookies::user_agent::{is_partitioned_compatible, is_same_site_none_compatible};
use coddle_koa::cookies::{
    CookieError, CookieOptions, Cookies, GetOptions, Keygrip, SameSite, find,
};
use common::{Numbers, list, text};
use serde_json::{Value, json};

/// The time at which the answers were recorded.
const NOW: i64 = 1_700_000_000_000;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/cookies.json")).expect("cookies.json is JSON")
}

fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(set) => *set,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Object(object) => !object.contains_key("undefined") && !object.contains_key("nan"),
        Value::Array(_) => true,
    }
}

fn truthy_text(value: &Value) -> Option<String> {
    truthy(value).then(|| value.as_str().expect("a text").to_owned())
}

/// Lays recorded options over others, as `Object.assign` does.
fn assign(options: &mut CookieOptions, recorded: &Value) {
    for (name, value) in recorded.as_object().into_iter().flatten() {
        match name.as_str() {
            "path" => options.path = truthy_text(value),
            "domain" => options.domain = truthy_text(value),
            "priority" => options.priority = truthy_text(value),
            "httpOnly" => options.http_only = truthy(value),
            "overwrite" => options.overwrite = truthy(value),
            "partitioned" => options.partitioned = truthy(value),
            "removeUnpartitioned" => options.remove_unpartitioned = truthy(value),
            "encrypt" => options.encrypt = truthy(value),
            "signed" => options.signed = *value != json!(false),
            "secure" => options.secure = value.as_bool(),
            "expires" => options.expires = Some(value.as_f64().unwrap_or(f64::NAN)),
            "maxAge" => {
                options.max_age = parse_max_age(value.as_str().unwrap_or(&value.to_string()))
            }
            "sameSite" => {
                options.same_site = match value {
                    Value::Bool(true) => SameSite::True,
                    Value::String(text) => SameSite::Text(text.clone()),
                    _ => SameSite::Unset,
                }
            }
            "autoChips" => {}
            unknown => panic!("an option that is not known: {unknown}"),
        }
    }
}

/// What a recorded request and its application are like, for [`Cookies`].
struct Setup {
    keys: Option<Keygrip>,
    defaults: CookieOptions,
    recorded: Value,
}

impl Setup {
    fn new(recorded: &Value) -> Self {
        let keys = recorded["keys"].as_array().map(|keys| {
            Keygrip::new(keys.iter().map(|key| key.as_str().expect("a key")))
                .expect("one key or more")
        });
        let mut defaults = CookieOptions::default();
        assign(&mut defaults, &recorded["defaults"]);
        Self {
            keys,
            defaults,
            recorded: recorded.clone(),
        }
    }

    fn cookies(&self) -> Cookies<'_> {
        Cookies {
            keys: self.keys.as_ref(),
            defaults: &self.defaults,
            auto_chips: self.recorded["defaults"]["autoChips"] == true,
            secure: self.recorded["secure"] == true,
            user_agent: self.recorded["agent"].as_str().unwrap_or_default(),
            now: NOW,
        }
    }

    fn headers(&self) -> Vec<String> {
        let headers = self.recorded["headers"].as_array().into_iter().flatten();
        headers
            .map(|header| header.as_str().expect("a header").to_owned())
            .collect()
    }
}

fn assert_error(error: &CookieError, vector: &Value) {
    assert_eq!(error.to_string(), vector["error"]["message"], "{vector}");
    let code = matches!(error, CookieError::Assertion(_)).then_some("ERR_ASSERTION");
    assert_eq!(json!(code), vector["error"]["code"], "{vector}");
}

// LCH-043, LCH-044, LCH-045, LCH-046, LCH-047, LCH-049, LCH-050, LCH-051, LCH-052, LCH-053, LCH-054, LCH-056
#[test]
fn set_writes_the_headers_that_egg_cookies_writes() {
    for vector in list(&golden(), "set") {
        let setup = Setup::new(&vector["setup"]);
        let mut options = setup.defaults.clone();
        assign(&mut options, &vector["options"]);
        let mut headers = setup.headers();
        let value = vector["value"].as_str().unwrap_or_default();
        match setup
            .cookies()
            .set(&mut headers, text(vector, "name"), value, &options)
        {
            Ok(set) => {
                assert!(vector["error"].is_null(), "{vector}");
                let events: Vec<Value> = set
                    .limit_exceeded
                    .into_iter()
                    .map(|value| json!(["cookieLimitExceed", value]))
                    .collect();
                assert_eq!(json!(events), vector["events"], "{vector}");
            }
            Err(error) => assert_error(&error, vector),
        }
        assert_eq!(json!(headers), vector["headers"], "{vector}");
    }
}

// LCH-039, LCH-040, LCH-041, LCH-042, LCH-053, LCH-056
#[test]
fn get_reads_verifies_and_signs_anew_as_egg_cookies_does() {
    for vector in list(&golden(), "get") {
        let setup = Setup::new(&vector["setup"]);
        let options = GetOptions {
            signed: vector["options"]["signed"] != false && vector["options"]["encrypt"] != true,
            encrypt: vector["options"]["encrypt"] == true,
        };
        let mut headers = setup.headers();
        let name = text(vector, "name");
        match setup.cookies().get(
            text(&vector["setup"], "cookie"),
            name,
            options,
            &mut headers,
        ) {
            Ok(value) => {
                assert!(vector["error"].is_null(), "{vector}");
                assert_eq!(json!(value), vector["got"], "{vector}");
            }
            Err(error) => assert_error(&error, vector),
        }
        assert_eq!(json!(headers), vector["headers"], "{vector}");
    }
}

// LCH-041, LCH-042, LCH-047, LCH-048
#[test]
fn keys_sign_verify_encrypt_and_decrypt_as_keygrip_does() {
    let others = ["k1", "k2"].map(|key| Keygrip::new([key]).expect("a key"));
    for vector in list(&golden(), "keygrip") {
        let keys = Keygrip::new(
            list(vector, "keys")
                .iter()
                .map(|key| key.as_str().expect("a key")),
        )
        .expect("keys");
        let plain = text(vector, "text");
        assert_eq!(keys.sign(plain), text(vector, "sign"));
        let verified: Vec<i64> = others
            .iter()
            .map(|other| {
                keys.verify(plain, &other.sign(plain))
                    .map_or(-1, |at| i64::try_from(at).expect("few keys"))
            })
            .collect();
        assert_eq!(json!(verified), vector["verified"], "{vector}");
        let hex: String = keys
            .encrypt(plain)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(hex, text(vector, "encrypted"));
        let opened: Vec<Option<String>> = others
            .iter()
            .map(|other| {
                keys.decrypt(&other.encrypt(plain))
                    .map(|(text, _)| String::from_utf8_lossy(&text).into_owned())
            })
            .collect();
        assert_eq!(json!(opened), vector["opened"], "{vector}");
    }
}

// LCH-057, LCH-058
#[test]
fn the_vectors_of_the_compatibility_table_hold() {
    let keys = Keygrip::new(["k1"]).expect("a key");
    assert_eq!(
        keys.sign("a=1"),
        "_Ve2nGb64lt4sPTnBBl1dy61rKkrBfsc75-k1eU5YY0"
    );
    let encrypted = [
        0x29, 0x4c, 0x8f, 0x0d, 0x9a, 0xf5, 0xb1, 0x5c, 0xb1, 0x05, 0x32, 0x81, 0xf7, 0xa3, 0xcd,
        0x3e,
    ];
    assert_eq!(keys.encrypt("x"), encrypted);
    assert_eq!(keys.seal("enc"), "KCH3h35tPiN46P9ozGOSSw==");
    assert_eq!(
        keys.open("KCH3h35tPiN46P9ozGOSSw==").as_deref(),
        Some("enc")
    );
}

// LCH-052, LCH-053
#[test]
fn browsers_are_told_apart_as_egg_cookies_does() {
    for vector in list(&golden(), "agents") {
        let agent = text(vector, "agent");
        assert_eq!(
            is_same_site_none_compatible(agent),
            vector["none"],
            "{agent}"
        );
        assert_eq!(
            is_partitioned_compatible(agent),
            vector["partitioned"],
            "{agent}"
        );
    }
}

// LCH-056
#[test]
fn a_keygrip_needs_a_key() {
    let error = Keygrip::new([] as [&str; 0]).expect_err("no key");
    assert_eq!(
        error.to_string(),
        "keys must be provided and should be an array"
    );
}

#[test]
fn no_header_name_or_value_makes_cookies_panic() {
    let keys = Keygrip::new(["k1", "k2"]).expect("keys");
    let defaults = CookieOptions::default();
    let mut numbers = Numbers(2024);
    let alphabet: Vec<char> = "a=;. %sig\u{e9}\u{1f600}\n\"/_-(iPOS; CPU 12Chrom/1.)UCBrowser"
        .chars()
        .collect();
    for _ in 0..10_000 {
        let (header, name) = (numbers.text(&alphabet, 40), numbers.text(&alphabet, 4));
        let cookies = Cookies {
            keys: Some(&keys),
            defaults: &defaults,
            auto_chips: numbers.below(2) == 0,
            secure: numbers.below(2) == 0,
            user_agent: &header,
            now: NOW,
        };
        let mut headers = Vec::new();
        let options = CookieOptions {
            encrypt: numbers.below(2) == 0,
            same_site: SameSite::Text(String::from("none")),
            ..CookieOptions::default()
        };
        if cookies.set(&mut headers, &name, &header, &options).is_ok() {
            assert!(
                headers
                    .iter()
                    .any(|set| set.starts_with(&format!("{name}=")))
            );
        }
        let encrypt = numbers.below(2) == 0;
        let _ = cookies.get(
            &header,
            &name,
            GetOptions {
                signed: !encrypt,
                encrypt,
            },
            &mut headers,
        );
        let _ = find(&header, &name);
    }
}
