//! From patterns to bitstreams: tiling, stream graph, placement, routing, encoding.
