//! JSON out of and into the engine. Filled by the request path.
