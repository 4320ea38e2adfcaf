//! A cipher at work: `update`, `final` and what may be set between, in the states that Node's has.

use subtle::ConstantTimeEq as _;

use super::authenticated::{self, Authenticated, Ccm};
use super::blocks::{self, Transform};
use super::names::{Cipher, Mode};
use super::wrap::Wrapper;
use crate::crypto::fault::{Fault, Outcome};

pub(crate) struct Running {
    cipher: &'static Cipher,
    encrypt: bool,
    body: Body,
    padding: bool,
    /// Bytes of the tag; unknown for a GCM until it is set or made.
    tag_length: Option<usize>,
    /// The tag that was given, or that was made.
    tag: Option<Vec<u8>>,
}

enum Body {
    /// ECB and CBC, and the bytes that are no whole block yet.
    Blocks(Box<dyn Transform>, Vec<u8>),
    Stream(Box<dyn Transform>),
    Authenticated(Box<dyn Authenticated>),
    Ccm(Message),
    Wrap {
        key: Vec<u8>,
        iv: Vec<u8>,
        failed: bool,
    },
    /// After `final`.
    Done,
}

/// What CCM needs at once.
struct Message {
    key: Vec<u8>,
    nonce: Vec<u8>,
    associated: Vec<u8>,
    /// Data went through.
    used: bool,
    /// It was not authentic.
    failed: bool,
}

fn invalid_iv() -> Fault {
    Fault::type_error("ERR_CRYPTO_INVALID_IV", "Invalid initialization vector")
}

fn invalid_tag(length: usize) -> Fault {
    Fault::type_error(
        "ERR_CRYPTO_INVALID_AUTH_TAG",
        format!("Invalid authentication tag length: {length}"),
    )
}

fn not_authentic() -> Fault {
    Fault::plain("Unsupported state or unable to authenticate data")
}

fn wrong_length() -> Fault {
    Fault::openssl(
        "1C80006B",
        "Provider routines",
        "wrong final block length",
        "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH",
    )
}

fn bad_decrypt() -> Fault {
    Fault::openssl(
        "1C800064",
        "Provider routines",
        "bad decrypt",
        "ERR_OSSL_BAD_DECRYPT",
    )
}

fn is_gcm_tag(length: usize) -> bool {
    matches!(length, 4 | 8 | 12..=16)
}

impl Running {
    /// `iv`: empty for none. `tag_length`: `options.authTagLength`.
    pub(crate) fn new(
        name: &str,
        encrypt: bool,
        key: &[u8],
        iv: &[u8],
        tag_length: Option<usize>,
    ) -> Outcome<Running> {
        let cipher = Cipher::named(name).ok_or_else(|| match super::names::is_legacy(name) {
            true => Fault::openssl(
                "0308010C",
                "digital envelope routines",
                "unsupported",
                "ERR_OSSL_EVP_UNSUPPORTED",
            ),
            false => Fault::error("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher"),
        })?;
        if key.len() != cipher.key_length() {
            return Err(Fault::range_error(
                "ERR_CRYPTO_INVALID_KEYLEN",
                "Invalid key length",
            ));
        }
        let mode = cipher.mode;
        let fits = match mode {
            Mode::Gcm => !iv.is_empty(),
            Mode::Ccm => matches!(iv.len(), 7..=13),
            Mode::Poly1305 => matches!(iv.len(), 1..=12),
            _ => iv.len() == cipher.iv_length,
        };
        if !fits {
            return Err(invalid_iv());
        }
        let tag_length = match (mode, tag_length) {
            (Mode::Gcm, Some(length)) if !is_gcm_tag(length) => return Err(invalid_tag(length)),
            (Mode::Ccm, None) => {
                return Err(Fault::type_error(
                    "ERR_CRYPTO_INVALID_AUTH_TAG",
                    format!("authTagLength required for {name}"),
                ));
            }
            (Mode::Ccm, Some(length)) if !matches!(length, 4 | 6 | 8 | 10 | 12 | 14 | 16) => {
                return Err(invalid_tag(length));
            }
            (Mode::Poly1305, Some(length)) if !matches!(length, 1..=16) => {
                return Err(invalid_tag(length));
            }
            (Mode::Poly1305, None) => Some(16),
            (_, length) => length,
        };
        let body = match mode {
            Mode::Gcm | Mode::Poly1305 => {
                authenticated::open(cipher.algorithm, mode, key, iv, encrypt)
                    .map(Body::Authenticated)
            }
            Mode::Ccm => Some(Body::Ccm(Message {
                key: key.to_vec(),
                nonce: iv.to_vec(),
                associated: Vec::new(),
                used: false,
                failed: false,
            })),
            Mode::Wrap | Mode::WrapPad | Mode::WrapDes => Some(Body::Wrap {
                key: key.to_vec(),
                iv: iv.to_vec(),
                failed: false,
            }),
            _ => blocks::transform(cipher.algorithm, mode, key, iv, encrypt).map(|transform| {
                match mode {
                    Mode::Ecb | Mode::Cbc => Body::Blocks(transform, Vec::new()),
                    _ => Body::Stream(transform),
                }
            }),
        };
        Ok(Running {
            cipher,
            encrypt,
            body: body.ok_or_else(invalid_iv)?,
            padding: true,
            tag_length,
            tag: None,
        })
    }

    pub(crate) fn update(&mut self, mut data: Vec<u8>) -> Outcome<Vec<u8>> {
        let unsupported = || Fault::plain("Trying to add data in unsupported state");
        match &mut self.body {
            Body::Done => Err(unsupported()),
            Body::Stream(transform) => {
                transform.run(&mut data);
                Ok(data)
            }
            Body::Authenticated(cipher) => {
                cipher.run(&mut data);
                Ok(data)
            }
            Body::Blocks(transform, pending) => {
                pending.append(&mut data);
                let size = self.cipher.block_size();
                // A decryptor keeps a whole last block: its padding is to go.
                let kept = usize::from(!self.encrypt && self.padding);
                let ready = pending.len().saturating_sub(kept) / size * size;
                let rest = pending.split_off(ready);
                let mut output = std::mem::replace(pending, rest);
                transform.run(&mut output);
                Ok(output)
            }
            Body::Ccm(message) => {
                if message.used {
                    return Err(unsupported());
                }
                message.used = true;
                let room = 15 - message.nonce.len();
                if room < 8 && data.len() as u64 >= 1 << (8 * room) {
                    return Err(Fault::range_error(
                        "ERR_CRYPTO_INVALID_MESSAGELEN",
                        "Invalid message length",
                    ));
                }
                let ccm = Ccm {
                    algorithm: self.cipher.algorithm,
                    key: &message.key,
                    nonce: &message.nonce,
                    associated: &message.associated,
                    tag_length: self.tag_length.unwrap_or(16),
                };
                if self.encrypt {
                    self.tag = ccm.encrypt(&mut data);
                    return Ok(data);
                }
                let expected = self.tag.as_deref().unwrap_or_default();
                if ccm.decrypt(&mut data, expected) == Some(true) {
                    return Ok(data);
                }
                // What is not authentic is not shown; `final` says so.
                message.failed = true;
                Ok(Vec::new())
            }
            Body::Wrap { key, iv, failed } => {
                let wrapper = Wrapper {
                    mode: self.cipher.mode,
                    algorithm: self.cipher.algorithm,
                    key,
                    iv,
                };
                let output = match self.encrypt {
                    true => wrapper.wrap(&data),
                    false => wrapper.unwrap(&data),
                };
                *failed = output.is_none();
                output.ok_or_else(unsupported)
            }
        }
    }

    pub(crate) fn finish(&mut self) -> Outcome<Vec<u8>> {
        match std::mem::replace(&mut self.body, Body::Done) {
            Body::Done => Err(Fault::error("ERR_CRYPTO_INVALID_STATE", "Invalid state")),
            Body::Stream(_) => Ok(Vec::new()),
            Body::Wrap { failed: false, .. } => Ok(Vec::new()),
            Body::Wrap { failed: true, .. } => Err(Fault::plain("Unsupported state")),
            Body::Ccm(message) => {
                let made = if self.encrypt {
                    self.tag.is_some()
                } else {
                    message.used
                };
                match made && !message.failed {
                    true => Ok(Vec::new()),
                    false => Err(not_authentic()),
                }
            }
            Body::Authenticated(cipher) => {
                let made = cipher.tag();
                if self.encrypt {
                    let length = self.tag_length.unwrap_or(made.len());
                    self.tag = Some(made[..length].to_vec());
                    return Ok(Vec::new());
                }
                match &self.tag {
                    Some(expected) if bool::from(made[..expected.len()].ct_eq(expected)) => {
                        Ok(Vec::new())
                    }
                    _ => Err(not_authentic()),
                }
            }
            Body::Blocks(mut transform, mut pending) => {
                let size = self.cipher.block_size();
                if !self.padding {
                    return match pending.is_empty() {
                        true => Ok(Vec::new()),
                        false => Err(wrong_length()),
                    };
                }
                if self.encrypt {
                    let missing = size - pending.len();
                    pending.resize(size, missing as u8);
                    transform.run(&mut pending);
                    return Ok(pending);
                }
                if pending.len() != size {
                    return Err(wrong_length());
                }
                transform.run(&mut pending);
                let padding = usize::from(pending[size - 1]);
                let holds = (1..=size).contains(&padding)
                    && pending[size - padding..]
                        .iter()
                        .all(|&byte| usize::from(byte) == padding);
                if !holds {
                    return Err(bad_decrypt());
                }
                pending.truncate(size - padding);
                Ok(pending)
            }
        }
    }

    /// False after `final`.
    pub(crate) fn set_padding(&mut self, padding: bool) -> bool {
        self.padding = padding;
        !matches!(self.body, Body::Done)
    }

    /// False in a state or mode that takes none. `message_length`: `options.plaintextLength`.
    pub(crate) fn associate(
        &mut self,
        data: &[u8],
        message_length: Option<usize>,
    ) -> Outcome<bool> {
        match &mut self.body {
            Body::Authenticated(cipher) => cipher.associate(data),
            Body::Ccm(message) => {
                if message_length.is_none() {
                    return Err(Fault::type_error(
                        "ERR_MISSING_ARGS",
                        "options.plaintextLength required for CCM mode with AAD",
                    ));
                }
                message.associated.extend_from_slice(data);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// False in a state or mode that takes none.
    pub(crate) fn set_tag(&mut self, tag: Vec<u8>) -> Outcome<bool> {
        let is_open = !matches!(self.body, Body::Done);
        let mode = self.cipher.mode;
        if !mode.is_authenticated() || self.encrypt || self.tag.is_some() || !is_open {
            return Ok(false);
        }
        let fits = match mode {
            Mode::Gcm => {
                is_gcm_tag(tag.len()) && self.tag_length.is_none_or(|length| length == tag.len())
            }
            _ => self.tag_length == Some(tag.len()),
        };
        if !fits {
            return Err(invalid_tag(tag.len()));
        }
        self.tag = Some(tag);
        Ok(true)
    }

    /// None before `final`, and when decrypting.
    pub(crate) fn tag(&self) -> Option<&[u8]> {
        match (&self.body, self.encrypt) {
            (Body::Done, true) => self.tag.as_deref(),
            _ => None,
        }
    }
}
