//! The pattern language: syntax, builder, checker, printer and reference interpreter.
