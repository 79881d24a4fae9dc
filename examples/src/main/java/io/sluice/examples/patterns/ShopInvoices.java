package io.sluice.examples.patterns;

import io.sluice.examples.patterns.Shop.Invoice;
import java.io.IOException;
import java.util.Optional;

/** The code of the jobs, which does not know whether it is one. */
record ShopInvoices(Shop shop) implements Invoices {

    @Override
    public String send(long invoice) throws IOException {
        return shop.mail(invoice);
    }

    @Override
    public String remind(long invoice) throws IOException {
        Optional<Invoice> current = shop.invoice(invoice);
        return current.isEmpty()
                ? "invoice " + invoice + " is gone; nothing to remind of"
                : shop.remind(current.get().address(), current.get().openCents());
    }
}
