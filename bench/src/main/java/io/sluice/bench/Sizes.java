package io.sluice.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers as people say them: {@code 10k}, {@code 1M}. */
final class Sizes implements ITypeConverter<Integer> {

    private static final int THOUSAND = 1_000;
    private static final int MILLION = 1_000_000;

    /** For picocli. */
    Sizes() {}

    @Override
    public Integer convert(String text) {
        if (!text.matches("[1-9][0-9]{0,6}[kM]?|[1-9][0-9]{6,7}")) {
            throw new TypeConversionException("\"" + text + "\" is no number; allowed are such as 500, 10k and 1M");
        }
        int unit = text.endsWith("k") ? THOUSAND : text.endsWith("M") ? MILLION : 1;
        return Math.multiplyExact(Integer.parseInt(text.replaceAll("[kM]", "")), unit);
    }

    static String text(int number) {
        if (number % MILLION == 0) {
            return number / MILLION + "M";
        }
        return number % THOUSAND == 0 ? number / THOUSAND + "k" : Integer.toString(number);
    }
}
