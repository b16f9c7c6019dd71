package dev.netwright.processor.write;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Names that are free in a scope of generated code: what is wanted, or the nearest to it that nothing else has. */
final class FreeNames {
    private final Set<String> taken = new HashSet<>();
    private final boolean foldCase;

    /** Free names; {@code foldCase} where names become file names, which some systems do not tell apart by case. */
    FreeNames(boolean foldCase, String... taken) {
        this.foldCase = foldCase;
        for (String name : taken) {
            this.taken.add(key(name));
        }
    }

    /** A scope within this one: what is taken there stays free here. */
    FreeNames inner() {
        FreeNames inner = new FreeNames(foldCase);
        inner.taken.addAll(taken);
        return inner;
    }

    /** The name itself, or with the smallest number after it that makes it free. */
    String take(String wanted) {
        String base = SourceVersion.isKeyword(wanted) ? wanted + "_" : wanted;
        String name = base;
        String separator = Character.isDigit(base.charAt(base.length() - 1)) ? "_" : "";
        for (int k = 2; !taken.add(key(name)); k++) {
            name = base + separator + k;
        }
        return name;
    }

    /** A start of names, {@code t} or longer, such that no name here is it with a number after it. */
    String prefix(String wanted) {
        String prefix = wanted;
        while (anyNumbered(prefix)) {
            prefix += "_";
        }
        return prefix;
    }

    private boolean anyNumbered(String prefix) {
        return taken.stream()
                .anyMatch(name -> name.startsWith(prefix)
                        && name.substring(prefix.length()).chars().allMatch(Character::isDigit));
    }

    private String key(String name) {
        return foldCase ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** {@code hidden1} to {@code Hidden1}. */
    static String upper(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Any text to a lower camel case identifier: {@code hidden1.batchNorm} to {@code hidden1BatchNorm}. */
    static String identifier(String text) {
        StringBuilder name = new StringBuilder();
        boolean raise = false;
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            if (Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c)) {
                name.append(raise ? Character.toUpperCase(c) : c);
                raise = false;
            } else {
                raise = name.length() > 0;
            }
        }
        if (name.length() == 0 || !Character.isJavaIdentifierStart(name.charAt(0))) {
            name.insert(0, 'x');
        }
        return name.toString();
    }
}
