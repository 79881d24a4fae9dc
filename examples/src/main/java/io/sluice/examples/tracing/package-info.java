/** What docs/tracing.md shows, as code that compiles. */
package io.sluice.examples.tracing;
