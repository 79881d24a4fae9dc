/** What docs/workers.md shows, as code that compiles; its test runs the handlers. */
package io.sluice.examples.workers;
