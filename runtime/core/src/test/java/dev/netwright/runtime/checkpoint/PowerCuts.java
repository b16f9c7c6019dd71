package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.SimulatedDisk.Bytes;
import dev.netwright.runtime.checkpoint.SimulatedDisk.Event;
import dev.netwright.runtime.checkpoint.SimulatedDisk.Forced;
import dev.netwright.runtime.checkpoint.SimulatedDisk.Named;
import dev.netwright.runtime.checkpoint.SimulatedDisk.NamesForced;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every state that a power cut may leave of a disk. The cut comes after any of the events. Of the changes of names that were not forced,
 * any may have reached the device and any may not, in any order. Of the writes to a file that were not forced, each may be there, be
 * missing, or be zeros (the length came before the bytes), in any combination; and each may be torn at any multiple of 512 bytes, its
 * end missing or zero or its beginning zero, with the other writes there, or those after it missing.
 *
 * <p>Sources: Pillai et al., All File Systems Are Not Created Equal, OSDI 2014; the crash tests described in SQLite's documentation
 * "How SQLite Is Tested", section 3.3.
 */
final class PowerCuts {
    private static final int SECTOR = 512;

    private final List<Event> events;

    PowerCuts(List<Event> events) {
        this.events = events;
    }

    /** Looks at a state: what each name stands for. */
    interface Look {
        void at(int happened, Map<Path, Supplier<byte[]>> files);
    }

    /** Shows every state after at least so many events; returns how many there are. */
    long visit(int from, Look look) {
        long states = 0;
        for (int happened = from; happened <= events.size(); happened++) {
            for (Map<Path, Integer> names : names(happened)) {
                states += combine(happened, names, new ArrayList<>(names.keySet()), new LinkedHashMap<>(), look);
            }
        }
        return states;
    }

    /** Every combination of what the names that are left may stand for. */
    private long combine(
            int happened, Map<Path, Integer> names, List<Path> left, Map<Path, Supplier<byte[]>> files, Look look) {
        if (left.isEmpty()) {
            look.at(happened, files);
            return 1;
        }
        Path path = left.get(0);
        long states = 0;
        for (Supplier<byte[]> content : contents(happened, names.get(path))) {
            files.put(path, content);
            states += combine(happened, names, left.subList(1, left.size()), files, look);
        }
        return states;
    }

    private List<Map<Path, Integer>> names(int happened) {
        Map<Path, Integer> durable = new LinkedHashMap<>();
        List<Named> pending = new ArrayList<>();
        for (Event event : events.subList(0, happened)) {
            if (event instanceof Named named) {
                pending.add(named);
            } else if (event instanceof NamesForced) {
                pending.forEach(named -> SimulatedDisk.apply(named.changes(), durable));
                pending.clear();
            }
        }
        List<Map<Path, Integer>> all = new ArrayList<>();
        for (int kept = 0; kept < 1 << pending.size(); kept++) {
            Map<Path, Integer> names = new LinkedHashMap<>(durable);
            for (int i = 0; i < pending.size(); i++) {
                if ((kept >> i & 1) == 1) {
                    SimulatedDisk.apply(pending.get(i).changes(), names);
                }
            }
            if (!all.contains(names)) {
                all.add(names);
            }
        }
        return all;
    }

    /** What may be left of a write. */
    private record Part(int keptFrom, int keptTo, int length) {}

    private List<Supplier<byte[]>> contents(int happened, int file) {
        List<byte[]> durable = new ArrayList<>();
        List<byte[]> pending = new ArrayList<>();
        for (Event event : events.subList(0, happened)) {
            if (event instanceof Bytes write && write.file() == file) {
                pending.add(write.bytes());
            } else if (event instanceof Forced forced && forced.file() == file) {
                durable.addAll(pending);
                pending.clear();
            }
        }
        List<Supplier<byte[]>> all = new ArrayList<>();
        int combinations = (int) Math.round(Math.pow(3, pending.size()));
        for (int combination = 0; combination < combinations; combination++) {
            List<Part> parts = new ArrayList<>();
            int rest = combination;
            for (byte[] write : pending) {
                parts.add(
                        switch (rest % 3) {
                            case 0 -> whole(write);
                            case 1 -> new Part(0, 0, 0);
                            default -> new Part(0, 0, write.length);
                        });
                rest /= 3;
            }
            all.add(() -> content(durable, pending, parts));
        }
        for (int torn = 0; torn < pending.size(); torn++) {
            int length = pending.get(torn).length;
            for (int at = SECTOR; at < length; at += SECTOR) {
                for (Part part : List.of(new Part(0, at, at), new Part(0, at, length), new Part(at, length, length))) {
                    for (List<Part> parts :
                            List.of(around(pending, torn, part, true), around(pending, torn, part, false))) {
                        all.add(() -> content(durable, pending, parts));
                    }
                }
            }
        }
        return all;
    }

    private static List<Part> around(List<byte[]> writes, int torn, Part part, boolean others) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            parts.add(i == torn ? part : i < torn || others ? whole(writes.get(i)) : new Part(0, 0, 0));
        }
        return parts;
    }

    private static Part whole(byte[] write) {
        return new Part(0, write.length, write.length);
    }

    /** A file's bytes: the durable writes, then of each pending one a part; zeros where nothing came. */
    private static byte[] content(List<byte[]> durable, List<byte[]> pending, List<Part> parts) {
        int end = 0;
        int length = 0;
        for (byte[] write : durable) {
            end += write.length;
            length = end;
        }
        for (int i = 0; i < pending.size(); i++) {
            if (parts.get(i).length() > 0) {
                length = end + parts.get(i).length();
            }
            end += pending.get(i).length;
        }
        byte[] content = new byte[end];
        int at = 0;
        for (byte[] write : durable) {
            System.arraycopy(write, 0, content, at, write.length);
            at += write.length;
        }
        for (int i = 0; i < pending.size(); i++) {
            Part part = parts.get(i);
            System.arraycopy(
                    pending.get(i), part.keptFrom(), content, at + part.keptFrom(), part.keptTo() - part.keptFrom());
            at += pending.get(i).length;
        }
        return Arrays.copyOf(content, length);
    }
}
