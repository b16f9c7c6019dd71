#!/bin/sh
# Prints a table: run.sh Inference|Training [networks [batches]], from the repository root, after
#   mvn -q -Ppytorch -pl examples/benchmarks -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/class-path
# Without -Ppytorch PyTorch takes no part. Java options come from JAVA_OPTS, such as --add-modules jdk.incubator.vector.
# The class path goes through the environment: ONNX Runtime 1.29 crashes where the command line is very long.
cd "$(dirname "$0")" || exit 1
table=$1
shift
CLASSPATH=target/classes:$(cat target/class-path)
export CLASSPATH
exec java $JAVA_OPTS "dev.netwright.benchmarks.$table" "$@"
