package io.sluice.contract;

/** Scenarios about one subject. Each begins a tale of its own. */
interface Scenarios {

    /** An engine with nothing in it that matters to a new tree. */
    Engine engine();

    default Tale tale() {
        return new Tale(engine());
    }
}
