package dev.netwright.processor.diagnose;

/** A kind of mistake in a declaration. Each has one factory in {@link Problems} and one page in {@code docs/diagnostics}. */
public enum ProblemId {
    /** {@code @Network} stands on something that is not an interface. */
    NotAnInterface,
    /** The interface extends another, has type parameters, or cannot be reached from its package. */
    UnsupportedInterface,
    /** Two methods share a name. */
    Overload,
    /** A method's return type or a parameter's type is not {@code Tensor}. */
    NotATensor,
    /** A method has type parameters or a throws clause. */
    UnsupportedMethod,
    /** A name asked for is not a Java identifier. */
    InvalidName,
    /** A class of the name of one to generate is there already. */
    NameTaken,
    /** Two names of nodes or operators meet in one Java name, or in a member that every model has. */
    NameClash,
    /** A method has no operator. */
    NoOperator,
    /** The network has no node, or no input. */
    NoInput,
    /** A parameter names no node declared above. */
    UnknownNode,
    /** A method without parameters where the node it consumes would be a guess. */
    AmbiguousInput,
    /** An operator is given too many or too few nodes. */
    WrongInputCount,
    /** No output uses the node. */
    UnusedNode,
    /** An operator on a type. */
    OperatorOnType,
    /** An operator on a method of a type without {@code @Network}. */
    OutsideNetwork,
    /** An operator that may only come first comes later, or a source that is not alone. */
    WrongPosition,
    /** A required attribute is not given. */
    MissingAttribute,
    /** A value of an attribute outside its range. */
    OutOfRange,
    /** A dimension that an attribute does not divide. */
    NotDivisible,
    /** Shapes that do not fit. */
    ShapeMismatch,
    /** Element types that do not fit. */
    TypeMismatch,
    /** An axis whose length varies from sample to sample where it may not. */
    VaryingLength,
    /** An output that depends on no input. */
    ConstantOutput,
    /** A formula of {@code @Pointwise} that cannot be read, or its attributes. */
    BadFormula,
    /** {@code @Init} names a parameter the operator lacks, or lacks its argument. */
    BadInitializer,
    /** What stands on or is named by an annotation is no network, or none that can be used there. */
    NotANetwork,
    /** A layer or node of another network is named that it has not. */
    UnknownLayer,
    /** An option of the processor that an annotation needs is not given. */
    MissingOption,
    /** A file that an annotation names cannot be read. */
    BadFile,
    /** An entry of names that cannot be used. */
    BadMapping,
    /** A file of weights lacks a tensor. */
    MissingTensor,
    /** A file of weights has a tensor that the network has no place for. */
    ExtraTensor,
    /** A tensor has another shape, type or classes in a file or in another network. */
    TensorMismatch,
    /** A tensor, or the whole, larger than an array can be; or more typed inputs than a method can take. */
    TooLarge,
    /** An option of the processor that makes no sense. */
    SchemaOptions,
    /** A schema file that is none, is another network's, or cannot be read or written. */
    SchemaUnreadable,
    /** A schema file that was changed after it was locked. */
    SchemaEdited,
    /** A schema file that a later version needs is not there. */
    SchemaMissing,
    /** A version below the newest that is locked, or more than one above it. */
    VersionOutOfStep,
    /** A version without a schema file where only locked versions may be. */
    NotLocked,
    /** A test of a network's versions that cannot be made. */
    NotTestable,
    /** A network that is no longer what its version's schema file says. */
    SchemaChanged,
    /** A tensor that a raised version does not certainly load from the version before. */
    MigrationUnclear,
    /** What is said of how a version loads the one before does not hold. */
    BadMigration,
    /** A bug of Netwright. */
    InternalError
}
