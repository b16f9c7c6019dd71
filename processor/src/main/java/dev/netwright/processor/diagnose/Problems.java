package dev.netwright.processor.diagnose;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One factory a {@link ProblemId}, of the same name. A {@code place} is the narrowest that is known; {@code node} is the name of a
 * method; {@code operator} an annotation, with or without its attributes ({@code @Dense}, {@code @Dense(128)}, {@code Dense});
 * {@code help} the literal edits that would mend it, best first.
 *
 * <p>Above 400 lines: a method a kind of mistake, to be read beside each other so that all speak alike.
 */
public final class Problems {
    private Problems() {}

    /** {@code @Network} on a {@code kind} ("class", "record") named {@code type}. */
    public static Problem notAnInterface(Place place, String kind, String type) {
        return problem(ProblemId.NotAnInterface, place, "@Network stands on the " + kind + " '" + type + "'")
                .expected("an interface")
                .found(kind + " " + type)
                .help("declare  interface " + type + "  with one method a node")
                .build();
    }

    /** An interface that {@code fault} ("extends another", "has type parameters"). */
    public static Problem unsupportedInterface(
            Place place, String type, String fault, String expected, String found, String... help) {
        return problem(ProblemId.UnsupportedInterface, place, "network '" + type + "' " + fault)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /** A second method {@code node}. Signatures are as written: {@code joined(Tensor a, Tensor b)}. */
    public static Problem overload(Place place, String node, String firstSignature, String signature) {
        return problem(ProblemId.Overload, place, "two methods are named '" + node + "'")
                .expected("one method a node, each with its own name")
                .found(signature + " after " + firstSignature)
                .help("rename it, for instance  " + node + "2")
                .build();
    }

    /** A return type (empty {@code parameter}) or the type of a parameter that is not {@code Tensor}; {@code parameters} as they would be. */
    public static Problem notATensor(Place place, String node, String parameter, String type, String parameters) {
        return parameter.isEmpty()
                ? problem(ProblemId.NotATensor, place, "'" + node + "' does not return a Tensor")
                        .expected("Tensor")
                        .found(type)
                        .help("declare  Tensor " + node + "(" + parameters
                                + ");  or make it default, static or private to keep it out of the network")
                        .build()
                : problem(
                                ProblemId.NotATensor,
                                place,
                                "parameter '" + parameter + "' of '" + node + "' is not a Tensor")
                        .expected("Tensor " + parameter)
                        .found(type + " " + parameter)
                        .help("declare  Tensor " + parameter + "  to consume the node '" + parameter + "'")
                        .build();
    }

    /** A method with {@code feature} ("type parameters", "a throws clause"), {@code found} as written. */
    public static Problem unsupportedMethod(Place place, String node, String feature, String found) {
        return problem(ProblemId.UnsupportedMethod, place, "'" + node + "' has " + feature)
                .expected("a plain declaration:  Tensor " + node + "(…);")
                .found(found)
                .help("remove  " + found)
                .build();
    }

    /**
     * A name given in {@code attribute} ("@Network(model)") that is no name of a type, or where it is {@code reserved}, one that
     * Netwright uses itself.
     */
    public static Problem invalidName(Place place, String attribute, String name, boolean reserved, String suggestion) {
        return problem(
                        ProblemId.InvalidName,
                        place,
                        attribute + " is "
                                + (reserved ? "a name that Netwright uses itself" : "not a name that a class can have"))
                .expected(
                        reserved
                                ? "a name that neither an annotation nor a class in every model has"
                                : "a Java identifier without a package")
                .found("\"" + name + "\"")
                .help("write  \"" + suggestion + "\"")
                .build();
    }

    /**
     * A class to generate whose qualified name another class has; {@code suggestion} is a model name that helps, empty where none
     * does since the name follows from the interface's.
     */
    public static Problem nameTaken(Place place, String network, String taken, String suggestion) {
        return problem(ProblemId.NameTaken, place, "network '" + network + "' generates a class whose name is taken")
                .expected("no other class named " + taken)
                .found(taken + " is declared already, or generated for another network")
                .help(
                        suggestion.isEmpty()
                                ? "rename the interface '" + network + "' or that class"
                                : "rename that class, or write  model = \"" + suggestion + "\"  in @Network")
                .build();
    }

    /** Two names that meet in {@code javaName}; {@code other} says what has it: "node 'hidden_1'", "a field of every model". */
    public static Problem nameClash(Place place, String node, String javaName, String other) {
        return problem(
                        ProblemId.NameClash,
                        place,
                        "'" + node + "' becomes the Java name " + javaName + ", which is taken")
                .expected("a name of its own in the generated class")
                .found(javaName + " is " + other)
                .help("rename it, for instance  " + node + "2")
                .build();
    }

    /** A method without an operator. {@code foreign} are its other annotations, {@code nearest} operators of a similar name. */
    public static Problem noOperator(Place place, String node, Collection<String> foreign, Collection<String> nearest) {
        ProblemBuilder problem = problem(ProblemId.NoOperator, place, "'" + node + "' has no operator")
                .expected("an operator before it:  @Dense(64) Tensor " + node + "();")
                .found(foreign.isEmpty() ? "no annotation" : Suggestions.few(foreign) + ", which is no operator");
        return nearest.isEmpty()
                ? problem.help("write  @Dense(64)  or another operator, or make the method default, static or private")
                        .build()
                : problem.help("did you mean " + Suggestions.few(nearest) + "?").build();
    }

    /** A network without a node or without an {@code @Input}. */
    public static Problem noInput(Place place, String network, boolean anyNode) {
        return problem(ProblemId.NoInput, place, "network '" + network + "' has no " + (anyNode ? "input" : "node"))
                .expected("a method annotated @Input")
                .found(anyNode ? "no @Input among its methods" : "no abstract method")
                .help("put  @Input(4) Tensor features();  first, and name it where it is consumed")
                .build();
    }

    /** A parameter that names no node above; {@code below}: a node of this name comes later. */
    public static Problem unknownNode(Place place, String node, String name, Collection<String> above, boolean below) {
        List<String> nearest = Suggestions.nearest(name, above);
        ProblemBuilder problem = problem(
                        ProblemId.UnknownNode,
                        place,
                        below
                                ? "'" + node + "' consumes '" + name + "', which is declared below it"
                                : "'" + node + "' consumes '" + name + "', and there is no such node")
                .expected("the name of a node declared above '" + node + "'")
                .found(name.equals(node) ? name + ", the node itself" : name);
        if (below && !name.equals(node)) {
            problem.help("move '" + name + "' above '" + node + "'");
        } else if (!nearest.isEmpty()) {
            problem.help("did you mean " + Suggestions.few(nearest) + "?");
        } else if (above.isEmpty()) {
            problem.help("declare  @Input(4) Tensor " + name + "();  first");
        } else {
            problem.help("nodes above: " + Suggestions.few(above));
        }
        return problem.build();
    }

    /** A method without parameters after {@code above}, where {@code why} ("'above' is an @Output") makes its input a guess. */
    public static Problem ambiguousInput(Place place, String node, String above, String why, String help) {
        return problem(ProblemId.AmbiguousInput, place, "'" + node + "' does not say which node it consumes")
                .expected("the nodes it consumes as parameters")
                .found("no parameter, and " + why + (above.isEmpty() ? "" : "; the node above is '" + above + "'"))
                .help(help)
                .build();
    }

    /** An operator that takes {@code min} to {@code max} nodes is given {@code found}; {@code nodes} are as many as it takes. */
    public static Problem wrongInputCount(
            Place place, String node, String operator, int min, int max, int found, List<String> nodes) {
        String range =
                min == max ? String.valueOf(min) : max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
        return problem(
                        ProblemId.WrongInputCount,
                        place,
                        Phrases.named(node, operator) + (found < min ? " takes more nodes" : " takes fewer nodes"))
                .expected(max == 0 ? "no node" : range.equals("1") ? "1 node" : range + " nodes")
                .found(found == 1 ? "1 node" : found + " nodes")
                .help("declare  Tensor " + node + "("
                        + nodes.stream().map(name -> "Tensor " + name).collect(Collectors.joining(", ")) + ");")
                .build();
    }

    /** A node that leads to no output; {@code outputs} are the results' names. */
    public static Problem unusedNode(Place place, String node, Collection<String> outputs) {
        return problem(ProblemId.UnusedNode, place, "no output uses '" + node + "'")
                .expected("a path from '" + node + "' to " + Suggestions.few(outputs))
                .found("no output of the network depends on it")
                .help("write  @Output  or name it as a parameter of the node that should consume it, or remove it")
                .build();
    }

    /** An operator on the type {@code type}; {@code operator} as written. */
    public static Problem operatorOnType(Place place, String operator, String type) {
        return problem(ProblemId.OperatorOnType, place, Phrases.at(operator) + " stands on the type '" + type + "'")
                .expected("operators on methods of a @Network interface, one method a node")
                .found(Phrases.at(operator) + " on a type")
                .help("declare a node:  " + Phrases.at(operator) + " Tensor name();")
                .build();
    }

    /** An operator on a method of {@code type}, an interface or not, that is no network. */
    public static Problem outsideNetwork(
            Place place, String method, String operator, boolean isInterface, String type) {
        return problem(ProblemId.OutsideNetwork, place, Phrases.named(method, operator) + " stands outside a network")
                .expected("a method of an interface annotated @Network")
                .found("a method of '" + type + "', which is " + (isInterface ? "not annotated" : "no interface"))
                .help(isInterface ? "write  @Network interface " + type : "declare the network as an interface")
                .build();
    }

    /** An operator where it may not stand: {@code expected} ("first in its node"), {@code found} ("after @ReLU"). */
    public static Problem wrongPosition(
            Place place, String node, String operator, String expected, String found, String... help) {
        return problem(ProblemId.WrongPosition, place, Phrases.named(node, operator) + " stands in the wrong place")
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /**
     * An attribute that must be given; {@code example} is the operator with it: {@code @Dense(64)}, with what else must be given
     * where that is more: {@code @Conv2D(value = 8, kernel = 3)}.
     */
    public static Problem missingAttribute(
            Place place, String node, String operator, String attribute, String example) {
        return problem(ProblemId.MissingAttribute, place, Phrases.named(node, operator) + " lacks '" + attribute + "'")
                .expected("a value for '" + attribute + "', which has no default")
                .found(Phrases.at(operator))
                .help("write  " + Phrases.added(operator, attribute, example))
                .build();
    }

    /** An attribute's value outside its range; {@code node} is empty for {@code @Network}. */
    public static Problem outOfRange(
            Place place,
            String node,
            String operator,
            String attribute,
            String expected,
            String found,
            String... help) {
        return problem(
                        ProblemId.OutOfRange,
                        place,
                        Phrases.named(node, operator) + ": '" + attribute + "' is out of range")
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /**
     * {@code whole} ("channels") of {@code length}, {@code of} them ("channels of conv1"), not divisible by {@code attribute}
     * ("groups"), which is {@code found}.
     */
    public static Problem notDivisible(
            Place place, String node, String whole, String attribute, int length, String of, int found) {
        return problem(ProblemId.NotDivisible, place, "'" + node + "': " + whole + " must be divisible by " + attribute)
                .expected("a divisor of " + length + " (" + of + ")")
                .found(String.valueOf(found))
                .help("use " + attribute + " = " + Phrases.divisors(length, found))
                .build();
    }

    /** A value of shape {@code shape} from node {@code from} that the operator cannot take. */
    public static Problem shapeMismatch(
            Place place,
            String node,
            String operator,
            String from,
            String expected,
            String shape,
            String trace,
            String... help) {
        return problem(
                        ProblemId.ShapeMismatch,
                        place,
                        Phrases.named(node, operator) + " cannot take the output of '" + from + "'")
                .expected(expected)
                .found(shape + " from " + from)
                .trace(trace)
                .help(help)
                .build();
    }

    /** A value of node {@code from} of which an axis varies from sample to sample where the operator cannot take that. */
    public static Problem varyingLength(
            Place place,
            String node,
            String operator,
            String from,
            int axis,
            String expected,
            String shape,
            String trace,
            String... help) {
        return problem(
                        ProblemId.VaryingLength,
                        place,
                        Phrases.named(node, operator) + " cannot take axis " + axis + " of '" + from
                                + "', whose length varies from sample to sample")
                .expected(expected)
                .found(shape + " from " + from)
                .trace(trace)
                .help(help)
                .build();
    }

    /** A value of element type {@code type} from node {@code from} that the operator cannot take. */
    public static Problem typeMismatch(
            Place place,
            String node,
            String operator,
            String from,
            String expected,
            String type,
            String trace,
            String... help) {
        return problem(
                        ProblemId.TypeMismatch,
                        place,
                        Phrases.named(node, operator) + " cannot take the element type of '" + from + "'")
                .expected(expected)
                .found(type + " from " + from)
                .trace(trace)
                .help(help)
                .build();
    }

    /** A result that is the same whatever the inputs; {@code found} says what it is computed from. */
    public static Problem constantOutput(Place place, String node, String found, String trace) {
        return problem(ProblemId.ConstantOutput, place, "output '" + node + "' depends on no input")
                .expected("a path from an @Input to '" + node + "'")
                .found(found)
                .trace(trace)
                .help("name a node that depends on an input as a parameter")
                .build();
    }

    /**
     * A formula that cannot be read, or an attribute that it cannot use.
     *
     * @param operator the annotation type that carries it
     * @param fault what is wrong, in a few words: "unknown name 'sigmod'"
     * @param formula its text; empty where the fault is not in the text
     * @param at index of the character the fault stands at, or -1
     */
    public static Problem badFormula(
            Place place, String operator, String fault, String expected, String formula, int at, String... help) {
        return problem(ProblemId.BadFormula, place, "formula of " + Phrases.at(operator) + ": " + fault)
                .expected(expected)
                .found(Phrases.marked(formula, at))
                .help(help)
                .build();
    }

    /** An {@code @Init} of {@code node} with a {@code fault} ("@ReLU has no parameter 'bias'"). */
    public static Problem badInitializer(
            Place place, String node, String fault, String expected, String found, String... help) {
        return problem(ProblemId.BadInitializer, place, "'" + node + "' (@Init): " + fault)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /** A tensor or a whole ("the parameters of 'Demo'") of more than {@code most} {@code units} ("elements"). */
    public static Problem tooLarge(
            Place place, String subject, String found, long most, String units, String trace, String... help) {
        return problem(ProblemId.TooLarge, place, subject + " would be too large")
                .expected("at most " + Phrases.grouped(String.valueOf(most)) + " " + units)
                .found(Phrases.grouped(found) + " " + units)
                .trace(trace)
                .help(help)
                .build();
    }

    /** {@code annotation} ("@TransferFrom") names {@code type}, or stands on it, which is no network it can use; {@code found} says why. */
    public static Problem notANetwork(Place place, String annotation, String type, String found, String... help) {
        return problem(ProblemId.NotANetwork, place, annotation + " needs a network, which '" + type + "' is not here")
                .expected("an interface annotated @Network or @Extract")
                .found(type + ": " + found)
                .help(help)
                .build();
    }

    /**
     * {@code annotation} names {@code layer}, empty for none at all, which {@code network} has not among {@code known}; {@code corrected} is
     * the attribute as it would be with the nearest, empty where none is near.
     */
    public static Problem unknownLayer(
            Place place, String annotation, String layer, String network, Collection<String> known, String corrected) {
        return problem(
                        ProblemId.UnknownLayer,
                        place,
                        layer.isEmpty()
                                ? annotation + " names no layer of '" + network + "'"
                                : annotation + " names '" + layer + "', which '" + network + "' has not")
                .expected("one or more of those of '" + network + "'")
                .found(layer.isEmpty() ? "none" : layer)
                .help(
                        corrected.isEmpty()
                                ? "layers there are: " + (known.isEmpty() ? "none" : Suggestions.few(known))
                                : "write  " + corrected)
                .build();
    }

    /** {@code annotation} ("@Pretrained") needs {@code option} ("netwright.base"), a directory. */
    public static Problem missingOption(Place place, String annotation, String option, String file) {
        return problem(ProblemId.MissingOption, place, annotation + " needs the option -A" + option)
                .expected("the directory that \"" + file + "\" is relative to, as -A" + option + "=DIR")
                .found("no such option")
                .help(
                        "Maven, in <configuration> of maven-compiler-plugin:",
                        "  <compilerArgs><arg>-A" + option + "=${project.basedir}</arg></compilerArgs>",
                        "Gradle, in build.gradle.kts:",
                        "  tasks.withType<JavaCompile> { options.compilerArgs.add(\"-A" + option
                                + "=$projectDir\"); inputs.file(\"" + file + "\") }")
                .build();
    }

    /** A {@code file} that {@code fault} ("is not there"). */
    public static Problem badFile(
            Place place, String file, String fault, String expected, String found, String... help) {
        return problem(ProblemId.BadFile, place, "\"" + file + "\" " + fault)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /** An {@code entry} of {@code attribute} ("@Pretrained(names)") with a {@code fault}. */
    public static Problem badMapping(
            Place place, String attribute, String entry, String fault, String expected, String... help) {
        return problem(ProblemId.BadMapping, place, attribute + ": \"" + entry + "\" " + fault)
                .expected(expected)
                .found("\"" + entry + "\"")
                .help(help)
                .build();
    }

    /** {@code file} has no tensor {@code name} for {@code tensor}; {@code nearest} are descriptions of some it has. */
    public static Problem missingTensor(
            Place place,
            String file,
            String tensor,
            String name,
            String expected,
            List<String> nearest,
            String... help) {
        return problem(
                        ProblemId.MissingTensor,
                        place,
                        file + " has no tensor for " + tensor
                                + (name.equals(tensor) ? "" : ", which @Pretrained calls '" + name + "' there"))
                .expected(expected)
                .found(nearest.isEmpty() ? "none that is left" : "nearest: " + String.join(", ", nearest))
                .help(help)
                .build();
    }

    /** {@code file} has {@code tensors} that the network has no place for, with their shapes in {@code found}. */
    public static Problem extraTensor(
            Place place, String file, String network, List<String> tensors, List<String> found, String... help) {
        return problem(
                        ProblemId.ExtraTensor,
                        place,
                        file + " has " + (tensors.size() == 1 ? "a tensor" : tensors.size() + " tensors") + " that '"
                                + network + "' has no place for")
                .expected("each tensor of the file in its place, or ignored")
                .found(Suggestions.few(found))
                .help(help)
                .build();
    }

    /** {@code tensor} with a {@code fault} ("is transposed") in {@code where}, a file or another network. */
    public static Problem tensorMismatch(
            Place place, String tensor, String fault, String where, String expected, String found, String... help) {
        return problem(ProblemId.TensorMismatch, place, tensor + " " + fault + " in " + where)
                .expected(expected)
                .found(found)
                .help(help)
                .build();
    }

    /** A bug of Netwright; {@code details} is what to send: versions, the declaration, the top of the stack, a line each. */
    public static Problem internalError(Place place, String network, Throwable cause, List<String> details) {
        List<String> help = new ArrayList<>();
        help.add("please report it to the project and send these lines:");
        help.addAll(details);
        return problem(
                        ProblemId.InternalError,
                        place,
                        "compiling '" + network + "' failed: this is a bug of Netwright, not of your declaration")
                .found(cause.toString().lines().findFirst().orElse(""))
                .help(help.toArray(String[]::new))
                .build();
    }

    private static ProblemBuilder problem(ProblemId id, Place place, String what) {
        return new ProblemBuilder(id, place, what);
    }
}
