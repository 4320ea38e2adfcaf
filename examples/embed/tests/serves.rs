//! The program does what its README says.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// Ends the program with the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // an error means that it ended by itself, which the assertions have noticed
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

#[test]
fn the_program_answers_for_the_application() -> Result<(), Box<dyn Error>> {
    let home = env!("CARGO_TARGET_TMPDIR");
    let mut program = Program(
        Command::new(env!("CARGO_BIN_EXE_embed"))
            .args([concat!(env!("CARGO_MANIFEST_DIR"), "/../hello"), "0"])
            .envs([("HOME", home), ("EGG_HOME", home)])
            .stdout(Stdio::piped())
            .spawn()?,
    );
    let output = program.0.stdout.take().ok_or("no output")?;
    let address = BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .find_map(|line| {
            line.strip_prefix("coddle listening on http://")
                .map(str::to_owned)
        })
        .ok_or("it ended before it listened")?;
    let mut connection = TcpStream::connect(address)?;
    connection.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nhello, world"), "{answer}");
    Ok(())
}
