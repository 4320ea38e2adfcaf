//! OpenSSL's ciphers by name: what each is made of, and its sizes.

/// A block or stream cipher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Aes128,
    Aes192,
    Aes256,
    /// Triple DES with two keys.
    DesEde,
    /// Triple DES with three keys.
    DesEde3,
    ChaCha20,
}

/// How it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Ecb,
    Cbc,
    Cfb,
    Cfb8,
    Ofb,
    Ctr,
    Gcm,
    Ccm,
    Wrap,
    /// Of data of any length.
    WrapPad,
    /// Triple DES's own (RFC 3217).
    WrapDes,
    /// ChaCha20 alone.
    Stream,
    /// ChaCha20 with Poly1305.
    Poly1305,
}

/// A cipher as `getCipherInfo` tells it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cipher {
    pub(crate) name: &'static str,
    pub(crate) nid: u32,
    pub(crate) algorithm: Algorithm,
    pub(crate) mode: Mode,
    /// Bytes of a usual IV; 0 for none.
    pub(crate) iv_length: usize,
}

impl Mode {
    /// OpenSSL's word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Mode::Ecb => "ecb",
            Mode::Cbc => "cbc",
            Mode::Cfb | Mode::Cfb8 => "cfb",
            Mode::Ofb => "ofb",
            Mode::Ctr => "ctr",
            Mode::Gcm => "gcm",
            Mode::Ccm => "ccm",
            Mode::Wrap | Mode::WrapPad | Mode::WrapDes => "wrap",
            Mode::Stream | Mode::Poly1305 => "stream",
        }
    }

    pub(crate) fn is_authenticated(self) -> bool {
        matches!(self, Mode::Gcm | Mode::Ccm | Mode::Poly1305)
    }
}

impl Cipher {
    pub(crate) fn key_length(&self) -> usize {
        match self.algorithm {
            Algorithm::Aes128 | Algorithm::DesEde => 16,
            Algorithm::Aes192 | Algorithm::DesEde3 => 24,
            Algorithm::Aes256 | Algorithm::ChaCha20 => 32,
        }
    }

    /// 1 for the modes that make a stream of a block cipher.
    pub(crate) fn block_size(&self) -> usize {
        match (self.mode, self.algorithm) {
            (Mode::Wrap | Mode::WrapPad | Mode::WrapDes, _) => 8,
            (Mode::Ecb | Mode::Cbc, Algorithm::DesEde | Algorithm::DesEde3) => 8,
            (Mode::Ecb | Mode::Cbc, _) => 16,
            _ => 1,
        }
    }

    /// Any of OpenSSL's names, in any case.
    pub(crate) fn named(name: &str) -> Option<&'static Cipher> {
        let name = name.to_ascii_lowercase();
        let name = ALIASES
            .iter()
            .find(|(alias, _)| alias.eq_ignore_ascii_case(&name))
            .map_or(name.as_str(), |(_, name)| name);
        CIPHERS
            .iter()
            .find(|cipher| cipher.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn numbered(nid: u32) -> Option<&'static Cipher> {
        CIPHERS.iter().find(|cipher| cipher.nid == nid)
    }
}

/// OpenSSL has these ciphers, but lends them only with its legacy provider, which Node does not load.
pub(crate) fn is_legacy(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "bf", "blowfish", "cast", "des-c", "des-e", "des-o", "idea", "rc2", "rc4", "seed",
    ]
    .iter()
    .any(|family| name.starts_with(family))
        || name == "des"
}

const fn cipher(
    name: &'static str,
    nid: u32,
    algorithm: Algorithm,
    mode: Mode,
    iv_length: usize,
) -> Cipher {
    Cipher {
        name,
        nid,
        algorithm,
        mode,
        iv_length,
    }
}

static CIPHERS: &[Cipher] = &[
    cipher("aes-128-ecb", 418, Algorithm::Aes128, Mode::Ecb, 0),
    cipher("aes-128-cbc", 419, Algorithm::Aes128, Mode::Cbc, 16),
    cipher("aes-128-ofb", 420, Algorithm::Aes128, Mode::Ofb, 16),
    cipher("aes-128-cfb", 421, Algorithm::Aes128, Mode::Cfb, 16),
    cipher("id-aes128-gcm", 895, Algorithm::Aes128, Mode::Gcm, 12),
    cipher("id-aes128-ccm", 896, Algorithm::Aes128, Mode::Ccm, 12),
    cipher("id-aes128-wrap", 788, Algorithm::Aes128, Mode::Wrap, 8),
    cipher(
        "id-aes128-wrap-pad",
        897,
        Algorithm::Aes128,
        Mode::WrapPad,
        4,
    ),
    cipher("aes-128-ctr", 904, Algorithm::Aes128, Mode::Ctr, 16),
    cipher("aes-128-cfb8", 653, Algorithm::Aes128, Mode::Cfb8, 16),
    cipher("aes-192-ecb", 422, Algorithm::Aes192, Mode::Ecb, 0),
    cipher("aes-192-cbc", 423, Algorithm::Aes192, Mode::Cbc, 16),
    cipher("aes-192-ofb", 424, Algorithm::Aes192, Mode::Ofb, 16),
    cipher("aes-192-cfb", 425, Algorithm::Aes192, Mode::Cfb, 16),
    cipher("id-aes192-gcm", 898, Algorithm::Aes192, Mode::Gcm, 12),
    cipher("id-aes192-ccm", 899, Algorithm::Aes192, Mode::Ccm, 12),
    cipher("id-aes192-wrap", 789, Algorithm::Aes192, Mode::Wrap, 8),
    cipher(
        "id-aes192-wrap-pad",
        900,
        Algorithm::Aes192,
        Mode::WrapPad,
        4,
    ),
    cipher("aes-192-ctr", 905, Algorithm::Aes192, Mode::Ctr, 16),
    cipher("aes-192-cfb8", 654, Algorithm::Aes192, Mode::Cfb8, 16),
    cipher("aes-256-ecb", 426, Algorithm::Aes256, Mode::Ecb, 0),
    cipher("aes-256-cbc", 427, Algorithm::Aes256, Mode::Cbc, 16),
    cipher("aes-256-ofb", 428, Algorithm::Aes256, Mode::Ofb, 16),
    cipher("aes-256-cfb", 429, Algorithm::Aes256, Mode::Cfb, 16),
    cipher("id-aes256-gcm", 901, Algorithm::Aes256, Mode::Gcm, 12),
    cipher("id-aes256-ccm", 902, Algorithm::Aes256, Mode::Ccm, 12),
    cipher("id-aes256-wrap", 790, Algorithm::Aes256, Mode::Wrap, 8),
    cipher(
        "id-aes256-wrap-pad",
        903,
        Algorithm::Aes256,
        Mode::WrapPad,
        4,
    ),
    cipher("aes-256-ctr", 906, Algorithm::Aes256, Mode::Ctr, 16),
    cipher("aes-256-cfb8", 655, Algorithm::Aes256, Mode::Cfb8, 16),
    cipher("des-ede", 32, Algorithm::DesEde, Mode::Ecb, 0),
    cipher("des-ede3", 33, Algorithm::DesEde3, Mode::Ecb, 0),
    cipher("des-ede-cbc", 43, Algorithm::DesEde, Mode::Cbc, 8),
    cipher("des-ede3-cbc", 44, Algorithm::DesEde3, Mode::Cbc, 8),
    cipher("des-ede-cfb", 60, Algorithm::DesEde, Mode::Cfb, 8),
    cipher("des-ede3-cfb", 61, Algorithm::DesEde3, Mode::Cfb, 8),
    cipher("des-ede-ofb", 62, Algorithm::DesEde, Mode::Ofb, 8),
    cipher("des-ede3-ofb", 63, Algorithm::DesEde3, Mode::Ofb, 8),
    cipher(
        "id-smime-alg-cms3deswrap",
        246,
        Algorithm::DesEde3,
        Mode::WrapDes,
        0,
    ),
    cipher("des-ede3-cfb8", 659, Algorithm::DesEde3, Mode::Cfb8, 8),
    cipher(
        "chacha20-poly1305",
        1018,
        Algorithm::ChaCha20,
        Mode::Poly1305,
        12,
    ),
    cipher("chacha20", 1019, Algorithm::ChaCha20, Mode::Stream, 16),
];

/// Other names, and the name above that each stands for.
static ALIASES: &[(&str, &str)] = &[
    ("aes128", "aes-128-cbc"),
    ("aes-128-gcm", "id-aes128-gcm"),
    ("aes-128-ccm", "id-aes128-ccm"),
    ("aes128-wrap", "id-aes128-wrap"),
    ("aes-128-wrap", "id-aes128-wrap"),
    ("aes-128-cfb128", "aes-128-cfb"),
    ("aes192", "aes-192-cbc"),
    ("aes-192-gcm", "id-aes192-gcm"),
    ("aes-192-ccm", "id-aes192-ccm"),
    ("aes192-wrap", "id-aes192-wrap"),
    ("aes-192-wrap", "id-aes192-wrap"),
    ("aes-192-cfb128", "aes-192-cfb"),
    ("aes256", "aes-256-cbc"),
    ("aes-256-gcm", "id-aes256-gcm"),
    ("aes-256-ccm", "id-aes256-ccm"),
    ("aes256-wrap", "id-aes256-wrap"),
    ("aes-256-wrap", "id-aes256-wrap"),
    ("aes-256-cfb128", "aes-256-cfb"),
    ("des3", "des-ede3-cbc"),
    ("des3-wrap", "id-smime-alg-cms3deswrap"),
    ("des-ede-ecb", "des-ede"),
    ("des-ede3-ecb", "des-ede3"),
];

/// `crypto.getCiphers()`.
pub(crate) const LISTED: &[&str] = &[
    "aes-128-cbc",
    "aes-128-ccm",
    "aes-128-cfb",
    "aes-128-cfb8",
    "aes-128-ctr",
    "aes-128-ecb",
    "aes-128-gcm",
    "aes-128-ofb",
    "aes-192-cbc",
    "aes-192-ccm",
    "aes-192-cfb",
    "aes-192-cfb8",
    "aes-192-ctr",
    "aes-192-ecb",
    "aes-192-gcm",
    "aes-192-ofb",
    "aes-256-cbc",
    "aes-256-ccm",
    "aes-256-cfb",
    "aes-256-cfb8",
    "aes-256-ctr",
    "aes-256-ecb",
    "aes-256-gcm",
    "aes-256-ofb",
    "aes128",
    "aes128-wrap",
    "aes192",
    "aes192-wrap",
    "aes256",
    "aes256-wrap",
    "chacha20",
    "chacha20-poly1305",
    "des-ede",
    "des-ede-cbc",
    "des-ede-cfb",
    "des-ede-ecb",
    "des-ede-ofb",
    "des-ede3",
    "des-ede3-cbc",
    "des-ede3-cfb",
    "des-ede3-cfb8",
    "des-ede3-ecb",
    "des-ede3-ofb",
    "des3",
    "des3-wrap",
    "id-aes128-CCM",
    "id-aes128-GCM",
    "id-aes128-wrap",
    "id-aes128-wrap-pad",
    "id-aes192-CCM",
    "id-aes192-GCM",
    "id-aes192-wrap",
    "id-aes192-wrap-pad",
    "id-aes256-CCM",
    "id-aes256-GCM",
    "id-aes256-wrap",
    "id-aes256-wrap-pad",
    "id-smime-alg-CMS3DESwrap",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_known() {
        for name in LISTED {
            assert!(Cipher::named(name).is_some(), "{name}");
        }
        assert_eq!(Cipher::named("AES256").map(|cipher| cipher.nid), Some(427));
        assert!(Cipher::named("aes-128-xts").is_none());
    }
}
