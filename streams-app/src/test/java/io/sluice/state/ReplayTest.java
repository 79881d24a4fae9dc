package io.sluice.state;

class ReplayTest extends ReplaySuite {

    @Override
    protected OrderedStore newStore() {
        return new InMemoryStore();
    }
}
