/**
 * What users test their jobs with: {@link io.sluice.testing.TestSluice}, the rules in memory with a clock that is turned by hand,
 * and {@link io.sluice.testing.SluiceExtension}, a real broker and a real scheduler for integration tests.
 */
package io.sluice.testing;
