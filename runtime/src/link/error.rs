//! Why a board could not be talked to: what, why, and what to do.

use kiln_arch::link::status;

/// Why a link did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The line itself failed.
    #[error("the board has vanished, and its port with it ({0}); was the cable pulled?")]
    Line(#[from] std::io::Error),
    /// Nothing came back.
    #[error(
        "no board answers: nothing came back in {seconds} s, at {rates} baud; is it powered, and is Kiln's bitstream \
         loaded (`kiln fpga flash`)?"
    )]
    NoAnswer {
        /// How long was tried.
        seconds: u64,
        /// The rates that were tried.
        rates: String,
    },
    /// What was sent came back.
    #[error(
        "no board answers: what was sent came back unchanged; another program echoes it, or the port's lines are tied"
    )]
    Echo,
    /// Readable text came.
    #[error(
        "another program answers, not a Kiln board; it said `{seen}`; is this the right port, and is Kiln's bitstream loaded?"
    )]
    Foreign {
        /// The start of what it said, escaped.
        seen: String,
    },
    /// Bytes without sense came.
    #[error(
        "{bytes} bytes came, but no packet among them ({seen}); the board may be at another baud rate than {rates}, or \
         hold another bitstream: reset it, and load Kiln's (`kiln fpga flash`)"
    )]
    Garbage {
        /// How many.
        bytes: u64,
        /// The first of them, in hexadecimal.
        seen: String,
        /// The rates that were tried.
        rates: String,
    },
    /// The board speaks another version of the protocol.
    #[error(
        "the board speaks {board} of the link protocol, this program version {host}; build and load the bitstream with this \
         version of Kiln"
    )]
    Version {
        /// The board's, in words.
        board: String,
        /// The host's.
        host: u32,
    },
    /// The board has another fabric than the one needed.
    #[error(
        "the board has the fabric {board}, but {wanted} is needed; compile for the board's fabric, or build and load the \
         bitstream of the other (`kiln fpga build`)"
    )]
    Fabric {
        /// The board's fabric: name or fingerprint.
        board: String,
        /// The needed one.
        wanted: String,
    },
    /// The board's fabric is not known by name.
    #[error(
        "the board's fabric has the fingerprint {fingerprint:08x}, which no reference fabric has; give its file with \
         `--fabric`"
    )]
    UnknownFabric {
        /// Of the board's fabric.
        fingerprint: u32,
    },
    /// Its memory does not hold the program.
    #[error(
        "the program needs {needed} words of memory, but the board has {has}; make its tensors smaller"
    )]
    Memory {
        /// Words needed.
        needed: u64,
        /// Words there are.
        has: u64,
    },
    /// The session is gone.
    #[error(
        "the board was reset in the middle of the work, or another program has taken it; what it held is lost: run again"
    )]
    Reset,
    /// Answers stopped.
    #[error(
        "the board has vanished: no answer for {seconds} s after {repeats} repeats; look at its power and its cable"
    )]
    Vanished {
        /// How long there was silence.
        seconds: u64,
        /// Requests sent again so far.
        repeats: u64,
    },
    /// Answers come, but one request never gets through.
    #[error(
        "the line is too bad: a request was repeated {repeats} times without success; use a lower `--baud` or another cable"
    )]
    Noisy {
        /// Repeats of that request.
        repeats: u32,
    },
    /// The board does not do it.
    #[error("the board refuses to {request}: {why}")]
    Refused {
        /// What was asked.
        request: String,
        /// Why not, in words.
        why: String,
    },
    /// It was used after it had failed.
    #[error("the link to the board has failed before; open it again")]
    Closed,
    /// A run of somebody else does not end.
    #[error("the board is still busy with an earlier run and does not end it; reset the board")]
    Busy,
    /// The clock does not make the rate.
    #[error("the board's clock of {clock_hz} Hz cannot make {baud} baud; use another `--baud`")]
    Rate {
        /// The rate.
        baud: u32,
        /// The clock.
        clock_hz: u32,
    },
}

/// A value of [`status`] in words.
pub(super) fn why(code: u8) -> String {
    match code {
        status::BUSY => {
            "the fabric loads or runs, and memory is not the host's until it has ended".into()
        }
        status::RANGE => "there is no such address".into(),
        status::KIND => "it knows no such request".into(),
        status::MEMORY => "its memory or its registers answered with an error".into(),
        other => format!("unknown status {other}"),
    }
}
