package diagnostics;

import dev.netwright.annotations.*;

class Windows {
    @Network
    interface Missing {
        @Input({3, 8, 8}) Tensor x();
        @Conv2D(kernel = 3) Tensor a(Tensor x); // ERROR^@Conv2D(kernel = 3)^: [MissingAttribute] 'a' (@Conv2D) lacks 'value'
        // | help: write  value = 32
        @Conv2D(8) Tensor b(Tensor x); // ERROR^@Conv2D(8)^: [MissingAttribute] 'b' (@Conv2D) lacks 'kernel'
        // | help: write  @Conv2D(value = 8, kernel = 3)
        @ConvTranspose2D(8) Tensor c(Tensor x); // ERROR: [MissingAttribute] 'c' (@ConvTranspose2D) lacks 'kernel'
        @MaxPool2D Tensor d(Tensor x); // ERROR: [MissingAttribute] 'd' (@MaxPool2D) lacks 'value'
        // | help: write  @MaxPool2D(2)
        @AvgPool2D Tensor e(Tensor x); // ERROR: [MissingAttribute] 'e' (@AvgPool2D) lacks 'value'
        @Upsample Tensor f(Tensor x); // ERROR: [MissingAttribute] 'f' (@Upsample) lacks 'value'
        // | help: write  @Upsample(2)
        @Pad Tensor g(Tensor x); // ERROR: [MissingAttribute] 'g' (@Pad) lacks 'value'
        // | help: write  @Pad(1)
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g);
    }

    @Network
    interface Ranges {
        @Input({3, 8, 8}) Tensor x();
        @Conv2D(value = 0, kernel = 3) Tensor a(Tensor x); // ERROR^0, kernel^: [OutOfRange] 'a' (@Conv2D): 'value' is out of range
        // | expected: 1 or more filters
        // | help: write  value = 1  (nearest)
        @Conv2D(value = 4, kernel = {3, 3, 3}) Tensor b(Tensor x); // ERROR^{3, 3, 3}^: [OutOfRange] 'b' (@Conv2D): 'kernel' is out of range
        // | expected: one number, or {height, width}
        // | help: write  kernel = {3, 3}  (nearest)
        @Conv2D(value = 4, kernel = {3, 0}) Tensor c(Tensor x); // ERROR: [OutOfRange] 'c' (@Conv2D): 'kernel' is out of range
        // | expected: numbers of 1 or more
        // | help: write  kernel = {3, 1}  (nearest)
        @Conv2D(value = 4, kernel = 3, stride = 0) Tensor d(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'd' (@Conv2D): 'stride' is out of range
        // | help: write  stride = 1  (nearest)
        @Conv2D(value = 4, kernel = 3, dilation = -1) Tensor e(Tensor x); // ERROR^-1^: [OutOfRange] 'e' (@Conv2D): 'dilation' is out of range
        @Conv2D(value = 4, kernel = 3, padding = 3) Tensor f(Tensor x); // ERROR^3) Tensor^: [OutOfRange] 'f' (@Conv2D): 'padding' is out of range
        // | expected: less than the kernel reaches over, 3: beyond, windows lie on padding alone
        // | found: 3
        // | help: write  padding = 2  (nearest)
        @Conv2D(value = 4, kernel = {3, 5}, padding = {1, 2, 3, 6}) Tensor g(Tensor x); // ERROR: [OutOfRange] 'g' (@Conv2D): 'padding'
        // | help: write  padding = {1, 2, 2, 4}  (nearest)
        @Conv2D(value = 4, kernel = 3, padding = {1, 1, 1}) Tensor h(Tensor x); // ERROR: [OutOfRange] 'h' (@Conv2D): 'padding'
        // | expected: one number, {height, width}, or {top, left, bottom, right}
        // | help: write  padding = {1, 1}  (nearest)
        @Conv2D(value = 4, kernel = 3, padding = -1) Tensor i(Tensor x); // ERROR: [OutOfRange] 'i' (@Conv2D): 'padding'
        // | help: write  padding = 0  (nearest)
        @Conv2D(value = 4, kernel = 3, padding = 1, same = true) Tensor j(Tensor x); // ERROR^1, same^: [OutOfRange] 'j' (@Conv2D): 'padding'
        // | help: leave  padding = 1  or  same = true  out
        @Conv2D(value = 4, kernel = 3, groups = 0) Tensor k(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'k' (@Conv2D): 'groups' is out of range
        @Conv2D(value = 4, kernel = 9) Tensor l(Tensor x); // ERROR^9) Tensor^: [OutOfRange] 'l' (@Conv2D): 'kernel' is out of range
        // | expected: a kernel that reaches over no more than {8, 8}, [3, 8, 8] from x with its padding
        // | help: write  kernel = {8, 8}  (nearest), or pad more
        @Conv2D(value = 4, kernel = 3, dilation = 4, padding = {0, 0}) Tensor m(Tensor x); // ERROR^3, dilation^: [OutOfRange] 'm' (@Conv2D): 'kernel'
        // | help: write  kernel = {2, 2}  (nearest), or pad more
        @Conv2D(value = 4, kernel = 3, stride = 9) Tensor n(Tensor x); // ERROR^9) Tensor^: [OutOfRange] 'n' (@Conv2D): 'stride' is out of range
        // | expected: no more than {8, 8}, [3, 8, 8] from x with its padding: a longer one skips all
        // | help: write  stride = {8, 8}  (nearest)
        @ConvTranspose2D(value = 4, kernel = 3, stride = 2, outputPadding = 2) Tensor o(Tensor x); // ERROR^2) Tensor^: [OutOfRange] 'o' (@ConvTranspose2D): 'outputPadding'
        // | expected: less than the stride, 2
        // | help: write  outputPadding = 1  (nearest)
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor i, Tensor j, Tensor k,
                Tensor l, Tensor m, Tensor n, Tensor o);
    }

    @Network
    interface Pools {
        @Input({3, 8, 8}) Tensor x();
        @Input({3, 2, 8}) Tensor low();
        @MaxPool2D({2, 2, 2}) Tensor a(Tensor x); // ERROR^{2, 2, 2}^: [OutOfRange] 'a' (@MaxPool2D): 'value' is out of range
        @MaxPool2D(value = 2, stride = -2) Tensor b(Tensor x); // ERROR^-2^: [OutOfRange] 'b' (@MaxPool2D): 'stride' is out of range
        @MaxPool2D(value = 2, padding = 2) Tensor c(Tensor x); // ERROR^2) Tensor^: [OutOfRange] 'c' (@MaxPool2D): 'padding' is out of range
        // | expected: less than the kernel has, 2: beyond, windows lie on padding alone
        // | help: write  padding = 1  (nearest)
        @MaxPool2D(value = 2, dilation = 0) Tensor d(Tensor x); // ERROR: [OutOfRange] 'd' (@MaxPool2D): 'dilation' is out of range
        @MaxPool2D(9) Tensor e(Tensor x); // ERROR^9) Tensor^: [OutOfRange] 'e' (@MaxPool2D): 'value' is out of range
        // | help: write  value = {8, 8}  (nearest), or pad more
        @MaxPool2D(value = 2, dilation = 3, padding = {1, 0}) Tensor f(Tensor low); // ERROR^3, padding^: [OutOfRange] 'f' (@MaxPool2D): 'dilation'
        // | expected: windows that each hold an element of [3, 2, 8] from low
        // | help: write  dilation = 1
        @AvgPool2D(value = 3, padding = 3) Tensor g(Tensor x); // ERROR: [OutOfRange] 'g' (@AvgPool2D): 'padding' is out of range
        @AvgPool2D(value = 3, padding = 1, same = true) Tensor h(Tensor x); // ERROR: [OutOfRange] 'h' (@AvgPool2D): 'padding' is out of range
        @Upsample(0) Tensor i(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'i' (@Upsample): 'value' is out of range
        // | help: write  value = 1  (nearest)
        @Upsample({2, 2, 2}) Tensor j(Tensor x); // ERROR: [OutOfRange] 'j' (@Upsample): 'value' is out of range
        @Pad(-1) Tensor k(Tensor x); // ERROR^-1^: [OutOfRange] 'k' (@Pad): 'value' is out of range
        // | help: write  value = 0  (nearest)
        @Pad({1, 2, 3}) Tensor l(Tensor x); // ERROR: [OutOfRange] 'l' (@Pad): 'value' is out of range
        // | help: write  value = {1, 2}  (nearest)
        @Pad(value = 8, mode = PadMode.REFLECT) Tensor m(Tensor x); // ERROR^8, mode^: [OutOfRange] 'm' (@Pad): 'value' is out of range
        // | help: write  value = 7  or  mode = PadMode.EDGE
        @Pad(value = 1, fill = 1 / 0f) Tensor n(Tensor x); // ERROR: [OutOfRange] 'n' (@Pad): 'fill' is out of range
        @Pad(value = 1, mode = PadMode.EDGE, fill = 2) Tensor o(Tensor x); // ERROR^2) Tensor^: [OutOfRange] 'o' (@Pad): 'fill' is out of range
        // | expected: no 'fill' with EDGE, which takes none
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor i, Tensor j, Tensor k,
                Tensor l, Tensor m, Tensor n, Tensor o);
    }

    @Network
    interface Transposed {
        @Input({4, 8, 8}) Tensor x();
        @ConvTranspose2D(value = 0, kernel = 3) Tensor a(Tensor x); // ERROR^0, kernel^: [OutOfRange] 'a' (@ConvTranspose2D): 'value' is out of range
        // | help: write  value = 1  (nearest)
        @ConvTranspose2D(value = 4, kernel = 3, stride = 0) Tensor b(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'b' (@ConvTranspose2D): 'stride' is out of range
        // | help: write  stride = 1  (nearest)
        @ConvTranspose2D(value = 4, kernel = 3, dilation = {1, 0}) Tensor c(Tensor x); // ERROR^{1, 0}^: [OutOfRange] 'c' (@ConvTranspose2D): 'dilation' is out of range
        // | help: write  dilation = {1, 1}  (nearest)
        @ConvTranspose2D(value = 4, kernel = 3, groups = 0) Tensor d(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'd' (@ConvTranspose2D): 'groups' is out of range
        // | help: write  groups = 1  (nearest)
        @AvgPool2D(value = 2, stride = {2, 0}) Tensor e(Tensor x); // ERROR^{2, 0}^: [OutOfRange] 'e' (@AvgPool2D): 'stride' is out of range
        // | help: write  stride = {2, 1}  (nearest)
        @MaxPool2D(value = 2, padding = 1, same = true) Tensor f(Tensor x); // ERROR^1, same^: [OutOfRange] 'f' (@MaxPool2D): 'padding' is out of range
        // | help: leave  padding = 1  or  same = true  out
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f);
    }

    @Network
    interface Sequences {
        @Input({4, 9}) Tensor x();
        @Conv1D(value = 4, kernel = {3, 3}) Tensor a(Tensor x); // ERROR: [OutOfRange] 'a' (@Conv1D): 'kernel' is out of range
        // | expected: one number
        // | help: write  kernel = 3  (nearest)
        @Conv1D(value = 4, kernel = 3, padding = {1, 3}) Tensor b(Tensor x); // ERROR: [OutOfRange] 'b' (@Conv1D): 'padding' is out of range
        // | help: write  padding = {1, 2}  (nearest)
        @Conv1D(value = 4, kernel = 3, padding = {1, 1, 1}) Tensor c(Tensor x); // ERROR: [OutOfRange] 'c' (@Conv1D): 'padding'
        // | expected: one number, or {before, after}
        @Upsample({2, 3}) Tensor d(Tensor x); // ERROR: [OutOfRange] 'd' (@Upsample): 'value' is out of range
        // | expected: one factor: [4, 9] from x has one spatial axis
        @Pad({1, 1, 1, 1}) Tensor e(Tensor x); // ERROR: [OutOfRange] 'e' (@Pad): 'value' is out of range
        // | help: write  value = {1, 1}
        @Conv1D(kernel = 3) Tensor f(Tensor x); // ERROR: [MissingAttribute] 'f' (@Conv1D) lacks 'value'
        @Conv1D(value = 0, kernel = 3) Tensor g(Tensor x); // ERROR^0, kernel^: [OutOfRange] 'g' (@Conv1D): 'value' is out of range
        // | help: write  value = 1  (nearest)
        @Conv1D(value = 4, kernel = 3, stride = -1) Tensor h(Tensor x); // ERROR^-1^: [OutOfRange] 'h' (@Conv1D): 'stride' is out of range
        // | help: write  stride = 1  (nearest)
        @Conv1D(value = 4, kernel = 3, dilation = 0) Tensor i(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'i' (@Conv1D): 'dilation' is out of range
        // | help: write  dilation = 1  (nearest)
        @Conv1D(value = 4, kernel = 3, groups = 0) Tensor j(Tensor x); // ERROR^0) Tensor^: [OutOfRange] 'j' (@Conv1D): 'groups' is out of range
        @Conv1D(value = 4, kernel = 3, padding = 1, same = true) Tensor k(Tensor x); // ERROR^1, same^: [OutOfRange] 'k' (@Conv1D): 'padding' is out of range
        // | help: leave  padding = 1  or  same = true  out
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor i, Tensor j, Tensor k);
    }

    @Network
    interface Groups {
        @Input({6, 8, 8}) Tensor x();
        @Conv2D(value = 8, kernel = 3, groups = 4) Tensor a(Tensor x); // ERROR^4) Tensor^: [NotDivisible] 'a': channels must be divisible by groups
        // | expected: a divisor of 2 (6 channels of x and 8 filters)
        // | found: 4
        // | help: use groups = 2 (nearest), or 1
        @Conv2D(value = 9, kernel = 3, groups = 2) Tensor b(Tensor x); // ERROR: [NotDivisible] 'b': filters must be divisible by groups
        // | help: use groups = 1 (nearest), or 3
        @ConvTranspose2D(value = 5, kernel = 3, groups = 6) Tensor c(Tensor x); // ERROR: [NotDivisible] 'c': filters must be divisible by groups
        @Add Tensor y(Tensor a, Tensor b, Tensor c);
    }

    @Network
    interface Ranks {
        @Input(64) Tensor flat();
        @Input({8, 8}) Tensor matrix();
        @Input({2, 3, 8, 8}) Tensor video();
        @Conv2D(value = 4, kernel = 3) Tensor a(Tensor flat); // ERROR^flat^: [ShapeMismatch] 'a' (@Conv2D) cannot take the output of 'flat'
        // | expected: rank 3, [channels, height, width]
        // | found: [64] from flat
        // | help: put  @Reshape({1, 8, 8}) Tensor flatPlanes(Tensor flat);  between flat and a
        @MaxPool2D(2) Tensor b(Tensor matrix); // ERROR^matrix^: [ShapeMismatch] 'b' (@MaxPool2D) cannot take the output of 'matrix'
        // | help: put  @Reshape({1, 8, 8}) Tensor matrixPlanes(Tensor matrix);  between matrix and b
        @AvgPool2D(2) Tensor c(Tensor video); // ERROR^video^: [ShapeMismatch] 'c' (@AvgPool2D)
        // | help: put  @Reshape({-1, 8, 8}) Tensor videoPlanes(Tensor video);  between video and c
        @Conv1D(value = 4, kernel = 3) Tensor d(Tensor video); // ERROR: [ShapeMismatch] 'd' (@Conv1D)
        // | expected: rank 2, [channels, length]
        // | help: put  @Reshape({2, -1}) Tensor videoPlanes(Tensor video);  between video and d
        @GlobalAvgPool Tensor e(Tensor flat); // ERROR: [ShapeMismatch] 'e' (@GlobalAvgPool)
        // | expected: rank 3, [channels, height, width], or rank 2, [channels, length]
        // | help: put  @Reshape({1, 64}) Tensor flatPlanes(Tensor flat);  between flat and e
        @GlobalMaxPool Tensor f(Tensor video); // ERROR: [ShapeMismatch] 'f' (@GlobalMaxPool)
        @Upsample(2) Tensor g(Tensor flat); // ERROR: [ShapeMismatch] 'g' (@Upsample)
        @Pad(1) Tensor h(Tensor video); // ERROR: [ShapeMismatch] 'h' (@Pad)
        @ConvTranspose2D(value = 4, kernel = 3) Tensor i(Tensor flat); // ERROR: [ShapeMismatch] 'i' (@ConvTranspose2D)
        @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f, Tensor g, Tensor h, Tensor i);
    }

    @Network
    interface Cut {
        @Input({2, 1, 1}) Tensor x();
        @ConvTranspose2D(value = 4, kernel = 3, padding = 2) Tensor y(Tensor x); // ERROR^2) Tensor^: [OutOfRange] 'y' (@ConvTranspose2D): 'padding'
        // | expected: padding that leaves something of [2, 1, 1] from x
        // | help: write  padding = 0
    }

    @Network
    interface Types {
        @Input(value = {3, 8, 8}, type = DataType.INT32) Tensor x();
        @Conv2D(value = 4, kernel = 3) @Output Tensor a(Tensor x); // ERROR^x)^: [TypeMismatch] 'a' (@Conv2D) cannot take the element type of 'x'
        @GlobalAvgPool @Output Tensor b(Tensor x); // ERROR: [TypeMismatch] 'b' (@GlobalAvgPool)
    }
}
