/** What the README shows, as code that compiles. */
package io.sluice.examples.readme;
