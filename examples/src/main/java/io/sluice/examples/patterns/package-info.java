/** What docs/patterns.md shows, as code that compiles; a test runs all of it on a real broker. */
package io.sluice.examples.patterns;
