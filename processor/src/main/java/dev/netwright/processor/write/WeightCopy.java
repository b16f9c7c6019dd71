package dev.netwright.processor.write;

import dev.netwright.processor.schema.Weights;
import dev.netwright.runtime.checkpoint.Pretrained;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/** Packs a file of weights beside the model's class. */
final class WeightCopy {
    private WeightCopy() {}

    /** Copies the file in one pass; returns the digest of its bytes. */
    static String copy(Weights weights, String packageName, String name, Filer filer, TypeElement originating)
            throws IOException {
        try (DigestInputStream in =
                        new DigestInputStream(Files.newInputStream(weights.path()), Pretrained.newDigest());
                OutputStream out = filer.createResource(StandardLocation.CLASS_OUTPUT, packageName, name, originating)
                        .openOutputStream()) {
            in.transferTo(out);
            return Pretrained.digest(in.getMessageDigest());
        }
    }
}
