package dev.netwright.processor.testing;

import java.util.Map;
import java.util.Optional;

/** Helps that are no literal edit, by how they begin, each with the reason. The list is meant to stay short. */
public final class NotLiteral {
    public static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("please report it", "a bug of Netwright is not the user's to mend"),
            Map.entry("make the largest layers smaller", "which layer, and how small, is the user's to say"),
            Map.entry("join inputs of the same type", "which inputs is the user's to say"),
            Map.entry("make its dimensions smaller", "how small is the user's to say"),
            Map.entry("make axis ", "the node in question is computed: any of those above it may change"),
            Map.entry("make '", "the node in question is computed: any of those above it may change"),
            Map.entry("give '", "the node in question is computed: any of those above it may change"),
            Map.entry("give both nodes ", "the nodes in question are computed: any of those above them may change"),
            Map.entry(
                    "put  @Cast @Output ",
                    "the @Output above goes, and where nodes read from the cast is the user's to say"),
            Map.entry("write  type = DataType.INT64  in the @Input that", "the input in question is another node"),
            Map.entry(
                    "declare it as a node of its own, below one with",
                    "what is to follow the mean is the user's to say"),
            Map.entry("give class ", "the name is the user's to say"),
            Map.entry("add 1 more", "the names are the user's to say"),
            Map.entry("leave 1 out", "which name is the user's to say"),
            Map.entry("put the names on an output", "which output is the user's to say"),
            Map.entry("leave @", "what read a node of nothing else must then read what that read"),
            Map.entry("name a node that depends on an input", "which node is the user's to say"),
            Map.entry("nodes above: ", "none is near enough to be meant"),
            Map.entry("declare a node: ", "in which network, and where, is the user's to say"),
            Map.entry("declare the network as an interface", "the whole type must be written anew"),
            Map.entry("declare  interface ", "the whole type must be written anew"),
            Map.entry("give  -A", "an option of the compiler stands in no source"),
            Map.entry("take the whole file ", "a schema file is mended in version control"),
            Map.entry("restore the file ", "a schema file is mended in version control"),
            Map.entry("compile once with ", "an option of the compiler stands in no source"),
            Map.entry("Maven, in ", "the build is no source"),
            Map.entry("rename the node, or map it", "the annotation to change stands at the interface"),
            Map.entry("permute its axes", "the file is made elsewhere"),
            Map.entry("convert it to float32", "the file is made elsewhere"),
            Map.entry("name a file that was saved", "which file is the user's to say"),
            Map.entry("put it there, or name another", "which file is the user's to say"),
            Map.entry("give its path from there", "the file is not where it was said to be"),
            Map.entry("give a safetensors file", "the file is damaged"),
            Map.entry("use .json, .onnx", "which file is the user's to say"),
            Map.entry("change the network back", "which of both is right is the user's to say"),
            Map.entry("make both alike", "which of both is right is the user's to say"),
            Map.entry("name the file's too", "which tensor is meant is the user's to say"),
            Map.entry("name another tensor", "which tensor is meant is the user's to say"),
            Map.entry("name an interface annotated", "which network is the user's to say"),
            Map.entry("name another network", "which network is the user's to say"),
            Map.entry("layers there are", "none is near enough to be meant"),
            Map.entry("keep one of the two", "which of both is meant is the user's to say"),
            Map.entry("remove its methods", "the whole type must be written anew"),
            Map.entry("implement TensorMigration in ", "the class stands elsewhere"),
            Map.entry("rename the interface ", "the name is used elsewhere too"));

    private NotLiteral() {}

    /** The beginning that excuses a help. */
    public static Optional<String> of(String help) {
        return REASONS.keySet().stream().filter(help::startsWith).findFirst();
    }
}
