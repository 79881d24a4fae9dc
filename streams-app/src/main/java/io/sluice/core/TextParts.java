package io.sluice.core;

import java.util.ArrayList;
import java.util.List;

/** Splits text where a character stands outside parentheses and braces. */
final class TextParts {

    private TextParts() {}

    /** The parts, trimmed; at least one. */
    static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            } else if (c == at && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}
