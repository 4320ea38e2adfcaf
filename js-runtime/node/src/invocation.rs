//! What `node` understands on its command line: `[options] FILE [arguments]`, code instead of a file, or a script on stdin.

/// Node's options whose value is the next argument.
const WITH_VALUE: &[&str] = &[
    "-r",
    "--require",
    "--import",
    "-C",
    "--conditions",
    "--loader",
    "--experimental-loader",
    "--input-type",
    "--inspect-port",
    "--title",
    "--unhandled-rejections",
];

/// What is to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Main {
    /// A file's path, as it was given.
    File(String),
    /// `-e CODE`, or `-p CODE`, which prints what the code comes to.
    Code { code: String, print: bool },
    /// `-`, or no file at all.
    Stdin,
}

/// One call of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// `process.execArgv`: the options before the file.
    pub options: Vec<String>,
    pub main: Main,
    /// What the script finds in `process.argv` after its own path.
    pub arguments: Vec<String>,
}

impl Invocation {
    /// # Errors
    /// A message that names the option which is not there, or lacks its value.
    pub fn parse(arguments: &[String]) -> Result<Invocation, String> {
        let mut options = Vec::new();
        let mut code = None;
        let mut rest = arguments.iter();
        let mut main = None;
        while let Some(argument) = rest.next() {
            let mut value = || {
                rest.next()
                    .cloned()
                    .ok_or_else(|| format!("{argument} requires an argument"))
            };
            match argument.as_str() {
                "--" => break,
                "-e" | "--eval" | "-p" | "--print" | "-pe" => {
                    let text = value()?;
                    options.extend([argument.clone(), text.clone()]);
                    code = Some(Main::Code {
                        code: text,
                        print: argument.contains('p'),
                    });
                }
                // Programs ask their `process.execPath` so.
                "-v" | "--version" => {
                    return Ok(Invocation {
                        options: Vec::new(),
                        main: Main::Code {
                            code: "process.version".to_owned(),
                            print: true,
                        },
                        arguments: Vec::new(),
                    });
                }
                "-i" | "--interactive" | "-c" | "--check" => {
                    return Err(format!("{argument} is not available in Coddle"));
                }
                "-" => {
                    main = Some(Main::Stdin);
                    break;
                }
                option if WITH_VALUE.contains(&option) => {
                    let value = value()?;
                    options.extend([argument.clone(), value]);
                }
                option if option.starts_with('-') => options.push(argument.clone()),
                _ if code.is_some() => {
                    // Behind code all is for the script.
                    let mut all = vec![argument.clone()];
                    all.extend(rest.cloned());
                    return Ok(Invocation {
                        options,
                        main: code.unwrap_or(Main::Stdin),
                        arguments: all,
                    });
                }
                _ => {
                    main = Some(Main::File(argument.clone()));
                    break;
                }
            }
        }
        let mut arguments: Vec<String> = rest.cloned().collect();
        let main = match (code, main) {
            (Some(code), _) => code,
            (None, Some(main)) => main,
            // What follows `--` begins with the file.
            (None, None) if !arguments.is_empty() => Main::File(arguments.remove(0)),
            (None, None) => Main::Stdin,
        };
        Ok(Invocation {
            options,
            main,
            arguments,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Invocation {
        let words: Vec<String> = line.split_whitespace().map(str::to_string).collect();
        Invocation::parse(&words).expect("it is understood")
    }

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_string).collect()
    }

    #[test]
    fn options_before_the_file_are_node_s_and_those_behind_it_are_the_script_s() {
        let call = parse("--no-warnings -r ./first.js x.js --own -e y");
        assert_eq!(call.options, words("--no-warnings -r ./first.js"));
        assert_eq!(call.main, Main::File("x.js".to_string()));
        assert_eq!(call.arguments, words("--own -e y"));
    }

    #[test]
    fn code_stands_in_the_file_s_place() {
        let call = parse("-p 1+1 a b");
        let code = Main::Code {
            code: "1+1".to_string(),
            print: true,
        };
        assert_eq!((call.main, call.arguments), (code, words("a b")));
        assert_eq!(call.options, words("-p 1+1"));
        assert_eq!(parse("-e 1 -- -x").arguments, words("-x"));
    }

    #[test]
    fn two_dashes_end_the_options() {
        let call = parse("-- -odd.js 1");
        assert_eq!(call.main, Main::File("-odd.js".to_string()));
        assert_eq!(call.arguments, words("1"));
        assert_eq!(parse("").main, Main::Stdin);
        assert_eq!(parse("- 1").arguments, words("1"));
    }

    #[test]
    fn the_version_is_asked_for_before_the_file_and_whatever_else_there_is() {
        let version = Main::Code {
            code: "process.version".to_string(),
            print: true,
        };
        for line in ["-v", "--version", "--no-warnings -v x.js", "-e 1 --version"] {
            assert_eq!(parse(line).main, version, "{line}");
        }
        assert_eq!(parse("x.js --version").arguments, words("--version"));
    }

    #[test]
    fn an_option_without_its_value_is_an_error_that_names_it() {
        let message = Invocation::parse(&words("--no-warnings -e")).unwrap_err();
        assert_eq!(message, "-e requires an argument");
    }
}
