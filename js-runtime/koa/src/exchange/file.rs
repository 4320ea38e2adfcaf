//! The body of an answer that comes from a file, in pieces as the transport takes them.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::mem;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::task::{JoinHandle, spawn_blocking};

/// Bytes that are read at a time. Two such pieces are in memory for one answer: one on its way out, one read ahead.
const CHUNK: u64 = 64 << 10;

/// Reads a part of a file, off the worker's thread: disks and network mounts may be slow.
#[derive(Debug)]
pub(crate) struct FileReader {
    state: Reading,
}

#[derive(Debug)]
enum Reading {
    Ready(Box<Source>),
    Waiting(JoinHandle<(Box<Source>, io::Result<Option<Bytes>>)>),
    Over,
}

/// What is read, on whichever thread.
#[derive(Debug)]
struct Source {
    file: File,
    /// Bytes that are still to be read.
    rest: u64,
    packer: Option<GzEncoder<Vec<u8>>>,
}

impl FileReader {
    /// `length` bytes from `start` on.
    ///
    /// # Errors
    /// The system's, when the file cannot be opened.
    pub(crate) fn new(path: &Path, start: u64, length: u64) -> io::Result<FileReader> {
        let mut file = File::open(path)?;
        if start > 0 {
            file.seek(SeekFrom::Start(start))?;
        }
        Ok(FileReader::of(file, length, None))
    }

    /// `length` bytes from the start of the file, compressed with gzip.
    ///
    /// # Errors
    /// The system's, when the file cannot be opened.
    pub(crate) fn packed(path: &Path, length: u64) -> io::Result<FileReader> {
        let packer = GzEncoder::new(Vec::new(), Compression::default());
        Ok(FileReader::of(File::open(path)?, length, Some(packer)))
    }

    fn of(file: File, rest: u64, packer: Option<GzEncoder<Vec<u8>>>) -> FileReader {
        FileReader {
            state: Reading::Ready(Box::new(Source { file, rest, packer })),
        }
    }

    /// Whether the last piece has been given.
    pub(crate) fn is_over(&self) -> bool {
        match &self.state {
            Reading::Ready(source) => source.is_over(),
            Reading::Waiting(_) => false,
            Reading::Over => true,
        }
    }

    /// The next piece; `None` after the last one. A file that has become shorter than it was is an error: its length has been
    /// told already.
    pub(crate) fn poll_piece(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match &mut self.state {
                Reading::Over => return Poll::Ready(None),
                Reading::Ready(_) => {
                    if let Reading::Ready(source) = mem::replace(&mut self.state, Reading::Over)
                        && !source.is_over()
                    {
                        self.state = read_next(source);
                    }
                }
                Reading::Waiting(reading) => {
                    let outcome = ready!(Pin::new(reading).poll(cx));
                    self.state = Reading::Over;
                    return Poll::Ready(match outcome {
                        Ok((source, Ok(Some(piece)))) => {
                            // The next one is read while this one goes out.
                            if !source.is_over() {
                                self.state = read_next(source);
                            }
                            Some(Ok(piece))
                        }
                        Ok((_, Ok(None))) => None,
                        Ok((_, Err(error))) => Some(Err(error)),
                        Err(error) => Some(Err(io::Error::other(error))),
                    });
                }
            }
        }
    }
}

fn read_next(mut source: Box<Source>) -> Reading {
    Reading::Waiting(spawn_blocking(move || {
        let piece = source.next();
        (source, piece)
    }))
}

impl Source {
    fn is_over(&self) -> bool {
        self.rest == 0 && self.packer.is_none()
    }

    fn next(&mut self) -> io::Result<Option<Bytes>> {
        let Some(mut packer) = self.packer.take() else {
            return self.read();
        };
        // What little is read may all stay inside the compressor.
        while let Some(piece) = self.read()? {
            packer.write_all(&piece)?;
            if !packer.get_ref().is_empty() {
                let packed = mem::take(packer.get_mut());
                self.packer = Some(packer);
                return Ok(Some(packed.into()));
            }
        }
        // Without a packer, and with nothing left to read, the next call is the end.
        Ok(Some(packer.finish()?.into()))
    }

    fn read(&mut self) -> io::Result<Option<Bytes>> {
        if self.rest == 0 {
            return Ok(None);
        }
        let mut piece = Vec::with_capacity(self.rest.min(CHUNK) as usize);
        let count = (&self.file)
            .take(self.rest.min(CHUNK))
            .read_to_end(&mut piece)? as u64;
        if count == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file has become shorter while it was sent",
            ));
        }
        self.rest -= count;
        Ok(Some(piece.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::future::poll_fn;
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    /// What a reader gives: the pieces, and the error that ends them.
    async fn pieces(mut reader: FileReader) -> (Vec<Bytes>, Option<io::ErrorKind>) {
        let mut pieces = Vec::new();
        while let Some(piece) = poll_fn(|cx| Pin::new(&mut reader).poll_piece(cx)).await {
            match piece {
                Ok(piece) => pieces.push(piece),
                Err(error) => return (pieces, Some(error.kind())),
            }
        }
        assert!(reader.is_over());
        (pieces, None)
    }

    fn file(length: usize) -> (tempfile::TempDir, std::path::PathBuf, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        fs::write(&path, &content).unwrap();
        (folder, path, content)
    }

    #[tokio::test]
    async fn a_part_comes_in_pieces_of_bounded_size() {
        let (_folder, path, content) = file(300_000);
        let reader = FileReader::new(&path, 1000, 250_000).unwrap();
        let (pieces, error) = pieces(reader).await;
        assert_eq!(error, None);
        assert!(pieces.iter().all(|piece| piece.len() as u64 <= CHUNK));
        assert_eq!(pieces.concat(), content[1000..251_000]);
    }

    #[tokio::test]
    async fn a_file_that_has_become_shorter_breaks_the_body_off() {
        let (_folder, path, content) = file(100_000);
        let reader = FileReader::new(&path, 0, 100_001).unwrap();
        let (pieces, error) = pieces(reader).await;
        assert_eq!(pieces.concat(), content);
        assert_eq!(error, Some(io::ErrorKind::UnexpectedEof));
    }

    #[tokio::test]
    async fn a_compressed_file_unpacks_to_itself() {
        let (_folder, path, content) = file(300_000);
        let (pieces, error) = pieces(FileReader::packed(&path, 300_000).unwrap()).await;
        assert_eq!(error, None);
        let mut unpacked = Vec::new();
        GzDecoder::new(pieces.concat().as_slice())
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, content);
    }
}
