//! A board at its pins: it says what it is, and its memory keeps to the data sheet.

use kiln_arch::FabricSpec;
use kiln_arch::link::{DELIMITER, PROTOCOL_VERSION, Request, Response, hello, kind, status};
use kiln_boards::Board;
use kiln_cosim::{BoardDesign, VirtualBoard};

const LINK_CLOCK_HZ: u32 = 12_000_000;
/// More cycles than any answer takes.
const PATIENCE: u64 = 100_000;

fn ask(board: &mut VirtualBoard, request: &Request) -> Response {
    board.uart().send(&request.frame());
    let end = board.cycles() + PATIENCE;
    let mut frame = Vec::new();
    while frame.last() != Some(&DELIMITER) {
        assert!(board.cycles() < end, "no answer to {request:?}, but {frame:?}");
        board.run(end - board.cycles()).unwrap();
        let mut byte = [0];
        let count = board.uart().take_received(&mut byte);
        frame.extend(&byte[..count]);
    }
    Response::parse(&frame[..frame.len() - 1]).expect("a whole answer")
}

#[test]
fn a_board_says_what_it_is_and_keeps_what_is_written() {
    let description = Board::load("ulx3s-85f").unwrap();
    let spec = FabricSpec::reference("nano").unwrap();
    let design = BoardDesign::new(&description, &spec, LINK_CLOCK_HZ).unwrap();
    let mut board = VirtualBoard::new(&design, None).unwrap();
    let request = |kind, sequence, count, address, words| Request {
        kind,
        session: 9,
        sequence,
        count,
        address,
        words,
    };
    let answer = ask(&mut board, &request(kind::HELLO, 0, 0, PROTOCOL_VERSION, vec![]));
    assert_eq!(answer.words[hello::FINGERPRINT], spec.fingerprint());
    assert_eq!(answer.words[hello::CLOCK_HZ], LINK_CLOCK_HZ);
    let words: Vec<u32> = (1..=60).map(|n| n * 0x0101_0107).collect();
    let last = description.memory_words() - 60;
    for (number, address) in [(1, 0), (3, 1001), (5, last)] {
        let written = ask(&mut board, &request(kind::WRITE, number, 60, address, words.clone()));
        assert_eq!(written.status, status::OK);
        let read = ask(&mut board, &request(kind::READ, number + 1, 60, address, vec![]));
        assert_eq!(read.words, words);
    }
    assert!(!board.is_running());
    assert!(board.chip().statistics().refreshes > 0);
}
