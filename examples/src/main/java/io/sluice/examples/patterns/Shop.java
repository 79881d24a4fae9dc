package io.sluice.examples.patterns;

import java.io.IOException;
import java.util.Optional;

/** What the shop can do, with or without jobs. */
interface Shop {

    /** An invoice as it is now. */
    record Invoice(long id, String address, long openCents) {}

    Optional<Invoice> invoice(long id);

    /** @return the mail server's receipt */
    String mail(long invoice) throws IOException;

    /** @return the mail server's receipt */
    String remind(String address, long openCents) throws IOException;

    /** Takes the next number of a sequence that must have no gap. */
    long nextNumber(long invoice);

    /** @return how many are stored now */
    int store(String line);
}
