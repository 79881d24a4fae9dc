/** What docs/testing.md shows, as tests that run. */
package io.sluice.examples.testing;
