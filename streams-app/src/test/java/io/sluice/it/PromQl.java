package io.sluice.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a PromQL expression: which metrics it reads, and by which labels it picks and groups. It takes expressions
 * apart as far as that needs, and refuses what it does not know.
 *
 * @param metrics each metric with the labels that it is picked by
 * @param grouping labels in {@code by (…)}, {@code on (…)} and their like
 */
record PromQl(List<Picked> metrics, Set<String> grouping) {

    private static final Pattern TOKEN = Pattern.compile("\\s+"
            + "|(?<text>\"(?:[^\"\\\\]|\\\\.)*\")"
            + "|(?<duration>\\[[^\\]]+\\])"
            + "|(?<word>[A-Za-z_:][A-Za-z0-9_:]*)"
            + "|(?<number>[0-9][0-9.eE]*)"
            + "|(?<sign>=~|!~|!=|==|>=|<=|[-+*/%^<>=(){},])");
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> FUNCTIONS =
            Set.of("sum", "max", "min", "avg", "count", "rate", "increase", "histogram_quantile", "absent");

    /** A metric and the labels in its braces. */
    record Picked(String metric, Set<String> labels) {}

    static PromQl parse(String expression) {
        return new Parser(tokens(expression), expression).parse();
    }

    private record Token(String kind, String text) {
        boolean is(String sign) {
            return kind.equals("sign") && text.equals(sign);
        }
    }

    private static List<Token> tokens(String expression) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("unknown sign at " + at + " of " + expression);
            }
            for (String kind : List.of("text", "duration", "word", "number", "sign")) {
                if (matcher.group(kind) != null) {
                    tokens.add(new Token(kind, matcher.group(kind)));
                }
            }
            at = matcher.end();
        }
        return tokens;
    }

    private static final class Parser {
        private final List<Token> tokens;
        private final String expression;
        private final List<Picked> metrics = new ArrayList<>();
        private final Set<String> grouping = new TreeSet<>();
        private int at;
        private int open;

        Parser(List<Token> tokens, String expression) {
            this.tokens = tokens;
            this.expression = expression;
        }

        PromQl parse() {
            while (at < tokens.size()) {
                Token token = tokens.get(at++);
                open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
                expect(open >= 0, "a bracket is closed that was not open");
                if (token.kind().equals("word")) {
                    word(token.text());
                }
            }
            expect(open == 0, "a bracket is not closed");
            return new PromQl(List.copyOf(metrics), grouping);
        }

        private void word(String word) {
            String small = word.toLowerCase(Locale.ROOT);
            if (GROUPING.contains(small)) {
                labels().forEach(grouping::add);
            } else if (next("(")) {
                expect(FUNCTIONS.contains(word), word + " is no function that this test knows");
            } else if (FUNCTIONS.contains(word) && at < tokens.size()) {
                expect(GROUPING.contains(tokens.get(at).text()), word + " has no bracket behind it");
            } else if (!OPERATORS.contains(small)) {
                metrics.add(new Picked(word, next("{") ? matchers() : Set.of()));
            }
        }

        /** {@code (tree, channel)} */
        private List<String> labels() {
            List<String> labels = new ArrayList<>();
            expect(next("("), "no bracket behind a grouping");
            at++;
            while (!next(")")) {
                Token token = tokens.get(at++);
                if (token.kind().equals("word")) {
                    labels.add(token.text());
                }
            }
            at++;
            return labels;
        }

        /** <code>{tree="a", channel=~"b"}</code> */
        private Set<String> matchers() {
            Set<String> labels = new TreeSet<>();
            at++;
            while (!next("}")) {
                Token token = tokens.get(at++);
                if (token.kind().equals("word")) {
                    labels.add(token.text());
                }
            }
            at++;
            return labels;
        }

        private boolean next(String sign) {
            return at < tokens.size() && tokens.get(at).is(sign);
        }

        private void expect(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise + ": " + expression);
            }
        }
    }
}
