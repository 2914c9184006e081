//! Composition: netlists of units and of whole fabrics, sized at run time.
