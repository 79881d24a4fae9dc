package io.sluice.core;

/** What a name may look like: types, trees and the segments of a channel's path. */
final class Names {

    private static final int LONGEST = 64;

    private Names() {}

    static String check(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(what + " \"" + Quote.of(name) + "\" is not a name: 1 to " + LONGEST
                    + " characters out of A-Z, a-z, 0-9, _ and - are allowed");
        }
        return name;
    }

    private static boolean isName(String name) {
        if (name == null || name.isEmpty() || name.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }
}
