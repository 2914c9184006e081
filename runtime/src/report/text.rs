//! The report for a terminal.

use super::Report;
use std::fmt::Write;

/// The report for a terminal.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    let sizes: Vec<String> = report.params.iter().map(|(k, v)| format!("{k}={v}")).collect();
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(
        out,
        "{} ({}) on {} [{}]",
        report.program,
        sizes.join(" "),
        report.fabric,
        report.device
    );
    let _ = writeln!(
        out,
        "  cycles       {} to configure, {} to run",
        report.cycles.configure, report.cycles.run
    );
    let _ = writeln!(
        out,
        "  work         {} multiply-accumulates, {:.1}% of the peak of {} {} a cycle",
        report.macs,
        100.0 * report.utilization,
        report.peak_macs_per_cycle,
        report.product_type
    );
    let _ = writeln!(out, "  roofline     {}", report.roofline.text());
    let result = match (report.agrees, report.within_bound, report.max_abs_error) {
        (Some(agrees), Some(within), Some(error)) => format!(
            "{}; {} of f64 (largest error {error:.3e})",
            if agrees {
                "equals the interpreter bit for bit"
            } else {
                "DIFFERS from the interpreter"
            },
            if within { "within the bound" } else { "OUTSIDE the bound" },
        ),
        _ => "not compared".to_string(),
    };
    let _ = writeln!(out, "  result       {result}");
    let _ = match &report.link {
        None => writeln!(out, "  simulated    {:.0} kHz", report.sim_khz),
        Some(link) => writeln!(
            out,
            "  link         {} on {} at {} baud: {} bytes moved, {:.1} kB/s, {} packets, {} repeats",
            link.board,
            link.port,
            link.baud,
            link.bytes_moved,
            link.bytes_per_second / 1000.0,
            link.packets,
            link.repeats
        ),
    };
    if !report.compile_ms.is_empty() {
        let passes: Vec<String> =
            report.compile_ms.iter().map(|(pass, ms)| format!("{pass} {ms:.1}")).collect();
        let _ = writeln!(out, "  compiled     {} ms", passes.join(", "));
    }
    for layout in &report.layouts {
        let _ = writeln!(out, "  layout of {layout}");
    }
    if let Some(explanation) = &report.explain {
        report.forms.iter().for_each(|form| out.push_str(&form.text()));
        out.push_str(&explanation.text());
    }
    let _ = writeln!(out, "  {:<18} {:>9} {:>9} {:>9}  does", "unit", "busy", "starved", "blocked");
    for unit in &report.units {
        let _ = writeln!(
            out,
            "  {:<18} {:>9} {:>9} {:>9}  {}",
            unit.name, unit.busy, unit.starved, unit.blocked, unit.role
        );
    }
    for line in &report.lines {
        let name = format!("line {}", line.line);
        let _ =
            writeln!(out, "  {name:<18} {:>9} {:>9} {:>9}", line.busy, line.starved, line.blocked);
    }
    out
}
