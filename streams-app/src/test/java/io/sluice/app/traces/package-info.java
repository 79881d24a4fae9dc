/** What schedulers leave in a trace. */
package io.sluice.app.traces;
