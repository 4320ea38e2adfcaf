//! Session tickets: a server's sessions, sealed with its own keys and kept by its clients (RFC 5077).

use std::sync::{PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use rustls::server::ProducesTickets;

/// Bytes of the keys as `getTicketKeys()` shows them: a name, and an AES key.
pub(super) const KEYS: usize = 48;
const NAME: usize = 16;
const TIME: usize = 8;

/// Which session a server takes up again is told by the tickets that it sealed. Until [`Tickets::set_keys`] the keys are random ones.
#[derive(Debug)]
pub(super) struct Tickets {
    keys: RwLock<[u8; KEYS]>,
    /// Seconds that a ticket is good for.
    lifetime: u32,
}

impl Tickets {
    /// `keys`: random ones for `None`. None when the system has no random bytes.
    pub(super) fn new(keys: Option<[u8; KEYS]>, lifetime: u32) -> Option<Tickets> {
        let keys = match keys {
            Some(keys) => keys,
            None => {
                let mut keys = [0; KEYS];
                getrandom::fill(&mut keys).ok()?;
                keys
            }
        };
        Some(Tickets {
            keys: RwLock::new(keys),
            lifetime,
        })
    }

    pub(super) fn keys(&self) -> [u8; KEYS] {
        *self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tickets of other keys are worth nothing from now on.
    pub(super) fn set_keys(&self, keys: [u8; KEYS]) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }
}

fn cipher(keys: &[u8; KEYS]) -> Option<LessSafeKey> {
    let key = UnboundKey::new(&AES_256_GCM, &keys[NAME..]).ok()?;
    Some(LessSafeKey::new(key))
}

fn now() -> Option<u64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}

/// A ticket is the keys' name, a nonce, and sealed: when it was made (seconds, big endian) and the session.
impl ProducesTickets for Tickets {
    fn enabled(&self) -> bool {
        true
    }

    fn lifetime(&self) -> u32 {
        self.lifetime
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let keys = self.keys();
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).ok()?;
        let mut sealed = now()?.to_be_bytes().to_vec();
        sealed.extend_from_slice(plain);
        cipher(&keys)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(&keys[..NAME]),
                &mut sealed,
            )
            .ok()?;
        Some([&keys[..NAME], nonce.as_slice(), &sealed].concat())
    }

    fn decrypt(&self, ticket: &[u8]) -> Option<Vec<u8>> {
        let keys = self.keys();
        let (name, rest) = ticket.split_at_checked(NAME)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>()?;
        if name != &keys[..NAME] {
            return None;
        }
        let mut sealed = sealed.to_vec();
        let opened = cipher(&keys)?
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(name),
                &mut sealed,
            )
            .ok()?;
        let (made, session) = opened.split_first_chunk::<TIME>()?;
        let age = now()?.checked_sub(u64::from_be_bytes(*made))?;
        (age <= u64::from(self.lifetime)).then(|| session.to_vec())
    }
}
