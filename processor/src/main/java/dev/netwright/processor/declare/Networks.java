package dev.netwright.processor.declare;

import dev.netwright.processor.declare.Links.Transfer;
import dev.netwright.processor.diagnose.Place;
import dev.netwright.processor.diagnose.Problems;
import dev.netwright.processor.diagnose.Reporter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * The declarations of networks, wherever they come from: a source with nodes, a source that extracts a part of another network, or
 * the companion of a class file.
 */
public final class Networks {
    static final String NETWORK = "dev.netwright.annotations.Network";
    static final String EXTRACT = "dev.netwright.annotations.Extract";
    static final String TRANSFER = "dev.netwright.annotations.TransferFrom";
    /** Qualified name of the annotation that asks for a test. */
    public static final String COMPATIBILITY = "dev.netwright.annotations.CompatibilityTest";

    static final String PRETRAINED = "dev.netwright.annotations.Pretrained";

    private final Elements elements;
    private final DeclarationReader reader;
    private final Extraction extraction;
    private final Predicate<String> sources;
    private final Set<String> open = new HashSet<>();

    /**
     * @param elements the compiler's
     * @param reader reads sources with nodes
     * @param sources tells of a qualified name whether it is a network among the sources being compiled
     */
    public Networks(Elements elements, DeclarationReader reader, Predicate<String> sources) {
        this.elements = elements;
        this.reader = reader;
        this.extraction = new Extraction(elements, reader);
        this.sources = sources;
    }

    /** Qualified names of the annotations that a network may carry, {@code @Network} among them. */
    public static Set<String> annotations() {
        return Set.of(NETWORK, EXTRACT, TRANSFER, PRETRAINED);
    }

    /** Whether {@code type} refers, itself or through others, to a network that is neither among the sources nor compiled, yet. */
    public boolean awaits(TypeElement type) {
        try {
            return awaits(type, new HashSet<>());
        } catch (BrokenSource e) {
            return false;
        }
    }

    private boolean awaits(TypeElement type, Set<TypeElement> seen) {
        return List.of(EXTRACT, TRANSFER, COMPATIBILITY).stream()
                .flatMap(name -> AttributeReader.find(type, name).stream())
                .flatMap(mirror -> other(AttributeReader.read(type, mirror)).stream())
                .filter(other -> DeclarationReader.isNetwork(other) && seen.add(other))
                .anyMatch(other -> isSource(other) ? awaits(other, seen) : companion(other) == null);
    }

    /** The declaration of a source; see {@link DeclarationReader#read}. */
    public Optional<Declaration> read(TypeElement type, Reporter reporter) {
        try {
            Optional<AnnotationMirror> extract = AttributeReader.find(type, EXTRACT);
            if (!DeclarationReader.isNetwork(type)) {
                String name = AttributeReader.find(type, PRETRAINED).isPresent() ? "@Pretrained" : "@TransferFrom";
                reporter.report(Problems.notANetwork(
                        Extraction.place(type),
                        name,
                        type.getSimpleName().toString(),
                        "it is not annotated",
                        "write  @Network interface " + type.getSimpleName()));
                return Optional.empty();
            }
            if (extract.isEmpty()) {
                return reader.read(type, reporter);
            }
            Attributes attributes = AttributeReader.read(type, extract.get());
            Optional<Declaration> from = find(type, attributes, "from", "@Extract", reporter);
            return from.flatMap(source -> extraction.read(type, attributes, source, reporter));
        } catch (BrokenSource e) {
            return Optional.empty();
        }
    }

    /** What the network of a source is tied to. */
    public Links links(TypeElement type, Reporter reporter) {
        try {
            Optional<Attributes> pretrained =
                    AttributeReader.find(type, PRETRAINED).map(mirror -> AttributeReader.read(type, mirror));
            return new Links(pretrained, transfer(type, reporter));
        } catch (BrokenSource e) {
            return new Links(Optional.empty(), Optional.empty());
        }
    }

    /** A network of which a test is asked for, and where. */
    public record Tested(Declaration network, Place place) {}

    /** The network that the {@code @CompatibilityTest} of a type names; nothing after a problem, its own or that network's. */
    public Optional<Tested> tested(TypeElement type, Reporter reporter) {
        try {
            return AttributeReader.find(type, COMPATIBILITY)
                    .map(mirror -> AttributeReader.read(type, mirror))
                    .flatMap(attributes -> find(type, attributes, "value", "@CompatibilityTest", reporter)
                            .map(network -> new Tested(network, attributes.place("value"))));
        } catch (BrokenSource e) {
            return Optional.empty();
        }
    }

    /** The network that layers come from: the one extracted from, or the one that is named. */
    private Optional<Transfer> transfer(TypeElement type, Reporter reporter) {
        Optional<Attributes> extract =
                AttributeReader.find(type, EXTRACT).map(mirror -> AttributeReader.read(type, mirror));
        if (extract.isPresent()) {
            return find(type, extract.get(), "from", "@Extract", problem -> {})
                    .map(source -> new Transfer(source, List.of(), extract.get().place()));
        }
        return AttributeReader.find(type, TRANSFER)
                .map(mirror -> AttributeReader.read(type, mirror))
                .flatMap(attributes -> find(type, attributes, "value", "@TransferFrom", reporter)
                        .map(source -> new Transfer(source, attributes.texts("layers"), attributes.place("layers"))));
    }

    /** The network that an attribute names, nothing after a problem, its own or one of that network's. */
    private Optional<Declaration> find(
            TypeElement type, Attributes attributes, String attribute, String annotation, Reporter reporter) {
        Place place = attributes.place(attribute);
        String name = attributes.text(attribute);
        String simple = name.substring(name.lastIndexOf('.') + 1);
        Optional<TypeElement> other = other(attributes);
        if (other.isEmpty() || !DeclarationReader.isNetwork(other.get())) {
            reporter.report(Problems.notANetwork(
                    place, annotation, simple, "it is not annotated", "name an interface annotated @Network"));
            return Optional.empty();
        }
        if (other.get().equals(type) || !open.add(name)) {
            reporter.report(Problems.notANetwork(
                    place, annotation, simple, "it would be made of itself", "name another network"));
            return Optional.empty();
        }
        try {
            Optional<Declaration> declaration = declaration(other.get());
            if (declaration.isEmpty() && !isSource(other.get())) {
                reporter.report(Problems.notANetwork(
                        place,
                        annotation,
                        simple,
                        "it was compiled without Netwright: there is no class "
                                + Names.companion(
                                        elements.getBinaryName(other.get()).toString()),
                        "compile it with netwright-processor on the processor path"));
            }
            String here = elements.getPackageOf(type).getQualifiedName().toString();
            if (declaration.isPresent()
                    && !declaration.get().isPublic()
                    && !declaration.get().packageName().equals(here)) {
                reporter.report(Problems.notANetwork(
                        place,
                        annotation,
                        simple,
                        "its model is not public and in another package",
                        "make  public interface " + simple));
                return Optional.empty();
            }
            return declaration;
        } finally {
            open.remove(name);
        }
    }

    /** The declaration of a source that holds, or of a class file. */
    private Optional<Declaration> declaration(TypeElement type) {
        if (!isSource(type)) {
            TypeElement companion = companion(type);
            return companion == null ? Optional.empty() : Optional.of(new CompanionReader(elements).read(companion));
        }
        boolean[] failed = {false};
        Optional<Declaration> declaration = read(type, problem -> failed[0] = true);
        return failed[0] ? Optional.empty() : declaration;
    }

    private Optional<TypeElement> other(Attributes attributes) {
        String name = attributes.text(attributes.names().contains("from") ? "from" : "value");
        return Optional.ofNullable(elements.getTypeElement(name));
    }

    private boolean isSource(TypeElement type) {
        return sources.test(type.getQualifiedName().toString());
    }

    private @Nullable TypeElement companion(TypeElement type) {
        String packageName = elements.getPackageOf(type).getQualifiedName().toString();
        String name = Names.companion(elements.getBinaryName(type).toString());
        return elements.getTypeElement(packageName.isEmpty() ? name : packageName + "." + name);
    }
}
