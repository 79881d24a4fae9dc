package io.sluice.state;

class StoredStateTest extends StoredStateSuite {

    @Override
    protected OrderedStore newStore() {
        return new InMemoryStore();
    }
}
