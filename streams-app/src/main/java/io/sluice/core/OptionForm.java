package io.sluice.core;

import java.util.Optional;

/** The forms that values of channel options have in text. */
enum OptionForm {
    /** Named. */
    FLAG("") {
        @Override
        Object parse(String name, Optional<String> value) {
            if (value.isEmpty()) {
                return true;
            }
            throw new IllegalArgumentException(
                    "the option " + name + " takes no value but \"no\", and has \"" + value.get() + "\"");
        }

        @Override
        String written(Object value) {
            return "";
        }
    },

    NUMBER("=<number>") {
        @Override
        Object parse(String name, Optional<String> value) {
            return number(name, required(name, value), "a whole number up to 999999999, 0 for no limit", 0);
        }
    },

    COUNT("=<number>") {
        @Override
        Object parse(String name, Optional<String> value) {
            return number(name, required(name, value), "a whole number from 1 to 999999999", 1);
        }
    },

    ONE("=1") {
        @Override
        Object parse(String name, Optional<String> value) {
            if (!required(name, value).equals("1")) {
                throw new IllegalArgumentException("the option " + name + " is \"" + value.get()
                        + "\"; only 1 is allowed: each job is released alone");
            }
            return 1;
        }
    },

    DURATION("=<duration>") {
        @Override
        Object parse(String name, Optional<String> value) {
            return Durations.parse(required(name, value));
        }

        @Override
        String written(Object value) {
            return Durations.text((Long) value);
        }
    },

    TYPE("=<job type>") {
        @Override
        Object parse(String name, Optional<String> value) {
            return Names.check("the option " + name, required(name, value));
        }
    },

    THROTTLE("=<number>/<duration>") {
        @Override
        Object parse(String name, Optional<String> value) {
            return Throttle.parse(required(name, value));
        }
    },

    RETRY("=fixed(<wait>) | exponential(<first>,<factor>,<longest>,<jitter>) | steps{<attempts>: <wait>, …}") {
        @Override
        Object parse(String name, Optional<String> value) {
            return RetryText.parse(required(name, value));
        }

        @Override
        String written(Object value) {
            return RetryText.text((RetryPolicy) value);
        }
    };

    private final String example;

    OptionForm(String example) {
        this.example = example;
    }

    String example() {
        return example;
    }

    abstract Object parse(String name, Optional<String> value);

    String written(Object value) {
        return value.toString();
    }

    private static String required(String name, Optional<String> value) {
        return value.filter(text -> !text.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("the option " + name + " needs a value: " + name
                        + ChannelOption.named(name).orElseThrow().example() + ", or " + name + "=no"));
    }

    private static int number(String name, String text, String allowed, int least) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least) {
            throw new IllegalArgumentException(
                    "the option " + name + " is \"" + text + "\"; allowed is " + allowed + ", or no");
        }
        return Integer.parseInt(text);
    }
}
