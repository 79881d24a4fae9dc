package io.sluice.state;

class InMemoryStoreTest extends OrderedStoreSuite {

    @Override
    protected OrderedStore newStore() {
        return new InMemoryStore();
    }
}
