//! Text to tokens.
//!
//! In: the text of a program. Out: tokens with their places, ending in one `End`, or the first character that
//! belongs to none.

use crate::diag::{Code, Problem};
use crate::ir::{Span, Ty};

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Name(String),
    Int(i64),
    Word(Ty, u32),
    Symbol(&'static str),
    End,
}

/// Longest first, so that the first match is the right one.
const SYMBOLS: &[&str] = &[
    ">>>", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "(", ")", "[", "]", "{", "}", ",", ":",
    ";", "=", "+", "-", "*", "/", "%", "<", ">", "&", "|", "^", "!",
];

/// Cuts a text into tokens.
pub(crate) fn tokenize(text: &str) -> Result<Vec<(Token, Span)>, Problem> {
    let mut lexer = Lexer { text, at: 0, line: 1 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blank();
        let start = lexer.at;
        let token = lexer.token()?;
        let span = lexer.span(start);
        let end = token == Token::End;
        tokens.push((token, span));
        if end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn span(&self, start: usize) -> Span {
        Span { start: start as u32, end: self.at as u32, line: self.line }
    }

    /// Takes the longest start whose characters all pass.
    fn take(&mut self, pass: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !pass(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn skip_blank(&mut self) {
        // Some editors begin a file with a byte order mark.
        if self.at == 0 && self.rest().starts_with('\u{feff}') {
            self.at += '\u{feff}'.len_utf8();
        }
        loop {
            let blank = self.take(char::is_whitespace);
            self.line += blank.matches('\n').count() as u32;
            if !self.rest().starts_with("//") {
                return;
            }
            self.take(|c| c != '\n');
        }
    }

    fn token(&mut self) -> Result<Token, Problem> {
        let Some(first) = self.rest().chars().next() else { return Ok(Token::End) };
        if first.is_ascii_digit() {
            return self.number();
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return Ok(Token::Name(self.take(is_word).to_string()));
        }
        if let Some(symbol) = SYMBOLS.iter().find(|s| self.rest().starts_with(**s)) {
            self.at += symbol.len();
            return Ok(Token::Symbol(symbol));
        }
        let start = self.at;
        self.at += first.len_utf8();
        let message = format!("`{}` has no meaning here", first.escape_debug());
        Err(Problem::new(Code::Syntax, self.span(start), message))
    }

    fn number(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        let mut text = self.take(is_word);
        if !text.starts_with("0x") && !text.starts_with("0b") {
            text = self.fraction(start);
        }
        let bad = |message: &str, help: &str| {
            Problem::new(Code::Constant, self.span(start), message).help(help)
        };
        literal(text).map_err(|(message, help)| bad(message, help))
    }

    /// Goes on after the digits before a point or an exponent's sign.
    fn fraction(&mut self, start: usize) -> &'a str {
        let next_is_digit = |s: &str| s.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        if self.rest().starts_with('.') && next_is_digit(self.rest()) {
            self.at += 1;
            self.take(is_word);
        }
        let text = &self.text[start..self.at];
        if text.ends_with(['e', 'E']) && self.rest().starts_with(['+', '-']) {
            self.at += 1;
            self.take(is_word);
        }
        &self.text[start..self.at]
    }
}

/// Whether a text would be read as one name or keyword.
pub(crate) fn is_name(text: &str) -> bool {
    text.chars().all(is_word) && text.starts_with(|c: char| !c.is_ascii_digit())
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The value of a number as written, or what is wrong and what would be right.
fn literal(text: &str) -> Result<Token, (&'static str, &'static str)> {
    const TOO_LARGE: (&str, &str) = ("the number does not fit", "i32 has 32 bits");
    let plain = text.replace('_', "");
    if let Some((digits, radix)) = radix_digits(&plain) {
        let digits = digits.strip_suffix("i32").unwrap_or(digits);
        if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
            return Err(("this is not a number", "write digits after `0x` or `0b`"));
        }
        return u32::from_str_radix(digits, radix)
            .map(|word| Token::Word(Ty::I32, word))
            .map_err(|_| TOO_LARGE);
    }
    let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
    if digits(&plain) {
        return plain.parse().map(Token::Int).map_err(|_| TOO_LARGE);
    }
    if let Some(number) = plain.strip_suffix("i32").filter(|s| digits(s)) {
        return match number.parse::<i32>() {
            Ok(value) => Ok(Token::Word(Ty::I32, value as u32)),
            Err(_) => Err(TOO_LARGE),
        };
    }
    let number = plain.strip_suffix("f32").unwrap_or(&plain);
    match number.parse::<f32>() {
        Ok(value) if value.is_infinite() => {
            Err(("the number is too large for f32", "write `inf` for infinity"))
        }
        Ok(value) => Ok(Token::Word(Ty::F32, value.to_bits())),
        Err(_) => Err((
            "this is not a number",
            "numbers look like 12, 12i32, 1.5, 1e-3, 2f32, 0xff or 0b101; names start with a letter",
        )),
    }
}

fn radix_digits(text: &str) -> Option<(&str, u32)> {
    let hex = text.strip_prefix("0x").map(|d| (d, 16));
    hex.or_else(|| text.strip_prefix("0b").map(|d| (d, 2)))
}
