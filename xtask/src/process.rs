//! Running other programs: loudly, quietly, or with their output both shown and kept.

use std::{
    io::{BufRead, BufReader, ErrorKind, IsTerminal, Write},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// Tells the reader what happens now, one line a step.
pub fn say(line: impl AsRef<str>) {
    let line = line.as_ref();
    if cfg!(test) {
        // Only this macro is kept out of the output of a test that passes.
        println!("{line}");
        return;
    }
    let mut out = std::io::stdout().lock();
    // A reader who has gone away, as in `cargo xtask test | head`, is no reason to stop.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Runs a command whose output the reader sees; an error says which command failed.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("`{}` ended with {status}", text(command));
    }
    Ok(())
}

/// What cargo is told so that it shows its bar where there is a terminal, and nothing where there is none.
pub fn quiet() -> Option<&'static str> {
    (!std::io::stderr().is_terminal()).then_some("--quiet")
}

/// Runs a command that takes minutes: where nothing shows how far it is, a line a minute says that it goes on.
pub fn run_long(command: &mut Command, doing: &str) -> Result<()> {
    run_telling(command, doing, Duration::from_secs(60))
}

fn run_telling(command: &mut Command, doing: &str, every: Duration) -> Result<()> {
    let mut child = command.spawn().with_context(|| not_started(command))?;
    let began = Instant::now();
    let mut told = 0;
    let status = loop {
        if let Some(status) = child
            .try_wait()
            .with_context(|| format!("lost `{}`", text(command)))?
        {
            break status;
        }
        thread::sleep(Duration::from_millis(100).min(every));
        let periods = began.elapsed().as_nanos() / every.as_nanos();
        if periods > told {
            told = periods;
            say(format!("{doing}, {} s so far", began.elapsed().as_secs()));
        }
    };
    if !status.success() {
        bail!("`{}` ended with {status}", text(command));
    }
    Ok(())
}

/// Runs a command for its standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| not_started(command))?;
    if !output.status.success() {
        bail!("`{}` ended with {}", text(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` printed no text", text(command)))
}

/// Whether a command can be run and succeeds, without showing anything.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a command, shows its standard output as it comes and returns it with whether the command succeeded.
pub fn tee(command: &mut Command) -> Result<(String, bool)> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| not_started(command))?;
    let mut kept = String::new();
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        loop {
            line.clear();
            match reader.read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("cannot read from `{}`", text(command)));
                }
            }
            let shown = String::from_utf8_lossy(&line);
            say(shown.trim_end_matches(['\n', '\r']));
            kept.push_str(&shown);
        }
    }
    let status = child
        .wait()
        .with_context(|| format!("lost `{}`", text(command)))?;
    Ok((kept, status.success()))
}

fn not_started(command: &Command) -> String {
    format!("cannot start `{}`", text(command))
}

/// The command as somebody would type it.
fn text(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn tee_keeps_the_output_of_a_failing_command() {
        let (kept, success) =
            tee(Command::new("sh").args(["-c", "echo one; echo two; exit 3"])).unwrap();
        assert_eq!(kept, "one\ntwo\n");
        assert!(!success);
    }

    #[test]
    fn a_long_command_ends_as_a_short_one() {
        let often = Duration::from_millis(20);
        run_telling(
            Command::new("sh").args(["-c", "sleep 0.3"]),
            "waiting",
            often,
        )
        .unwrap();
        let error = run_telling(Command::new("sh").args(["-c", "exit 3"]), "failing", often)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("`sh -c exit 3` ended with"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(format!("{error:#}").starts_with("cannot start `no-such-program-here`"));
    }
}
