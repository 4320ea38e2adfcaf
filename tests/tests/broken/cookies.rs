//! Cookies that were cut, changed or made up.

use std::collections::BTreeMap;

use coddle_tests::fixture::Failure;
use coddle_tests::http::Connection;
use coddle_tests::process;

use super::{PATIENCE, application};

const CONFIG: &str = "exports.keys = 'test'; exports.logger = { consoleLevel: 'NONE' };";
const ROUTER: &str = "
module.exports = app => {
  app.router.get('/in', async ctx => {
    ctx.session.user = 'seventeen';
    ctx.cookies.set('signed', 'of the house');
    ctx.cookies.set('sealed', 'a secret', { encrypt: true });
    ctx.body = 'in';
  });
  app.router.get('/who', async ctx => {
    const { user = 'nobody' } = ctx.session;
    ctx.body = [ user, ctx.cookies.get('signed') ?? 'none', ctx.cookies.get('sealed', { encrypt: true }) ?? 'none' ].join('|');
  });
};";

/// Cookies that the application reads, with the one that holds the signature.
const NAMES: [&str; 4] = ["EGG_SESS", "signed", "signed.sig", "sealed"];

/// Numbers that look random and are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn character(&mut self) -> char {
        const ALPHABET: &[u8] = b"ABCYZabcyz0189+/-_=.!~*'()%";
        char::from(ALPHABET[self.below(ALPHABET.len())])
    }

    /// `text` cut, changed, longer, or something else altogether.
    fn forged(&mut self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        let at = self.below(characters.len());
        match self.below(6) {
            0 => characters.truncate(at),
            1 => characters[at] = self.character(),
            2 => characters.insert(at, self.character()),
            3 => drop(characters.remove(at)),
            4 => characters.rotate_left(at),
            _ => characters = (0..at).map(|_| self.character()).collect(),
        }
        characters.into_iter().collect()
    }
}

fn who(connection: &mut Connection, cookies: &[(String, String)]) -> Result<Vec<String>, Failure> {
    let pairs: Vec<String> = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let request = format!(
        "GET /who HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {}\r\n\r\n",
        pairs.join("; ")
    );
    connection.send(request.as_bytes())?;
    let answer = connection
        .read(false, PATIENCE)?
        .map_err(|why| format!("no answer to {pairs:?}: {why:?}"))?;
    if answer.status != 200 {
        return Err(format!("{} to {pairs:?}: {}", answer.status, answer.text()).into());
    }
    Ok(answer.text().split('|').map(str::to_owned).collect())
}

// MW-065, LCH-040, LCH-042
#[test]
fn a_forged_or_cut_cookie_is_none_and_fails_nobody() -> Result<(), Failure> {
    let application = application(&[
        ("config/config.default.js", CONFIG),
        ("app/router.js", ROUTER),
    ])?;
    let mut running = process::start(&application, Some("prod"), &BTreeMap::new())?;
    let mut connection = Connection::open(running.listening()?)?;
    connection.send(b"GET /in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
    let answer = connection
        .read(false, PATIENCE)?
        .map_err(|why| format!("no answer: {why:?}"))?;
    let cookies: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .filter_map(|(_, value)| value.split(';').next()?.split_once('='))
        .filter(|(name, _)| NAMES.contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    assert_eq!(cookies.len(), NAMES.len(), "{cookies:?}");
    let real = ["seventeen", "of the house", "a secret"];
    assert_eq!(who(&mut connection, &cookies)?, real);

    let mut numbers = Numbers(0xc00_c1e5);
    let mut refused = 0;
    let rounds = 1500;
    for round in 0..rounds {
        let changed = numbers.below(cookies.len());
        let mut forged = cookies.clone();
        let (name, value) = &cookies[changed];
        forged[changed].1 = numbers.forged(value);
        if forged[changed].1 == *value {
            continue;
        }
        let seen = who(&mut connection, &forged)?;
        let place = match name.as_str() {
            "EGG_SESS" => 0,
            "sealed" => 2,
            _ => 1,
        };
        let nothing = ["nobody", "none", "none"];
        for (at, text) in seen.iter().enumerate() {
            // Base64 has several spellings of some bytes: what is the same cookie to egg may be read. A signature is a text.
            let is_spelling = at == place && place != 1 && text == real[at];
            let expected = if at == place { nothing[at] } else { real[at] };
            assert!(
                text == expected || is_spelling,
                "round {round}: {text:?} of {:?}",
                forged[changed]
            );
        }
        refused += usize::from(seen[place] == nothing[place]);
    }
    assert!(
        refused > rounds * 3 / 4,
        "only {refused} of {rounds} were refused"
    );
    Ok(())
}
