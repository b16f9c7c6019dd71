package dev.netwright.processor.declare;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Java names that follow from names in a declaration. The one place for them. */
public final class Names {
    /**
     * Names that no node may have, since the generated classes use them: a field of this name would hide a type, a package or a
     * constant that generated code refers to, or be a record's component that Java forbids (JLS 8.10.1). A node's name is
     * compared as it is, its enum constant too.
     */
    public static final Set<String> RESERVED = Set.of(
            // Types nested in, and constants of, every model.
            "Layer",
            "Inputs",
            "Outputs",
            "Targets",
            "Losses",
            "RecordPredictor",
            "PARAMETERS",
            "SCHEMA_HASH",
            "INFERENCE_THREAD_BYTES",
            "TRAINING_THREAD_BYTES",
            "SCHEMA",
            // Packages that generated code may name in full.
            "java",
            "dev",
            // Types that generated code names.
            "Arrays",
            "Batch",
            "Classification",
            "Classifier",
            "Dataset",
            "Head",
            "Loss",
            "OutputLosses",
            "Predictor",
            "Datasets",
            "Target",
            "Checkpoints",
            "Difference",
            "LoadResult",
            "Elementary",
            "FloatStore",
            "InferencePlan",
            "Initializer",
            "Initializers",
            "List",
            "Literals",
            "Map",
            "MatMul",
            "Math",
            "Matrix",
            "Model",
            "Object",
            "Optional",
            "Override",
            "Panel",
            "PanelCache",
            "Path",
            "Philox",
            "Sums",
            "Schema",
            "String",
            "Tensor3",
            "Tensor4",
            "TensorN",
            "TensorSpec",
            "Trainable",
            "TrainingPlan",
            "Vector",
            // Names that a record's component may not have, those of methods that the record has included.
            "lossesInOrder",
            "clone",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "toString",
            "wait");

    private Names() {}

    /**
     * The enum constant of a node: words of a camel-cased name parted by underscores, in upper case: {@code hidden1} is HIDDEN1,
     * {@code hiddenLayer} HIDDEN_LAYER, {@code conv2D} CONV2D, {@code toRGBImage} TO_RGB_IMAGE.
     */
    public static String constant(String node) {
        StringBuilder constant = new StringBuilder();
        for (int i = 0; i < node.length(); i++) {
            char c = node.charAt(i);
            if (i > 0 && Character.isUpperCase(c)) {
                char before = node.charAt(i - 1);
                boolean wordEnds = Character.isLowerCase(before);
                boolean acronymEnds = Character.isUpperCase(before)
                        && i + 1 < node.length()
                        && Character.isLowerCase(node.charAt(i + 1));
                if (wordEnds || acronymEnds) {
                    constant.append('_');
                }
            }
            constant.append(c);
        }
        return constant.toString().toUpperCase(Locale.ROOT);
    }

    /** Simple name of the companion of an interface: {@code com.example.Outer$Demo} gives {@code Outer_Demo_Declaration}. */
    public static String companion(String interfaceName) {
        return flat(interfaceName) + "_Declaration";
    }

    /** Simple name of the model of an interface that does not name it. */
    public static String model(String interfaceName) {
        return flat(interfaceName) + "Model";
    }

    /** Simple names of all classes generated for an interface, the model first. */
    public static List<String> generated(String interfaceName, String modelName) {
        return List.of(
                modelName,
                modelName + "Inference",
                modelName + "Training",
                modelName + "Inspection",
                modelName + "Standardization",
                modelName + "Kernels",
                modelName + "Schema",
                companion(interfaceName));
    }

    /** Simple name of the test that a type asks for: {@code com.example.Outer$Digits} gives {@code Outer_DigitsTest}. */
    public static String compatibilityTest(String asking) {
        return flat(asking) + "Test";
    }

    private static String flat(String interfaceName) {
        return interfaceName.substring(interfaceName.lastIndexOf('.') + 1).replace('$', '_');
    }
}
