package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.array.ArrayException;
import dev.netwright.runtime.array.ElementType;
import dev.netwright.runtime.array.NpyStream;
import dev.netwright.runtime.array.Npz;
import dev.netwright.runtime.array.NumberArray;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Reads the arrays of an npz file as a stream. Such a file has weights alone and no marks of Netwright. */
final class NpzReader {
    private NpzReader() {}

    static Header read(Input input, Visitor visitor) throws CheckpointException {
        List<StoredTensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        ZipInputStream zip = new ZipInputStream(input.rest());
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String source = input.name() + "!" + entry.getName();
                NpyStream array = NpyStream.open(zip, source);
                StoredTensor tensor = new StoredTensor(
                        Npz.name(entry.getName(), source),
                        array.header().type().toString(),
                        array.header().shape());
                StoredTensor.checkCount(Fault.in(source), tensors.size() + 1);
                if (!names.add(tensor.name())) {
                    throw Fault.in(source).tensor(tensor.name()).corrupt("the array is there twice");
                }
                tensors.add(tensor);
                Window window = tensor.isFloat() ? visitor.window(tensor) : null;
                if (window != null) {
                    copy(array.read(), tensor, window, Fault.in(source));
                }
            }
        } catch (EOFException e) {
            throw Fault.in(input.name()).because(e).truncated("the archive ends too early");
        } catch (ArrayException | ZipException | IllegalArgumentException e) {
            // The JDK throws the last for names that are not UTF-8.
            throw Fault.in(input.name()).because(e).found(e).corrupt("the archive is damaged");
        } catch (IOException e) {
            throw input.wrap(e);
        }
        if (tensors.isEmpty()) {
            throw Fault.in(input.name()).expected("a zip archive of arrays").corrupt("this is no npz file");
        }
        visitor.tensors(tensors);
        return new Header(Optional.empty(), tensors, Metadata.NONE, Optional.empty());
    }

    private static void copy(NumberArray array, StoredTensor tensor, Window window, Fault fault)
            throws CheckpointException {
        float[] values = array.floats();
        double[] exact = array.type() == ElementType.FLOAT64 ? array.doubles() : new double[0];
        for (int k = 0; k < exact.length; k++) {
            if (Double.compare(values[k], exact[k]) != 0) {
                throw Input.inexact(tensor, fault);
            }
        }
        int at = window.room(values.length);
        System.arraycopy(values, 0, window.values(), at, values.length);
    }
}
