package io.sluice.simulate;

/** What a line does. */
@FunctionalInterface
interface Step {

    void take(Simulation simulation);
}
