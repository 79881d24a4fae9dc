package io.sluice.schemas;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Where the ids in front of one kind of record come from. Safe for use by many threads. */
interface SchemaIds {

    /** Under which id records are written. May ask somebody the first time. */
    int written();

    /** The schema under which a record with that id was written; empty: it is none of this kind. May ask somebody. */
    Optional<Schema> schema(int id);

    /** Whether that answer will be the same for ever. */
    boolean isFinal(int id);

    /** Ids that should be known before anything is read. May ask somebody. */
    Map<Integer, Schema> expected();

    /** Ids that are known from the start; no others ever are. */
    record Fixed(int written, Map<Integer, Schema> expected) implements SchemaIds {

        @Override
        public Optional<Schema> schema(int id) {
            return Optional.ofNullable(expected.get(id));
        }

        @Override
        public boolean isFinal(int id) {
            return true;
        }
    }
}
