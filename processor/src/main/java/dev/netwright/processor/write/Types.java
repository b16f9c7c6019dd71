package dev.netwright.processor.write;

import com.palantir.javapoet.ClassName;

/** Names of the runtime's classes that generated code uses. */
final class Types {
    private static final String RUNTIME = "dev.netwright.runtime";
    private static final String CHECKPOINT = RUNTIME + ".checkpoint";
    private static final String ENGINE = RUNTIME + ".engine";
    private static final String TENSOR = RUNTIME + ".tensor";
    private static final String TRAIN = RUNTIME + ".train";

    private static final String DATA = RUNTIME + ".data";

    static final ClassName BATCH = ClassName.get(DATA, "Batch");
    static final ClassName DATASET = ClassName.get(DATA, "Dataset");
    static final ClassName DATASETS = ClassName.get(DATA, "Datasets");
    static final ClassName SAMPLES = ClassName.get(DATA, "Samples");
    static final ClassName TARGET = ClassName.get(DATA, "Target");
    static final ClassName DEVICE = ClassName.get(RUNTIME, "Device");
    static final ClassName CLASSIFICATION = ClassName.get(RUNTIME, "Classification");
    static final ClassName CLASSIFIER = ClassName.get(RUNTIME, "Classifier");
    static final ClassName PREDICTOR = ClassName.get(RUNTIME, "Predictor");
    static final ClassName LOSS = ClassName.get(TRAIN, "Loss");
    static final ClassName OUTPUT_LOSSES = ClassName.get(TRAIN, "OutputLosses");
    static final ClassName MODEL = ClassName.get(RUNTIME, "Model");
    static final ClassName LAYER_OF = ClassName.get(RUNTIME, "LayerOf");
    static final ClassName COMPATIBILITY = ClassName.get(RUNTIME, "Compatibility");
    static final ClassName CHECKPOINT_EXCEPTION = ClassName.get(CHECKPOINT, "CheckpointException");
    static final ClassName CHECKPOINTS = ClassName.get(CHECKPOINT, "Checkpoints");
    static final ClassName DIFFERENCE = ClassName.get(CHECKPOINT, "Difference");
    static final ClassName LOAD_RESULT = ClassName.get(CHECKPOINT, "LoadResult");
    static final ClassName PRETRAINED = ClassName.get(CHECKPOINT, "Pretrained");
    static final ClassName FORMAT = ClassName.get(CHECKPOINT, "Format");
    static final ClassName ROLE = ClassName.get(CHECKPOINT, "Role");
    static final ClassName SCHEMA = ClassName.get(CHECKPOINT, "Schema");
    static final ClassName PORT = SCHEMA.nestedClass("Port");
    static final ClassName TENSOR_SPEC = ClassName.get(CHECKPOINT, "TensorSpec");
    static final ClassName HEAD = ClassName.get(ENGINE, "Head");
    static final ClassName INFERENCE_PLAN = ClassName.get(ENGINE, "InferencePlan");
    static final ClassName LITERALS = ClassName.get(ENGINE, "Literals");
    static final ClassName PANEL_CACHE = ClassName.get(ENGINE, "PanelCache");
    static final ClassName TRAINABLE = ClassName.get(ENGINE, "Trainable");
    static final ClassName TRAINING_PLAN = ClassName.get(ENGINE, "TrainingPlan");
    static final ClassName FLOAT_STORE = ClassName.get(TENSOR, "FloatStore");
    static final ClassName STANDARDIZATION = ClassName.get(TRAIN, "Standardization");
    static final ClassName INITIALIZER = ClassName.get(TRAIN, "Initializer");
    static final ClassName INITIALIZERS = ClassName.get(TRAIN, "Initializers");

    private Types() {}

    /** The window on a parameter of a rank. */
    static ClassName window(int rank) {
        return ClassName.get(
                TENSOR,
                switch (rank) {
                    case 1 -> "Vector";
                    case 2 -> "Matrix";
                    case 3 -> "Tensor3";
                    case 4 -> "Tensor4";
                    default -> "TensorN";
                });
    }
}
