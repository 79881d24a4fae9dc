/** What docs/submit.md shows, as code that compiles and that a test runs. */
package io.sluice.examples.submit;
