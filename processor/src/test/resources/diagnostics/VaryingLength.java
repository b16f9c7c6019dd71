package diagnostics;

import dev.netwright.annotations.*;

class VaryingLength {
    @Network
    interface Declared {
        @Input(value = {1, 4}, varying = true) Tensor a(); // ERROR^{1, 4}^: [OutOfRange] 'a' (@Input): 'value' is out of range
        // | expected: a first dimension of 2 to 65536, the most positions of a sample, where it is varying
        // | found: {1, 4}
        // | help: write  value = {2, 4}  (nearest)
        @Input(value = 65537, varying = true) Tensor b(); // ERROR^65537^: [OutOfRange] 'b' (@Input): 'value' is out of range
        // | help: write  value = {65536}  (nearest)
        @Input(value = {0, 4}, varying = true) Tensor c(); // ERROR^{0, 4}^: [OutOfRange] 'c' (@Input)
        // | help: write  value = {2, 4}
        @ReduceMean(0) Tensor d(Tensor a);
        @ReduceMean Tensor e(Tensor b);
        @ReduceMean(0) Tensor f(Tensor c);
        @Add Tensor y(Tensor d, Tensor e, Tensor f);
    }

    @Network
    interface Taken {
        @Input(value = {4, 2}, varying = true) Tensor word();
        @Dense(2) Tensor wordLengths(); // ERROR^wordLengths^: [NameClash] 'wordLengths' becomes the Java name wordLengths, which is taken
        // | found: wordLengths is the input of the lengths of 'word'
        @ReduceMean(0) Tensor y();
    }

    @Network
    interface Refused {
        @Input(value = {16, 8}, varying = true) Tensor x();
        @Flatten Tensor flat(Tensor x); // ERROR^x^: [VaryingLength] 'flat' (@Flatten) cannot take axis 0 of 'x', whose length varies from sample to sample
        // | expected: a shape that is the same for every sample
        // | found: [1..16, 8] from x
        // | trace: x [1..16, 8] → flat @Flatten
        // | help: put  @ReduceMean(0) Tensor xMean(Tensor x);  between x and flat
        @Standardize Tensor standardized(Tensor x); // ERROR^x^: [VaryingLength] 'standardized' (@Standardize)
        @BatchNorm Tensor batch(Tensor x); // ERROR^x^: [VaryingLength] 'batch' (@BatchNorm)
        @GroupNorm(groups = 2) Tensor group(Tensor x); // ERROR^x^: [VaryingLength] 'group' (@GroupNorm)
        @Dense(4) @BatchNorm Tensor follower(Tensor x); // ERROR^@BatchNorm^: [VaryingLength] 'follower' (@BatchNorm) cannot take axis 0 of 'follower'
        // | help: declare it as a node of its own, below one with the mean over axis 0:  @ReduceMean(0)
        @ReduceSum(0) Tensor follow(Tensor follower);
        @Dense(8) Tensor followed(Tensor follow);
        @Add Tensor y(Tensor flat, Tensor standardized, Tensor batch, Tensor group, Tensor followed);
    }

    @Network
    interface Windows {
        @Input(value = {4, 3, 8, 8}, varying = true) Tensor x();
        @Conv2D(value = 2, kernel = 3) Tensor a(Tensor x); // ERROR^x^: [VaryingLength] 'a' (@Conv2D)
        @ConvTranspose2D(value = 2, kernel = 3) Tensor b(Tensor x); // ERROR^x^: [VaryingLength] 'b' (@ConvTranspose2D)
        @MaxPool2D(2) Tensor c(Tensor x); // ERROR^x^: [VaryingLength] 'c' (@MaxPool2D)
        @AvgPool2D(2) Tensor d(Tensor x); // ERROR^x^: [VaryingLength] 'd' (@AvgPool2D)
        @GlobalAvgPool Tensor e(Tensor x); // ERROR^x^: [VaryingLength] 'e' (@GlobalAvgPool)
        @GlobalMaxPool Tensor f(Tensor x); // ERROR^x^: [VaryingLength] 'f' (@GlobalMaxPool)
        @Upsample(2) Tensor g(Tensor x); // ERROR^x^: [VaryingLength] 'g' (@Upsample)
        @Pad(1) Tensor h(Tensor x); // ERROR^x^: [VaryingLength] 'h' (@Pad)
        @InstanceNorm Tensor i(Tensor x); // ERROR^x^: [VaryingLength] 'i' (@InstanceNorm)
        @Input(value = {4, 3, 8}, varying = true) Tensor z();
        @Conv1D(value = 2, kernel = 3) Tensor j(Tensor z); // ERROR^z^: [VaryingLength] 'j' (@Conv1D)
        @ReduceSum Tensor as(Tensor a);
        @ReduceSum Tensor bs(Tensor b);
        @ReduceSum Tensor cs(Tensor c);
        @ReduceSum Tensor ds(Tensor d);
        @ReduceSum Tensor es(Tensor e);
        @ReduceSum Tensor fs(Tensor f);
        @ReduceSum Tensor gs(Tensor g);
        @ReduceSum Tensor hs(Tensor h);
        @ReduceSum Tensor is(Tensor i);
        @ReduceSum Tensor js(Tensor j);
        @Add Tensor y(Tensor as, Tensor bs, Tensor cs, Tensor ds, Tensor es, Tensor fs, Tensor gs, Tensor hs, Tensor is, Tensor js);
    }

    @Network
    interface Axes {
        @Input(value = {16, 8}, varying = true) Tensor x();
        @Input(value = 16, varying = true) Tensor flat();
        @Scale(2) Tensor x2(Tensor x);
        @Dense(4) Tensor a(Tensor flat); // ERROR^flat^: [VaryingLength] 'a' (@Dense) cannot take axis 0 of 'flat'
        // | expected: features, the last axis, as many for every sample
        // | help: put  @ReduceMean(0) Tensor flatMean(Tensor flat);  between flat and a
        @Slice(axis = 0, to = 4) Tensor b(Tensor x); // ERROR^x^: [VaryingLength] 'b' (@Slice) cannot take axis 0 of 'x'
        // | expected: an axis that is as long for every sample
        // | help: write  axis = 1
        @Split(axis = 0, parts = 2, index = 0) Tensor c(Tensor x); // ERROR^x^: [VaryingLength] 'c' (@Split)
        // | help: write  axis = 1
        @Slice(step = 2) Tensor c2(Tensor flat); // ERROR^flat^: [VaryingLength] 'c2' (@Slice) cannot take axis 0 of 'flat'
        @Take(3) Tensor d(Tensor x); // ERROR^x^: [VaryingLength] 'd' (@Take) cannot take axis 0 of 'x'
        // | expected: index 0, which every sample has, of an axis that varies
        // | help: write  value = 0
        @Concat(axis = 0) Tensor e(Tensor x, Tensor x2); // ERROR^x^: [VaryingLength] 'e' (@Concat) cannot take axis 0 of 'x'
        // | help: write  axis = 1
        @LayerNorm(axis = 0) Tensor f(Tensor x); // ERROR^x^: [VaryingLength] 'f' (@LayerNorm)
        // | expected: axes from 0 on that are the same for every sample
        // | help: write  axis = 1
        @RMSNorm(axis = 0) Tensor g(Tensor x); // ERROR^x^: [VaryingLength] 'g' (@RMSNorm)
        @PReLU Tensor h(Tensor x); // ERROR^x^: [VaryingLength] 'h' (@PReLU)
        // | expected: a first axis that is the same for every sample, or one slope
        // | help: write  shared = true
        @Reshape({8, 16}) Tensor i(Tensor x); // ERROR^x^: [VaryingLength] 'i' (@Reshape)
        // | expected: a shape that begins with [16], so that positions stay positions
        // | help: write  @Reshape({16, -1})
        @ReduceSum Tensor as(Tensor a);
        @ReduceSum Tensor bs(Tensor b);
        @ReduceSum Tensor cs(Tensor c);
        @ReduceSum Tensor c2s(Tensor c2);
        @ReduceSum Tensor ds(Tensor d);
        @ReduceSum Tensor es(Tensor e);
        @ReduceSum Tensor fs(Tensor f);
        @ReduceSum Tensor gs(Tensor g);
        @ReduceSum Tensor hs(Tensor h);
        @ReduceSum Tensor is(Tensor i);
        @Add Tensor y(Tensor as, Tensor bs, Tensor cs, Tensor c2s, Tensor ds, Tensor es, Tensor fs, Tensor gs, Tensor hs, Tensor is);
    }

    @Network
    interface TwoLengths {
        @Input(value = {16, 8}, varying = true) Tensor left();
        @Input(value = {16, 8}, varying = true) Tensor right();
        @Add Tensor a(Tensor left, Tensor right); // ERROR^right^: [VaryingLength] 'a' (@Add) cannot take axis 0 of 'right'
        // | expected: the lengths of 'left', as the nodes before it; these are those of 'right'
        // | help: put  @ReduceMean(0) Tensor rightMean(Tensor right);  between right and a
        // | make 'left' and 'right' parts of one @Input, so that a sample has one length
        @Concat(axis = 1) Tensor b(Tensor left, Tensor right); // ERROR^right^: [VaryingLength] 'b' (@Concat)
        // | expected: the same lengths for every node that is joined
        // | help: make '
        @Transpose Tensor turned(Tensor left);
        @MatMul Tensor c(Tensor turned, Tensor right); // ERROR^right^: [VaryingLength] 'c' (@MatMul) cannot take axis 0 of 'right'
        // | help: make '
        @Transpose @Output Tensor d(Tensor left); // ERROR^d^: [VaryingLength] 'd' (@Output) cannot take axis 1 of 'd'
        // | expected: a result of which no axis but the first varies
        @ReduceSum Tensor as(Tensor a);
        @ReduceSum Tensor bs(Tensor b);
        @ReduceSum Tensor cs(Tensor c);
        @Add @Output Tensor y(Tensor as, Tensor bs, Tensor cs);
    }
}
