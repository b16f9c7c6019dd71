package dev.netwright.processor.diagnose;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Parts of messages that several problems share. */
final class Phrases {
    private Phrases() {}

    /** {@code 'hidden' (@Dense)}, or the operator alone where there is no node. */
    static String named(String node, String operator) {
        String bare = operator.indexOf('(') < 0 ? operator : operator.substring(0, operator.indexOf('('));
        return node.isEmpty() ? at(bare) : "'" + node + "' (" + at(bare) + ")";
    }

    static String inner(String annotation) {
        return annotation.substring(annotation.indexOf('(') + 1, annotation.lastIndexOf(')'));
    }

    static String at(String operator) {
        return operator.startsWith("@") ? operator : "@" + operator;
    }

    static String marked(String formula, int at) {
        return at < 0 || at > formula.length()
                ? formula
                : formula.substring(0, at) + "▸" + formula.substring(at) + "   (at character " + (at + 1) + ")";
    }

    /** Digits in groups of three: {@code 2,147,483,647}. */
    static String grouped(String digits) {
        return digits.chars().allMatch(Character::isDigit) ? digits.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",") : digits;
    }

    /** The attribute alone where the others can stay as they are written, else the whole of {@code example}. */
    static String added(String operator, String attribute, String example) {
        Matcher named = Pattern.compile("\\b" + attribute + " = ([^,)]+)").matcher(example);
        if (!operator.contains("(")) {
            return example;
        }
        if (named.find()) {
            return operator.contains(" = ") ? named.group() : example;
        }
        return attribute + " = " + inner(example);
    }

    /** The divisors of {@code length}, nearest to {@code found} first: {@code 8 (nearest), or 1, 2, 4, 16, 32}. */
    static String divisors(int length, int found) {
        List<Integer> divisors = IntStream.rangeClosed(1, length)
                .filter(d -> length % d == 0)
                .boxed()
                .sorted(Comparator.comparingInt(d -> Math.abs(d - found)))
                .limit(6)
                .toList();
        String others = divisors.stream().skip(1).sorted().map(String::valueOf).collect(Collectors.joining(", "));
        return divisors.get(0) + " (nearest)" + (others.isEmpty() ? "" : ", or " + others);
    }
}
