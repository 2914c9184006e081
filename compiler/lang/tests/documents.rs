//! The programs in the documents run.

mod common;

use common::Case;

/// The blocks of a document that are marked with a language.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let path = format!("{}/../../docs/{document}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the document exists");
    let start = format!("```{language}\n");
    text.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(String::from)
        .collect()
}

#[test]
fn programs_of_the_language_page_run() {
    let blocks = blocks("language.md", "kiln");
    assert_eq!(blocks.len(), 5);
    for block in blocks {
        let case = Case::of_text("language.md", &block, &[]);
        assert!(case.outputs.iter().all(|words| !words.is_empty()));
    }
}

#[test]
fn the_language_page_lists_all_keywords_and_folds() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/language.md");
    let text = std::fs::read_to_string(path).expect("the document exists");
    assert!(text.contains(&format!("`{}`", kiln_lang::KEYWORDS.join(" "))));
    for head in kiln_lang::ast::FoldHead::ALL {
        assert!(text.contains(&format!("`fold {}`", head.text())), "{head:?}");
    }
    for function in kiln_lang::ast::Function::ALL {
        assert!(text.contains(&format!("`{}(", function.text())), "{function:?}");
    }
}

#[test]
fn programs_of_the_future_are_refused_today() {
    for block in blocks("language-future.md", "future") {
        let bound = kiln_lang::parse("future", &block).and_then(|s| s.bind(&Default::default()));
        assert!(bound.is_err(), "this runs by now, so it belongs to language.md:\n{block}");
    }
}
